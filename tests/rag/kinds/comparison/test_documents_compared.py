"""Comparisons whose sides are documents, on the real encoder and the real reader."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

REPORTS = {
    "harbour.md": "# Report on the storm in the harbour\n\nThe storm sank 12 boats in the harbour. Two piers broke.\n"
    "The repair costs 3 million pounds.\n",
    "lagoon.md": "# Report on the storm in the lagoon\n\nThe storm sank 31 boats in the lagoon. No pier broke.\n"
    "The repair costs 8 million pounds.\n",
    "regatta.md": "# The regatta\n\nThe regatta was won by 4 boats of one club. The storm came a week later.\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for name, text in REPORTS.items():
        ingest_bytes(index, text.encode(), name, name)
    return Assistant(index)


@pytest.mark.slow
def test_two_documents_are_compared_by_what_both_say_with_other_figures(assistant: Assistant) -> None:
    answer = assistant.ask(Query("How do the two reports on the storm differ?", kind=Kind.COMPARISON))
    said = {sentence.text: sentence.citations[0].source for sentence in answer.sentences}
    assert set(said.values()) == {"harbour.md", "lagoon.md"}
    assert said["The storm sank 12 boats in the harbour."] == "harbour.md"
    assert said["The storm sank 31 boats in the lagoon."] == "lagoon.md"
    for sentence in answer.sentences:
        for citation in sentence.citations:
            text = assistant.index.documents.get(citation.document_id, citation.version).text
            assert text[citation.start : citation.end] == citation.quote


@pytest.mark.slow
def test_two_that_have_the_subject_in_their_names_are_told_apart_by_their_values(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    texts = {
        "watch.md": "# The night of the flood\n\nThe alarm came at 2:10 a.m. from the bridge.\n"
        "About 40 people slept in the school. The chapel lost its bell, which nobody has found.\n",
        "parish.md": "# The flood as the parish saw it\n\nAccording to the sexton the alarm came at 11:30 p.m. "
        "from the chapel.\nIn the school slept 65 people. Bread was brought by the baker of the upper town.\n",
        "fair.md": "# The spring fair\n\nThe fair had 12 stalls. After the flood it began at 9:00 a.m.\n",
    }
    for name, text in texts.items():
        ingest_bytes(index, text.encode(), name, name)
    assistant = Assistant(index)
    answer = assistant.ask(Query("Where do the two accounts of the flood contradict each other?", kind=Kind.COMPARISON))
    assert {sentence.text for sentence in answer.sentences} == {
        "The alarm came at 2:10 a.m. from the bridge.",
        "About 40 people slept in the school.",
        "According to the sexton the alarm came at 11:30 p.m. from the chapel.",
        "In the school slept 65 people.",
    }
