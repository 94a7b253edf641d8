"""Which pieces of evidence are of somebody else than who a question asks about."""

from collections import Counter
from collections.abc import Sequence, Set
from typing import TypeVar

from index.search.analysis import analyse
from index.store import Index
from rag.english.subjects import AskedSubject, Subject, asked_subject, subjects
from rag.english.word_lists import BE_FORMS, FUNCTION_WORDS, GENERAL_VERBS, WRITTEN_THINGS
from rag.evidence.sentences import Evidence
from rag.kinds.lists.list_items import ListBlock
from rag.kinds.lists.subject.statements import Statement, block_statement, statements

__all__ = ["blocks_of_asked", "of_asked"]

_SAYS_LITTLE = frozenset(analyse(" ".join(FUNCTION_WORDS | GENERAL_VERBS | WRITTEN_THINGS)))
_ENGLISH = frozenset({"en", ""})
_OFTEN = 2
"""Sentences in which somebody does something, from which “must” and “may” alone tell that he is one of several."""

T = TypeVar("T")


def of_asked(index: Index, question: str, pieces: Sequence[Evidence], known: Sequence[Evidence]) -> list[Evidence]:
    """Return pieces without what is said of somebody else than who a question asks about; all where nobody is known.

    Args:
        index: within one snapshot.
        question: English.
        pieces: that may answer.
        known: further ones, which tell who there is.
    """
    english = [each for each in known if each.row.language in _ENGLISH]
    said = statements(index, [*pieces, *english])
    return _Told(question, said).kept(pieces, said[: len(pieces)])


def blocks_of_asked(
    index: Index, question: str, blocks: Sequence[ListBlock], known: Sequence[Evidence]
) -> list[ListBlock]:
    """Return lists without those that are somebody else's; arguments as of ``of_asked``."""
    above = [block_statement(index, block) for block in blocks]
    told = _Told(question, [*above, *statements(index, known)])
    return told.kept(blocks, above)


