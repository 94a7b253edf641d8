"""The measures, against values worked out by hand, and the sets that they are taken on."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from index.encoding.load import load_encoder
from index.store import Index
from rag.answers.answer import Grade
from rag.answers.turns import Turn
from rag.asking.assistant import Assistant
from rag.errors import QuestionSetError
from rag.evaluation.figures.evaluate import METRICS, is_supported, measure, observe, summarise
from rag.evaluation.sets.question_sets import GoldSpan, QuestionCase, load, open_index
from rag.investigation.query import Query
from rag.retrieval.candidates import fuse
from rag.verification.by_language import verifier_for
from rag.writing.language_model import LanguageModel
from tests.llm.scripted import says, scripted
from tests.support.documents import ingest_bytes


def write(path: Path, *records: object) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_reciprocal_rank_fusion_of_a_worked_example() -> None:
    # 7: 1/61 + 1/62; 9: 1/62 + 1/61, equal, so by id; 3 and 5: 1/63 each.
    assert fuse([[7, 9, 3], [9, 7, 5]]) == [7, 9, 3, 5]


def test_what_a_set_cannot_tell_is_none(outcome_of) -> None:
    case = QuestionCase("q", "Who?", answerable=True, doc_ids=("a",))
    outcome = outcome_of(case, documents=("b", "a"), passages=(False,), milliseconds=12.5)
    table = summarise([outcome])
    assert table["hit@1"] == 0.0
    assert table["recall@5"] == 1.0
    assert table["p50_ms"] == table["p95_ms"] == 12.5
    unknown = {name for name, value in table.items() if value is None}
    assert unknown == {
        "passage_hit@1",
        "passage_recall@5",
        "evidence@1",
        "evidence@3",
        "answer_right",
        "answer_precision",
        "written",
        "unsupported",
        "abstention_auroc",
        "abstention_precision",
        "abstention_recall",
        "nearest@3",
        "calibration_error",
    }


def test_an_answer_is_right_with_one_sentence_and_precise_with_all(outcome_of) -> None:
    spans = (GoldSpan("a", 0, 5),)
    cases = [QuestionCase(name, "Who?", answerable=True, doc_ids=("a",), spans=spans) for name in "pqrs"]
    cited = [(True, False, False), (True,), (False, False), ()]
    table = summarise([outcome_of(case, cited=some) for case, some in zip(cases, cited, strict=True)])
    assert table["answer_right"] == 0.5
    assert table["answer_precision"] == pytest.approx((1 / 3 + 1 + 0) / 3)  # an abstention shows no sentence


def test_nearest_counts_the_refused_questions_whose_answer_stands_among_the_nearest_sentences(outcome_of) -> None:
    case = QuestionCase("q", "Who?", answerable=True, doc_ids=("a",), spans=(GoldSpan("a", 0, 5),))
    shown = [(False, True), (False, False), (), (True,)]
    refused = [outcome_of(case, nearest=some, abstained=True) for some in shown]
    assert [measure(outcome)["nearest@3"] for outcome in refused] == [1.0, 0.0, 0.0, 1.0]
    answered = outcome_of(case, cited=(True,))
    unanswerable = outcome_of(QuestionCase("n", "Why?", answerable=False), nearest=(False,), abstained=True)
    assert measure(answered)["nearest@3"] is measure(unanswerable)["nearest@3"] is None
    assert summarise([*refused, answered, unanswerable])["nearest@3"] == 0.5


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"spans": (GoldSpan("a.txt", 28, 35),)}, 1.0),
        ({"answers": ("Sundays",)}, 1.0),
        ({"answers": ("Mondays",)}, 0.0),
        ({"spans": (GoldSpan("b.txt", 28, 35),)}, 0.0),
    ],
)
def test_an_unsure_answer_is_near_where_one_of_its_sentences_cites_the_gold_span(
    tmp_path: Path, fields: dict[str, Any], expected: float
) -> None:
    # Of the encoder without meaning the same words are as near as can be, so that the answer is unsure.
    text = b"The ferry sails to Veldmoor Sundays."
    assert text[28:35] == b"Sundays"
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, text, "a.txt", source="a.txt")
    case = QuestionCase("q", "The ferry sails to Veldmoor Sundays?", answerable=True, doc_ids=("a.txt",), **fields)
    assistant = Assistant(index, threshold=1.0)
    [outcome] = observe(assistant, [case], {"a.txt": "a.txt"})
    assert (outcome.answer.grade, len(outcome.nearest)) == (Grade.UNSURE, 1)
    assert summarise([outcome])["nearest@3"] == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Otters sleep holding hands.", {"answer_right": 1.0, "written": 1.0, "unsupported": 0.0}),
        ("It is otters that sleep so, holding hands with eels.", {"answer_right": 1.0, "written": 0.0}),
    ],
)
def test_what_a_language_model_wrote_is_right_where_it_says_so_itself(
    tmp_path: Path, text: str, expected: dict[str, float]
) -> None:
    case = QuestionCase("q", "Who sleeps holding hands?", answerable=True, answers=("Otters",), doc_ids=("a.txt",))
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, b"Zebras graze on the plain. Otters sleep holding hands.", "a.txt", source="a.txt")
    draft = json.dumps({"sentences": [{"text": text, "sources": [1]}]})
    with scripted(says(draft)) as server:
        assistant = Assistant(index, threshold=0.0, language_model=LanguageModel(server.url))
        table = summarise(observe(assistant, [case], {"a.txt": "a.txt"}, llm=True))
        assert observe(assistant, [case], {"a.txt": "a.txt"})[0].answer.writing is None
    assert {name: table[name] for name in expected} == expected


def test_a_written_sentence_is_supported_by_its_citations_or_is_counted(
    tmp_path: Path,
) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, b"The bridge of Veldmoor was built in 1911.", "a.txt", source="a.txt")
    [sentence] = Assistant(index, threshold=0.0).ask(Query("When was the bridge of Veldmoor built?")).sentences
    verifier = verifier_for(index, "When was the bridge of Veldmoor built?")
    assert is_supported(verifier, sentence, "")
    lie = dataclasses.replace(sentence, text="The bridge of Veldmoor was built in 1912.")
    assert not is_supported(verifier, lie, "")


def test_a_set_with_a_corpus_is_measured_and_its_index_kept(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    text = "Zebras graze on the plain. Otters sleep holding hands."
    write(folder / "corpus.jsonl", {"id": "d1", "title": "Animals", "text": text})
    start = text.index("Otters")
    span = {"doc_id": "d1", "start": start, "end": start + 6}
    write(
        folder / "questions.jsonl",
        {
            "id": "q1",
            "question": "Who sleeps holding hands?",
            "answers": ["Otters"],
            "doc_ids": ["d1"],
            "spans": [span],
            "answerable": True,
        },
        {
            "id": "q2",
            "question": "What is the boiling point of zinc?",
            "answers": [],
            "doc_ids": [],
            "spans": [],
            "answerable": False,
        },
    )
    questions = load(folder)
    encoder = load_encoder()
    index, doc_id_of = open_index(questions, encoder)
    figures = summarise(observe(Assistant(index), questions.cases, doc_id_of))
    assert tuple(figures) == METRICS
    assert (figures["questions"], figures["answerable"]) == (2, 1)
    assert (figures["hit@1"], figures["ndcg@10"], figures["passage_hit@1"], figures["evidence@1"]) == (1, 1, 1, 1)
    assert figures["abstention_auroc"] == 1.0
    generation = index.database.generation
    again, _ = open_index(questions, encoder)
    assert (again.folder, again.database.generation) == (index.folder, generation)


def test_a_document_that_repeats_the_one_shown_counts_as_found_behind_it(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    text = "Otters sleep holding hands, so that the current does not part them at night."
    corpus = [{"id": name, "title": "Otters", "text": text} for name in ("d1", "d2")]
    write(folder / "corpus.jsonl", *corpus, {"id": "d3", "title": "Zebras", "text": "Zebras graze on the plain."})
    span = {"start": 0, "end": 6}
    question = {"question": "Who sleeps holding hands?", "answers": ["Otters"], "answerable": True}
    write(
        folder / "questions.jsonl",
        *({**question, "id": name, "doc_ids": [name], "spans": [{**span, "doc_id": name}]} for name in ("d1", "d2")),
    )
    questions = load(folder)
    index, doc_id_of = open_index(questions, load_encoder())
    one, other = observe(Assistant(index), questions.cases, doc_id_of)
    assert one.documents == other.documents
    assert sorted(one.documents[:2]) == ["d1", "d2"]
    assert one.passages[0]
    assert other.passages[0]


def test_a_set_of_plain_documents_names_them_by_their_path(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "tea.txt").write_text("Green tea is steeped for two minutes.", encoding="utf-8")
    (folder / ".footnoteignore").write_text("questions.jsonl\n", encoding="utf-8")
    write(
        folder / "questions.jsonl",
        {"question": "How long does green tea steep?", "answers": ["two minutes"], "doc_ids": ["sub/tea.txt"]},
    )
    questions = load(folder)
    index, doc_id_of = open_index(questions, load_encoder("hash"))
    figures = summarise(observe(Assistant(index), questions.cases, doc_id_of))
    assert figures["hit@1"] == 1
    assert figures["evidence@1"] == 1
    assert figures["passage_hit@1"] is None
    assert figures["abstention_auroc"] is None


@pytest.mark.parametrize(
    ("line", "problem"), [("{", "is not JSON"), ("[]", "not a JSON object"), ("{}", "is not a question")]
)
def test_a_broken_question_is_named_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    (tmp_path / "questions.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(QuestionSetError, match=f"Line 1 of .*{problem}"):
        load(tmp_path)


def test_a_folder_without_questions_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match=r"There is no questions\.jsonl"):
        load(tmp_path)


def test_the_history_of_a_question_is_read_as_turns(tmp_path: Path) -> None:
    said = [("agent", "Hello."), ("user", "Where?"), ("agent", "There."), ("agent", "Or here."), ("user", "Why?")]
    history = [{"speaker": speaker, "text": text} for speaker, text in said]
    write(tmp_path / "questions.jsonl", {"question": "And when?", "history": history})
    (case,) = load(tmp_path).cases
    assert case.history == (Turn("Where?", "There.\nOr here."), Turn("Why?"))
    write(tmp_path / "questions.jsonl", {"question": "And when?", "history": ["Where?"]})
    with pytest.raises(QuestionSetError, match="history"):
        load(tmp_path)
