"""An overview of what a question calls by its language: “the German letter”."""

import dataclasses

from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked
from rag.kinds.collection.document_languages import calls_documents, named_languages
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
    if named is None or named.are_excluded or not calls_documents(question.text, named):
        return asked
    listed = documents_in(investigator.index, asked.query.filters)
    sources = tuple(each.source for each in listed if each.language in named.codes)
    if not 0 < len(sources) <= _MOST_MEANT:
        return asked
    text = f"{question.text[: named.start]}{question.text[named.end :].lstrip()}"
    filters = dataclasses.replace(asked.query.filters, sources=sources)
    return dataclasses.replace(asked, query=dataclasses.replace(asked.query.reworded(text), filters=filters))
