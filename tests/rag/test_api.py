"""Six functions are all that a notebook needs, and what they give shows itself well and safely."""

import dataclasses
import datetime
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import rag
from index.errors import DocumentError, DocumentNotFound, EncoderMismatch, IndexMissing
from index.store import Index
from rag import api as python_api
from rag.answers.answer import Answer, AnswerSentence, Conflict, Grade, NearestSentence, to_json
from rag.answers.place import Citation, Stretch
from rag.answers.text import answer_text
from rag.errors import ConversationNotFound, FilterError, LanguageModelUnset, QuestionError
from rag.notebook import Documents, Passages
from tests.support.beside import history_in
from tests.support.documents import ingest_bytes

LAMP = "# The lamp\n\nThe keeper of the lamp was Amalia Quesada. It was lit on 3 March 1911.\n"
TEA = "Tea 東京\n\nThe tea house in 東京 was opened by 𝒜lice.\n"
SEEDS = ("2025-05-05-las-lajas-warehouse-fire.txt", "2025-07-11-museum-of-tides-opens.md")
EVIL = "<img src=x onerror=alert(1)> & $\\href{javascript:alert(1)}{x}$ \\(y\\)"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with two documents to work in, an index of its own, and every answer given however unsure it is."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "lamp.md").write_text(LAMP)
    (tmp_path / "notes" / "tea.txt").write_text(TEA)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOOTNOTE_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("FOOTNOTE_THRESHOLD", "0")
    monkeypatch.setenv("FOOTNOTE_ENCODER", "hash")
    yield tmp_path
    for _, assistant in python_api._opened.values():
        assistant.index.close()
    python_api._opened.clear()


@pytest.mark.slow
def test_what_was_added_answers_is_listed_and_can_be_removed(folder: Path) -> None:
    report = rag.add("notes")
    assert str(report) == "2 added"
    assert str(rag.add("notes")) == "2 unchanged"
    answer = rag.ask("Who was the keeper of the lamp?")
    assert "Amalia Quesada" in answer.answer
    (citation,) = answer.sentences[0].citations
    assert citation.source == str(folder / "notes" / "lamp.md")
    assert rag.search("東京 tea house")[0].title == "Tea 東京"
    assert [document.title for document in rag.documents()] == ["Tea 東京", "The lamp"]
    assert [document.title for document in rag.remove("lamp.md")] == ["The lamp"]
    assert [document.title for document in rag.remove(*rag.documents())] == ["Tea 東京"]
    assert rag.documents() == ()
    assert rag.remove() == ()


def test_a_question_asked_in_a_conversation_leans_on_it_and_is_kept(folder: Path) -> None:
    rag.add("notes")
    talk = rag.new_conversation("The lamp")
    first = rag.ask("Who was the keeper of the lamp?", conversation=talk)
    second = rag.ask("When was it lit?", conversation=talk)
    assert second.settings.history == first.turns
    assert "lamp" in (second.standalone_question or "")
    with closing(history_in(folder / "index")) as history:
        kept = history.conversation(talk)
    assert kept.title == "The lamp"
    assert [to_json(turn.answer) for turn in kept.turns] == [to_json(first), to_json(second)]


def test_what_cannot_be_asked_in_a_conversation_says_why() -> None:
    rag.add("notes")
    answer = rag.ask("Who was the keeper of the lamp?")
    with pytest.raises(ConversationNotFound, match="There is no conversation"):
        rag.ask("When was it lit?", conversation="0" * 24)
    with pytest.raises(QuestionError, match="both a history and a conversation"):
        rag.ask("When was it lit?", conversation=rag.new_conversation(), history=answer)


@pytest.mark.slow
def test_a_question_may_lean_on_answers_before_it() -> None:
    rag.add("notes")
    first = rag.ask("Who was the keeper of the lamp?")
    second = rag.ask("When was it lit?", history=first)
    assert second.standalone_question is not None
    assert "lamp" in second.standalone_question
    assert "3 March 1911" in second.answer
    assert second.standalone_question in second._repr_html_()
    third = rag.ask("And who opened the tea house?", history=[first, second])
    assert [turn.question for turn in third.settings.history] == [first.question, second.question]


