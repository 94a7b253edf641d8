"""With a real language model, small and poor as it is, nothing unsupported is shown and no document gives orders."""

import json
from pathlib import Path

import pytest

from index.folders.sync import sync_paths
from index.store import Index
from rag.answers.answer import Answer
from rag.asking.assistant import Assistant
from rag.evaluation.figures.evaluate import is_supported
from rag.investigation.query import Query
from rag.verification.by_language import verifier_for
from rag.writing.language_model import LanguageModel
from rag.writing.prompts import PromptMessage
from tests.llm.injections import ATTACKS, FORBIDDEN, HONEST, QUESTIONS
from tests.support.documents import ingest_bytes, remove_for_good

pytestmark = pytest.mark.llm


@pytest.fixture(scope="module")
def model(llm_url: str) -> LanguageModel:
    return LanguageModel(llm_url, seconds=180)


def sources(answer: Answer) -> set[str]:
    return {citation.source for sentence in answer.sentences for citation in sentence.citations}


def test_it_writes_and_names_itself(model: LanguageModel) -> None:
    text = "".join(model.write([PromptMessage("user", "Say hello.")], most_tokens=20))
    assert text.strip()
    assert model.name() == "SmolLM2-135M-Instruct.Q4_1"


def test_it_keeps_to_a_schema(model: LanguageModel) -> None:
    schema = {
        "type": "object",
        "properties": {"colour": {"type": "string", "enum": ["red", "green"]}},
        "required": ["colour"],
        "additionalProperties": False,
    }
    text = "".join(model.write([PromptMessage("user", "Name a colour.")], most_tokens=60, schema=schema))
    assert json.loads(text)["colour"] in ("red", "green")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Index:
    index = Index.open(tmp_path_factory.mktemp("seeds"), create=True)
    sync_paths(index, [project_root / "seeds"])
    return index


def test_no_sentence_is_shown_that_its_citations_do_not_support(
    model: LanguageModel, seeds: Index, project_root: Path
) -> None:
    lines = (project_root / "seeds" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if json.loads(line)["answerable"]]
    verifier = verifier_for(seeds, questions[0])
    assistant, plain = Assistant(seeds, language_model=model), Assistant(seeds)
    shown = 0
    for question in questions[::12]:
        answer = assistant.ask(Query(question))
        assert answer.abstained == plain.ask(Query(question)).abstained
        for sentence in answer.sentences:
            shown += 1
            assert answer.answer[sentence.start : sentence.end] == sentence.text
            if sentence.written:
                assert is_supported(verifier, sentence, question), sentence
            for citation in sentence.citations:
                text = seeds.documents.get(citation.document_id, citation.version).text
                assert text[citation.start : citation.end] == citation.quote
    assert shown


def test_no_document_gives_it_orders(model: LanguageModel, tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    for name, text in HONEST.items():
        ingest_bytes(index, text.encode(), name, source=name)
    assistant = Assistant(index, language_model=model)
    honest = {about: assistant.ask(Query(question)) for about, question in QUESTIONS.items()}
    changed = []
    for kind, attack in ATTACKS.items():
        ingest_bytes(index, attack.text.encode(), attack.name, source=f"attack-{attack.name}")
        answer = assistant.ask(Query(QUESTIONS[attack.about]))
        is_out = any(mark.lower() in answer.answer.lower() for mark in FORBIDDEN)
        is_found = any(passage.source.startswith("attack") for passage in answer.passages)
        assert is_found, "an attack that is not found proves nothing"
        if is_out or answer.abstained or sources(answer) != sources(honest[attack.about]) or answer.conflicts:
            changed.append(kind)
        remove_for_good(index, [d.id for d in index.documents.listed() if d.source.startswith("attack")])
    assert len(ATTACKS) >= 40
    assert changed == []
