"""How sentences stand follows from the kind and from what they stand under, and every view sets the same groups."""

import dataclasses

import pytest

from rag.answers.answer import Answer, AnswerSentence, AskedWith, Grade, IndexState
from rag.answers.html import answer_html
from rag.answers.kind import Kind
from rag.answers.layout import Layout, is_quote, layout_of
from rag.answers.place import Citation
from rag.answers.text import answer_text
from rag.answers.view import view
from rag.conversations.markdown import turn_as_markdown
from rag.conversations.records import KeptTurn

_STATE: tuple[IndexState, AskedWith, dict[str, float]] = (
    IndexState(1, "hash", "f"),
    AskedWith(5, (), (), None, None, 0.5, "0" * 16),
    {},
)


def answer(kind: Kind, *told: tuple[str, str], lead: str = "") -> Answer:
    """Return an answer of sentences, each the words that it cites, with what each stands under."""
    text, sentences = lead, []
    for number, (group, words) in enumerate(told):
        text += " " if text else ""
        cited = Citation("0" * 16, 1, "T", "s.txt", 10 * number, 10 * number + len(words), words)
        sentences.append(AnswerSentence(words, len(text), len(text) + len(words), 1.0, (cited,), group=group))
        text += words
    said = tuple(sentences)
    return Answer(
        "0" * 16, "q", Grade.ANSWERED, text, False, None, 0.9, said, (), (), (), *_STATE, kind=kind, lead=lead
    )  # fmt: skip


def markdown(shown: Answer) -> str:
    body = turn_as_markdown(KeptTurn(1, "q", "2025-01-01T00:00:00+00:00", shown), lambda place: f"/{place.start}")
    return body.partition("\n\n[^1]:")[0].partition("\n\n")[2]


@pytest.mark.parametrize(
    ("kind", "headings", "expected"),
    [
        (Kind.FACT, ["a"], Layout.PROSE),
        (Kind.YES_NO, ["a", "b"], Layout.PROSE),
        (Kind.LIST, ["", ""], Layout.ITEMS),
        (Kind.OVERVIEW, ["a", ""], Layout.SECTIONS),
        (Kind.OVERVIEW, ["", ""], Layout.PROSE),
        (Kind.COMPARISON, ["a", "b", "a"], Layout.SIDES),
        (Kind.COMPARISON, ["a", "a"], Layout.SECTIONS),
        (Kind.COMPARISON, ["a", ""], Layout.SECTIONS),
        (Kind.COLLECTION, ["a"], Layout.DOCUMENTS),
        (Kind.COLLECTION, [""], Layout.PROSE),
    ],
)
def test_an_answer_is_set_as_its_kind_wants_it_where_its_sentences_stand_under_something(
    kind: Kind, headings: list[str], expected: Layout
) -> None:
    assert layout_of(kind, headings) is expected


def test_a_list_is_a_line_an_item_below_its_lead_and_no_quote_is_printed_again() -> None:
    shown = answer(Kind.LIST, ("", "Ice."), ("", "*Salt*."), lead="2 of 2.")
    assert answer_text(shown) == (
        "2 of 2.\n\n- Ice. [1]\n- *Salt*. [2]\n\n[1] T\n    s.txt, characters 0–4\n[2] T\n    s.txt, characters 10–17"
    )
    assert markdown(shown) == "2 of 2.\n\n- Ice.[^1]\n- \\*Salt\\*.[^2]"
    assert answer_html(shown).count("<bdi>Ice.</bdi>") == 1
    assert "<ul><li><bdi>Ice.</bdi><sup>[1]</sup></li>" in answer_html(shown)


def test_what_announces_items_stands_before_them_and_their_own_marks_are_the_only_ones() -> None:
    shown = answer(Kind.LIST, ("", "Pack this:"), ("", "1. Rope."), ("", "(b) Tea."), ("", "Note:"))
    assert answer_text(shown).startswith("Pack this: [1]\n1. Rope. [2]\n(b) Tea. [3]\n- Note: [4]\n\n[1]")
    assert markdown(shown) == "Pack this:[^1]\n\n- 1\\. Rope.[^2]\n- (b) Tea.[^3]\n- Note:[^4]"
    page = answer_html(shown)
    assert "<p><bdi>Pack this:</bdi><sup>[1]</sup></p><ul>" in page
    assert page.count('<li style="list-style: none">') == 2


def test_a_sentence_alone_announces_nothing() -> None:
    assert view(answer(Kind.LIST, ("", "Pack this:"))).groups[0].opening == ()


def test_an_overview_is_a_paragraph_under_each_heading() -> None:
    shown = answer(Kind.OVERVIEW, ("<Rent>", "A."), ("<Rent>", "B."), ("Keys", "C."))
    assert answer_text(shown).startswith("<Rent>\nA. [1] B. [2]\n\nKeys\nC. [3]\n\n[1] T")
    assert markdown(shown) == "### \\<Rent\\>\n\nA.[^1] B.[^2]\n\n### Keys\n\nC.[^3]"
    assert "<p><b><bdi>&lt;Rent&gt;</bdi></b><br><bdi>A.</bdi>" in answer_html(shown)


def test_a_comparison_is_a_column_a_side_wherever_its_sentences_come() -> None:
    shown = answer(Kind.COMPARISON, ("Cats|", "A."), ("Dogs", "B."), ("Cats|", "C."))
    assert [[each.text for each in group.sentences] for group in view(shown).groups] == [["A.", "C."], ["B."]]
    assert answer_text(shown).startswith("Cats|\n- A. [1]\n- C. [3]\n\nDogs\n- B. [2]\n\n")
    assert markdown(shown) == "| Cats\\| | Dogs |\n| --- | --- |\n| A.[^1] | B.[^2] |\n| C.[^3] |  |"
    assert "<th><bdi>Cats|</bdi></th><th><bdi>Dogs</bdi></th>" in answer_html(shown)


def test_a_collection_is_a_line_a_document() -> None:
    shown = answer(Kind.COLLECTION, ("Tea", "A."), ("Tea", "B."), ("Milk", "C."), lead="2 documents.")
    assert answer_text(shown).startswith("2 documents.\n\n- Tea: A. [1] B. [2]\n- Milk: C. [3]\n\n")
    assert markdown(shown) == "2 documents.\n\n- **Tea**: A.[^1] B.[^2]\n- **Milk**: C.[^3]"


def test_yes_or_no_is_said_before_the_sentences_in_one_paragraph() -> None:
    shown = answer(Kind.YES_NO, ("", "A."), ("", "B."), lead="Yes.")
    assert answer_text(shown).startswith("Yes. A. [1] B. [2]\n\n")
    assert markdown(shown) == "Yes. A.[^1] B.[^2]"
    assert "<p><b><bdi>Yes.</bdi></b> <bdi>A.</bdi>" in answer_html(shown)


def test_a_quote_that_its_sentence_does_not_say_word_for_word_is_shown() -> None:
    assert is_quote("Ice and salt.", "• Ice\n  and salt.")
    assert not is_quote("Salt.", "Ice and salt.")
    shown = answer(Kind.FACT, ("", "Ice."))
    [sentence] = shown.sentences
    written = dataclasses.replace(sentence, citations=(dataclasses.replace(sentence.citations[0], quote="No ice."),))
    assert '    "No ice."\n' in answer_text(dataclasses.replace(shown, sentences=(written,)))
