"""What a question names by the words above or before it: a section by its heading, items by their label."""

import re
from collections.abc import Sequence
from functools import partial

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from index.store import Index
from index.text.headings import innermost
from rag.english.word_lists import ASKS_FOR_THE_GIST, FUNCTION_WORDS, GENERAL_VERBS
from rag.evidence.doubts.recency.editions import edition_of
from rag.evidence.doubts.recency.ordering import newer_versions_first
from rag.kinds.lists.list_items import Item, ListBlock, Shape, blocks_around, units_of, words_of
from rag.retrieval.candidates import Candidate

__all__ = ["asked_section", "is_headed", "labelled_items", "named_section"]

_SAYS_LITTLE = frozenset(analyse(" ".join(FUNCTION_WORDS)))
_SORTS = frozenset(
    "kind kinds sort sorts type types case cases occasion occasions circumstances reason reasons".split()
)
"""What a list is asked for by: “on which occasions”, “what kinds of”."""

_ASKING = frozenset(analyse(" ".join(GENERAL_VERBS | ASKS_FOR_THE_GIST | _SORTS)))
_FEWEST = 2
_MOST = 12
"""Of the units of a section: a longer one says much else, unless what it has more are items of lists."""

_MOST_ITEMS = 30

_OPENING = 300
"""Characters in which a document says what it is about."""

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"^\W*\d+(?:\.\d+)*[.)]?\s+")
_LABEL = re.compile(r"\W*([^\W\d_][\w-]*(?: [\w-]+){0,2}):\s+(?=\S)")
"""“• Fixed: …”, “Decision: …”: a word or three before what an item says."""


def named_section(index: Index, question: str, candidates: Sequence[Candidate]) -> tuple[Item, ...]:
    """Return what stands under the first heading of which a question has all words that tell something; else nothing.

    Args:
        index: within one snapshot.
        question: its words.
        candidates: passages whose headings are looked at, best first.
    """
    asked = frozenset(analyse(question))
    headed = (candidate.row for candidate in candidates if is_headed(candidate.row, asked))
    return next(filter(None, (_section(index, row) for row in headed)), ())


def asked_section(index: Index, question: str, candidates: Sequence[Candidate]) -> ListBlock | None:
    """Return what stands below the first heading that has all of a question, or has it with its title; None if none.

    “What are the rules of the mill?” is answered by the items, or the rows, under “Rules” in “The mill”; where the
    heading has all of it by itself, as in “Which events are there?”, by whatever stands there. A list alone under its
    heading has all of it too where the heading or what announces it says a part, and the title or where the document
    begins the rest: “Which stops will the ferry make?” is answered by the items below “It calls at these stops:”.

    Args:
        index: within one snapshot.
        question: its words.
        candidates: passages whose headings are looked at, best first.
    """
    said = frozenset(analyse(question))
    asked = said - _SAYS_LITTLE - _ASKING
    rows = [candidate.row for candidate in candidates]
    headed = [row for row in rows if _has_all(row, asked, said)]
    # “Who must not use it?” asks for what stands below “Do not use it”, and not below “How to use it”.
    headed.sort(key=lambda row: -len(said.intersection(analyse(_unnumbered(row.heading)))))
    for row in (
        *newer_versions_first(question, headed, partial(edition_of, index)),
        *(row for row in rows if row not in headed),
    ):
        inner = frozenset(analyse(_unnumbered(row.heading)))
        blocks = [block for block in blocks_around(index, row) if block.items[0].row.heading == row.heading]
        is_one = len(blocks) == 1 and len(blocks[0].items) <= _MOST
        if row in headed:
            if is_one:
                return blocks[0]
            beyond_title = asked if len(blocks) <= 1 else asked.difference(analyse(row.title))
            if beyond_title <= inner and (units := _section(index, row)):
                return ListBlock(units, None, announced=False, whole=True)
        elif is_one and asked and _is_announced(index, blocks[0], asked):
            return blocks[0]
    return None


