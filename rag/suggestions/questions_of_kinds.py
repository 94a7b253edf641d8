"""Questions that want more than a fact, for whoever has never seen the documents."""

from collections.abc import Iterator

from index.store import Index
from rag.answers.kind import Kind
from rag.suggestions.question_drafts import by_chance

__all__ = ["questions_of_kinds"]

_LONG = 1_500
"""Characters from which a document is worth a summary."""

_LONGEST_TITLE = 60
_SUMMARIES_TRIED = 3


def questions_of_kinds(index: Index) -> Iterator[tuple[str, Kind]]:
    """Yield questions about documents in English, and the kind that each has to be answered as, most use first."""
    documents = [each for each in index.documents.listed() if each.language in ("", "en")]
    if len(documents) > 1:
        yield "What are these documents about?", Kind.OVERVIEW
    long = [each for each in documents if each.characters >= _LONG and 0 < len(each.title) <= _LONGEST_TITLE]
    for document in sorted(long, key=lambda each: by_chance(each.id))[:_SUMMARIES_TRIED]:
        yield f"Summarise “{document.title}”", Kind.OVERVIEW
    if len({each.published_at for each in documents if each.published_at}) > 1:
        yield "What is the most recent document?", Kind.COLLECTION
