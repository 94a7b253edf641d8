"""What a step of the training costs: passages beside their questions in tokens, and the loss of judging them."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from index.encoding.bundled.onnx_model import Tokens
from rag.reading.passage_text import token_units
from rag.training.bert.bert_model import pad
from rag.training.reader.passage_examples import ReaderExample, ReadPassage
from rag.training.reader.reader_model import PassageReader

__all__ = ["Lesson", "in_tokens", "loss"]

_PASSAGE_WEIGHT = 0.5
_UNIT_WEIGHT = 0.5
_SPAN_WEIGHT = 0.15
_NOTHING = -1e4


@dataclass(frozen=True, slots=True)
class Lesson:
    """A passage beside its question, in tokens.

    Attributes:
        ids: of the tokens.
        types: 0 for the question's, 1 for the passage's.
        units: the unit that each token lies in, -1 for none.
        right: whether each unit answers.
        words: first and last token of the words that answer; None where nothing says them.
        supports: whether the passage supports the claim that is read beside it; None of a question.
        affirms: whether it answers the question with yes; None where that is not asked.
    """

    ids: list[int]
    types: list[int]
    units: list[int]
    right: list[bool]
    words: tuple[int, int] | None
    supports: bool | None = None
    affirms: bool | None = None

    @property
    def answers(self) -> bool:
        """Whether the passage answers."""
        return any(self.right)


def in_tokens(tokenizer: Tokenizer, example: ReaderExample, passage: ReadPassage) -> Lesson:
    """Return a passage of an example beside its question in tokens; units that were cut off answer nothing."""
    tokens = tokenizer.encode(example.question, passage.text.text)
    units = token_units(tokens, passage.text.units).tolist()
    there = set(units)
    right = [unit in passage.right and unit in there for unit in range(len(passage.text.units))]
    words = _words_in(tokens, passage) if any(right) and not example.is_judged else None
    return Lesson(tokens.ids, tokens.type_ids, units, right, words, example.supported, example.affirmed)


def loss(reader: PassageReader, step: Sequence[Sequence[Lesson]]) -> Tensor:
    """Return the loss of a step: of choosing the passage, or none; the sentence, or none; and the words.

    Args:
        reader: to be trained.
        step: the passages of each question.
    """
    flat = [lesson for some in step for lesson in some]
    passages, units, spans, judged = _read(reader, flat)
    total = torch.zeros(())
    place = 0
    for some in step:
        mine = slice(place, place + len(some))
        place += len(some)
        said = [(head, is_so) for head, is_so in enumerate((some[0].supports, some[0].affirms)) if is_so is not None]
        for head, is_so in said:
            wanted = torch.full((len(some),), float(is_so))
            total = total + functional.binary_cross_entropy_with_logits(judged[mine, head], wanted)
        if said:
            continue
        answers = torch.tensor([each.answers for each in some])
        total = total + _choosing(passages[mine], answers)
        total = total + _PASSAGE_WEIGHT * functional.binary_cross_entropy_with_logits(passages[mine], answers.float())
        right = torch.tensor([unit for each in some for unit in each.right])
        logits = torch.cat(units[mine])
        total = total + _choosing(logits, right)
        of_those_that_answer = torch.tensor([each.answers for each in some for _ in each.right])
        if of_those_that_answer.any():
            total = total + _UNIT_WEIGHT * functional.binary_cross_entropy_with_logits(
                logits[of_those_that_answer], right[of_those_that_answer].float()
            )
    return total / len(step) + _SPAN_WEIGHT * spans


def _choosing(logits: Tensor, right: Tensor) -> Tensor:
    """Return the loss of choosing what is right among some and none of them, whose logit is 0."""
    everything = torch.cat([logits, torch.zeros(1)])
    chosen = logits[right] if right.any() else torch.zeros(1)
    return torch.logsumexp(everything, 0) - torch.logsumexp(chosen, 0)


def _read(reader: PassageReader, lessons: Sequence[Lesson]) -> tuple[Tensor, list[Tensor], Tensor, Tensor]:
    """Return what is made of passages beside questions.

    Each passage's logit; those of its units; the mean loss of finding the words; and logits that it supports a claim
    and that it says yes, (passages, 2).
    """
    order = sorted(range(len(lessons)), key=lambda place: len(lessons[place].ids))
    portion = -(-len(order) // _PORTIONS)
    passages: dict[int, Tensor] = {}
    judged: dict[int, Tensor] = {}
    units: dict[int, Tensor] = {}
    spans: list[Tensor] = []
    for first in range(0, len(order), portion):
        places = order[first : first + portion]
        some = [lessons[place] for place in places]
        ids = pad([each.ids for each in some], 0)
        present = pad([[1] * len(each.ids) for each in some], 0).bool()
        pooled, states = reader(ids, pad([each.types for each in some], 0), present)
        pooled = reader.dropout(pooled)
        logits = reader.answers(pooled)[:, 0].float()
        of_heads = torch.cat([reader.supports(pooled), reader.affirms(pooled)], dim=1).float()
        of_units = reader.unit_logits(
            states, pad([each.units for each in some], -1), max(len(e.right) for e in some)
        ).float()
        for row, place in enumerate(places):
            passages[place], units[place] = logits[row], of_units[row, : len(some[row].right)]
            judged[place] = of_heads[row]
            words = some[row].words
            if words is not None:
                found = reader.span(reader.dropout(states[row, : len(some[row].ids)])).float()
                outside = torch.tensor(some[row].units) < 0
                found = found.masked_fill(outside[:, None], _NOTHING)
                spans.append(functional.cross_entropy(found.T, torch.tensor(words)))
    whole = torch.stack([passages[place] for place in range(len(lessons))])
    lost = torch.stack(spans).mean() if spans else torch.zeros(())
    of_heads = torch.stack([judged[place] for place in range(len(lessons))])
    return whole, [units[place] for place in range(len(lessons))], lost, of_heads


_PORTIONS = 3
"""Passages of about one length are read together, which pads less."""


def _words_in(tokens: Tokens, passage: ReadPassage) -> tuple[int, int] | None:
    """Return the first and last token of the first words that answer."""
    for begin, end in passage.words:
        hit = [
            place
            for place, (first, last) in enumerate(tokens.offsets)
            if tokens.type_ids[place] == 1 and first < end and begin < last
        ]
        if hit:
            return hit[0], hit[-1]
    return None
