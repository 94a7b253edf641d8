"""Examples as they are put before the reader: cut to another length each time, now and then without the answer."""

import dataclasses
import random
from collections.abc import Iterable, Iterator, Sequence

from rag.reading.passage_text import PassageText, passage_text
from rag.training.reader.passage_examples import ReaderExample, ReadPassage

__all__ = ["asked", "cropped", "headed", "lesson", "paired", "without_answer"]

_WITHOUT = 0.25
"""The share of answerable questions that are read once with the answering sentences taken out, and that nothing answers
then: what is left is as near a miss as there can be."""

_CROPPED = 0.5
_FEWEST_WORDS, _MOST_WORDS = 25, 110
"""The share of passages that are cut to fewer sentences, and to how many words: an index's chunks are of any length."""

_HEADED = 0.04
_HEADING_WORDS = 14
"""The share of answering passages whose answer is put in front as a heading, when it is as short as one."""

_ASKED = 0.04
_ANSWER_WORDS = 20
"""The share of answering passages that have the question itself as their heading, as in pages of questions and answers,
and nothing but the answer below it, when it is as short as there."""


def lesson(example: ReaderExample, chance: random.Random) -> ReaderExample:
    """Return an example as it is read this time; what is judged alone, as it is."""
    if example.is_judged:
        return example
    if chance.random() < _WITHOUT and any(passage.right for passage in example.passages):
        example = without_answer(example)
    passages = []
    for passage in example.passages:
        if chance.random() < _HEADED:
            passage = headed(passage)
        elif chance.random() < _ASKED:
            passage = asked(example.question, passage)
        passages.append(cropped(passage, chance) if chance.random() < _CROPPED else passage)
    return dataclasses.replace(example, passages=tuple(passages))


def without_answer(example: ReaderExample) -> ReaderExample:
    """Return an example whose passages lack the sentences that answer; passages that say nothing then are left out.

    The whole is returned as it is when nothing would be left.
    """
    passages = []
    for passage in example.passages:
        kept = [unit for unit in range(passage.text.leads, len(passage.text.units)) if unit not in passage.right]
        if kept and not passage.right & set(range(passage.text.leads)):
            passages.append(ReadPassage(_only(passage.text, kept)) if passage.right else passage)
    return dataclasses.replace(example, passages=tuple(passages)) if passages else example


def cropped(passage: ReadPassage, chance: random.Random) -> ReadPassage:
    """Return a passage cut to some of its sentences, those that answer among them."""
    text = passage.text
    units = range(text.leads, len(text.units))
    if len(units) < 2:
        return passage
    right = sorted(unit for unit in passage.right if unit >= text.leads)
    anchor = chance.choice(units)
    first, last = (right[0], right[-1]) if right else (anchor, anchor)
    room = chance.randint(_FEWEST_WORDS, _MOST_WORDS) - _words(text, first, last)
    while room > 0 and (first > units[0] or last < units[-1]):
        before = first > units[0] and (last == units[-1] or chance.random() < 0.5)
        first, last = (first - 1, last) if before else (first, last + 1)
        room -= _words(text, first, first) if before else _words(text, last, last)
    return _kept(passage, range(first, last + 1))


def headed(passage: ReadPassage) -> ReadPassage:
    """Return a passage whose only answer, when it is short, stands in front as its heading; else the passage."""
    text = passage.text
    if len(passage.right) != 1 or passage.words or len(text.units) - text.leads < 2:
        return passage
    [unit] = passage.right
    if unit < text.leads or _words(text, unit, unit) > _HEADING_WORDS:
        return passage
    leads = [text.text[slice(*text.units[lead])] for lead in range(text.leads)]
    heading = text.text[slice(*text.units[unit])].strip()
    rest = _only(text, [other for other in range(text.leads, len(text.units)) if other != unit])
    front = "".join(f"{lead}{_ending(lead)}\n" for lead in leads)
    moved = len(heading) + len(_ending(heading)) + 1
    units = [*rest.units[: text.leads], (len(front), len(front) + len(heading))]
    units += [(first + moved, last + moved) for first, last in rest.units[text.leads :]]
    words = f"{front}{heading}{_ending(heading)}\n{rest.text[rest.start :]}"
    return ReadPassage(PassageText(words, tuple(units), text.leads + 1), frozenset([text.leads]))


def asked(question: str, passage: ReadPassage) -> ReadPassage:
    """Return the only sentence that answers, when it is short, below the question as its heading; else the passage."""
    text = passage.text
    if len(passage.right) != 1 or passage.words:
        return passage
    [unit] = passage.right
    if unit < text.leads or _words(text, unit, unit) > _ANSWER_WORDS:
        return passage
    leads = [text.text[slice(*text.units[lead])] for lead in range(text.leads)]
    answer = text.text[slice(*text.units[unit])]
    made = passage_text([*leads, question], answer, [(0, len(answer))])
    return ReadPassage(made, frozenset([made.leads]))


def paired(examples: Iterable[ReaderExample], chance: random.Random) -> Iterator[ReaderExample]:
    """Yield examples by chance, a question next to the one that is a word or two away from it."""
    by_id = {example.id: example for example in examples}
    twins: dict[str, list[ReaderExample]] = {}
    alone = []
    for example in by_id.values():
        if example.twin in by_id:
            twins.setdefault(example.twin, []).append(example)
        else:
            alone.append(example)
    chance.shuffle(alone)
    for example in alone:
        yield example
        yield from twins.get(example.id, ())


def _kept(passage: ReadPassage, units: Sequence[int]) -> ReadPassage:
    """Return a passage with only some of its sentences, which follow each other."""
    text = passage.text
    begin, end = text.units[units[0]][0], text.units[units[-1]][1]
    shift = begin - text.start
    kept = [
        *text.units[: text.leads],
        *[(first - shift, last - shift) for first, last in text.units[units[0] : units[-1] + 1]],
    ]
    right = {
        unit if unit < text.leads else unit - units[0] + text.leads
        for unit in passage.right
        if unit < text.leads or unit in units
    }
    words = [(a - shift, b - shift) for a, b in passage.words if begin <= a and b <= end]
    return ReadPassage(
        PassageText(text.text[: text.start] + text.text[begin:end], tuple(kept), text.leads),
        frozenset(right),
        tuple(words),
    )


def _only(text: PassageText, units: Sequence[int]) -> PassageText:
    """Return a passage's text with only some of its sentences, one a line."""
    words, spans = text.text[: text.start], list(text.units[: text.leads])
    for unit in units:
        sentence = text.text[slice(*text.units[unit])].strip()
        spans.append((len(words), len(words) + len(sentence)))
        words += sentence + " "
    return PassageText(words.rstrip(), tuple(spans), text.leads)


def _words(text: PassageText, first: int, last: int) -> int:
    return text.text[text.units[first][0] : text.units[last][1]].count(" ") + 1


def _ending(lead: str) -> str:
    return "" if lead.endswith((".", "?", "!", ":")) else "."
