"""The alignment says which words met: those that MaxSim takes, in the text as it stands, of any version."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.documents import document_id
from index.errors import DocumentNotFound
from index.store import Index
from rag.errors import QuestionError, SpanError
from rag.retrieval.alignment import align
from rag.retrieval.question import read
from tests.support.documents import ingest_bytes

TEXT = (
    "Harbour works\n\nThe harbour of Puerto Almendro will be made larger. The bill comes to 412 million dollars.\n\n"
    "A night watchman, Wilberth Arroyo 🏮, saw a glow behind the shutters. He called the fire station."
)
SOURCE = "harbour.txt"
DOCUMENT = document_id(SOURCE)


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = Index.open(tmp_path_factory.mktemp("aligned"), create=True)
    ingest_bytes(index, TEXT.encode(), SOURCE, SOURCE)
    yield index
    index.close()


def met(index: Index, question: str, span: tuple[int, int] = (0, len(TEXT)), version: int = 1) -> set[tuple[str, str]]:
    found = align(index, question, DOCUMENT, version, span)
    text = index.documents.get(DOCUMENT, version).text
    return {(found.words[match.word].text, text[match.start : match.end]) for match in found.matches}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "pair"),
    [
        ("Who was the night watchman?", ("watchman", "watchman")),
        ("Who was the night watchman?", ("night", "night")),
        ("What will the harbour of Puerto Almendro cost?", ("harbour", "harbour")),
        ("What will the harbour of Puerto Almendro cost?", ("Almendro", "Almendro")),
        ("How many dollars is the price?", ("price", "dollars")),
        ("Did Wilberth Arroyo see it?", ("Arroyo", "Arroyo")),
        ("Whom did he phone?", ("phone", "called")),
    ],
)
def test_a_reader_would_agree(bundled: Index, question: str, pair: tuple[str, str]) -> None:
    assert pair in met(bundled, question)


def test_what_has_nothing_to_do_with_the_text_meets_nothing(bundled: Index) -> None:
    found = align(bundled, "How do penguins metabolise krill?", DOCUMENT, 1, (0, len(TEXT)))
    assert [word.text for word in found.words] == ["penguins", "metabolise", "krill"]
    assert found.matches == ()


def test_words_that_only_ask_or_join_are_left_out(bundled: Index) -> None:
    found = align(bundled, "Who was the watchman of the harbour?", DOCUMENT, 1, (0, len(TEXT)))
    assert [word.text for word in found.words] == ["watchman", "harbour"]
    assert not {"The", "the", "of", "He"} & {TEXT[match.start : match.end] for match in found.matches}


def test_a_word_is_as_near_as_maxsim_says(bundled: Index) -> None:
    """Against the encoder's own vectors, by hand; what is stored has a byte a dimension."""
    question = "Which watchman saw the glow?"
    asked = read(bundled, question)
    start, end = TEXT.index("A night"), len(TEXT)
    chunk = next(iter(bundled.chunks.get(bundled.chunks.ids_of([DOCUMENT])).values()))
    encoding = bundled.encoder.loaded().encode_passages([f"{chunk.title}\n{TEXT[chunk.start : chunk.end]}"])[0]
    inside = encoding.spans[:, 0] >= len(chunk.title) + 1 + start - chunk.start
    best = (encoding.tokens[inside] @ asked.tokens.T).max(axis=0)
    found = align(bundled, question, DOCUMENT, 1, (start, end))
    for word in found.words:
        tokens = next(list(each.tokens) for each in asked.words if each.text == word.text)
        assert word.similarity == pytest.approx(float(np.mean(best[tokens])), abs=0.05)
        assert word.weight == pytest.approx(float(asked.weights[tokens].sum()), abs=1e-4)
        assert question[word.start : word.end] == word.text


