"""Passages that say the same are one passage; those that differ in what may matter are not."""

from pathlib import Path

import pytest

from index.encoding.encoders.hash import HashEncoder
from index.store import Index
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.retrieval.candidates import retrieve
from rag.retrieval.duplicates import fold
from rag.retrieval.question import read
from tests.support.documents import ingest_bytes

REPORT = (
    "The northern quay was closed on 12 May after a crane fell into the basin. Nobody was hurt, and the harbour master"
    " expects ships to tie up there again within a month. The crane was 31 years old and had been inspected in March."
)


def folded(
    tmp_path: Path, *documents: str, titles: tuple[str, str] = ("Quay closed", "Quay closed")
) -> list[list[str]]:
    """Return the sources of every passage and its copies, in order."""
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    for number, (text, title) in enumerate(zip(documents, titles, strict=True)):
        page = f"<h1>{title}</h1><p>{text}</p>".encode()
        ingest_bytes(index, page, f"{number}.html", f"{number}.html")
    found = fold(retrieve(index, read(index, "When was the quay closed?")), index.chunks.text)
    return [[candidate.row.source, *(row.source for row in candidate.copies)] for candidate in found]


def test_a_copy_is_folded_into_the_better_passage(tmp_path: Path) -> None:
    assert folded(tmp_path, REPORT, REPORT) == [["0.html", "1.html"]]


def test_a_word_that_was_edited_makes_no_other_passage(tmp_path: Path) -> None:
    [both] = folded(tmp_path, REPORT, REPORT.replace("Nobody was hurt", "No one was hurt"))
    assert sorted(both) == ["0.html", "1.html"]


@pytest.mark.parametrize(("old", "new"), [("12 May", "13 May"), ("31 years", "32 years")])
def test_another_number_makes_another_passage(tmp_path: Path, old: str, new: str) -> None:
    assert len(folded(tmp_path, REPORT, REPORT.replace(old, new))) == 2


def test_the_same_form_about_something_else_is_another_passage(tmp_path: Path) -> None:
    assert len(folded(tmp_path, REPORT, REPORT, titles=("Northern branch", "Southern office"))) == 2


def test_texts_of_other_titles_are_not_read(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    for title in ("Northern branch", "Southern office"):
        ingest_bytes(index, f"<h1>{title}</h1><p>{REPORT}</p>".encode(), f"{title}.html", f"{title}.html")
    candidates = retrieve(index, read(index, "When was the quay closed?"))
    assert len(candidates) == 2
    assert fold(candidates, lambda row: pytest.fail(f"{row.title} was read")) == candidates


@pytest.mark.slow
def test_an_answer_cites_the_copies_of_its_words(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, f"Quay closed\n\n{REPORT}".encode(), "a.txt", "a.txt")
    ingest_bytes(index, f"<h1>Quay closed</h1><p>{REPORT}</p>".encode(), "b.html", "b.html")
    answer = Assistant(index).ask(Query("When was the northern quay closed?"))
    assert {passage.source for passage in answer.passages} <= {"a.txt", "b.html"}
    [passage] = answer.passages
    [copy] = passage.copies
    assert {passage.source, copy.source} == {"a.txt", "b.html"}
    assert index.documents.get(copy.document_id).text[copy.start : copy.end].split() == passage.text.split()
    assert [citation.source for citation in answer.sentences[0].citations] in (["a.txt", "b.html"], ["b.html", "a.txt"])
    for citation in answer.sentences[0].citations:
        text = index.documents.get(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote
