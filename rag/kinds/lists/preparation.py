"""Every item of what is asked for, once, in order."""

import dataclasses
from collections.abc import Iterator, Sequence

from rag.evidence.plain.answers import LEAST_CONFIDENCE
from rag.evidence.sentences import CONSIDERED, PASSAGES, Evidence, quotes, unscored
from rag.follow_ups.sub_questions import split_question
from rag.investigation.found import Investigation
from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked, Prepared
from rag.kinds.lists.counted_sentences import counted_sentences
from rag.kinds.lists.likely_items import likely_items, share_of_likely
from rag.kinds.lists.list_items import Item, ListBlock, Shape, blocks_around, units_of
from rag.kinds.lists.lists_read import ReadBlock, best_block, best_named, party_block, section_block
from rag.kinds.lists.named.announced_items import announced_items
from rag.kinds.lists.named.cells_of_day import cells_of_day
from rag.kinds.lists.named.named_rows import named_rows
from rag.kinds.lists.named.named_steps import named_steps
from rag.kinds.lists.named.rows_of_cell import rows_of_cell
from rag.kinds.lists.named.rows_of_each import rows_of_each, table_of_each
from rag.kinds.lists.named_things import are_names, enumerated_in, named_in
from rag.kinds.lists.repetition import without_repetition
from rag.kinds.lists.series import missing_of_series
from rag.kinds.lists.subject.asked_subject import of_asked
from rag.reading.cross_encoder import reader_for

__all__ = ["prepare", "rows_in_common", "whole_list"]

_BEHIND = 2.5
"""How far behind the best a sentence may be that is an item too: 0.53 of the sentences that answer list questions are
cited then, and 0.49 of what is cited answers; at 0.7 it is 0.45 and 0.54, at 5 0.55 and 0.34 (natural_a and _b, the
even half, the collections to develop on and the seeds: 33 questions)."""

_LEAST = -3.0
"""Logit below which no sentence is an item; as measured with ``_BEHIND``."""

_ENOUGH = 0.9
"""What share of the threshold is enough. Where the confidence lies between 0.6 and 0.67, twice as many of the lists
asked for are in the documents as are not, which is what the threshold stands for (bench/natural, 504 questions)."""

_SURE = 3.0
"""Logit of the best sentence from which only those close behind it are items too: 0.40 of all lists are whole then, and
0.49 of what is cited answers, 0.40 and 0.47 where it is always told how likely each is an item (``likely_items``)."""

_SAID = 0.0
"""Logit from which a sentence of prose answers, so that nobody looks for what the question names otherwise."""

_SHARE = 0.3
"""How much of what is likely stands in the sentences that enumerate, so that their items may stand alone where they are
no names: of the questions for lists of bench/natural 176 of 423 are answered whole then, 162 if they always may. At 0.4
it is 179, and items of kind_multispanqa_dev lose (even half, F1 0.35; 0.38 at 0.3, 0.39 if they always may)."""

_TELL_WHO = 40
"""Sentences that tell who else does what is asked."""

_MOST_SENTENCES = 8
_FEWEST = 2
_PART = 1 / 3
"""Of a list's items; where so many answer alone, the whole list does."""

_AS_GOOD = 0.5
"""How far behind the best, by its logit, a step may be that answers as well."""

_MOST_ITEMS = 30
"""A longer list is no answer that anybody reads: the passages show where it stands."""


