"""Other ways to write a sentence that say the same, to test the check of support with."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.text.forms.dates import MONTHS
from rag.english.quantities import QuantityKind, quantities
from rag.english.word_lists import NUMBER_WORDS

__all__ = ["REWORDINGS", "Rewordable"]


@dataclass(frozen=True, slots=True)
class Rewordable:
    """A sentence to be written another way.

    Attributes:
        sentence: the cited one.
        title: of its document.
        chance: seeded by the question.
        half: which half of the word lists, 0 or 1: models are fitted with one and measured with the other.
    """

    sentence: str
    title: str
    chance: random.Random
    half: int


_LEAD_INS = (
    "According to the report, ", "As the text says, ", "The passage states that ", "The sources show that ",
    "In short, ", "According to the article, ", "The document says that ", "Specifically, ",
)  # fmt: skip
_SYNONYMS = (
    ("began", "started"), ("large", "big"), ("big", "large"), ("approximately", "about"), ("about", "roughly"),
    ("also", "additionally"), ("located", "situated"), ("founded", "established"), ("established", "founded"),
    ("built", "constructed"), ("constructed", "built"), ("important", "significant"), ("significant", "important"),
    ("however", "but"), ("many", "numerous"), ("numerous", "many"), ("called", "known as"), ("purchased", "bought"),
    ("often", "frequently"), ("usually", "generally"), ("such as", "like"), ("because", "since"), ("people", "persons"),
    ("help", "assist"), ("used", "employed"), ("main", "principal"), ("area", "region"), ("region", "area"),
    ("shows", "demonstrates"), ("ended", "finished"), ("created", "made"), ("near", "close to"), ("received", "got"),
    ("several", "a number of"), ("primarily", "mainly"), ("city", "town"), ("rapidly", "quickly"), ("war", "conflict"),
    ("required", "needed"), ("wealthy", "rich"), ("children", "kids"), ("allow", "permit"), ("contains", "holds"),
)  # fmt: skip
_CONTRACTED = (
    (r"\b(is|are|was|were|does|do|did|has|have|had|would|could|should) not\b", r"\1n't"), (r"\bcannot\b", "can't"),
    (r"\b([Ii]t|[Tt]hat|[Hh]e|[Ss]he) is\b", r"\1's"), (r"\b([Tt]hey|[Ww]e) are\b", r"\1're"),
    (r"\bwill not\b", "won't"),
)  # fmt: skip
_WORD_OF = {value: word for word, value in NUMBER_WORDS.items()}
_PRONOUN = re.compile(r"^(?:He|She|It|They)\b(?!')(?= (?:was|is|were|are|had|has|have|also|[a-z]+ed|can|could|will)\b)")
_PARENTHESIS = re.compile(r"\s*\([^()]{3,}\)")
_MIDDLE = re.compile(r", (?:which|who|where|whose|including|such as|a|an|the) [^,;()]{5,60},")
_FRONT = re.compile(r"^(?:In|During|After|Before|At|On|By|When|While|Although|Since|Under|With) [^,;()]{5,80}, (?=\w)")
_BACK = re.compile(r", (?:which|who|where|including|such as|while|although|with|making|as well as) [^;()]{5,}(?=\.$)")
_DENIES = re.compile(r"\b(?:if|unless|not|never|no)\b", re.IGNORECASE)


def _lead_in(draft: Rewordable) -> str:
    """Put words in front that say where it is from."""
    sentence = draft.sentence
    first = sentence.split()[0]
    common = first.lower() in {"the", "a", "an", "in", "it", "he", "she", "they", "this", "these", "there", "by", "at"}
    return draft.chance.choice(_LEAD_INS[draft.half :: 2]) + (
        sentence[0].lower() + sentence[1:] if common else sentence
    )


def _synonym(draft: Rewordable) -> str:
    """Put other words of the same meaning for at most two."""
    sentence = draft.sentence
    changed = 0
    for word, other in _SYNONYMS[draft.half :: 2]:
        if changed < 2 and re.search(rf"\b{word}\b", sentence):
            sentence, changed = re.sub(rf"\b{word}\b", other, sentence, count=1), changed + 1
    return sentence if changed else ""


def _contraction(draft: Rewordable) -> str:
    """Contract, or write out."""
    sentence = draft.sentence
    for pattern, other in _CONTRACTED:
        if re.search(pattern, sentence):
            return re.sub(pattern, other, sentence, count=1)
    return sentence.replace("n't ", " not ", 1) if re.search(r"(?<!ca)(?<!wo)n't ", sentence) else ""


def _reformat(draft: Rewordable) -> str:
    """Write one number or date another way."""
    sentence = draft.sentence
    for quantity in quantities(sentence):
        words = sentence[quantity.start : quantity.end]
        other = _other_form(words, quantity.kind, quantity.value)
        if other and other != words:
            return sentence[: quantity.start] + other + sentence[quantity.end :]
    return ""


def _other_form(words: str, kind: QuantityKind, value: tuple[float, ...]) -> str:
    if kind is QuantityKind.DATE and len(value) > 2:
        month, day, year = (int(part) for part in value)
        shapes = (f"{day} {MONTHS[month - 1]} {year}", f"{MONTHS[month - 1]} {day}, {year}")
        return shapes[words[0].isdigit() and 1]
    if kind is QuantityKind.DATE:
        month, day = (int(part) for part in value)
        return f"{MONTHS[month - 1]} {day}" if words[0].isdigit() else f"{day} {MONTHS[month - 1]}"
    if kind is QuantityKind.SHARE:
        number = words.rstrip("%").split()[0]
        return f"{number} percent" if words.endswith("%") else f"{number}%"
    amount = value[0]
    if kind is not QuantityKind.AMOUNT or words.startswith(("$", "£", "€")) or words.lower() == "one":
        return ""
    if amount == int(amount) and 2 <= amount <= 20:
        return _WORD_OF[int(amount)] if words.isdigit() else str(int(amount))
    if amount >= 1e6 and amount == int(amount):
        return f"{int(amount):,}" if "illion" in words else f"{amount / 1e6:g} million"
    return f"{int(amount):,}" if amount >= 1e4 and amount == int(amount) and "," not in words else ""


def _pronoun(draft: Rewordable) -> str:
    """Put the title for the pronoun that opens the sentence."""
    sentence = draft.sentence
    return _PRONOUN.sub(draft.title, sentence) if draft.title and _PRONOUN.search(sentence) else ""


def _dropped(draft: Rewordable) -> str:
    """Leave out a parenthesis or a subordinate clause."""
    sentence = draft.sentence
    for pattern, other in ((_PARENTHESIS, ""), (_MIDDLE, ""), (_BACK, ""), (_FRONT, "")):
        match = pattern.search(sentence)
        if match and not _DENIES.search(match[0]):
            rest = pattern.sub(other, sentence, count=1)
            return rest[0].upper() + rest[1:] if len(rest.split()) > 4 else ""
    return ""


REWORDINGS: Sequence[tuple[str, Callable[[Rewordable], str]]] = (
    ("clause dropped", _dropped),
    ("number or date reformatted", _reformat),
    ("contraction", _contraction),
    ("lead-in", _lead_in),
    ("synonym", _synonym),
    ("pronoun resolved", _pronoun),
)
"""Name and function, which returns an empty string where it has nothing to change."""
