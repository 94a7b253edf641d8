"""A question for the latest is answered from the newest of what answers it."""

from pathlib import Path

import numpy as np
import pytest

from index.folders.ingest import ingest_documents
from index.parse.formats import parse
from index.storage.records import ChunkRow
from index.store import Index
from rag.asking.assistant import Assistant
from rag.evidence.doubts.recency.editions import Edition, edition
from rag.evidence.doubts.recency.ordering import (
    asks_for_the_latest,
    in_force_first,
    later_in_thread,
    newer_versions_first,
    newest_first,
)
from rag.evidence.sentences import Evidence
from rag.investigation.query import Query


def piece(name: str, published_at: str | None, relevance: float | None) -> Evidence:
    row = ChunkRow(1, name, 1, 0, 10, "", ((0, 10),), "T", name, published_at, "", b"")
    return Evidence(row, 0, 10, np.zeros(1, np.float32), 0.5, 0.5, relevance)


def names(evidence: list[Evidence]) -> list[str]:
    return [e.row.source for e in evidence]


@pytest.mark.parametrize(
    ("question", "latest"),
    [
        ("What is the latest estimate?", True),
        ("Who currently runs the port?", True),
        ("What is the most recent count?", True),
        ("What did the count give so far?", True),
        ("When was the later bridge built?", False),
        ("Who ran the port in 1999?", False),
    ],
)
def test_the_words_tell_whether_the_latest_is_asked_for(question: str, latest: bool) -> None:
    assert asks_for_the_latest(question) is latest


def test_only_what_is_about_as_relevant_is_put_in_the_order_of_its_dates() -> None:
    evidence = [
        piece("old", "2019-01-01", 6.0),
        piece("undated", None, 5.5),
        piece("new", "2024-01-01", 4.0),
        piece("newer, but about something else", "2025-01-01", -2.0),
        piece("never read", "2026-01-01", None),
    ]
    assert names(newest_first(evidence)) == [
        "new",
        "old",
        "undated",
        "newer, but about something else",
        "never read",
    ]


def test_what_was_not_reranked_keeps_its_order() -> None:
    evidence = [piece("a", "2019-01-01", None), piece("b", "2024-01-01", None)]
    assert names(newest_first(evidence)) == ["a", "b"]
    assert newest_first([]) == []


