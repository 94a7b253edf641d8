"""Which kind a question is of, and what its answer is made of."""

from collections.abc import Mapping

from index.text.languages import asked_in
from rag.answers.kind import Kind
from rag.asking.implied.languages import in_named_language
from rag.follow_ups.antecedents import without_topic
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds import collection, comparison, lists, overview, yes_no
from rag.kinds.answer_kind import AnswerKind, Asked, Prepared
from rag.kinds.telling import told

__all__ = ["KINDS", "kind_of", "prepared"]

KINDS: Mapping[Kind, AnswerKind] = {
    Kind.LIST: lists,
    Kind.OVERVIEW: overview,
    Kind.COMPARISON: comparison,
    Kind.YES_NO: yes_no,
    Kind.COLLECTION: collection,
}
"""Facts are what all else falls back on, and have no module here; nothing is looked up for what is not for us."""


def kind_of(query: Query, investigator: Investigator, but: Kind | None = None) -> tuple[Kind, str]:
    """Return the kind of a query's question, the one that was asked for if any, and the aspect of it.

    Args:
        query: with its question as it stands alone.
        investigator: of the index.
        but: a kind that it is not of.
    """
    language = asked_in(query.text, investigator.index.documents.languages())
    # “About: the trip” is no wish for an overview: it only says what is meant.
    telling = told(
        without_topic(query.text), language, frozenset({query.kind}) if query.kind else frozenset(Kind) - {but}
    )
    return telling.kind, telling.aspect


def prepared(kind: Kind, asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return what the answer to a question of a kind is made of; None where it is answered as a fact is.

    Raises:
        EncoderMismatch: the encoder is not the index's.
    """
    if kind is Kind.OVERVIEW:
        asked = in_named_language(asked, investigator)
    return KINDS[kind].prepare(asked, investigator) if kind in KINDS else None
