"""The benchmark beside peers: its own parts, without any peer installed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.benchmarks.peers.copies import copied, origins, turned
from tests.benchmarks.peers.corpora import Question, is_hit, of_right_document, passages_of, spread, write_lines
from tests.benchmarks.peers.measures.asking import ask_all, at_once, times_of
from tests.benchmarks.peers.measures.encoders import operations
from tests.benchmarks.peers.measures.limits import disk, matrices
from tests.benchmarks.peers.measures.quiet import Quiet, look, wait_for_quiet
from tests.benchmarks.peers.report.page import page
from tests.benchmarks.peers.results import Results
from tests.benchmarks.peers.systems.footnote import Footnote, encoded
from tests.benchmarks.peers.systems.system import MODULES, Corpus, Passage, Text
from tests.benchmarks.peers.worker import build, change, quality

# They make indexes with the bundled encoder.
pytestmark = pytest.mark.slow

_TRADES = "baker cooper farrier glazier mason miller potter sadler tanner weaver".split()
_TOWNS = ["Orvik", "Haldmoor"]


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    return [
        Text(f"{town}-{trade}", f"The {trade} of {town}", f"The {trade} of {town} opened a shop in {1800 + number}.")
        for number, (town, trade) in enumerate((town, trade) for town in _TOWNS for trade in _TRADES)
    ]


@pytest.fixture(scope="module")
def folder(texts: list[Text], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("peers")
    documents, passages = passages_of(texts)
    write_lines(made / "documents.jsonl", documents)
    write_lines(made / "passages.jsonl", passages)
    text = texts[3]
    question = {"question": f"When did the {_TRADES[3]} of {_TOWNS[0]} open a shop?", "doc_ids": [text.id]}
    spans = [{"doc_id": text.id, "start": 0, "end": len(text.text)}]
    (made / "questions.jsonl").write_text(json.dumps({**question, "spans": spans}) + "\n", encoding="utf-8")
    return made


@pytest.fixture
def spec(folder: Path, tmp_path: Path) -> dict[str, Any]:
    question = "When did the glazier of Orvik open a shop?"
    return {
        "system": "footnote",
        "folder": str(tmp_path / "index"),
        "weights": str(tmp_path),
        "data": str(folder),
        "questions": [question],
    }


def test_footnote_searches_and_answers_through_the_protocol(spec: dict[str, Any], texts: list[Text]) -> None:
    found = build(spec)

    assert found["passages"] == 20
    assert found["encoded"]
    assert found["disk"] > 10_000
    system = Footnote()
    system.start(Path(spec["folder"]), Path(spec["weights"]))
    asked = "When did the glazier of Orvik open a shop?"
    place = f"Orvik-glazier|0|{len(texts[3].text)}"
    assert system.search(asked, 5)[0] == place
    system.with_reranker()
    assert system.search(asked, 5)[0] == place
    assert system.search("Who sailed to the moon in a teapot?", 5) == []
    system.close()


def test_a_document_is_found_and_gone(spec: dict[str, Any]) -> None:
    build(spec)

    found = change(spec)

    rows, medians = found["changes"], found["medians"]
    assert len(rows) == 3
    assert all(row["found"] > 0 and row["gone"] > 0 for row in rows)
    assert medians["kept"] >= rows[-1]["found"]
    assert medians["gone_kept"] >= rows[-1]["gone"]


def test_hits_are_counted_without_and_with_the_reader(spec: dict[str, Any], folder: Path) -> None:
    found = quality({**spec, "set": str(folder), "limit": 10})

    everything = {"document": 1.0, "passage": 1.0, "passage_in_5": 1.0, "none": 0.0}
    assert found == {"questions": 1, "bare": everything, "reranked": everything}


def test_footnote_takes_vectors_of_copies(texts: list[Text], tmp_path: Path) -> None:
    documents, passages = passages_of(texts)
    vectors = encoded(Corpus(passages, documents), tmp_path / "sample")
    made_of = origins(30, len(passages))
    copies = list(copied(passages, made_of))
    system = Footnote()
    system.start(tmp_path / "copies", tmp_path)

    system.index(Corpus(copies, (), made_of, turned(vectors, made_of), tmp_path / "sample"))

    first = passages[3]
    assert vectors.shape == (20, 384)
    assert system.search("When did the glazier of Orvik open a shop?", 3)[0].startswith((first.id, "copy-"))
    assert {place.split("|")[0] for place in system.search("glazier", 30)} <= {p.id.split("|")[0] for p in copies}
    system.close()


def test_copies_keep_lengths_and_stay_near() -> None:
    words = "amber birch cedar dusky ebony flint".split()
    originals = [Passage(f"d{n}|0|29", "T", " ".join(words[n:] + words[:n])[:29]) for n in range(6)]
    made_of = origins(40, 6)
    copies = list(copied(originals, made_of))
    vectors = np.eye(6, 384, dtype=np.float32)
    near = turned(vectors, made_of)

    assert made_of[:6] == list(range(6))
    assert copies[:6] == originals
    assert len({copy.id for copy in copies}) == 40
    assert all(len(copy.text) == 29 for copy in copies)
    assert any(copy.text != originals[place].text for copy, place in zip(copies[6:], made_of[6:], strict=True))
    assert np.allclose(np.linalg.norm(near, axis=1), 1, atol=1e-5)
    assert np.array_equal(near[:6], vectors)
    cosines = (near[6:] * vectors[made_of[6:]]).sum(axis=1)
    assert 0.9 < cosines.mean() < 0.98


def test_a_passage_is_a_hit_where_it_holds_the_words_that_answer() -> None:
    question = Question("?", ("a|b",), (("a|b", 5, 9),))

    assert is_hit(question, "a|b|5|9")
    assert not is_hit(question, "a|b|6|20")
    assert not is_hit(question, "c|0|20")
    assert of_right_document(question, "a|b|90|99")
    assert spread(list(range(10)), 3) == [0, 3, 6]


def test_percentiles_and_clients() -> None:
    times = times_of([0.001 * (number + 1) for number in range(101)])
    asked: list[str] = []

    found = ask_all(asked.append, [str(number) for number in range(50)], most_seconds=0)
    together = at_once(asked.append, ["one", "two"], clients=4, most_seconds=60)

    assert (round(times.p50), round(times.p95), round(times.p99), times.questions) == (51, 96, 100, 101)
    assert found["questions"] == 20
    assert asked[:20] == [str(number) for number in range(20)]
    assert sorted(asked[20:]) == ["one", "two"]
    assert together["per_second"] > 0


def test_what_a_system_raises_under_several_clients_is_told() -> None:
    def ask(_: str) -> None:
        raise ValueError("not in two threads")

    with pytest.raises(ValueError, match="not in two threads"):
        at_once(ask, ["one"], clients=4, most_seconds=1)


def test_a_machine_is_quiet_where_nobody_takes_much_and_work_is_not_slowed() -> None:
    assert Quiet(0.05, 3.0, 0.02, 1.05).is_quiet
    assert not Quiet(0.2, 0.1, 0.02, 1.0).is_quiet
    assert not Quiet(0.0, 0.1, 0.02, 1.5).is_quiet


def test_quiet_is_waited_for_until_patience_ends() -> None:
    loud, quiet = Quiet(0.9, 4.0, 0.1, 1.0), Quiet(0.0, 0.1, 0.02, 1.0)
    seen: Iterator[Quiet] = iter([loud, loud, quiet])

    assert wait_for_quiet(None, 0, lambda _: loud) == loud
    assert wait_for_quiet(0.02, 0.001, lambda _: quiet) == quiet
    assert wait_for_quiet(None, 0, lambda _: next(seen)) == loud


def test_a_look_at_the_machine_compares_with_the_fastest_so_far() -> None:
    seen = look(fastest=1e-9)

    assert 0 <= seen.busy <= 1
    assert seen.slowed > 1
    assert not seen.is_quiet


def test_limits_are_measured_where_only_numpy_is_sure(tmp_path: Path) -> None:
    found = disk(tmp_path, size=1 << 23)

    assert matrices(64)["float32"]["numpy"] > 0
    assert found["write"] > 0
    assert found["read"] > 0
    assert list(tmp_path.iterdir()) == []


def test_operations_of_an_encoder_follow_from_its_matrices() -> None:
    # One token in one layer: twelve times width squared weights, a multiplication and an addition each; itself, twice.
    assert operations(1, 1) == 2 * 12 * 384**2 + 4 * 384


def test_results_of_another_commit_count_for_peers_only(tmp_path: Path) -> None:
    before = Results(tmp_path, "1111111")
    before.put("ask-plain", {"system": "plain"})
    before.put("ask-footnote", {"system": "footnote"})
    before.put("ask-chroma", {"system": "chroma", "failed": "exit 1"})
    now = Results(tmp_path, "2222222")

    assert now.get("ask-plain")
    assert now.get("ask-footnote") is None
    assert now.get("ask-chroma") is None
    assert before.get("ask-footnote")
    assert len(list(now.all())) == 3


def _results(*, quiet: bool) -> list[dict[str, Any]]:
    about = {"quiet": {"is_quiet": quiet}, "size": 1000}
    results: list[dict[str, Any]] = [
        {
            "name": "run",
            "at": "2026-11-30T03:00:00+00:00",
            "commit": "abc1234",
            "machine": {"processor": "Abacus 9", "cores": "2", "memory": "24 GiB"},
            "given": {"rounds": "3"},
        },
        {
            "name": "limits",
            "stage": "limits",
            "matrices": {"float32": {"torch": 2e11}, "int8": {"torch": 8e11}},
            "memory": {"read": 2e10, "copy": 1e10},
            "disk": {"write": 5e8, "read": 1e9},
        },
        {"name": "ask-txtai", "stage": "ask", "system": "txtai", "failed": "exit 1\nno such | file"},
    ]
    for turn, milliseconds in enumerate((20.0, 30.0, 25.0)):
        for system in ("plain", "footnote"):
            more = {**about, "system": system, "round": turn, "reranked": False}
            times = {"p50": milliseconds, "p95": 40.0, "p99": 50.0, "questions": 100}
            clients = {"1": {"per_second": 30.0}, "4": {"per_second": 31.0}, "16": {"failed": "not in threads"}}
            memory = {"rss": 500_000_000}
            results += [
                {"name": "a", "stage": "ask", "times": times, "at_once": clients, "memory_after": memory, **more},
                {"name": "c", "stage": "cold", "seconds": 2.5, **more},
            ]
    hits = {"passage": 0.5, "document": 0.75, "passage_in_5": 0.9, "none": 0.0}
    results.append(
        {
            "name": "q",
            "stage": "quality",
            "system": "plain",
            "set": "own",
            "questions": 8,
            "bare": hits,
            "reranked": hits,
        }
    )
    return results


def test_the_report_has_medians_with_their_spread_and_says_what_failed() -> None:
    written = page(_results(quiet=True), ["benchmarks/1-time-of-a-question.svg"])

    told = " ".join(written.split())
    assert "Measured on 2026-11-30; Footnote at commit abc1234; 2 cores of Abacus 9 (?), 24 GiB of memory" in told
    assert "it was quiet" in written
    row = "| sentence-transformers + FAISS | 25 (20–30) | 40 | 50 | 30.0 | 31.0 | – | – | 2.5 | 500 |"
    assert row in written
    assert "| **Footnote**, search | 25 (20–30)" in written
    assert "a bare search | 25 ms | 25 ms, sentence-transformers + FAISS | 1.00 |" in written
    assert "| sentence-transformers + FAISS + cross-encoder | 0.500 |" in written
    assert "| ask-txtai | no such / file |" in written
    assert "| a, 16 clients | not in threads |" in written
    assert "![Time of a question](benchmarks/1-time-of-a-question.svg)" in written
    assert "800 GOP/s" in written


def test_the_report_says_where_the_machine_was_not_quiet() -> None:
    written = page(_results(quiet=False))

    assert "**The machine was not quiet** before 12 of the 12 measurements" in written
    assert "25 (20–30) *" in written


def test_seconds_of_an_installation_are_shown_where_somebody_looked_at_the_machine() -> None:
    made = {
        "name": "install-txtai",
        "stage": "install",
        "environment": "txtai",
        "versions": {},
        "sizes": {},
        "bytes": 3e6,
    }
    rows = [
        next(line for line in page([{**made, "seconds": 41.7, **quiet}]).splitlines() if line.startswith("| txtai"))
        for quiet in ({}, {"quiet": {"is_quiet": True}}, {"quiet": {"is_quiet": False}})
    ]
    assert [row.rsplit("|", 2)[1].strip() for row in rows] == ["–", "42", "42 *"]


def test_every_table_of_the_report_has_as_many_cells_in_each_row() -> None:
    lines = [*page(_results(quiet=True)).splitlines(), ""]
    for place, line in enumerate(lines):
        if re.fullmatch(r"\|(---\|)+", line):
            rows = [lines[place - 1], line]
            rows += [each for each in lines[place + 1 : lines.index("", place)] if each]
            assert len({each.count("|") for each in rows}) == 1, rows


def test_every_system_has_a_module_and_pinned_requirements(project_root: Path) -> None:
    peers = project_root / "tests" / "benchmarks" / "peers"
    for name in MODULES:
        assert (peers / "systems" / f"{name}.py").is_file()
    torch = re.search(r"^torch==\S+$", (project_root / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert torch
    listed = sorted((peers / "requirements").glob("*.txt"))
    assert {path.stem for path in listed} == {*MODULES, "tools"} - {"footnote"}
    for path in listed:
        lines = path.read_text(encoding="utf-8").split()
        assert all(re.fullmatch(r"[\w.-]+==[\w.!]+", line) for line in lines), path
        assert [line for line in lines if line.startswith("torch==")] in ([], [torch[0]])