def test_the_newest_document_answers_a_question_for_the_latest(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    for year, cost in (("2019", "forty"), ("2023", "sixty"), ("2021", "fifty")):
        text = f"Bridge budget {year}\n\nLisbon, 4 May {year} — The new bridge will cost {cost} million euros."
        ingest_documents(index, list(parse(text.encode(), f"{year}.txt", f"{year}.txt")))
    answer = Assistant(index, threshold=0.0).ask(Query("What is the latest estimate of what the new bridge will cost?"))
    assert "sixty million" in answer.sentences[0].text
    assert answer.sentences[0].citations[0].published_at == "2023-05-04"


def sent(title: str, published_at: str, relevance: float) -> Evidence:
    row = ChunkRow(1, title, 1, 0, 10, "", ((0, 10),), title, f"{title} {published_at}", published_at, "", b"")
    return Evidence(row, 0, 10, np.zeros(1, np.float32), 0.5, 0.5, relevance)


FIRST, REPLY = "The lift comes on 4 May.", "The lift comes on 11 May."


@pytest.mark.parametrize(
    ("title", "day", "relevance", "words", "comes_first"),
    [
        ("Re: Lift", "2026-04-20", 3.0, REPLY, True),
        ("RE: AW: lift", "2026-04-20", 3.0, REPLY, True),
        ("Re[2]: Lift", "2026-04-12", 3.0, REPLY, True),
        ("Re: Lift", "2026-04-01", 3.0, REPLY, False),
        ("Re: Lift", "2026-04-20", 1.0, REPLY, False),
        ("Re: Lift", "2026-04-20", 3.0, "The lift comes on 4 May at last.", False),
        ("Re: Lifts", "2026-04-20", 3.0, REPLY, False),
        ("Lift", "2026-04-20", 3.0, REPLY, False),
        ("Care: Lift", "2026-04-20", 3.0, REPLY, False),
    ],
)
def test_a_later_reply_that_gives_another_value_comes_first(
    title: str, day: str, relevance: float, words: str, comes_first: bool
) -> None:
    evidence = [sent("Lift", "2026-04-12", 5.0), sent(title, day, relevance)]
    ordered = later_in_thread("When does the lift come?", evidence, [FIRST, words])
    assert ordered == (evidence[::-1] if comes_first else evidence)
    assert later_in_thread("Who brings the lift?", evidence, [FIRST, words]) == evidence


def clause(
    title: str, published_at: str | None, relevance: float | None, heading: str = "Animals", source: str = ""
) -> Evidence:
    source = source or title
    row = ChunkRow(1, source, 1, 0, 10, f"{title} › {heading}", ((0, 10),), title, source, published_at, "", b"")
    return Evidence(row, 0, 10, np.zeros(1, np.float32), 0.5, 0.5, relevance)


def of_row(row: ChunkRow) -> Edition:
    return edition(row.title, row.source, row.published_at, "")


def of_edition(row: ChunkRow) -> Edition:
    return edition(row.title, row.source, row.published_at, f"Edition of {row.source}.")


def test_what_holds_now_comes_before_what_an_older_version_says_in_the_same_place() -> None:
    old, new = clause("Rules 2023", "2023-01-01", 4.0), clause("Rules 2024", "2024-01-01", 2.0)
    assert names(in_force_first("May I keep a second dog?", [old, new], of_row)[0]) == ["Rules 2024", "Rules 2023"]
    assert names(in_force_first("Was a second dog allowed in 2023?", [old, new], of_row)[0]) == [
        "Rules 2023",
        "Rules 2024",
    ]


def test_the_year_in_the_name_of_a_file_tells_which_of_two_without_a_date_holds() -> None:
    old, new = (clause("Rules", None, 4.0 - n, source=f"rules-{2023 + n}.md") for n in range(2))
    assert names(in_force_first("May I keep a second dog?", [old, new], of_row)[0]) == [
        "rules-2024.md",
        "rules-2023.md",
    ]


def test_of_rows_that_answer_plainly_in_two_versions_that_of_the_newer_comes_first() -> None:
    old, new = clause("Fees 2030/31", None, None), clause("Fees 2031/32", None, None)
    assert names(in_force_first("What is the mooring fee?", [old, new], of_row, [old, new])[0]) == [
        "Fees 2031/32",
        "Fees 2030/31",
    ]
    assert in_force_first("What is the mooring fee?", [old, new], of_row, [old])[0] == [old, new]


@pytest.mark.parametrize("question", ["What was the fee last year?", "What did a mooring use to cost previously?"])
def test_who_asks_for_nothing_but_what_was_gets_the_older_version_first(question: str) -> None:
    new, old = clause("Fees 2031/32", None, 3.0), clause("Fees 2030/31", None, 2.5)
    assert in_force_first(question, [new, old], of_row)[0] == [old, new]
    assert in_force_first("How has the fee changed?", [new, old], of_row)[0] == [new, old]


def test_tables_of_the_newer_version_come_first_unless_the_older_is_meant() -> None:
    old, other, new = (clause(title, None, None).row for title in ("Fees 2030/31", "Minutes", "Fees 2031/32"))
    rows = [old, other, new]
    assert newer_versions_first("What is the difference between kayak and canoe?", rows, of_row) == [new, old, other]
    for question in ("Kayak or canoe in 2030?", "Kayak or canoe last year?", "Kayak or canoe in May?"):
        assert newer_versions_first(question, rows, of_row) == rows


OLD = clause("Rules", None, 4.0, source="March 2023")
NEW = clause("Rules", None, 2.0, heading="Animals and plants", source="May 2024")
OTHER = clause("Minutes", None, 5.0, heading="Items", source="June 2022")


@pytest.mark.parametrize(
    ("question", "evidence", "sources"),
    [
        ("May I keep a dog?", [OLD, NEW], ["May 2024"]),
        ("May I keep a dog?", [OTHER, OLD, NEW], ["June 2022", "May 2024"]),
        ("May I keep a dog?", [OTHER, OLD], ["June 2022", "March 2023"]),
        ("Might I keep a dog in 2023?", [OLD, NEW], ["March 2023", "May 2024"]),
        ("What did the previous rules say of dogs?", [OLD, NEW], ["March 2023", "May 2024"]),
        ("How have the rules on dogs changed?", [OLD, NEW], ["March 2023", "May 2024"]),
        ("How old must a dog be?", [OLD, NEW], ["May 2024"]),
    ],
)
def test_an_edition_that_another_took_the_place_of_is_left_out(
    question: str, evidence: list[Evidence], sources: list[str]
) -> None:
    assert names(in_force_first(question, evidence, of_edition)[0]) == sources


def test_a_later_edition_that_fits_the_words_asked_as_well_holds_though_it_is_read_as_less_relevant() -> None:
    newer = clause("Rules", None, -1.0, source="May 2024")
    ordered, before = in_force_first("May I keep a dog?", [OLD, newer], of_edition)
    assert (names(ordered), names(before)) == (["May 2024"], ["March 2023"])
    assert names(in_force_first("May I keep a dog?", [OLD, newer], of_row)[0]) == ["March 2023", "May 2024"]


@pytest.mark.parametrize(
    ("old_words", "new_words", "sources"),
    [
        ("Dogs come in without a lead.", "Dogs come in on a lead.", ["May 2024"]),
        ("Dogs come in without a lead.", "Cats sleep in the loft.", ["March 2023", "May 2024"]),
    ],
)
def test_what_a_later_edition_says_otherwise_takes_the_place_of_what_answered(
    old_words: str, new_words: str, sources: list[str]
) -> None:
    newer = clause("Rules", None, -8.0, source="May 2024")
    said = {OLD.row.source: old_words, newer.row.source: new_words}
    question = "May a dog come in without a lead?"
    ordered, _ = in_force_first(question, [OLD, newer], of_edition, words_of=lambda each: said[each.row.source])
    assert names(ordered) == sources
    assert ordered[0].relevance == OLD.relevance


def test_what_the_manual_of_another_thing_says_takes_no_place() -> None:
    one = clause("Manual S35", None, 4.0, source="March 2023")
    other = clause("Manual S50", None, -8.0, source="May 2024")
    ordered, _ = in_force_first(
        "How hot may it be?", [one, other], of_edition, words_of=lambda _: "It may be at 45 degrees."
    )
    assert names(ordered) == ["March 2023", "May 2024"]


@pytest.mark.parametrize(
    ("older", "newer"), [("Rules 2023", "Rules 2024"), ("Rules, version 2.9", "Rules, version 2.10")]
)
def test_without_dates_titles_tell_what_holds_now(older: str, newer: str) -> None:
    old, new = clause(older, None, 4.0), clause(newer, None, 2.0)
    assert names(in_force_first("May I keep a second dog?", [old, new], of_row)[0])[0] == newer
    assert names(in_force_first("May I keep a second dog?", [new, old], of_row)[0])[0] == newer


@pytest.mark.parametrize(
    "other",
    [
        clause("Rules 2024", "2024-01-01", 0.5),
        clause("Rules 2024", "2024-01-01", 3.5, heading="Breaches"),
        clause("Minutes 2024", "2024-01-01", 3.5),
        clause("Rules 2022", "2022-01-01", 3.5),
    ],
    ids=["says less", "another place", "another document", "older"],
)
def test_nothing_else_comes_before_what_answers_best(other: Evidence) -> None:
    evidence = [clause("Rules 2023", "2023-01-01", 4.0), other]
    assert in_force_first("May I keep a second dog?", evidence, of_row)[0] == evidence
