"""One question of a set, with what would be right to answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from rag.answers.kind import Kind
from rag.answers.turns import Turn
from rag.investigation.query import Query
from rag.retrieval.filters import EVERYTHING, Filters

__all__ = ["KIND_OF", "Expected", "GoldSpan", "QuestionCase"]

NO_KIND = "none"
"""The word of a set for what should be refused: it may be a greeting, or a fact that no document has."""

KIND_OF: Mapping[str, Kind] = {
    **{kind.value: kind for kind in Kind},
    **dict.fromkeys(("number", "reason", "how", "who", "when_where", "definition", "consequence"), Kind.FACT),
    # Where the answer has to be looked for, not what sort it is of.
    **dict.fromkeys(("multi_hop", "procedure", "table", "keyword"), Kind.FACT),
    "summary": Kind.OVERVIEW,
    "metadata": Kind.COLLECTION,
    NO_KIND: Kind.NOT_FOR_US,
}
"""Footnote's kind by the word of a set; sets divide facts further."""


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Words that answer: code points in the text of a document of the set."""

    doc_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What a complete answer has.

    Attributes:
        items: groups of alternatives; a group is met where one of its alternatives stands in the answer, or in the
            words that it cites.
        stated: whether the cited words do not count: the answer has to say it itself.
        need: how many groups have to be met.
        documents: to be cited.
        least: how many of them have to be cited.
        alone: whether half of what is cited has to be of them.
    """

    items: tuple[tuple[str, ...], ...] = ()
    stated: bool = False
    need: int = 0
    documents: tuple[str, ...] = ()
    least: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class QuestionCase:
    """One question with what would be right: documents, spans and answer strings are alternatives.

    ``history`` is what was said before it, and ``filters`` tell which documents may answer. ``kind`` is what sort of
    answer it wants, in the words of its set; a ``claim`` is not asked but said, and ``answerable`` when its document
    supports it. Of a list, the answer strings are its items, and all of them are wanted. Of a question that nothing
    answers, ``written_for`` is the document that it was asked of, and ``twin`` a question a word or two away that has
    an answer, where a set says so; all three are empty elsewhere. ``affirmed`` is whether the answer is yes, and None
    where it is neither yes nor no. ``references`` are whole answers, alternatives too; ``support`` is every sentence
    that a full answer rests on, ``key_points`` are the statements that it makes, and ``expected`` the rest.
    """

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...] = ()
    doc_ids: tuple[str, ...] = ()
    spans: tuple[GoldSpan, ...] = ()
    history: tuple[Turn, ...] = ()
    filters: Filters = EVERYTHING
    kind: str = ""
    written_for: str = ""
    twin: str = ""
    affirmed: bool | None = None
    references: tuple[str, ...] = ()
    support: tuple[GoldSpan, ...] = ()
    key_points: tuple[str, ...] = ()
    expected: Expected = Expected()

    @property
    def documents(self) -> tuple[str, ...]:
        """The set's ids of the documents that it was asked of, as far as the set says so."""
        return self.doc_ids or ((self.written_for,) if self.written_for else ())

    @property
    def kind_wanted(self) -> Kind | None:
        """The kind of answer that the question wants; None where the set does not say, or has a word of its own."""
        return None if self.kind == NO_KIND else KIND_OF.get(self.kind)

    @property
    def strings(self) -> tuple[str, ...]:
        """The answer strings that can be looked for: “no” stands in too many sentences, and a summary in none."""
        is_whole = self.kind_wanted is Kind.OVERVIEW and bool(self.references)
        return self.answers if self.affirmed is None and not is_whole else ()

    def query(self, *, top_k: int = 5, llm: bool | None = None, as_labelled: bool = False) -> Query:
        """Return what is asked, of the kind that the set says where ``as_labelled``.

        Raises:
            QuestionError: the question cannot be asked.
        """
        kind = self.kind_wanted if as_labelled else None
        return Query(self.question, top_k, self.filters, self.history, llm, kind)
