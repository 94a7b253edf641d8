"""A text that carries its own footnotes says all that the page shows, and nothing in it is run as markup."""

import dataclasses

import pytest

from rag.answers.answer import NO_ANSWER, Answer, AnswerSentence, Conflict
from rag.answers.kind import Kind
from web.openai.marked_text import MarkedText, harmless, without_notes
from web.schemas import examples

SERVER = "http://127.0.0.1:8000/"
(SENTENCE,) = examples.ANSWER.sentences
(CITATION,) = SENTENCE.citations
OTHER = dataclasses.replace(CITATION, title="A letter", start=3, end=9, page=4, published_at=None)
LINK = "http://127.0.0.1:8000/documents/0f3a5b1c2d4e6f78?version=1&start={}&end={}#cited"


def written(answer: Answer, *sentences: AnswerSentence) -> MarkedText:
    text = MarkedText(SERVER)
    pieces = [*(text.add(sentence) for sentence in sentences), text.finish(answer)]
    assert "".join(pieces) == text.text
    return text


def test_marks_stand_behind_the_sentences_and_the_list_says_what_they_mean() -> None:
    second = dataclasses.replace(SENTENCE, text="It was red.", citations=(OTHER, CITATION))
    assert written(examples.ANSWER, SENTENCE, second).text == (
        "Its keeper was Amalia Quesada. [1] It was red. [2] [1]\n\n"
        "Sources:\n"
        f"- [1] The lighthouse at Punta Brava, 1 June 1994: {LINK.format(53, 83)}\n"
        f"- [2] A letter, page 4: {LINK.format(3, 9)}"
    )


def test_an_annotation_spans_a_mark_and_leads_to_the_cited_words() -> None:
    second = dataclasses.replace(SENTENCE, text="Sie 🏮 war rot.", citations=(OTHER, CITATION))
    text = written(examples.ANSWER, SENTENCE, second)
    found = [annotation.url_citation for annotation in text.annotations]
    assert [text.text[each.start_index : each.end_index] for each in found] == ["[1]", "[2]", "[1]"]
    assert [(each.url, each.title) for each in found] == [
        (LINK.format(53, 83), "The lighthouse at Punta Brava"),
        (LINK.format(3, 9), "A letter"),
        (LINK.format(53, 83), "The lighthouse at Punta Brava"),
    ]


def test_an_abstention_says_why_and_shows_the_closest_passages_without_a_mark() -> None:
    text = written(examples.ABSTENTION)
    assert text.text == (
        f"{NO_ANSWER} Nothing in the documents covers “painted”, “red”.\n\n"
        "The closest passages:\n"
        f"- The lighthouse at Punta Brava, 1 June 1994: {LINK.format(0, 83)}"
    )
    assert text.annotations == []


def test_an_unsure_answer_is_the_nearest_sentences_with_marks_and_what_they_mean() -> None:
    text = written(examples.UNSURE)
    assert text.text == (
        "The documents do not clearly say this.\n\n"
        "The closest sentences:\n"
        "- “Its **keeper** was Amalia Quesada.” [1]\n\n"
        "Sources:\n"
        f"- [1] The lighthouse at Punta Brava, 1 June 1994: {LINK.format(53, 83)}"
    )
    (annotation,) = text.annotations
    found = annotation.url_citation
    assert (text.text[found.start_index : found.end_index], found.url) == ("[1]", LINK.format(53, 83))
    assert without_notes(text.text) == "The documents do not clearly say this."


@pytest.mark.parametrize(("answer", "told"), [(examples.ANSWER, [SENTENCE]), (examples.ABSTENTION, [])])
def test_what_was_looked_up_in_place_of_the_question_is_told(answer: Answer, told: list[AnswerSentence]) -> None:
    rewritten = dataclasses.replace(answer, standalone_question="Who kept the lamp?")
    listed = "Sources" if told else "The closest passages"
    assert f"\n\nLooked up: “Who kept the lamp?”\n\n{listed}:\n- " in written(rewritten, *told).text


def test_an_abstention_of_an_empty_index_has_no_list() -> None:
    nothing = dataclasses.replace(examples.ABSTENTION, passages=(), abstain_reason="There is no document.")
    assert written(nothing).text == f"{NO_ANSWER} There is no document."