def test_a_language_model_is_asked_only_where_one_is_set_up() -> None:
    rag.add("notes")
    with pytest.raises(LanguageModelUnset, match="FOOTNOTE_LLM_URL"):
        rag.ask("Who was the keeper of the lamp?", llm=True)
    assert rag.ask("Who was the keeper of the lamp?", llm=False).writing is None


def test_nothing_is_removed_unless_it_is_wanted(folder: Path) -> None:
    rag.add("notes")
    (folder / "notes" / "tea.txt").unlink()
    rag.add("notes")
    assert len(rag.documents()) == 2
    assert str(rag.add("notes", keep_missing=False)) == "1 removed, 1 unchanged"
    assert [document.title for document in rag.documents()] == ["The lamp"]


@pytest.mark.slow
def test_several_paths_tags_filters_and_days(folder: Path) -> None:
    rag.add([folder / "notes" / "lamp.md", "notes/tea.txt"], tags="Light")
    assert {document.tags for document in rag.documents()} == {("light",)}
    assert {passage.title for passage in rag.search("lamp", sources="tea.txt")} == {"Tea 東京"}
    assert len(rag.search("lamp", tags=["light", "other"], top_k=1)) == 1
    assert rag.search("lamp", tags="other") == ()
    assert rag.search("lamp", authors="nobody") == ()
    assert rag.search("lamp", after=datetime.date(2020, 1, 1)) == ()
    assert rag.ask("Who kept the lamp?", before="2020-01-01").abstained


def test_index_chooses_another_folder(folder: Path) -> None:
    rag.add("notes/tea.txt", index="other")
    assert [document.title for document in rag.documents(index=folder / "other")] == ["Tea 東京"]
    assert not (folder / "index").exists()
    with pytest.raises(EncoderMismatch):
        rag.add("notes", index="other", encoder="bundled")


@pytest.mark.slow
def test_an_index_stays_open_and_follows_what_others_write(folder: Path) -> None:
    rag.add("notes")
    assert python_api._assistant(None) is python_api._assistant(folder / "index")
    other = Index.open(folder / "index")
    ingest_bytes(other, b"The ferry's captain is Teodora.", "ferry.txt", "ferry.txt")
    other.close()
    assert "Teodora" in rag.search("captain of the ferry")[0].text


@pytest.mark.slow
def test_an_index_that_was_taken_away_and_made_again_is_the_new_one(folder: Path) -> None:
    rag.add("notes")
    shutil.rmtree(folder / "index")
    with pytest.raises(IndexMissing):
        rag.documents()
    rag.add("notes/tea.txt")
    assert [document.title for document in rag.documents()] == ["Tea 東京"]


