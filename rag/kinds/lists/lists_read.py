"""Which of the lists and tables near the passages found is the one that was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.search.analysis import analyse
from index.store import Index
from index.text.lines import Span
from rag.evidence.sentences import Evidence
from rag.investigation.found import Investigation
from rag.kinds.lists.list_items import Item, ListBlock, blocks_around, words_of
from rag.kinds.lists.named.asked_party import asked_party
from rag.kinds.lists.named.asked_tables import asked_tables
from rag.kinds.lists.named.named_rows import named_tables
from rag.kinds.lists.named.named_sections import asked_section, is_headed, labelled_items, named_section
from rag.kinds.lists.subject.asked_subject import blocks_of_asked
from rag.reading.close_reading import chunk_text
from rag.reading.cross_encoder import reader_for
from rag.reading.passage_text import PassageText, passage_text

__all__ = ["ReadBlock", "best_block", "best_named", "party_block", "section_block"]

_PASSAGES = 4
"""Of further passages no list was the one asked for (natural_a and _b, the collections and the seeds, 54 questions)."""

_NAMED_IN = 20
"""Passages whose tables are looked at for a cell that the question names."""

_ON_SUBJECT = -5.0
"""Logit from which rows that the question names are what it asks for."""

_ON_SUBJECT_AS_NAMED = -7.0
"""The same where the question names several columns, or a label that many items carry: that is more than a cell."""

_READ = 12
"""Items of a list that are read: more do not go into the model beside the question."""

_PASSAGE_SHARE = 0.5
"""As ``close_reading`` counts a passage's logit beside its sentence's."""

_BEHIND = 1.5
"""How far the best item may be behind the best sentence outside of its list."""

_UNEVEN = 1.8
"""How far the best item may be ahead of the mean of them: else one of them is the answer, not the list."""

_TELL_WHO = 40
"""Sentences that tell who else does what is asked."""

_SURE = -2.0
"""Logit from which a list that is announced answers, though no sentence of it does."""


_SURE_UNANNOUNCED = -1.0
"""The same of a list that nothing announces but a heading."""


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A list as it was read beside the question.

    Attributes:
        block: the list.
        best: logit of its best item, counted as a sentence's is.
        mean: the mean of all that were read.
        speaks_for_itself: whether it answers although no sentence is sure: it is announced in the first passage, and
            its items answer alike.
    """

    block: ListBlock
    best: float
    mean: float
    speaks_for_itself: bool


def best_block(index: Index, investigation: Investigation) -> ReadBlock | None:
    """Return the list or table that was asked for, None where sentences answer better.

    Args:
        index: within one snapshot.
        investigation: of the question.
    """
    ranked: dict[tuple[str, int], tuple[int, ListBlock]] = {}
    for rank, candidate in enumerate(investigation.found.candidates[:_PASSAGES]):
        for block in blocks_around(index, candidate.row):
            ranked.setdefault(block.key, (rank, block))
    question = investigation.found.question
    asked = frozenset(analyse(question.text, question.language))
    headed = {block.key for _, block in ranked.values() if is_headed(block.items[0].row, asked)}
    near = [(rank, block) for rank, block in ranked.values() if rank == 0 or block.announced or block.key in headed]
    if question.language == "en":
        known = investigation.evidence[:_TELL_WHO]
        of_asked = blocks_of_asked(index, question.text, [block for _, block in near], known)
        near = [(rank, block) for rank, block in near if block in of_asked]
    reader = reader_for(question.language)
    if reader is None:
        return _by_evidence([block for _, block in near], investigation.evidence)
    scores = reader.read(question.text, [_block_text(index, block) for _, block in near])
    read = []
    for (rank, block), score in zip(near, scores, strict=True):
        items = score.units[-min(len(block.items), _READ) :]
        best, mean = max(items), sum(items) / len(items)
        if best - mean <= _UNEVEN or block.key in headed or _announces(block, investigation.evidence):
            alone = rank == 0 and score.answers >= (_SURE if block.announced else _SURE_UNANNOUNCED)
            share = _PASSAGE_SHARE * score.answers
            read.append(ReadBlock(block, best + share, mean + share, alone))
    # “List the exercises” means what stands under “Exercises”.
    read = [each for each in read if each.block.key in headed] or read
    chosen = max(read, key=lambda each: (each.speaks_for_itself, each.mean), default=None)
    return chosen if chosen and chosen.best >= _outside(chosen.block, investigation.evidence) - _BEHIND else None


