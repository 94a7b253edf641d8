"""The seed corpus and its questions: every answer stands where the question file says it does."""

import calendar
import hashlib
import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).parents[1] / "seeds"
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()
]
DOCUMENTS = sorted(path for path in SEEDS.iterdir() if path.suffix in {".txt", ".md", ".html"})
ANSWERABLE = [question for question in QUESTIONS if question["answerable"]]
UNANSWERABLE = [question for question in QUESTIONS if not question["answerable"]]
KINDS = {True: {"fact", "list", "reason", "table", "paraphrase", "conflict"}, False: {"near-miss", "off-topic"}}


def body(path: Path) -> str:
    """Return what a reader sees of the article: no navigation, tags, front matter or emphasis; single spaces."""
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        inside = text.partition("<article>")[2].partition("</article>")[0]
        text = html.unescape(re.sub(r"<[^>]*>", " ", inside))
    elif path.suffix == ".md":
        text = text.split("---\n", 2)[2].replace("*", "")
    return " ".join(text.split())


BODIES = {path.name: body(path) for path in DOCUMENTS}


def runs_of_six(text: str) -> set[str]:
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[start : start + 6]) for start in range(len(words) - 5)}


def number_cells(row: str) -> list[float]:
    return [float(cell.replace(",", "")) for cell in re.findall(r"(?<=[>|\s])\d[\d,.]*(?=[<|\s])", row)]


