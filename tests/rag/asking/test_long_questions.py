"""No question of 2,000 characters costs much more than another: work is counted in tokens that the models see."""

import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import rag
import web
from index.encoding.bundled.onnx_model import OnnxModel
from index.folders.sync import sync_paths
from index.store import Index
from rag.answers.kind import Kind
from rag.answers.turns import Turn
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.retrieval.question import MAX_CHARACTERS

pytestmark = pytest.mark.slow

MOST_TOKENS = 5_500
"""What the models see for one question of words at random is 5,100 tokens, of which the question itself, encoded as it
is asked and as a passage has it, is 1,000; one that was divided took 23,000."""


def filled(text: str, characters: int = MAX_CHARACTERS) -> str:
    return (text * (characters // len(text) + 1))[:characters].rstrip(" ")


STRANGE = {
    "parts of letters": f"Who {'a ' * 300}and who {'b ' * 300}and when {'c ' * 300}",
    "parts without an end": filled("who is it and "),
    "parts of names": f"Who led {filled('Puerto Almendro ', 900)} and when was {filled('Punta Brava ', 900)} built?",
    "one word": filled("lighthouse"),
    "words at random": " ".join(map("".join, itertools.islice(itertools.permutations("abcdefg", 4), 400))),
    "digits": filled("1911 3,000 "),
    "dates": filled("3 March 1911 "),
    "Chinese": filled("東京大阪京都"),
    "marks": filled("e\u0301\u0336 "),
    "punctuation": f"what {filled('?!.,;:()[]“”', 1_900)} is it",
    "pronouns": filled("it they he she that one "),
    "commas": filled("a, "),
    "near words": filled("harbour harbor harbours harbouring "),
    "question marks": filled("who? "),
    "hidden": filled("a\u200b\u202e "),
}
HISTORY = [Turn(filled("Who is Ana Ruiz and when "), filled("Ana Ruiz said of Puerto Almendro ", 20_000))] * 20


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Iterator[Assistant]:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    sync_paths(index, [project_root / "seeds"])
    yield Assistant(index, threshold=0.0)
    index.close()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many tokens a model has seen in each of its runs."""
    counts: list[int] = []
    run = OnnxModel.run

    def counted(self: OnnxModel, *texts: Any) -> Any:
        found = run(self, *texts)
        counts.append(len(found[1].ids))
        return found

    monkeypatch.setattr(OnnxModel, "run", counted)
    return counts


@pytest.mark.parametrize("history", [(), tuple(HISTORY)], ids=["alone", "after 20 turns"])
@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_question_costs_what_a_long_one_costs(
    assistant: Assistant, seen: list[int], name: str, history: tuple[Turn, ...]
) -> None:
    question = STRANGE[name][:MAX_CHARACTERS]
    answer = assistant.ask(Query(question, history=history))
    assert answer.question == question
    assert sum(seen) <= MOST_TOKENS
    # What another model tells to be no question for documents is not looked up.
    assert seen or answer.kind is Kind.NOT_FOR_US


HARD = [
    *"a A 1 é 東 - _ ' “ ? ; ¹ | = ` ( \\ \u0301 \u202e 1, 1. a- a. a@ a/ a' :// ![ ** <a [1] \"".split(),
    *(f"{each} " for each in "a A,Aa of the,the,did the a,and who,$1,twenty,3 May,it,[1, 2],is a Bb".split(",")),
    " ",
    "\n",
    ", ",
]


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every pattern that a module of the upper layers has compiled, by name."""
    for package in (rag, web):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if found.name.startswith("rag.fit_") or found.name == "rag.training.lora_model":
                continue  # training, for which torch is loaded
            for name, value in vars(importlib.import_module(found.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{found.name}.{name}", value


def test_no_pattern_backtracks_without_end() -> None:
    """Of 2,000 characters quadratic work takes a tenth of a second at most, and cubic work minutes."""
    slow = []
    for name, pattern in patterns():
        for some in HARD:
            for text in (filled(some), f"the {filled(some)} x?"):
                started = time.thread_time()
                for _ in itertools.islice(pattern.finditer(text), 2_000):
                    pass
                spent = time.thread_time() - started
                if spent > 1.0:
                    slow.append((name, some, round(spent, 1)))
    assert slow == []