def _is_announced(index: Index, block: ListBlock, asked: frozenset[str]) -> bool:
    """Tell whether what stands right above a list says a part of what is asked, and its document's beginning the rest.

    No more of a heading may be something else than is asked for.
    """
    row = block.items[0].row
    opening = index.documents.opening(row.document_id, row.version, _OPENING)
    inner = frozenset() if row.heading == row.title else frozenset(analyse(innermost(row.heading)))
    announced = frozenset(analyse(words_of(index, block.before))) if block.before and block.announced else frozenset()
    beyond_title = asked - frozenset(analyse(row.title))
    met = beyond_title & inner
    here = announced | (inner if len(inner - asked - _SAYS_LITTLE) <= len(met) else frozenset())
    return bool(beyond_title & here) and beyond_title <= here | frozenset(analyse(opening))


def _has_all(row: ChunkRow, asked: frozenset[str], said: frozenset[str]) -> bool:
    """Tell whether the heading of a chunk has all that is asked, or has it together with its title.

    Args:
        row: the chunk.
        asked: terms that tell what is asked about.
        said: all terms of the question.
    """
    above = frozenset(analyse(f"{_unnumbered(row.heading)} {row.title}"))
    return asked <= above and (is_headed(row, said) or _is_nearly_headed(row, asked))


def _is_nearly_headed(row: ChunkRow, asked: frozenset[str]) -> bool:
    """Tell whether a heading has several words of a question, and but one more: “Possible side effects”."""
    inner = innermost(row.heading)
    terms = frozenset(analyse(_unnumbered(row.heading))) - _SAYS_LITTLE
    return inner != row.title and len(terms & asked) >= _FEWEST and len(terms - asked) <= 1


def _section(index: Index, row: ChunkRow) -> tuple[Item, ...]:
    """Return all units below the heading of a row; none where there are too few or too many for a list."""
    units = [unit for unit in _units(index, row.document_id) if unit.row.heading == row.heading]
    beside_lists = sum(unit.shape is not Shape.LIST for unit in units)
    return tuple(units) if beside_lists <= _MOST and _FEWEST <= len(units) <= _MOST_ITEMS else ()


def labelled_items(index: Index, question: str, candidates: Sequence[Candidate]) -> tuple[Item, ...]:
    """Return the units of one document that all begin with a label that a question has the words of; else nothing.

    Args:
        index: within one snapshot.
        question: its words.
        candidates: passages whose labels are looked at, best first.
    """
    asked = frozenset(analyse(question))
    for row in (candidate.row for candidate in candidates):
        labels = {_label(words_of(index, unit)) for unit in units_of(row, index.chunks.text(row))}
        for label in sorted(label for label in labels if _is_named(label, asked)):
            units = [unit for unit in _units(index, row.document_id) if _label(words_of(index, unit)) == label]
            if len(units) >= _FEWEST:
                return tuple(_of_numbers(question, units))
    return ()


def is_headed(row: ChunkRow, asked: frozenset[str]) -> bool:
    """Tell whether a question has all words of a chunk's innermost heading that tell something.

    Args:
        row: the chunk; its document's title is no heading.
        asked: terms of the question.
    """
    inner = innermost(row.heading)
    return inner != row.title and _is_named(_unnumbered(row.heading), asked)


def _unnumbered(heading: str) -> str:
    """Return the innermost of some headings without its number: “§ 6 Fees”, “2.1 Fees” and “3. Fees” are “Fees”."""
    inner = innermost(heading)
    return _NUMBER.sub("", inner) or inner


def _of_numbers(question: str, units: list[Item]) -> list[Item]:
    """Return the units below the headings that have a number of the question, such as a year; all where none tells."""
    headings = [frozenset(_WORD.findall(unit.row.heading)) for unit in units]
    numbers = [word for word in _WORD.findall(question) if word[0].isdigit()]
    telling = [number for number in numbers if any(number in heading for heading in headings)]
    kept = [u for u, heading in zip(units, headings, strict=True) if all(number in heading for number in telling)]
    return kept or units


def _is_named(words: str, asked: frozenset[str]) -> bool:
    """Tell whether a question has all words of a label or heading that tell something."""
    terms = frozenset(analyse(words)) - _SAYS_LITTLE
    return bool(terms) and terms <= asked


def _label(text: str) -> str:
    match = _LABEL.match(text)
    return match[1].casefold() if match else ""


def _units(index: Index, document_id: str) -> list[Item]:
    rows: list[ChunkRow] = list(index.chunks.get(index.chunks.ids_of([document_id])).values())
    rows.sort(key=lambda row: row.start)
    return [unit for row in rows for unit in units_of(row, index.chunks.text(row))]
