"""Yes or No is said where the passage and the cited words agree and are sure; else the evidence stands alone."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.kinds.yes_no import (
    denies_within_bounds,
    excepts,
    forbids,
    lies_outside,
    names_others,
    of_nobody,
    says_none,
    verdict,
)

RULES = """# Rules of the Hillside allotments

Dogs must be kept on a lead everywhere on the site.

Bonfires are forbidden from April to September. Barbecues are allowed on the terrace until ten in the evening.

Members may keep up to six hens on their plot. Cockerels may not be kept.
"""
"""In English, which the reader of yes and no knows."""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    from rag.api import _assistant, add

    folder: Path = tmp_path_factory.mktemp("yes-no")
    (folder / "rules.md").write_text(RULES, encoding="utf-8")
    add(folder / "rules.md", index=folder / "index")
    return _assistant(folder / "index")


@pytest.mark.parametrize(
    ("question", "word", "words"),
    [
        ("Are barbecues allowed on the terrace?", "Yes.", "until ten in the evening"),
        ("Are cockerels allowed?", "No.", "Cockerels may not be kept"),
    ],
)
def test_the_answer_begins_with_the_word_and_quotes_why(
    assistant: Assistant, question: str, word: str, words: str
) -> None:
    answer = assistant.ask(Query(question, kind=Kind.YES_NO))
    assert (answer.kind, answer.lead) == (Kind.YES_NO, word)
    assert answer.answer.startswith(f"{word} ")
    assert any(words in sentence.citations[0].quote for sentence in answer.sentences)
    first = answer.sentences[0]
    assert answer.answer[first.start : first.end] == first.text


def test_an_item_of_what_is_denied_is_not_affirmed(tmp_path: Path) -> None:
    from rag.api import add

    text = (
        "# After the operation of your ear\n\n## What you must not do in the first month\n\n"
        "- dive or swim under water\n- lie on the side of the operation\n- blow your nose\n"
    )
    (tmp_path / "ear.md").write_text(text, encoding="utf-8")
    add(tmp_path / "ear.md", index=tmp_path / "index")
    question = Query("May I lie on the side of the operation in the first month?", kind=Kind.YES_NO)
    answer = Assistant(Index.open(tmp_path / "index"), threshold=0.0).ask(question)
    assert "lie on the side" in answer.answer
    assert answer.lead != "Yes."


def test_what_the_documents_do_not_say_has_no_word(assistant: Assistant) -> None:
    answer = assistant.ask(Query("Is there a swimming pool in the hotel in Vienna?", kind=Kind.YES_NO))
    assert answer.abstained
    assert answer.lead == ""


@pytest.mark.parametrize(
    ("logits", "word"),
    [
        ((1.0, 2.5), "Yes."),
        ((0.6, 2.9), ""),
        ((-0.5, -2.5), "No."),
        ((-0.5, 3.0), ""),
        ((0.5, -3.0), ""),
        ((3.0, 1.5), ""),
        ((-3.0, -1.5), ""),
    ],
)
def test_only_what_is_sure_and_agreed_is_said(logits: tuple[float, float], word: str) -> None:
    assert verdict(*logits) == word


def test_less_is_enough_for_no_where_the_best_sentence_denies() -> None:
    assert verdict(-0.5, -1.2, is_denied=True) == "No."
    assert verdict(-0.5, -0.8, is_denied=True) == ""
    assert verdict(0.5, -1.2, is_denied=True) == ""


@pytest.mark.parametrize(
    ("question", "word"),
    [("Is the crane free of charge?", "Yes."), ("Can I borrow the ladder?", "No.")],
)
def test_the_word_below_the_question_itself_is_the_answer(tmp_path: Path, question: str, word: str) -> None:
    from rag.api import add

    text = (
        "# What people ask\n\n## Is the crane free of charge?\nYes, if nobody has to be fetched for it.\n\n"
        "## Can I borrow the ladder?\nNo: it is lent to the school.\n"
    )
    (tmp_path / "faq.md").write_text(text, encoding="utf-8")
    add(tmp_path / "faq.md", index=tmp_path / "index")
    answer = Assistant(Index.open(tmp_path / "index")).ask(Query(question, kind=Kind.YES_NO))
    assert not answer.abstained
    assert answer.lead == word


@pytest.mark.parametrize(
    ("question", "words", "others"),
    [
        ("Is it open on Mondays?", "Open from Tuesday to Sunday.", True),
        ("Is it open on Sundays?", "Open from Tuesday to Sunday.", False),
        ("Is it open on Thursdays?", "Open from Tuesday to Sunday.", False),
        ("Is it open in January?", "Open between November and February.", False),
        ("Is it open on Mondays?", "Open every day.", False),
        ("Are fires allowed in March?", "Fires are forbidden from April to September.", True),
        ("May I keep nine hens?", "Members may keep up to six hens.", True),
        ("May I keep six hens?", "Members may keep up to six hens.", False),
        ("Was it built in 1911?", "It was built in 1912.", True),
        ("Did the fund pay for the whole roof?", "The fund paid £900 for the roof.", True),
        ("Did the fund pay for the whole roof?", "The fund paid for the entire roof.", False),
    ],
)
def test_words_that_name_other_days_or_quantities_are_no_yes(question: str, words: str, others: bool) -> None:
    assert names_others(question, words) is others


@pytest.mark.parametrize(
    ("question", "words", "excepted"),
    [
        ("Is the pool open until 9 on Sundays?", "The pool is open until 9 pm, on Sundays until 6 pm.", True),
        ("Is the pool open until 9 on Mondays?", "The pool is open until 9 pm, on Sundays until 6 pm.", False),
        ("Is there a lesson on Sundays?", "Lesson | 4 euros | not on Sundays", True),
        ("Is the pool open until 6 on Sundays?", "The pool is open until 9 pm, on Sundays until 6 pm.", False),
        ("Is there a lesson on Sundays?", "Lessons are on Sundays, not in the hall.", False),
    ],
)
def test_a_day_that_is_an_exception_has_no_yes(question: str, words: str, excepted: bool) -> None:
    assert excepts(question, words) is excepted


@pytest.mark.parametrize(
    ("question", "words", "is_none"),
    [
        ("Was anybody bitten?", "Two hens got out. | Nobody was bitten.", True),
        ("Is there anything to pay?", "None of it is charged for.", True),
        ("Was the keeper bitten?", "Nobody was bitten.", False),
        ("Was anybody bitten?", "The keeper was bitten.", False),
    ],
)
def test_who_asks_for_any_is_not_told_yes_by_none(question: str, words: str, is_none: bool) -> None:
    assert says_none(question, words) is is_none


@pytest.mark.parametrize(
    ("question", "words", "bounded"),
    [
        ("May I open the window?", "Do not open the window by more than a hand.", True),
        ("Can guests stay the night?", "Guests may not stay longer than a week.", True),
        ("Can guests stay for two weeks?", "Guests may not stay longer than a week.", False),
        ("May we drill holes?", "Holes must not be drilled without consent in writing.", True),
        ("May we drill holes without consent?", "Holes must not be drilled without consent in writing.", False),
        ("Is a boat at anchor insured?", "It is insured only in harbour, and never in ice.", True),
        ("May we smoke?", "Smoking is not allowed.", False),
        ("May I wear shoes?", "Come in without shoes.", False),
        ("May we smoke?", "We do not smoke. Boats longer than a mile pay more.", False),
    ],
)
def test_what_is_forbidden_beyond_a_bound_is_no_no(question: str, words: str, bounded: bool) -> None:
    assert denies_within_bounds(question, words) is bounded


@pytest.mark.parametrize(
    ("question", "words", "is_outside"),
    [
        ("Is the pool open on Mondays?", "The pool is open from Tuesday to Sunday.", True),
        ("Is the pool open on Saturdays?", "The pool is open from Friday to Monday.", False),
        ("Can we hire a boat in December?", "Boats can be hired from April to September.", True),
        ("Can we hire a boat in June?", "Boats can be hired from April to September.", False),
        ("Is the pool open on Mondays?", "The pool is open from Tuesday to Sunday | On Mondays schools swim.", False),
        ("Is the pool open on Mondays?", "The pool is open from Tuesday to Sunday. | Nobody pays on a Sunday.", True),
        ("Is the pool open on Mondays?", "The pool is closed from Tuesday to Thursday.", False),
        ("Can we hire a boat in December?", "It is not allowed to hire boats from April to September.", False),
        ("Can we hire a boat?", "Boats can be hired from April to September.", False),
    ],
)
def test_what_lies_outside_of_a_span_is_told_no(question: str, words: str, is_outside: bool) -> None:
    assert lies_outside(question, words) is is_outside


@pytest.mark.parametrize(
    ("question", "words", "is_forbidden"),
    [
        ("Will they fish in the bay?", "The permit forbids fishing in the bay.", True),
        ("Is fishing forbidden in the bay?", "The permit forbids fishing in the bay.", False),
        ("Will they fish in the bay?", "The permit lets them fish in the bay.", False),
    ],
)
def test_what_forbids_is_no_yes(question: str, words: str, is_forbidden: bool) -> None:
    assert forbids(question, words) is is_forbidden


def test_what_answers_about_as_well_stands_beside_what_answers_best(assistant: Assistant) -> None:
    answer = assistant.ask(Query("May I light a fire or a barbecue on the terrace?", kind=Kind.YES_NO))
    words = " ".join(sentence.citations[0].quote for sentence in answer.sentences)
    assert "Barbecues are allowed" in words
    assert "Bonfires are forbidden" in words
    assert 1 < len(answer.sentences) <= 3


@pytest.mark.parametrize(
    ("words", "is_it"),
    [
        ("Nobody has to lock the gate at night.", True),
        ("No one may be sent home.", True),
        ("None of the plots is for sale.", True),
        ("Nobody but the warden has a key.", False),
        ("Nobody is not welcome.", False),
        ("The gate is locked by nobody.", False),
        ("Nobody's well is deep.", True),
    ],
)
def test_what_is_said_of_nobody_is_known_by_its_subject(words: str, is_it: bool) -> None:
    assert of_nobody(words) is is_it


def test_what_nobody_has_to_do_is_not_affirmed(tmp_path: Path) -> None:
    from rag.api import add, ask

    text = "# Gate of the allotments\n\nNobody is obliged to lock the gate at night. The key hangs in the shed.\n"
    (tmp_path / "gate.md").write_text(text, encoding="utf-8")
    add(tmp_path / "gate.md", index=tmp_path / "index")
    answer = ask("Do I have to lock the gate at night?", kind="yes_no", index=tmp_path / "index")
    assert answer.lead in ("No.", "")
    assert "Nobody is obliged" in answer.answer


def test_no_word_is_said_of_a_place_that_the_document_does_not_mention(tmp_path: Path) -> None:
    from rag.api import add, ask

    text = "# Boats\n\nThe boats may be taken out on the river Alder.\n\nLife jackets are in the shed.\n"
    (tmp_path / "boats.md").write_text(text, encoding="utf-8")
    add(tmp_path / "boats.md", index=tmp_path / "index")
    said = [
        ask(f"May the boats be taken out on {place}?", kind="yes_no", index=tmp_path / "index").lead
        for place in ("the river Alder", "Lake Ossa")
    ]
    assert said == ["Yes.", ""]
