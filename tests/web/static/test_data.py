"""The types that the page's scripts have of what the server sends name what it sends, and what may be missing of it."""

import re
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from index.documents import Section, StoredDocument
from index.storage.records import DocumentSummary
from index.uploads.queue.job import Job, JobReport
from rag.answers.answer import AnswerSentence
from rag.answers.place import Citation
from rag.asking.in_conversation import Kept
from rag.conversations.records import ConversationSummary
from rag.retrieval.alignment import Alignment, AskedWord, Match
from web.api.events import Opening
from web.schemas.documents import Facets

TYPES = Path(__file__).parents[3] / "web" / "static" / "common" / "data.js"
TYPEDEF = re.compile(r"@typedef \{(?:Place & )?\{(.*?)\}\} (\w+)(?: \*/)?$", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"(\w+): ((?:\{[^{}]*\}|[^,{}])+)")
SENT: dict[str, Any] = {
    "Alignment": Alignment,
    "AskedWord": AskedWord,
    "Citation": Citation,
    "ConversationSummary": ConversationSummary,
    "DocumentSummary": DocumentSummary,
    "Facets": Facets,
    "Job": Job,
    "JobReport": JobReport,
    "Kept": Kept,
    "Match": Match,
    "Opening": Opening,
    "Place": Citation,
    "Section": Section,
    "Sentence": AnswerSentence,
    "StoredDocument": StoredDocument,
}
NO_DATACLASS = {"ProblemDetails", "ServerEvent"}

typedefs = {name: dict(FIELD.findall(fields)) for fields, name in TYPEDEF.findall(TYPES.read_text(encoding="utf-8"))}


def test_every_type_of_an_object_is_compared() -> None:
    assert set(typedefs) == set(SENT) | NO_DATACLASS


@pytest.mark.parametrize("name", sorted(SENT))
def test_a_type_names_fields_that_the_server_sends(name: str) -> None:
    sent = get_type_hints(SENT[name])
    assert typedefs[name]
    assert set(typedefs[name]) <= set(sent)
    for field, kind in typedefs[name].items():
        assert ("null" in kind) == ("None" in str(sent[field])), field