def test_matches_are_counted_in_code_points_and_lie_in_the_span(bundled: Index) -> None:
    start = TEXT.index("🏮")
    found = align(bundled, "Who saw the glow at the fire station?", DOCUMENT, 1, (start, len(TEXT)))
    assert found.matches
    assert all(start <= match.start < match.end <= len(TEXT) for match in found.matches)
    assert ("glow", "glow") in met(bundled, "Who saw the glow at the fire station?", (start, len(TEXT)))


@pytest.mark.parametrize("span", [(5, 5), (9, 4), (10_000, 10_010), (-2, 5)])
def test_a_span_that_holds_nothing_is_refused(bundled: Index, span: tuple[int, int]) -> None:
    with pytest.raises(SpanError, match=f"{len(TEXT)} characters"):
        align(bundled, "Who saw the glow?", DOCUMENT, 1, span)


def test_a_span_without_words_meets_nothing(bundled: Index) -> None:
    found = align(bundled, "Who saw the glow?", DOCUMENT, 1, (TEXT.index("🏮") - 1, TEXT.index("🏮")))
    assert found.matches == ()


def test_offsets_count_in_the_question_as_it_was_given(bundled: Index) -> None:
    question = "\n  Who saw the glow?"
    assert [question[w.start : w.end] for w in align(bundled, question, DOCUMENT, 1, (0, len(TEXT))).words] == [
        "saw",
        "glow",
    ]


def test_a_number_is_one_word_and_a_contraction_none(tmp_path: Path) -> None:
    text = "The bridge carried 310,000 cars a day. It isn’t tolled, and if it were, drivers wouldn't pay 3.50 or more."
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, text.encode(), SOURCE, SOURCE)
    question = "If it carries 310,000 cars, why didn't drivers pay 3.50?"
    found = align(index, question, DOCUMENT, 1, (0, len(text)))
    assert [word.text for word in found.words] == ["carries", "310,000", "cars", "drivers", "pay", "3.50"]
    met = {found.words[match.word].text: text[match.start : match.end] for match in found.matches}
    assert met == {
        "carries": "carried",
        "310,000": "310,000",
        "cars": "cars",
        "drivers": "drivers",
        "pay": "pay",
        "3.50": "3.50",
    }
    index.close()


def test_what_is_asked_twice_is_answered_alike(bundled: Index) -> None:
    one, two = (align(bundled, "Who saw the glow?", DOCUMENT, 1, (0, len(TEXT))) for _ in range(2))
    assert one == two


def test_names_that_only_end_like_a_contraction_are_words(bundled: Index) -> None:
    question = "Didn’t Ann and Ben’s inn buy a ton, and who’s Don?"
    found = align(bundled, question, DOCUMENT, 1, (0, len(TEXT)))
    assert [word.text for word in found.words] == ["Ann", "Ben’s", "inn", "buy", "ton", "Don"]


@pytest.mark.slow
def test_an_older_version_is_compared_as_it_was_while_it_was_current(tmp_path: Path) -> None:
    """Also at the end of a span that is longer than what is encoded at once."""
    index = Index.open(tmp_path / "index", create=True)
    text = "The lamp was lit by Amalia. " + "The sea was calm; no ship came. " * 130 + "Berg sold the lamp in spring."
    ingest_bytes(index, text.encode(), SOURCE, SOURCE)
    span = (len(text) - 3_900, len(text))
    before = align(index, "Who sold the lamp?", DOCUMENT, 1, span)
    assert ("sold", "sold") in {(before.words[m.word].text, text[m.start : m.end]) for m in before.matches}
    ingest_bytes(index, b"The lamp is lost.", SOURCE, SOURCE)
    after = align(index, "Who sold the lamp?", DOCUMENT, 1, span)
    assert after.matches == before.matches
    assert [word.similarity for word in after.words] == [word.similarity for word in before.words]
    with pytest.raises(DocumentNotFound):
        align(index, "Was it Amalia?", DOCUMENT, 3, (0, 5))
    with pytest.raises(QuestionError):
        align(index, "???", DOCUMENT, 1, (0, 5))
    index.close()
