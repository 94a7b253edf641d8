"""What two sides of a comparison count: which has more, and whether one alone says anything."""

from collections.abc import Sequence

from rag.english.quantities import Quantity, QuantityKind, quantities
from rag.english.word_lists import OF_SIZE, QUESTION_WORDS
from rag.english.words import read_words
from rag.evidence.doubts.values import asked_kinds, value_words

__all__ = ["larger_figure", "only_one_has_values"]


def larger_figure(question: str, groups: Sequence[str], quotes: Sequence[str]) -> str:
    """Return which of two sides has the larger figure, with both; empty where none was asked for or it cannot be told.

    It can where the first sentences of both have one figure each that can be compared: a share, or an amount of the
    same unit.

    Args:
        question: in words.
        groups: what each quote stands under.
        quotes: as many.
    """
    if QuantityKind.AMOUNT not in asked_kinds(question) and OF_SIZE.isdisjoint(
        word.lower for word in read_words(question)
    ):
        return ""
    first = dict(zip(groups, quotes, strict=True))
    names = [name for name in dict.fromkeys(groups) if name and name.split()[0].lower() not in QUESTION_WORDS]
    if len(names) != 2 or len(first) != 2:
        return ""
    mine, other = (quantities(first[name]) for name in names)
    pairs = [(one, two) for one in mine for two in other if _comparable(one, two)]
    if len(pairs) != 1 or pairs[0][0].value == pairs[0][1].value:
        return ""
    told = [
        (value.value[0], name, value_words(first[name], value)) for name, value in zip(names, pairs[0], strict=True)
    ]
    (_, _, least), (_, name, most) = sorted(told)
    return f"“{name}” has the larger figure: {most}, beside {least}."


def only_one_has_values(question: str, groups: Sequence[str], quotes: Sequence[str]) -> str:
    """Return that one side alone says what was asked for; empty where no values were, or others have some too.

    Args:
        question: in words.
        groups: what each quote stands under.
        quotes: as many.
    """
    kinds = asked_kinds(question)
    names = set(groups)
    if not kinds or len(names) < 2 or "" in names:
        return ""
    telling = {
        group
        for group, quote in zip(groups, quotes, strict=True)
        if any(value.kind in kinds for value in quantities(quote))
    }
    return f"Only “{telling.pop()}” has a value for it." if len(telling) == 1 else ""


def _comparable(one: Quantity, two: Quantity) -> bool:
    if one.kind is not two.kind:
        return False
    return one.kind is QuantityKind.SHARE or (one.kind is QuantityKind.AMOUNT and bool(one.units & two.units))