def test_the_corpus_has_at_least_ten_documents_in_three_formats() -> None:
    """Four plain texts, four Markdown files and two HTML pages at the least; nothing else lies in the folder."""
    formats = Counter(path.suffix for path in DOCUMENTS)
    assert formats[".txt"] >= 4
    assert formats[".md"] >= 4
    assert formats[".html"] >= 2
    others = {path.name for path in SEEDS.iterdir()} - set(BODIES)
    assert others == {".footnoteignore", "questions.jsonl"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_date_in_the_file_name_is_the_date_in_the_text(path: Path) -> None:
    """Plain text says it in the dateline, Markdown in its front matter, HTML in <meta> and <time>."""
    named = re.fullmatch(r"(2025)-(\d\d)-(\d\d)-[a-z-]+\.(?:txt|md|html)", path.name)
    assert named is not None
    year, month, day = named[1], int(named[2]), int(named[3])
    text = path.read_text("utf-8")
    if path.suffix == ".txt":
        assert f", {day} {calendar.month_name[month]} {year} — " in text.split("\n")[2]
    elif path.suffix == ".md":
        assert f"\ndate: {path.name[:10]}\n" in text.split("---\n")[1]
    else:
        assert f'<meta property="article:published_time" content="{path.name[:10]}T' in text
        assert f'<time datetime="{path.name[:10]}">{day} {calendar.month_name[month]} {year}</time>' in text


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_is_an_article_of_350_to_900_words_with_its_title_first(path: Path) -> None:
    """The title is the first line of a plain text and the first heading of the other two."""
    assert 350 <= len(BODIES[path.name].split()) <= 900
    text = path.read_text("utf-8")
    if path.suffix == ".txt":
        title, blank, first = text.split("\n")[:3]
        assert re.search(r"\w$", title)
        assert blank == ""
        assert first
    elif path.suffix == ".md":
        heading = re.search(r"^# (.+)$", text, re.MULTILINE)
        assert heading is not None
        assert f"title: {heading[1]}" in text.replace('"', "")
    else:
        heading = re.search(r"<h1>(.+)</h1>", text)
        assert heading is not None
        assert f"<title>{heading[1]} | " in text


def test_html_pages_carry_navigation_that_a_parser_must_leave_out() -> None:
    for path in DOCUMENTS:
        if path.suffix == ".html":
            text = path.read_text("utf-8")
            assert [tag for tag in ("<nav", "<aside", "<footer", "<article", "<table") if tag not in text] == []
            assert "Subscribe" not in BODIES[path.name]


def test_the_totals_of_the_tables_are_the_sums_of_their_columns() -> None:
    """A reader who adds up a printed budget must arrive at the printed total."""
    rail = (SEEDS / "2025-03-21-coast-line-budget.html").read_text("utf-8")
    water = (SEEDS / "2025-08-19-water-supply-study.md").read_text("utf-8")
    for rows in (re.findall(r"<tr><td>.*", rail), re.findall(r"^\| (?!Source).*", water, re.MULTILINE)):
        *items, total = [number_cells(row) for row in rows]
        assert len(total) == 2
        assert [round(sum(column), 1) for column in zip(*items, strict=True)] == total


def test_the_indexer_is_told_to_leave_the_questions_out() -> None:
    lines = (SEEDS / ".footnoteignore").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["questions.jsonl"]


def test_every_question_has_the_agreed_form() -> None:
    """The form of the shared evaluation sets; the split is theirs too: even hashes fit, odd ones report."""
    for question in QUESTIONS:
        assert set(question) == {"id", "question", "answers", "doc_ids", "spans", "answerable", "kind", "split"}
        assert question["kind"] in KINDS[question["answerable"]], question
        assert question["spans"] == []
        digest = int(hashlib.sha256(question["id"].encode()).hexdigest(), 16)
        assert question["split"] == ("report" if digest % 2 else "fit"), question


def test_ids_and_questions_are_unique() -> None:
    for key in ("id", "question"):
        assert [value for value, n in Counter(q[key].casefold() for q in QUESTIONS).items() if n > 1] == []


def test_there_are_enough_questions_of_every_kind_in_both_splits() -> None:
    assert len(ANSWERABLE) >= 48
    assert len(UNANSWERABLE) >= 26
    kinds = Counter(question["kind"] for question in QUESTIONS)
    assert kinds["conflict"] >= 3
    assert kinds["paraphrase"] >= 10
    assert min(kinds[kind] for kind in ("fact", "list", "reason", "table")) >= 4
    assert kinds["near-miss"] >= kinds["off-topic"] >= len(UNANSWERABLE) // 4
    for questions in (ANSWERABLE, UNANSWERABLE):
        splits = Counter(question["split"] for question in questions)
        assert min(splits["fit"], splits["report"]) >= len(questions) // 3


def test_every_document_is_asked_about() -> None:
    assert {name for question in ANSWERABLE for name in question["doc_ids"]} == set(BODIES)


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: question["id"])
def test_every_answer_stands_in_the_documents_named(question: dict[str, Any]) -> None:
    """Each named document holds a variant of the answer, and each variant is held by a named document."""
    texts = {name: BODIES[name] for name in question["doc_ids"]}
    assert texts
    for name, text in texts.items():
        assert any(answer in text for answer in question["answers"]), (name, question)
    for answer in question["answers"]:
        assert any(answer in text for text in texts.values()), (answer, question)
    if question["kind"] == "list" and len(texts) == 1:
        assert all(answer in text for text in texts.values() for answer in question["answers"])


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q["kind"] == "conflict"], ids=lambda q: q["id"])
def test_conflicting_documents_give_different_answers(question: dict[str, Any]) -> None:
    """Two documents, two values, and neither document prints the value of the other."""
    held = [{answer for answer in question["answers"] if answer in BODIES[name]} for name in question["doc_ids"]]
    assert len(held) == 2
    assert all(held)
    assert held[0].isdisjoint(held[1])


def test_unanswerable_questions_have_no_answers() -> None:
    assert [q["id"] for q in UNANSWERABLE if q["answers"] or q["doc_ids"]] == []


def test_no_question_repeats_a_sentence_of_a_document() -> None:
    """People do not know the wording of what they are looking for: no run of six words is shared."""
    printed = set().union(*(runs_of_six(text) for text in BODIES.values()))
    assert [q["question"] for q in QUESTIONS if runs_of_six(q["question"]) & printed] == []
