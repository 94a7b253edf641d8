from hypothesis import given
from hypothesis import strategies as st

from index.search.analysis import analyse
from index.search.term_places import TermPlaces


@given(
    st.lists(st.text(st.sampled_from("abs é2½'’-\n東"), max_size=12), max_size=6),
    st.sampled_from(["en", "fr", "ja", ""]),
)
def test_texts_with_a_term_are_those_whose_terms_have_it(texts: list[str], language: str) -> None:
    terms_of = [set(analyse(text, language)) for text in texts]
    places = TermPlaces(texts, language)
    for term in frozenset(["nowhere"]).union(*terms_of):
        assert places.of(term) == {place for place, own in enumerate(terms_of) if term in own}


def test_texts_with_all_terms_have_each_and_no_term_is_in_all() -> None:
    places = TermPlaces(["Minutes of May", "May fair", "minutes"])
    assert places.with_all(set(analyse("the minutes of May")) - {"the"}) == {0}
    assert places.with_all({"minut", "nowher"}) == set()
    assert places.with_all(set()) == {0, 1, 2}