class _Told:
    """Who a question asks about, and who else does the like, as statements say it."""

    def __init__(self, question: str, said: Sequence[Statement]) -> None:
        terms = frozenset(analyse(question)) - _SAYS_LITTLE
        self._said = said
        asked = asked_subject(question)
        may_be = (asked.doing & terms, asked.owning & terms)
        found = (_who_is_asked(asked, some, terms, said) for some in may_be)
        self._asked, is_known = next(filter(lambda who: who[0], found), (frozenset[str](), False))
        self._verbs = asked.behind(self._asked) & terms
        # Where somebody is only said to be able to, or to have, others may be told of without a name.
        is_sure = is_known or not self._verbs
        self._parts = {(one.document, one.headings) for one in said if not is_sure or self._asked & one.around}
        self._others = self._told_others([each for one in said for each in self._subjects(one.text or one.announced)])

    def kept(self, things: Sequence[T], said: Sequence[Statement]) -> list[T]:
        """Return things without those whose statements are of somebody else."""
        if not self._asked:
            return list(things)
        return [thing for thing, one in zip(things, said, strict=True) if not self._is_other(one)]

    def _told_others(self, found: Sequence[Subject]) -> frozenset[str]:
        """Return who else does what is asked, or what who is asked about does too."""
        doing = [each for each in found if each.head and not each.is_done_to]
        with_asked = {each.verb for each in doing if each.terms & self._asked} - BE_FORMS
        often = Counter(each.head for each in doing if each.verb in with_asked)
        return frozenset(
            each.head
            for each in doing
            if not each.terms & (self._asked | self._verbs)
            and (each.is_verb_asked or (each.verb in with_asked and often[each.head] >= _OFTEN))
        )

    def _subjects(self, text: str) -> list[Subject]:
        return subjects(text, self._verbs)

    def _is_other(self, one: Statement) -> bool:
        """Tell whether a statement is of somebody else, by what stands nearest to it that tells."""
        own = self._by_sentence(one)
        if own is not None:
            return own
        if one.label and self._labels_tell(one):
            return True
        if one.announced:
            announced = self._by_words(one.announced, len(one.announced))
            if announced is not None:
                return announced
        return self._is_below_other(one) or (one.document, one.headings) not in self._parts

    def _by_sentence(self, one: Statement) -> bool | None:
        """Tell whether a sentence says it of somebody else; None where it does not say of whom."""
        found = self._by_words(one.text, one.end)
        if found is None and self._refers_back(one.text):
            return self._by_words(one.before, len(one.before))
        return found

    def _by_words(self, text: str, end: int) -> bool | None:
        named = [each for each in self._subjects(text) if each.end < end and each.head]
        is_cut = end < len(text.rstrip())
        if named:
            # Words of a sentence are of whoever was named last before them, and all of it of who was named first.
            one = named[-1] if is_cut else named[0]
            if one.terms & self._asked:
                return False
            if one.head in self._others:
                return is_cut or not self._has_asked(text) or None
        if self._has_asked(text):
            return False
        first = next((term for term in analyse(text) if term not in _SAYS_LITTLE), "")
        return True if first in self._others else None

    def _has_asked(self, text: str) -> bool:
        return not self._asked.isdisjoint(analyse(text))

    def _refers_back(self, text: str) -> bool:
        some = self._subjects(text)
        return bool(some) and not some[0].head

    def _labels_tell(self, one: Statement) -> bool:
        """Tell whether a label is another's: one that stands where who is asked about stands elsewhere."""
        labels = [each.label for each in self._said if each.document == one.document and each.label]
        has_asked = any(label & self._asked for label in labels)
        return has_asked and not one.label & (self._asked | self._verbs)

    def _is_below_other(self, one: Statement) -> bool:
        """Tell whether a heading names another where that of a part beside it names who is asked about."""
        if self._asked & _above(one):
            return False
        beside = [each.headings for each in self._said if each.document == one.document]
        return any(self._stands_for(heading, one.headings) for heading in beside)

    def _stands_for(self, asked: Sequence[str], other: Sequence[str]) -> bool:
        if not asked or len(asked) != len(other) or asked[:-1] != other[:-1]:
            return False
        mine, others = _terms(asked[-1]), _terms(other[-1])
        if mine and mine <= self._asked:
            return others.isdisjoint(self._asked | self._verbs)
        return bool(mine & self._asked) and len(mine - others) == len(others - mine) == 1


def _who_is_asked(
    asked: AskedSubject, may_be: Set[str], terms: Set[str], said: Sequence[Statement]
) -> tuple[frozenset[str], bool]:
    """Return who a question asks about, of the terms that may be, and whether that is known well.

    They are those who do something in what is said. Where nobody does, they are those above it, or before a colon; else
    names that stand anywhere, unless more of what is asked stands where they do not: what a class is to bring is for a
    child who is named nowhere near. What somebody of them does is a verb of the question, and not who does it. They are
    known well where they do what is asked, and by name or by what stands above.

    Args:
        asked: by the question.
        may_be: terms of the question that stand where who does it may stand.
        terms: all of the question that tell something.
        said: what was found.
    """
    doing = {
        term: [each for one in said for each in subjects(one.text or one.announced, asked.behind({term}))]
        for term in may_be
    }
    does = {term for term, some in doing.items() if any(term in each.terms and not each.is_done_to for each in some)}
    done = {(term, each.verb) for term in does for each in doing[term] if term in each.terms and each.is_verb_asked}
    is_verb = frozenset(analyse(" ".join(sorted(verb for _, verb in done))))
    above = frozenset(term for term in may_be - is_verb if any(term in one.label | _above(one) for one in said))
    if does - is_verb:
        return frozenset(does - is_verb), bool(above & does) or any(term in does - is_verb for term, _ in done)
    names = frozenset(term for term in may_be & asked.names if any(term in one.around for one in said))
    beside = [(bool(names & one.around), len((terms - names) & one.around)) for one in said]
    most = [max((count for is_named, count in beside if is_named is there), default=0) for there in (True, False)]
    return above or (names if most[0] >= most[1] else frozenset()), True


def _terms(text: str) -> frozenset[str]:
    return frozenset(analyse(text)) - _SAYS_LITTLE


def _above(one: Statement) -> frozenset[str]:
    return _terms(" ".join(one.headings[-1:]))