def best_named(index: Index, investigation: Investigation, *, rows_alone: bool = False) -> ListBlock | None:
    """Return what the question names: rows by a cell or by columns, items by their label, a section by its heading.

    A reader of prose seldom takes rows for an answer: what they have in common with the question is enough. None where
    it is on something else.

    Args:
        index: within one snapshot.
        investigation: of the question.
        rows_alone: whether only rows by a cell are wanted: of the rest sentences may say more.
    """
    question, candidates = investigation.found.question, investigation.found.candidates
    reader = reader_for(question.language)
    if reader is None:
        return None
    asked, first = question.text, candidates[:_PASSAGES]
    rows = [block for block in named_tables(index, asked, candidates[:_NAMED_IN]) if len(block.items) > 1]
    labelled = _blocks(labelled_items(index, asked, first))
    columns = [*asked_tables(index, asked, candidates[:_NAMED_IN])]
    section = _blocks(named_section(index, asked, first))
    for blocks, least in (
        (rows, _ON_SUBJECT),
        (columns, _ON_SUBJECT_AS_NAMED),
        (labelled, _ON_SUBJECT_AS_NAMED),
        (section, _ON_SUBJECT),
    )[: 1 if rows_alone else None]:
        scores = reader.read(asked, [_block_text(index, block) for block in blocks])
        near = [(score.answers, place) for place, score in enumerate(scores) if score.answers > least]
        if near:
            return blocks[max(near)[1]]
    return None


def section_block(index: Index, investigation: Investigation) -> ListBlock | None:
    """Return what stands below the first heading that has all that is asked; None where none has.

    Args:
        index: within one snapshot.
        investigation: of the question.
    """
    found = investigation.found
    return asked_section(index, found.question.text, found.candidates)


def party_block(index: Index, investigation: Investigation) -> ListBlock | None:
    """Return what a table says of who a question asks about, where all that it asks stands above; else None.

    Args:
        index: within one snapshot.
        investigation: of the question.
    """
    question = investigation.found.question
    if question.language != "en":
        return None
    return next(asked_party(index, question.text, investigation.found.candidates[:_NAMED_IN]), None)


def _blocks(items: tuple[Item, ...]) -> list[ListBlock]:
    return [ListBlock(items, None, announced=False, whole=False)] if items else []


def _block_text(index: Index, block: ListBlock) -> PassageText:
    """Return a list as it is read: below its headings and the sentence before it."""
    items = [*([block.before] if block.before else []), *block.items[:_READ]]
    above = chunk_text(index, block.items[0].row)
    leads = [above.text[first:last] for first, last in above.units[: above.leads]]
    text, spans = "", list[Span]()
    for item in items:
        words = words_of(index, item)
        spans.append((len(text), len(text) + len(words)))
        text += f"{words}\n"
    return passage_text(leads, text, spans)


def _outside(block: ListBlock, evidence: Sequence[Evidence]) -> float:
    """Return the logit of the best sentence that is not of a list."""
    inside = [*block.items, *([block.before] if block.before else [])]
    return max(
        (
            piece.relevance
            for piece in evidence
            if piece.relevance is not None
            and not any(item.row.id == piece.row.id and item.start <= piece.start < item.end for item in inside)
        ),
        default=-100.0,
    )


def _announces(block: ListBlock, evidence: Sequence[Evidence]) -> bool:
    """Tell whether what announces a list is what answers best: then all of it was asked for."""
    before = block.before if block.announced else None
    return any(before and (before.row.id, before.start) == (piece.row.id, piece.start) for piece in evidence[:1])


def _by_evidence(blocks: Sequence[ListBlock], evidence: Sequence[Evidence]) -> ReadBlock | None:
    """Return the list that the best sentence is of, or announces: what is known where nobody reads."""
    for block in blocks:
        inside = [*block.items, *([block.before] if block.before and block.announced else [])]
        if any((item.row.id, item.start) == (piece.row.id, piece.start) for item in inside for piece in evidence[:1]):
            return ReadBlock(block, 0.0, 0.0, speaks_for_itself=False)
    return None
