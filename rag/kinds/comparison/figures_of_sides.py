"""What two sides of a comparison count: which has more, and whether one alone says anything."""

from collections.abc import Mapping, Sequence

from index.search.analysis import analyse
from index.text.lines import is_record
from rag.english.quantities import NAMES_PRICE, PRICE, Quantity, QuantityKind, quantities
from rag.english.word_lists import OF_PRICE, QUESTION_WORDS
from rag.english.words import read_words
from rag.evidence.doubts.values import asked_kinds, value_words
from rag.kinds.comparison.asked.sides import speaks_of_size

__all__ = ["larger_figure", "only_one_has_values"]


def larger_figure(question: str, groups: Sequence[str], quotes: Sequence[str]) -> str:
    """Return which of two sides has the larger figure, with both; empty where none was asked for or it cannot be told.

    It can where the first sentences of both have one figure each that can be compared: a share, or an amount of the
    same unit, and of money where it is asked which costs more. Of rows with named fields it is the field that is asked
    for, whatever the others count.

    Args:
        question: in words.
        groups: what each quote stands under.
        quotes: as many; rows with the names of their cells, as ``cells_with_names`` writes them.
    """
    if QuantityKind.AMOUNT not in asked_kinds(question) and not speaks_of_size(question):
        return ""
    first = dict(zip(groups, quotes, strict=True))
    names = [name for name in dict.fromkeys(groups) if name and name.split()[0].lower() not in QUESTION_WORDS]
    if len(names) != 2 or len(first) != 2:
        return ""
    asks_price = _asks_price(question)
    rows = [_fields(first[name]) for name in names]
    if all(rows):
        told = _of_field(question, names, rows, asks_price=asks_price)
    else:
        told = _of_sentences(names, [first[name] for name in names], asks_price=asks_price)
    if len(told) != 2 or told[0][0] == told[1][0]:
        return ""
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


def _of_sentences(names: Sequence[str], sentences: Sequence[str], *, asks_price: bool) -> list[tuple[float, str, str]]:
    """Return value, side and words of the one figure of each of two sentences that can be compared; else nothing."""
    mine, other = map(quantities, sentences)
    pairs = [(one, two) for one in mine for two in other if _comparable(one, two)]
    if len(pairs) != 1:
        return []
    words = [value_words(sentence, value) for sentence, value in zip(sentences, pairs[0], strict=True)]
    if asks_price and not all(map(PRICE.search, words)):
        return []
    return [(value.value[0], name, said) for value, name, said in zip(pairs[0], names, words, strict=True)]


def _of_field(
    question: str, names: Sequence[str], rows: Sequence[Mapping[str, str]], *, asks_price: bool
) -> list[tuple[float, str, str]]:
    """Return value, side and words of the field of both rows that a question asks for; nothing where none is told."""
    asked = set(analyse(question))
    common = [field for field in rows[0] if field in rows[1]]
    meant = [field for field in common if asks_price and NAMES_PRICE.search(field)]
    meant = meant or [field for field in common if not asked.isdisjoint(analyse(field))]
    if len(meant) != 1:
        return []
    told = []
    for name, row in zip(names, rows, strict=True):
        values = [each for each in quantities(row[meant[0]]) if each.kind in (QuantityKind.AMOUNT, QuantityKind.SHARE)]
        if len(values) != 1:
            return []
        told.append((values[0].value[0], name, row[meant[0]].strip()))
    return told


def _asks_price(question: str) -> bool:
    words = {word.lower for word in read_words(question)}
    return not OF_PRICE.isdisjoint(words) or NAMES_PRICE.search(question) is not None


def _fields(quote: str) -> Mapping[str, str]:
    """Return the values of a row by the names of its fields, where it is written with them: “Item: Nails; Price: 3”."""
    parts = quote.split("; ")
    if len(parts) < 2 or not all(map(is_record, parts)):
        return {}
    return {name.strip(): value for name, _, value in (part.partition(":") for part in parts)}


def _comparable(one: Quantity, two: Quantity) -> bool:
    if one.kind is not two.kind:
        return False
    return one.kind is QuantityKind.SHARE or (one.kind is QuantityKind.AMOUNT and bool(one.units & two.units))
