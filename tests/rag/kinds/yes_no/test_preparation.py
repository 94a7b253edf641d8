"""Yes or No is said where the passage and the cited words agree and are sure; else the evidence stands alone."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.kinds.yes_no.preparation import verdict

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


def test_what_answers_about_as_well_stands_beside_what_answers_best(assistant: Assistant) -> None:
    answer = assistant.ask(Query("May I light a fire or a barbecue on the terrace?", kind=Kind.YES_NO))
    words = " ".join(sentence.citations[0].quote for sentence in answer.sentences)
    assert "Barbecues are allowed" in words
    assert "Bonfires are forbidden" in words
    assert 1 < len(answer.sentences) <= 3


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
