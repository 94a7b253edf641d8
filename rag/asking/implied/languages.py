"""An overview of what a question calls by its language: “the German letter”."""

import dataclasses
import re

from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked
from rag.kinds.collection.called import named_things
from rag.kinds.collection.document_languages import NamedLanguages, calls_documents, named_languages
from rag.retrieval.filters import documents_in

__all__ = ["in_named_language"]

_MOST_MEANT = 12
"""Documents of a language from which it calls none of them."""


def in_named_language(asked: Asked, investigator: Investigator) -> Asked:
    """Return what is asked of the documents in a language that calls them, where there are few; else it as it is.

    The language is left out of the question: such a letter says in its own that it is one.

    Args:
        asked: the question.
        investigator: within one snapshot of its index.
    """
    question = investigator.question(asked.query)
    named = named_languages(question.text, question.language)
    if named is None or not calls_documents(question.text, named):
        named = _of_writers(question.text)
    if named is None or named.are_excluded:
        return asked
    listed = documents_in(investigator.index, asked.query.filters)
    sources = tuple(each.source for each in listed if each.language in named.codes)
    if not 0 < len(sources) <= _MOST_MEANT:
        return asked
    text = f"{question.text[: named.start]}{question.text[named.end :].lstrip()}"
    filters = dataclasses.replace(asked.query.filters, sources=sources)
    return dataclasses.replace(asked, query=dataclasses.replace(asked.query.reworded(text), filters=filters))


def _of_writers(text: str) -> NamedLanguages | None:
    """Return the languages of those whom something written is from: “the letter from the French club”."""
    for thing in named_things(text):
        named = named_languages(" ".join(thing.words), "en")
        if named and (where := re.search(rf"\b{re.escape(thing.words[0])}\b", text)):
            return dataclasses.replace(named, start=where.start(), end=where.end())
    return None