def prepare(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return the items of a list, of a table, or those scattered over sentences; None where nothing is a list."""
    investigation = investigator.investigate(asked.query, at_least=PASSAGES)
    if rows := _in_common(investigator, investigation):
        return rows
    if investigation.plain and investigation.plain[0].header:
        return Prepared(investigation, tuple(_in_order(investigation.plain)))
    question = investigation.found.question
    if question.language == "en" and (
        told := counted_sentences(investigator.index, question.text, investigation.evidence)
    ):
        sure = dataclasses.replace(investigation, confidence=max(investigation.confidence, LEAST_CONFIDENCE))
        return Prepared(sure, tuple(told))
    threshold, found = asked.threshold, best_block(investigator.index, investigation)
    is_sure = investigation.confidence >= threshold
    for block in _blocks(investigator, investigation, found, is_sure=is_sure):
        if made := _of_block(investigator, investigation, block, threshold):
            return made
    if investigation.confidence >= _ENOUGH * threshold:
        return _of_sentences(investigator, investigation, is_sure=is_sure)
    return None


def rows_in_common(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return the rows of a table that have the cell that is asked for, or all, where it is asked of each; else None."""
    return _in_common(investigator, investigator.investigate(asked.query))


def whole_list(investigator: Investigator, investigation: Investigation) -> Prepared | None:
    """Return all steps, rows, or items, where a question asks for all and they answer; None elsewhere.

    It asks how to do something, what holds of each, or for what the line above a list announces.
    """
    question = investigation.found.question
    if question.language != "en" or not investigation.evidence or len(split_question(question.text)) > 1:
        return None
    index, (best, *others) = investigator.index, investigation.evidence[:CONSIDERED]
    least = (best.relevance or 0.0) - _AS_GOOD
    beside = [piece for piece in others if piece.relevance is not None and piece.relevance >= least]
    items = (
        named_steps(index, question.text, [best, *beside])
        or announced_items(index, question.text, best)
        or table_of_each(index, question.text, investigation.found.candidates)
        or rows_of_each(index, question.text, best)
        or cells_of_day(index, question.text, investigation.found.candidates)
    )
    if not _FEWEST <= len(items) <= _MOST_ITEMS:
        return None
    return Prepared(investigation, tuple(_evidence(item, investigation) for item in items))


def _in_common(investigator: Investigator, investigation: Investigation) -> Prepared | None:
    found = investigation.found
    index, text = investigator.index, found.question.text
    rows = rows_of_cell(index, text, found.candidates) or table_of_each(index, text, found.candidates)
    rows = rows or cells_of_day(index, text, found.candidates)
    if not _FEWEST <= len(rows) <= _MOST_ITEMS:
        return None
    sure = dataclasses.replace(investigation, confidence=max(investigation.confidence, LEAST_CONFIDENCE))
    return Prepared(sure, tuple(_evidence(item, investigation) for item in rows))


def _blocks(
    investigator: Investigator, investigation: Investigation, found: ReadBlock | None, *, is_sure: bool
) -> Iterator[ListBlock]:
    """Yield the lists and tables that may be what was asked for, likeliest first.

    Args:
        investigator: within one snapshot.
        investigation: of the question.
        found: the one that the reader takes for it.
        is_sure: whether it is likely that something answers.
    """
    if party := party_block(investigator.index, investigation):
        yield party
    says = _says(investigation)
    section = section_block(investigator.index, investigation)
    if found and found.speaks_for_itself and not (section and found.block.items[0] in section.items):
        yield found.block
    if section:
        yield section
    if found and is_sure and says:
        yield found.block
    if not says and (named := best_named(investigator.index, investigation)):
        yield named
    if found and is_sure:
        yield found.block
    if says and not found and (named := best_named(investigator.index, investigation, rows_alone=True)):
        yield named


def _says(investigation: Investigation) -> bool:
    """Tell whether a sentence answers by itself: a reader of prose takes no part of a list or a table for an answer."""
    return any(piece.relevance is not None and piece.relevance >= _SAID for piece in investigation.evidence[:_FEWEST])


def _of_block(
    investigator: Investigator, investigation: Investigation, block: ListBlock, threshold: float
) -> Prepared | None:
    items = named_rows(investigator.index, investigation.found.question.text, block)
    if not _FEWEST <= len(items) <= _MOST_ITEMS:
        return None
    announcing = [block.before] if block.before and block.announced else []
    pieces = [_evidence(item, investigation) for item in (*announcing, *items)]
    evidence = _of_asked(investigator, investigation, _once(investigator, pieces))
    if not evidence:
        return None
    # A list that announces itself answers, whatever its lines look like to a reader of sentences.
    confident = dataclasses.replace(investigation, confidence=max(investigation.confidence, threshold))
    return Prepared(confident, tuple(evidence), lead=_count(block, items, evidence, bool(announcing)))


def _count(block: ListBlock, items: Sequence[Item], evidence: Sequence[Evidence], announced: bool) -> str:
    """Return how many there are, where the whole list was seen and all of it is cited."""
    cited = len(evidence) - announced
    is_all = block.whole and len(items) == len(block.items) == cited and announced
    return f"{cited} items." if is_all else ""


def _of_sentences(investigator: Investigator, investigation: Investigation, *, is_sure: bool) -> Prepared | None:
    """Return the sentences that are likely items, or the items that they name; None where one stands alone.

    Args:
        investigator: within one snapshot.
        investigation: of the question.
        is_sure: figures of sentences may stand alone.
    """
    read = [(piece, piece.relevance) for piece in investigation.evidence if piece.relevance is not None]
    best = max((relevance for _, relevance in read), default=0.0)
    near = [piece for piece, relevance in read if relevance >= max(best - _BEHIND, _LEAST)][:_MOST_SENTENCES]
    items = _of_asked(investigator, investigation, _within_sentences(investigator, investigation, near))
    if items and (is_sure or not any(map(_has_figure, quotes(investigator.index, items)))):
        return Prepared(investigation, tuple(_in_order(items)))
    stands_alone = sum(relevance >= best - _BEHIND for _, relevance in read) < _FEWEST
    likely = likely_items(investigator.index, investigation.evidence, _MOST_SENTENCES)
    chosen = near if best >= _SURE else likely
    pieces = _once(investigator, [unit for piece in chosen for unit in _units(investigator, investigation, piece)])
    completing = [
        *_completing(investigator, investigation, pieces, likely),
        *missing_of_series(investigator.index, pieces, [piece for piece, _ in read]),
    ]
    pieces = _once(investigator, [*pieces, *completing])
    # What is far ahead of all others has all items that there are, unless a list is about the same.
    if len(pieces) < _FEWEST or (stands_alone and not completing):
        return None
    kept = _of_asked(investigator, investigation, pieces)
    if not kept and all(piece.is_item for piece in pieces) and len({piece.row.heading for piece in pieces}) == 1:
        # A list is of one: where none of it is of whom the question seems to be about, the question is about others.
        kept = pieces
    return Prepared(investigation, tuple(_in_order(kept))) if kept else None


def _of_asked(investigator: Investigator, investigation: Investigation, pieces: Sequence[Evidence]) -> list[Evidence]:
    """Return pieces without those of somebody else than who is asked about."""
    question = investigation.found.question
    if question.language != "en":
        return list(pieces)
    known = investigation.evidence[:_TELL_WHO]
    return of_asked(investigator.index, question.text, pieces, known)


def _tell_all(investigator: Investigator, investigation: Investigation, items: Sequence[Evidence]) -> bool:
    """Tell whether what is enumerated may stand alone: names may, else where few sentences beside theirs are likely."""
    index = investigator.index
    share = share_of_likely(index, investigation.evidence, items, _MOST_SENTENCES)
    return share >= _SHARE or are_names(quotes(index, items))


def _has_figure(words: str) -> bool:
    return any(map(str.isdigit, words))


def _in_order(pieces: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence as it stands in its documents, the one with the first piece first."""
    order = {piece.row.document_id: place for place, piece in reversed(list(enumerate(pieces)))}
    return sorted(pieces, key=lambda piece: (order[piece.row.document_id], piece.start))


def _within_sentences(
    investigator: Investigator, investigation: Investigation, near: Sequence[Evidence]
) -> list[Evidence]:
    """Return the items that are words of sentences; empty where there are none, and where each is asked something."""
    question, index = investigation.found.question, investigator.index
    reader = reader_for(question.language) if len(split_question(question.text)) == 1 else None
    if reader is None:
        return []
    named = _once(investigator, named_in(index, reader, question.text, near))
    if len(named) >= _FEWEST:
        return named
    items = enumerated_in(index, reader, question.text, near)
    if not _tell_all(investigator, investigation, items):
        return []
    # The best sentence stays whole where the items are out of others.
    return _once(investigator, [*items, *near[:1]]) if items else []


def _units(investigator: Investigator, investigation: Investigation, piece: Evidence) -> list[Evidence]:
    """Return a piece as what it consists of: an item whole, what announces a list apart from each of its items."""
    units = units_of(piece.row, investigator.index.chunks.text(piece.row))
    inside = [unit for unit in units if unit.start < piece.end and piece.start < unit.end]
    if not inside:
        return [piece]  # a title or a heading
    if len(inside) == 1 and inside[0].shape is not Shape.LIST:
        return [piece]
    return [_evidence(unit, investigation) for unit in inside]


def _completing(
    investigator: Investigator, investigation: Investigation, pieces: Sequence[Evidence], likely: Sequence[Evidence]
) -> list[Evidence]:
    """Return the items of the lists of which a good part answers: the others belong there, whatever they look like.

    Of a list that is announced one likely item is enough.
    """
    found: list[Evidence] = []
    for block in {b.key: b for p in (*pieces, *likely) for b in blocks_around(investigator.index, p.row)}.values():
        cited = {(p.row.id, p.start) for p in (likely if block.announced else pieces)}
        shared = sum((item.row.id, item.start) in cited for item in block.items)
        enough = 1 if block.announced else max(_FEWEST, _PART * len(block.items))
        if block.items[0].shape is Shape.LIST and shared >= enough:
            found += [_evidence(item, investigation) for item in block.items[:_MOST_ITEMS]]
    return found


def _once(investigator: Investigator, pieces: Sequence[Evidence]) -> list[Evidence]:
    words = dict(zip(map(id, pieces), quotes(investigator.index, pieces), strict=True))
    return without_repetition(pieces, lambda piece: words[id(piece)])


def _evidence(item: Item, investigation: Investigation) -> Evidence:
    """Return an item as evidence, with what is known of the sentence that it begins with."""
    for piece in investigation.evidence:
        if (piece.row.id, piece.start) == (item.row.id, item.start):
            return dataclasses.replace(piece, end=item.end, header=item.header, antecedent=None)
    return unscored(item.row, item.start, item.end, investigation.found.question, item.header)