def test_where_sources_disagree_both_sides_are_cited_and_what_is_left_open_is_named() -> None:
    answer = dataclasses.replace(
        examples.ANSWER, conflicts=(Conflict((CITATION, OTHER), ("3 March", "4 March")),), unanswered=("Who paid?",)
    )
    text = written(answer, SENTENCE)
    said, _, listed = text.text.partition("\n\nSources:")
    assert said == (
        "Its keeper was Amalia Quesada. [1]\n\n"
        "The sources disagree: “3 March” [1], “4 March” [2]\n\n"
        "The documents do not say: “Who paid?”"
    )
    assert "- [2] A letter, page 4: " in listed
    assert [text.text[a.url_citation.start_index : a.url_citation.end_index] for a in text.annotations] == [
        "[1]",
        "[1]",
        "[2]",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![x](http://evil.example/p.png)", r"!\[x](http://evil.example/p.png)"),
        ("<img src=http://evil.example>", r"\<img src=http://evil.example>"),
        ("</p><!-- <?x", r"\</p>\<!-- \<?x"),
        # Escaped already, and a backslash more would undo it.
        (r"\<img>", r"\<img>"),
        (r"\\<img>", r"\\\<img>"),
        (r"!\[x](y)", r"!\[x](y)"),
        ("p < 0.05, [1] and 3<4: see [the list](http://a.example)!", None),
    ],
)
def test_images_and_html_of_a_document_stay_text_in_a_client_that_reads_markdown(
    text: str, expected: str | None
) -> None:
    assert harmless(text) == (text if expected is None else expected)


def test_a_title_can_neither_break_its_line_nor_bring_an_image() -> None:
    hostile = dataclasses.replace(CITATION, title="A\n\n![x](http://evil.example)", published_at=None)
    sentence = dataclasses.replace(SENTENCE, citations=(hostile,))
    assert f"\n- [1] A !\\[x](http://evil.example): {LINK.format(53, 83)}" in written(examples.ANSWER, sentence).text


def test_what_was_said_is_found_again_without_marks_and_list() -> None:
    second = dataclasses.replace(SENTENCE, text="It was red.", citations=(OTHER, CITATION))
    text = written(examples.ANSWER, SENTENCE, second).text
    assert without_notes(text) == "Its keeper was Amalia Quesada. It was red."
    answer = dataclasses.replace(examples.ANSWER, unanswered=("Who paid?",), standalone_question="Who kept it?")
    assert without_notes(written(answer, SENTENCE).text) == "Its keeper was Amalia Quesada."
    assert without_notes(written(examples.ABSTENTION).text) == (
        f"{NO_ANSWER} Nothing in the documents covers “painted”, “red”."
    )


@pytest.mark.parametrize("text", ["See [1] and [2].", "Sources:\n- [1] a book", "", "A\n\nSources:\n- a book"])
def test_what_another_model_said_stays_as_it_is(text: str) -> None:
    assert without_notes(text) == text


def test_an_answer_of_a_kind_is_markdown_that_a_later_question_reads_without_its_marks() -> None:
    rent, keys = (
        dataclasses.replace(SENTENCE, text=text, group=text[:4]) for text in ("Rent is due.", "Keys are two.")
    )
    answer = dataclasses.replace(examples.ANSWER, kind=Kind.OVERVIEW, lead="In short:")
    text = MarkedText(SERVER)
    text.begin(answer.kind, answer.lead)
    for sentence in (rent, rent, keys):
        text.add(sentence)
    text.finish(answer)
    said = "In short:\n\n**Rent**\n\nRent is due. [1] Rent is due. [1]\n\n**Keys**\n\nKeys are two. [1]"
    assert text.text.startswith(f"{said}\n\nSources:\n- [1] ")
    assert without_notes(text.text) == said.replace(" [1]", "")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.LIST, "**A**\n\n- One. [1]\n- One. [1]"),
        (Kind.COMPARISON, "**A**\n\n- One. [1]\n- One. [1]"),
        (Kind.COLLECTION, "- **A**: One. [1] One. [1]"),
        (Kind.YES_NO, "One. [1] One. [1]"),
    ],
)
def test_sentences_under_one_head_stand_as_their_kind_wants_it(kind: Kind, expected: str) -> None:
    text = MarkedText(SERVER)
    text.begin(kind, "")
    for _ in range(2):
        text.add(dataclasses.replace(SENTENCE, text="One.", group="A"))
    assert text.text == expected


def test_what_announces_items_stands_before_them_and_a_number_needs_no_dash() -> None:
    text = MarkedText(SERVER)
    text.begin(Kind.LIST, "")
    told = ("Pack this:", "1. Rope.", "Tea.")
    pieces = [text.add(dataclasses.replace(SENTENCE, text=each, citations=())) for each in told]
    assert "".join(pieces) == text.text == "Pack this:\n\n1. Rope.\n- Tea."
