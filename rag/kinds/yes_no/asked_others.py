"""Whether a question asks about others than those of whom the words speak that would answer it."""

import re

from index.search.analysis import analyse
from index.store import Index
from rag.english.quantities import quantities
from rag.english.words import SAYS_LITTLE, Role, read_words
from rag.evidence.sentences import Evidence, quotes
from rag.evidence.tables.heads import head_of
from rag.follow_ups.antecedents import without_topic
from rag.kinds.yes_no.days_and_months import names_other_days

__all__ = ["is_row_on_something_else", "is_unmentioned", "is_unseen", "names_others"]


_WHOLE = re.compile(r"\b(?:all|whole|entire(?:ly)?|every\w*|each|complete(?:ly)?|fully?|always)\b", re.IGNORECASE)


def names_others(question: str, words: str) -> bool:
    """Tell whether words name other days, months or quantities than a question asks about.

    Who asks for the whole of something is not answered by words that do not say how much of it.

    Args:
        question: as asked.
        words: that are cited.
    """
    if names_other_days(question, words):
        return True
    if _WHOLE.search(question) and not _WHOLE.search(words):
        return True
    told_of = {(each.kind, each.value) for each in quantities(words)}
    kinds = {kind for kind, _ in told_of}
    return any(each.kind in kinds and (each.kind, each.value) not in told_of for each in quantities(question))


def is_unmentioned(index: Index, question: str, best: Evidence) -> bool:
    """Tell whether a question names what the document of the best evidence does not: what it says may not hold there.

    Whether a telephone that may be used in Germany may be used in Italy has to be worked out.
    """
    named = [word for word in read_words(question) if word.role is Role.NAME and word.tells]
    if not named:
        return False
    row = best.row
    known = f"{row.title} {' '.join(row.authors)} {index.documents.get(row.document_id, row.version).text}"
    return not all(word.term in frozenset(analyse(known, row.language)) for word in named)


_ASKS_FOR_EXISTENCE = re.compile(r"\b(?:is|are|was|were|isn['’]t|aren['’]t)\s+there\b", re.IGNORECASE)


def is_unseen(index: Index, question: str, best: Evidence) -> bool:
    """Tell whether a question asks for the existence of what the passage of the best evidence has no word of.

    “Is there a toilet?” is not answered by what a passage on hosepipes forbids.
    """
    if not _ASKS_FOR_EXISTENCE.search(question):
        return False
    row = best.row
    return (frozenset(analyse(question)) - SAYS_LITTLE).isdisjoint(analyse(index.chunks.headed_text(row), row.language))


def is_row_on_something_else(index: Index, question: str, best: Evidence) -> bool:
    """Tell whether the best evidence is a row of a table that has no word of a question, in its head neither.

    What a conversation is about stands in many rows; what is asked of it does not.

    Args:
        index: within one snapshot.
        question: as asked, maybe with what the conversation is about behind it.
        best: of the evidence.
    """
    if best.header is None:
        return False
    said = f"{head_of(index, best.row, best.header)} {quotes(index, [best])[0]}"
    return (frozenset(analyse(without_topic(question))) - SAYS_LITTLE).isdisjoint(analyse(said))
