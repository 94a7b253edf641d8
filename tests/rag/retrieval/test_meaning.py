from pathlib import Path

import pytest

from index.documents import Document, Section
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.evidence.by_meaning import ordered_by_meaning
from rag.evidence.sentences import find
from rag.investigation.query import Query
from rag.retrieval.candidates import retrieve
from rag.retrieval.meaning import by_meaning, meaning_of
from rag.retrieval.question import read
from tests.support.documents import ingest_bytes

TEXTS = {
    "hafen.txt": (
        "Der Hafen von Norderkog schließt abends um sechs. Hunde sind auf der Mole verboten. "
        "Der Leuchtturm wurde 1931 erbaut."
    ),
    "küche.txt": "Meine Großmutter kocht sonntags Tomatensuppe. Das Rezept stammt von ihrer Schwester aus Mainz.",
    "garten.txt": "Im Garten stehen drei alte Apfelbäume. Die Rosen werden im Februar geschnitten, nicht früher.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    made = Index.open(Path(tmp_path_factory.mktemp("meaning")) / "index", create=True)
    ingest_documents(made, [Document(name, name, text, text, (Section(0, len(text)),)) for name, text in TEXTS.items()])
    return made


@pytest.mark.parametrize(
    ("question", "source", "said"),
    [
        ("When was the lighthouse built?", "hafen.txt", "1931"),
        ("Are dogs allowed on the pier?", "hafen.txt", "Hunde"),
        ("What soup does grandmother cook on Sunday?", "küche.txt", "Tomatensuppe"),
        ("Wann soll man die Rosen schneiden?", "garten.txt", "Februar"),
    ],
)
def test_what_answers_is_found_though_the_question_is_in_another_language(
    index: Index, question: str, source: str, said: str
) -> None:
    with index.database.snapshot():
        asked = read(index, question)
        candidates = by_meaning(index, asked, retrieve(index, asked))
        best = ordered_by_meaning(index, asked, find(asked, candidates), candidates)[0]
        text = index.chunks.text(best.row)[best.start - best.row.start : best.end - best.row.start]
    assert candidates[0].row.source == source
    assert said in text


def test_what_was_kept_is_what_would_be_made_again(index: Index) -> None:
    with index.database.snapshot():
        asked = read(index, "Wann schließt der Hafen?")
        candidate = retrieve(index, asked)[0]
        first, again = meaning_of(index, asked, candidate), meaning_of(index, asked, candidate)
    assert first.sentences.tolist() == again.sentences.tolist()
    assert len(first.sentences) == len(candidate.row.sentences)


def test_another_subject_is_less_likely_answered_than_the_documents_own(index: Index) -> None:
    assistant = Assistant(index)
    own = assistant.ask(Query("Wann schließt der Hafen von Norderkog?"))
    other = assistant.ask(Query("Welche Temperatur hat die Oberfläche der Venus?"))
    assert not own.abstained
    assert other.abstained
    assert own.confidence > assistant.threshold > other.confidence


def test_a_question_in_a_language_of_no_document_is_compared_by_meaning_and_not_read_as_english(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    text = b"# The pool\n\nThe pool is heated to 34 degrees.\n\n# The gym\n\nThe gym has nine machines and a rope.\n"
    ingest_bytes(index, text, "house.md", "house.md")
    with index.database.snapshot():
        assert read(index, "Quelle est la température de la piscine ?").language == "fr"
        assert read(index, "How warm is the pool?").language == "en"
    answer = Assistant(index).ask(Query("Quelle est la température de la piscine ?", kind=Kind.FACT))
    said = [*(each.text for each in answer.nearest), *(each.text for each in answer.sentences)]
    assert said[0] == "The pool is heated to 34 degrees."
