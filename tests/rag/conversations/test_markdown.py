"""What is taken away says what was said, and holds no markup that the documents or the reader wrote."""

import dataclasses
import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.answers.answer import (
    NO_ANSWER,
    Answer,
    AnswerSentence,
    AskedWith,
    Conflict,
    Grade,
    IndexState,
    NearestSentence,
)
from rag.answers.place import Citation, Passage, PassageScores, Place, Stretch
from rag.conversations.markdown import as_json, as_markdown, inert, turn_as_markdown
from rag.conversations.records import Conversation, KeptTurn

HOSTILE = (
    "![x](http://evil.example/p.png) <img src=x> [a](javascript:b) `c` *d* # e | f &amp; https://evil.example"
    " www.evil.example"
)
Link = Callable[[Place], str]


def link(place: Place) -> str:
    return f"http://here/documents/{place.document_id}#cited"


def citation(start: int, quote: str, title: str = "Lease", page: int | None = None) -> Citation:
    return Citation("d" * 16, 1, title, "lease.pdf", start, start + len(quote), quote, page, published_at="2025-03-01")


def turn(
    number: int, question: str, *said: tuple[str, tuple[Citation, ...]], conflicts: tuple[Conflict, ...] = ()
) -> KeptTurn:
    sentences, text = [], ""
    for words, cited in said:
        start = len(text) + bool(text)
        text = f"{text} {words}".strip()
        sentences.append(AnswerSentence(words, start, len(text), 1.0, cited))
    passage = Passage("d" * 16, 1, HOSTILE, "lease.pdf", 0, 5, 7, "", "Words", 0.9, PassageScores(0.1, 0.2, 0.3))
    answer = Answer(
        "a" * 16,
        question,
        Grade.ANSWERED if said else Grade.NOT_COVERED,
        text or NO_ANSWER,
        not said,
        None if said else "Nothing covers it.",
        0.9,
        tuple(sentences),
        (passage,),
        (),
        conflicts,
        IndexState(1, "hash", "f"),
        AskedWith(5, (), (), None, None, 0.5, "0" * 16),
        {"total": 1.0},
    )
    return KeptTurn(number, question, "2025-05-01T10:00:00.000+00:00", answer)


RENT = citation(0, "The rent is 480 euros.", page=3)
TERM = citation(40, "Notice is three months.")


def test_a_turn_has_its_marks_and_footnotes() -> None:
    text = turn_as_markdown(
        turn(1, "What is the rent?", ("It is 480 euros.", (RENT, TERM)), ("Notice too.", (TERM,))), link
    )
    place = f"[Lease](http://here/documents/{'d' * 16}#cited)"
    assert text == (
        "## What is the rent?\n\n"
        "It is 480 euros.[^1][^2] Notice too.[^2]\n\n"
        f"[^1]: “The rent is 480 euros.” {place}, page 3, 2025-03-01\n"
        f"[^2]: “Notice is three months.” {place}, 2025-03-01\n"
    )


def test_an_unsure_turn_is_the_nearest_sentences_with_links_to_their_places_and_no_passage(unsure: Answer) -> None:
    text = turn_as_markdown(KeptTurn(1, unsure.question, "2025-05-01T10:00:00.000+00:00", unsure), link)
    place = f"[Clinic](http://here/documents/{'d' * 16}#cited)"
    assert text == (
        "## Whom does the nurse weigh?\n\n"
        "The documents do not clearly say this.\n\n"
        "The closest sentences:\n\n"
        f"- “The **nurse** **weighs** \\*all\\*.” {place}, page 3, 2025-03-01\n"
        f"- “Ward: Maternity; Beds: 18” {place}, page 4, {place}, page 4\n"
    )
    missing = dataclasses.replace(unsure, abstain_reason="Nothing mentions K7.")
    told = turn_as_markdown(KeptTurn(1, unsure.question, "2025-05-01T10:00:00.000+00:00", missing), link)
    assert "say this. Nothing mentions K7.\n\nThe closest sentences:\n\n- " in told