@pytest.mark.slow
def test_errors_are_those_of_the_command_line(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(IndexMissing, match="footnote index"):
        rag.ask("Who?")
    with pytest.raises(DocumentError, match="nowhere"):
        rag.add("nowhere")
    (folder / "empty").mkdir()
    with pytest.raises(DocumentError, match="Name files or folders"):
        rag.add("empty")
    (folder / "empty" / "broken.pdf").write_bytes(b"no PDF")
    with pytest.raises(DocumentError, match=r"broken\.pdf"):
        rag.add("empty")
    rag.add(["notes", "empty"])
    assert "broken.pdf could not be read" in caplog.text
    with pytest.raises(QuestionError):
        rag.ask(" ")
    with pytest.raises(FilterError):
        rag.search("lamp", after="soon")
    with pytest.raises(DocumentNotFound):
        rag.remove("lamp.md", "nothing.md")
    assert len(rag.documents()) == 2


class Tags(HTMLParser):
    """Which elements there are, and the text in them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.runs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        assert [name for name, _ in attrs] in ([], ["class"])

    def handle_data(self, data: str) -> None:
        self.runs.append(data)


def evil_answer(answer: Answer) -> Answer:
    """Return an answer whose every word of a document is an attack."""
    citation = Citation("0" * 16, 1, EVIL, EVIL, 0, 4, EVIL, 3, published_at="2024-05-05")
    return dataclasses.replace(
        answer,
        answer=EVIL,
        abstained=False,
        sentences=(AnswerSentence(EVIL, 0, len(EVIL), 1.0, (citation,)),),
        conflicts=(Conflict((citation, citation), (EVIL, EVIL)),),
        unanswered=(EVIL,),
        passages=tuple(dataclasses.replace(each, title=EVIL, text=EVIL, best=None) for each in answer.passages),
        nearest=(NearestSentence(EVIL, (Stretch(2, 9),), (citation,)),),
    )


def test_what_a_notebook_shows_is_text_and_never_markup_or_mathematics() -> None:
    rag.add("notes")
    answer = evil_answer(rag.ask("Who was the keeper of the lamp?"))
    unsure = dataclasses.replace(answer, grade=Grade.UNSURE, abstained=True, abstain_reason=EVIL)
    abstained = dataclasses.replace(unsure, grade=Grade.NOT_COVERED, nearest=())
    documents = Documents(dataclasses.replace(each, title=EVIL) for each in rag.documents())
    shown: list[Any] = [answer, unsure, abstained, Passages(answer.passages), documents]
    for each in shown:
        parser = Tags()
        parser.feed(each._repr_html_())
        allowed = {"div", "p", "b", "sup", "ol", "li", "q", "br", "small", "bdi", "span", "mark"}
        assert parser.names <= allowed | {"table", "thead", "tbody", "tr", "th", "td"}
        assert EVIL in "".join(parser.runs)
        assert not any(("$" in run or "\\" in run) and len(run) > 1 for run in parser.runs)


@pytest.mark.slow
def test_an_answer_prints_and_shows_its_footnotes() -> None:
    rag.add("notes")
    answer = rag.ask("Who was the keeper of the lamp?")
    assert str(answer) == answer_text(answer)
    assert "Amalia Quesada. [1]" in str(answer)
    # The sentence is the quote, which is not said twice.
    assert "\n\n[1] The lamp\n    /" in str(answer)
    assert str(answer).count("The keeper of the lamp was Amalia Quesada.") == 1
    page = answer._repr_html_()
    assert "<sup>[1]</sup>" in page
    assert page.count("<bdi>The keeper of the lamp was Amalia Quesada.</bdi>") == 1
    assert "1. The lamp" in str(rag.search("keeper of the lamp"))
    assert str(rag.documents()).splitlines()[1].endswith("The lamp")
    assert "No passages" in rag.search("lamp", tags="none")._repr_html_()
    assert rag.add("notes")._repr_html_().count("2 unchanged") == 1


def test_the_package_alone_loads_nothing() -> None:
    code = (
        "import sys, rag; assert sorted(rag.__all__) == [name for name in dir(rag) if name in rag.__all__];"
        "print([name for name in ('numpy', 'torch', 'faiss', 'fastapi', 'pydantic', 'index') if name in sys.modules]);"
        "rag.ask; print([name for name in ('torch', 'fastapi', 'mcp') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["[]", "[]"]
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        rag.nothing  # noqa: B018 - the access is the test


@pytest.mark.slow
def test_every_example_of_the_guide_and_the_readme_works_from_end_to_end(
    folder: Path, project_root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("FOOTNOTE_ENCODER", "FOOTNOTE_THRESHOLD"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    for place in ("articles", "Documents"):
        (folder / place).mkdir()
        for name in SEEDS:
            shutil.copy(project_root / "seeds" / name, folder / place)
    guide = (project_root / "docs" / "python.md").read_text(encoding="utf-8")
    readme = (project_root / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```python\n(.*?)^```", guide + readme, re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {}
    said = []
    for example in examples:
        exec(compile(example, "docs/python.md", "exec"), names)  # noqa: S102 - our own guide
        said.append(capsys.readouterr().out)
    assert "Wilberth Arroyo" in names["answer"].answer
    assert "Wilberth Arroyo" in said[examples.index(next(each for each in examples if "citation.quote" in each))]
    assert names["nothing"].abstained
    assert "There is no index" in said[-2]
