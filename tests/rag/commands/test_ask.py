"""The commands about questions: what they print where, and the exit codes."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.commands.cli import cli
from index.store import Index
from rag.answers.answer import NO_ANSWER, to_json
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.settings import get_settings
from tests.support.documents import ingest_bytes

TEXT = b"The museum opened in 1901. Its first director was Ada Berg."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("commands") / "index"
    index = Index.open(path, create=True)
    ingest_bytes(index, TEXT, "museum.txt", "museum.txt")
    index.close()
    return path


@pytest.fixture
def run(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("FOOTNOTE_INDEX", str(folder))
    get_settings.cache_clear()
    yield lambda *arguments: CliRunner().invoke(cli, [str(argument) for argument in arguments])
    get_settings.cache_clear()


def without_timing(body: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in body.items() if key != "timing_ms"}


@pytest.mark.slow
def test_an_answer_goes_to_stdout_with_its_footnote_and_nothing_to_stderr(run) -> None:
    result: Result = run("ask", "Who was the museum's first director?")
    assert (result.exit_code, result.stderr) == (0, "")
    # What “its” stands for is quoted too.
    assert "Its first director was Ada Berg. [1]" in result.stdout
    # The sentence is the quote, which is not said twice.
    assert result.stdout.count("Its first director was Ada Berg.") == 1
    assert "museum.txt, characters 0–59" in result.stdout


def test_ask_as_json_is_the_form_that_the_api_gives(run, folder: Path) -> None:
    question = "Who was the museum's first director?"
    body = json.loads(run("ask", question, "--json").stdout)
    expected = json.loads(json.dumps(to_json(Assistant(Index.open(folder)).ask(Query(question)))))
    assert list(body) == list(expected)
    assert without_timing(body) == without_timing(expected)


def test_a_question_follows_recorded_answers_and_says_what_was_looked_up(run, tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    first.write_text(run("ask", "When did the museum open?", "--json").stdout)
    second.write_text(run("ask", "Who was its first director?", "--follow", first, "--json").stdout)
    body = json.loads(second.read_text())
    assert body["standalone_question"] == "Who was the museum’s first director?"
    assert [turn["question"] for turn in body["settings"]["history"]] == ["When did the museum open?"]
    result = run("ask", "And when did it open?", "--follow", first, "--follow", second)
    assert result.stdout.splitlines()[:2] == ["Looked up: And when did the museum open?", ""]
    assert "The museum opened in 1901." in result.stdout
    third = json.loads(run("ask", "And when did it open?", "--follow", second, "--json").stdout)
    assert [turn["question"] for turn in third["settings"]["history"]] == [
        "When did the museum open?",
        "Who was its first director?",
    ]


def test_what_cannot_be_followed_is_an_error(run, tmp_path: Path) -> None:
    result = run("ask", "Why?", "--follow", tmp_path / "none.json")
    assert result.exit_code == 1
    assert "--json" in result.stderr


def test_an_abstention_is_exit_code_three_and_an_answer_all_the_same(run) -> None:
    question = "Which vaccine protects poultry from Newcastle disease?"
    result = run("ask", question)
    assert result.exit_code == 3
    assert result.stdout.startswith(NO_ANSWER)
    assert "The closest passages:" in result.stdout
    as_json = run("ask", question, "--json")
    assert as_json.exit_code == 3
    body = json.loads(as_json.stdout)
    assert (body["abstained"], body["answer"], body["sentences"]) == (True, NO_ANSWER, [])


def test_an_unsure_answer_is_exit_code_three_with_the_sentences_that_come_nearest(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of the encoder without meaning the same words are as near as can be, and no evidence is certain.
    monkeypatch.setenv("FOOTNOTE_THRESHOLD", "1")
    file, index = tmp_path / "museum.txt", tmp_path / "by-words"
    file.write_bytes(b"The museum opened in 1901.")
    assert run("index", file, "--encoder", "hash", "--index", index).exit_code == 0
    asked = ("ask", "The museum opened in 1901?", "--index", index)
    result = run(*asked)
    assert (result.exit_code, result.stderr) == (3, "")
    assert result.stdout == (
        "The documents do not clearly say this.\n\n"
        "The closest sentences:\n"
        "[1] The *museum* *opened* in *1901*.\n"
        f"    museum · {file}, characters 0–26\n"
    )
    as_json = run(*asked, "--json")
    assert as_json.exit_code == 3
    body = json.loads(as_json.stdout)
    assert (body["grade"], body["abstained"], body["answer"], body["sentences"]) == ("unsure", True, NO_ANSWER, [])
    assert [sentence["text"] for sentence in body["nearest"]] == ["The museum opened in 1901."]


def test_filters_decide_which_documents_may_answer(run) -> None:
    question = "Who was the museum's first director?"
    assert run("ask", question, "--source", "museum.txt").exit_code == 0
    for option in (("--source", "bridge.txt"), ("--after", "2020-01-01"), ("--tag", "roads"), ("--author", "nobody")):
        result = run("ask", question, *option, "--json")
        assert result.exit_code == 3
        assert json.loads(result.stdout)["passages"] == []


def test_a_part_that_is_left_open_is_named(run) -> None:
    question = "Who was the museum's first director, and how many horses did the abbot of Cluny own?"
    result = run("ask", question)
    assert result.exit_code == 0
    assert "The documents do not say: “how many horses did the abbot of Cluny own" in result.stdout


def test_search_shows_the_passages(run) -> None:
    assert TEXT.decode() in run("search", "museum director").stdout
    body = json.loads(run("search", "museum director", "--json").stdout)
    assert [passage["text"] for passage in body["passages"]] == [TEXT.decode()]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", ""), "The question is empty"),
        (("ask", "?!"), "no words"),
        (("ask", "why " * 1000), "Ask a shorter question"),
        (("ask", "why", "--after", "yesterday"), "YYYY-MM-DD"),
        (("ask", "why", "--index", "missing"), "Make one with “footnote index"),
        (("search", " "), "The question is empty"),
    ],
)
def test_what_cannot_be_asked_is_one_line_on_stderr(run, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("footnote: ")
    assert said in result.stderr


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "why", "--top-k", "0"), ("eval",), ("eval", "missing")])
def test_wrong_usage_is_exit_code_two(run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.fixture
def question_set(tmp_path: Path) -> Path:
    folder = tmp_path / "set"
    folder.mkdir()
    text = TEXT.decode()
    (folder / "corpus.jsonl").write_text(json.dumps({"id": "m", "title": "Museum", "text": text}))
    start = text.index("Ada Berg")
    case = {
        "id": "1",
        "question": "Who was the first director?",
        "answerable": True,
        "answers": ["Ada Berg"],
        "doc_ids": ["m"],
        "spans": [{"doc_id": "m", "start": start, "end": start + 8}],
    }
    (folder / "questions.jsonl").write_text(json.dumps(case))
    return folder


def test_eval_prints_one_flat_object_with_every_figure(run, question_set: Path) -> None:
    result = run("eval", question_set, "--encoder", "hash", "--json")
    assert result.exit_code == 0
    figures = json.loads(result.stdout)
    assert (figures["questions"], figures["hit@1"], figures["passage_hit@1"], figures["ndcg@10"]) == (1, 1, 1, 1)
    assert figures["abstention_auroc"] is None
    assert (figures["hit@1_low"], figures["hit@1_high"]) == (1, 1)
    assert not any(isinstance(value, (dict, list)) for value in figures.values())
    assert "hit@1" in run("eval", question_set, "--encoder", "hash").stdout


@pytest.mark.parametrize("named", ["http://s#a", "{file}#http://s#a"])
def test_eval_finds_a_record_by_its_source_and_by_the_one_that_it_claims(run, tmp_path: Path, named: str) -> None:
    file = tmp_path / "records.jsonl"
    file.write_text(json.dumps({"source": "http://s", "id": "a", "text": "The museum opened in 1901."}))
    index = tmp_path / "records"
    assert run("index", file, "--encoder", "hash", "--index", index).exit_code == 0
    case = {"question": "When did the museum open?", "doc_ids": [named.format(file=file.resolve())]}
    (tmp_path / "questions.jsonl").write_text(json.dumps(case))
    figures = run("eval", tmp_path / "questions.jsonl", "--index", index, "--json")
    assert json.loads(figures.stdout)["hit@1"] == 1


def test_eval_compares_with_a_run_that_it_saved(run, question_set: Path, tmp_path: Path) -> None:
    saved = tmp_path / "run.json"
    assert run("eval", question_set, "--encoder", "hash", "--save", saved).exit_code == 0
    assert saved.stat().st_mode & 0o077 == 0, "it has words of documents in it"
    figures = json.loads(run("eval", question_set, "--encoder", "hash", "--against", saved, "--json").stdout)
    assert (figures["hit@1_change"], figures["hit@1_change_low"], figures["hit@1_change_high"]) == (0, 0, 0)
    assert "was 1.0000, +0.0000" in run("eval", question_set, "--encoder", "hash", "--against", saved).stdout
    wrong = run("eval", question_set, "--encoder", "hash", "--against", question_set / "corpus.jsonl")
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert "is not a run" in wrong.stderr


def test_eval_fails_below_a_minimum_and_still_prints_the_figures(run, question_set: Path) -> None:
    passed = run("eval", question_set, "--encoder", "hash", "--min", "hit@1=1", "--min", "ndcg@10=0.5")
    assert passed.exit_code == 0
    failed = run("eval", question_set, "--encoder", "hash", "--min", "hit@1=1", "--min", "abstention_auroc=1", "--json")
    assert failed.exit_code == 1
    assert json.loads(failed.stdout)["hit@1"] == 1
    assert "abstention_auroc is not known, and has to be at least 1" in failed.stderr
    for wrong in ("speed=3", "hit@1", "hit@1=good"):
        assert run("eval", question_set, "--min", wrong).exit_code == 2


def test_eval_has_a_line_a_kind_and_asks_for_kinds_as_they_are_labelled(run, tmp_path: Path) -> None:
    docs = tmp_path / "kinds" / "docs"
    docs.mkdir(parents=True)
    (docs / "ferry.txt").write_text("The ferry sails on Sundays. It takes bicycles.", encoding="utf-8")
    lines: list[dict[str, object]] = [
        {
            "question": "When does the ferry sail?",
            "kind": "when_where",
            "answers": ["Sundays"],
            "doc_ids": ["ferry.txt"],
        },
        {
            "question": "Does the ferry sail on Sundays?",
            "kind": "yes_no",
            "answer_bool": True,
            "doc_ids": ["ferry.txt"],
        },
    ]
    questions = tmp_path / "kinds" / "questions.jsonl"
    questions.write_text("".join(json.dumps({"answerable": True, **line}) + "\n" for line in lines), encoding="utf-8")
    told = json.loads(run("eval", tmp_path / "kinds", "--encoder", "hash", "--json").stdout)
    assert told["hit@1"] == 1.0  # found in “docs” by their own names, and questions.jsonl is no document
    assert "kind_told" in told
    assert set(told["by_kind"]) == {"fact", "yes_no"}
    asked = run("eval", tmp_path / "kinds", "--encoder", "hash", "--as-labelled", "--json")
    assert "kind_told" not in json.loads(asked.stdout)
    table = run("eval", tmp_path / "kinds", "--encoder", "hash").stdout.splitlines()
    assert table[-3].split()[:3] == ["kind", "questions", "refused"]
    assert [line.split()[0] for line in table[-2:]] == ["fact", "yes_no"]
    limits = ("--max", "yes_no_wrong=0", "--min", "yes_no_said=1.5")
    failed = run("eval", tmp_path / "kinds", "--encoder", "hash", *limits)
    assert failed.exit_code == 1
    assert "yes_no_said is" in failed.stderr
    assert "at least 1.5" in failed.stderr
    assert "yes_no_wrong" not in failed.stderr


def test_eval_writes_a_report(run, question_set: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert run("eval", question_set, "--encoder", "hash", "--report", page).exit_code == 0
    assert "Risk against coverage" in page.read_text(encoding="utf-8")
    unwritable = run("eval", question_set, "--encoder", "hash", "--report", tmp_path / "none" / "report.html")
    assert unwritable.exit_code == 1
    assert "cannot be written" in unwritable.stderr


@pytest.mark.slow
def test_calibrate_changes_one_index_until_it_is_reset(run, tmp_path: Path) -> None:
    questions = tmp_path / "mine.jsonl"
    asked = [{"question": "Who was the first director of the museum?", "answerable": True}] * 12
    asked += [{"question": f"How many zebras live in district {n}?", "answerable": False} for n in range(12)]
    questions.write_text("".join(json.dumps(question) + "\n" for question in asked))
    before = json.loads(run("ask", "Who was the first director?", "--json").stdout)["confidence"]
    result = run("calibrate", questions, "--refuse", "0", "--json")
    assert result.exit_code == 0
    figures = json.loads(result.stdout)
    assert (figures["questions"], figures["answerable"], figures["wrongly_refused"]) == (24, 12, 0)
    assert "calibrate --reset" in result.stderr
    assert json.loads(run("ask", "Who was the first director?", "--json").stdout)["confidence"] != before
    assert "as it ships again" in run("calibrate", "--reset").stderr
    assert json.loads(run("ask", "Who was the first director?", "--json").stdout)["confidence"] == before
    assert "already" in run("calibrate", "--reset").stderr


def test_calibrate_needs_questions_or_reset_and_enough_of_both_kinds(run, tmp_path: Path) -> None:
    assert run("calibrate").exit_code == 2
    questions = tmp_path / "mine.jsonl"
    questions.write_text('{"question": "Who?", "answerable": true}')
    assert run("calibrate", questions, "--reset").exit_code == 2
    few = run("calibrate", questions)
    assert (few.exit_code, few.stdout) == (1, "")
    assert "it takes 10 of each" in few.stderr


def test_replay_tells_whether_the_answer_is_the_same(run, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text(run("ask", "Who was the first director?", "--json").stdout)
    same = run("replay", answer)
    assert (same.exit_code, same.stdout) == (0, "The same answer, to the byte\n")
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(json.loads(answer.read_text()) | {"answer": "Nobody."}))
    other = run("replay", changed)
    assert other.exit_code == 1
    assert "The answer was “Nobody.”, and is" in other.stdout
    told = json.loads(run("replay", changed, "--json").stdout)
    assert (told["same"], told["answer"]["question"]) == (False, "Who was the first director?")


def test_eval_keeps_an_index_where_it_is_told_and_measures_no_other(run, question_set: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first = run("eval", question_set, "--encoder", "hash", "--index", kept, "--json")
    assert json.loads(first.stdout)["hit@1"] == 1
    index = Index.open(kept, "hash")
    assert [document.source for document in index.documents.listed()] == ["m"]
    ingest_bytes(index, b"Something of mine.", "mine.txt", "mine.txt")
    index.close()
    other = run("eval", question_set, "--encoder", "hash", "--index", kept)
    assert (other.exit_code, other.stdout) == (1, "")
    assert "holds other documents, such as mine.txt" in other.stderr


def test_a_question_asked_in_a_conversation_leans_on_it_and_is_kept(run) -> None:
    first = run("ask", "When did the museum open?", "--conversation", "new")
    assert (first.exit_code, "1901" in first.stdout) == (0, True)
    (identity,) = re.findall(r"answer 1 of conversation ([0-9a-f]{24}); “--conversation \1” asks on", first.stderr)
    body = json.loads(run("ask", "Who was its first director?", "--conversation", identity, "--json").stdout)
    assert body["standalone_question"] == "Who was the museum’s first director?"
    kept = json.loads(run("history", "show", identity, "--json").stdout)
    assert [turn["question"] for turn in kept["turns"]] == ["When did the museum open?", "Who was its first director?"]
    assert kept["turns"][1]["answer"] == body


def test_what_cannot_be_asked_in_a_conversation_keeps_nothing(run, tmp_path: Path) -> None:
    before = run("history", "list").stdout
    unknown = run("ask", "When did the museum open?", "--conversation", "0" * 24)
    assert (unknown.exit_code, "There is no conversation" in unknown.stderr) == (1, True)
    assert run("ask", " ", "--conversation", "new").exit_code == 1
    both = run("ask", "When did the museum open?", "--conversation", "new", "--follow", tmp_path / "answer.json")
    assert both.exit_code == 2
    assert run("history", "list").stdout == before