@given(st.text("[](){}<>!`*_#~|\\&;:/.+-=012 \nwx", min_size=2, max_size=40))
def test_a_nearest_sentence_is_no_markup_wherever_its_words_are_marked(text: str) -> None:
    words = citation(0, text, title=text)
    marked = NearestSentence(text, (Stretch(1, len(text) - 1),) if len(text) > 2 else (), (words,))
    made = turn(1, "Why?")
    answer = dataclasses.replace(made.answer, grade=Grade.UNSURE, nearest=(marked,))
    exported = turn_as_markdown(dataclasses.replace(made, answer=answer), link)
    assert set(outgoing(exported)) <= {f"http://here/documents/{'d' * 16}#cited"}


def test_the_footnotes_of_a_conversation_do_not_meet() -> None:
    turns = (turn(1, "Rent?", ("480 euros.", (RENT,))), turn(3, "Notice?", ("Three months.", (TERM,))), turn(4, "Why?"))
    text = as_markdown(Conversation("c" * 24, "The lease", "2025", "2025", turns), link)
    assert text.startswith("# The lease\n\n## Rent?\n\n480 euros.[^1-1]\n")
    assert re.findall(r"^\[\^(.+?)\]:", text, re.MULTILINE) == ["1-1", "3-1"]
    assert f"## Why?\n\n{NO_ANSWER} Nothing covers it." in text


def test_sides_that_disagree_are_named() -> None:
    conflict = Conflict((RENT, TERM), ("480 euros", "500 euros"))
    text = turn_as_markdown(turn(1, "Rent?", ("480 euros.", (RENT,)), conflicts=(conflict,)), link)
    assert "The sources disagree:\n\n- 480 euros: “The rent is 480 euros.” [Lease](" in text
    changed = dataclasses.replace(conflict, is_change=True)
    text = turn_as_markdown(turn(1, "Rent?", ("480 euros.", (RENT,)), conflicts=(changed,)), link)
    assert "Changed:\n\n- 480 euros: " in text


def test_json_has_the_whole_answer() -> None:
    kept = Conversation("c" * 24, "The lease", "2025", "2025", (turn(1, "Rent?", ("480 euros.", (RENT,))),))
    made = json.loads(json.dumps(as_json(kept)))
    assert made["turns"][0]["answer"]["sentences"][0]["citations"][0]["quote"] == RENT.quote
    assert (made["id"], made["title"], made["turns"][0]["number"]) == ("c" * 24, "The lease", 1)


def outgoing(markdown: str) -> list[str]:
    """Return what leads out of a text, for a reader of CommonMark with tables, struck words and bare addresses."""
    tokens = [
        each
        for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown)
        for each in (token, *(token.children or ()))
    ]
    addresses = [
        str(each.attrs.get("href") or each.attrs.get("src")) for each in tokens if each.type in ("link_open", "image")
    ]
    return addresses + [each.content for each in tokens if each.type in ("html_block", "html_inline")]


def kinds(markdown: str) -> set[str]:
    return {
        each.type
        for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
        for each in (token, *(token.children or ()))
    }


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "# title",
        "1. one",
        "12345) x",
        "- item",
        "+ item",
        "> quote",
        "=== ",
        "---",
        "| a | b |",
        "~~~",
        "    code",
    ],
)
def test_hostile_words_are_words(text: str) -> None:
    assert kinds(inert(text)) <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}
    rendered = MarkdownIt("commonmark").render(inert(text))
    assert outgoing(inert(text)) == []
    assert "<p>" in rendered


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)
    | st.text("[](){}<>!`*_#~|\\&;:/.+-=0123456789 \nwx", max_size=40)
)
def test_no_text_is_markup(text: str) -> None:
    assert outgoing(inert(text)) == []
    assert kinds(inert(text)) <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}


@given(st.text("[](){}<>!`*_#~|\\&;:/.+-=012 \nwx", max_size=40))
def test_nothing_leads_out_of_an_export_but_its_own_links(text: str) -> None:
    words = text or "x"
    one = turn(1, words, (words, (citation(0, words, title=words),)))
    exported = as_markdown(Conversation("c" * 24, words, "2025", "2025", (one, turn(2, words))), link)
    assert set(outgoing(exported)) <= {f"http://here/documents/{'d' * 16}#cited"}


def test_no_text_steers_a_terminal_or_the_direction_of_the_rest() -> None:
    assert inert("a\x1b[31mb\u202ed\u200de") == "a<U+001B>\\[31mb<U+202E>d<U+200D>e"
    assert inert("می\u200cخواهم 👩🏽\u200d🚀") == "می\u200cخواهم 👩🏽\u200d🚀"
