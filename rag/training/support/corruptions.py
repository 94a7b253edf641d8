"""Ways to make a supported sentence say what its source does not, to test the check of support with."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.english.quantities import Quantity, QuantityKind, quantities
from rag.english.word_lists import AUXILIARIES, BASE_FORMS, FINITE_BE, any_of
from rag.english.words import Role, read_words

__all__ = ["CORRUPTIONS", "Scene", "name_spans", "negated"]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a corruption may draw on.

    Attributes:
        sentence: the supported one.
        paragraph: that it stands in.
        elsewhere: a paragraph of another document.
        chance: seeded by the question.
        half: which half of the word lists, 0 or 1: models are fitted with one and measured with the other.
    """

    sentence: str
    paragraph: str
    elsewhere: str
    chance: random.Random
    half: int


_UNITS = {
    "metres": "feet", "meters": "feet", "feet": "metres", "miles": "kilometres", "kilometres": "miles", "km": "miles",
    "mi": "km", "kilometers": "miles", "m": "km", "ft": "m", "inches": "centimetres", "acres": "hectares",
    "hours": "minutes", "minutes": "hours", "days": "weeks", "weeks": "months", "months": "years", "years": "months",
    "dollars": "euros", "pounds": "kilograms", "tons": "kilograms", "tonnes": "kilograms", "kg": "lb", "°C": "°F",
    "seconds": "minutes", "decades": "centuries", "percent": "million", "million": "thousand", "billion": "million",
    "mph": "km/h", "hectares": "acres", "centuries": "decades", "degrees": "metres",
}  # fmt: skip
_FLIPS = (
    ("more", "less"), ("less", "more"), ("most", "least"), ("largest", "smallest"), ("larger", "smaller"),
    ("before", "after"), ("after", "before"), ("first", "last"), ("last", "first"), ("increased", "decreased"),
    ("higher", "lower"), ("lower", "higher"), ("highest", "lowest"), ("above", "below"), ("north", "south"),
    ("south", "north"), ("east", "west"), ("west", "east"), ("northern", "southern"), ("southern", "northern"),
    ("eastern", "western"), ("western", "eastern"), ("won", "lost"), ("all", "none"), ("some", "all"),
    ("many", "few"), ("early", "late"), ("late", "early"), ("over", "under"), ("rose", "fell"), ("fewer", "more"),
    ("older", "younger"), ("longer", "shorter"), ("better", "worse"), ("increase", "decrease"), ("major", "minor"),
    ("began", "ended"), ("always", "sometimes"), ("every", "no"), ("defeated", "lost to"), ("decline", "growth"),
    ("strong", "weak"), ("rejected", "accepted"), ("accepted", "rejected"), ("maximum", "minimum"), ("both", "neither"),
)  # fmt: skip
_INVENTED = (
    ", and was widely praised by local critics.", ", which later inspired a popular television series.",
    ", and its owner retired to the coast soon afterwards.", ", although the neighbours protested against it.",
    ", and it remains popular with tourists from Asia.", ", because the insurance company had insisted on it.",
    ", which surprised most observers.", ", and the decision was celebrated with fireworks.",
)  # fmt: skip
_INVENTED_NUMBERS = (
    ", and it cost 4 million dollars.", ", and it was renewed in 1987.", ", about 35 percent of the total.",
    ", and 640 people attended.", ", after 17 months of work.", ", for a fee of 250 dollars.",
)  # fmt: skip
_AUXILIARY = re.compile(rf"\b({any_of((FINITE_BE | AUXILIARIES) - {'have', 'shall', 'may', 'might'})})\b(?! not| n)")
_BASE = {past: BASE_FORMS[past] for past in "became made took won held gave led began received".split()} | {
    "found": "find",
    "used": "use",
}
"""Common ones; the last two can be other words, and a question must not be made of them."""

_SIMPLE_PAST = re.compile(rf"(?<=[a-z] )({any_of(_BASE)})\b")
_NEGATION = re.compile(r"\b(?:not|never) |n't\b|\bno (?=[a-z])|\bneither ", re.IGNORECASE)
_NOT_ONLY = re.compile(
    r"\bnot (?:only|just|until|necessarily)|\bor not\b|\bno (?:longer|later|more) than", re.IGNORECASE
)
_HEDGE = re.compile(r"\b(?:may|might) (be|have)\b|\b(?:possibly|probably|perhaps|allegedly|reportedly|presumably) ")


def name_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of names of one to three words that do not open a sentence."""
    spans: list[tuple[int, int]] = []
    for word in read_words(text):
        if word.role is not Role.NAME or word.opens or len(word.text) < 3:
            continue
        if spans and spans[-1][1] + 1 == word.start and text[spans[-1][1]] == " ":
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    return [span for span in spans if len(text[slice(*span)].split()) <= 3]


def _number(scene: Scene) -> str:
    return _other_quantity(scene, (QuantityKind.AMOUNT, QuantityKind.SHARE))


def _year(scene: Scene) -> str:
    return _other_quantity(scene, (QuantityKind.YEAR,))


def _date(scene: Scene) -> str:
    for quantity in quantities(scene.sentence):
        if quantity.kind is QuantityKind.DATE:
            words = scene.sentence[quantity.start : quantity.end]
            day = str(int(quantity.value[1]))
            other = re.sub(rf"\b{day}", str(int(day) % 28 + 1), words, count=1)
            return _put(scene.sentence, quantity, other)
    return ""


def _other_quantity(scene: Scene, kinds: Sequence[QuantityKind]) -> str:
    """Put another value for one, of the paragraph or invented by turns."""
    ours = [q for q in quantities(scene.sentence) if q.kind in kinds and q.value[0] > 1]
    if not ours:
        return ""
    chosen = scene.chance.choice(ours)
    words = scene.sentence[chosen.start : chosen.end]
    present = {q.value for q in quantities(scene.sentence)}
    near = [scene.paragraph[q.start : q.end] for q in quantities(scene.paragraph)
            if q.kind is chosen.kind and q.value not in present and q.value[0] > 1]  # fmt: skip
    if near and scene.chance.random() < 0.5:
        return _put(scene.sentence, chosen, scene.chance.choice(near))
    digits = re.search(r"\d+", words)
    if not digits:
        return _put(
            scene.sentence, chosen, scene.chance.choice([w for w in ("seven", "thirty", "nine") if w != words.lower()])
        )
    step = scene.chance.choice([1, 2, 3, 7, 10])
    changed = words[: digits.start()] + str(int(digits[0]) + step) + words[digits.end() :]
    return "" if any(q.value in present for q in quantities(changed)) else _put(scene.sentence, chosen, changed)


def _put(sentence: str, quantity: Quantity, other: str) -> str:
    return sentence[: quantity.start] + other + sentence[quantity.end :]


def _numbers_swapped(scene: Scene) -> str:
    """Exchange two values of one kind in the sentence."""
    found = [
        q
        for q in quantities(scene.sentence)
        if q.kind in (QuantityKind.AMOUNT, QuantityKind.YEAR, QuantityKind.SHARE) and q.value[0] > 1
    ]
    for first, second in pairwise(found):
        between = scene.sentence[first.end : second.start]
        if first.kind is second.kind and first.value != second.value and len(between.split()) > 2:
            return _crossed(scene.sentence, (first.start, first.end), (second.start, second.end))
    return ""


def _names_swapped(scene: Scene) -> str:
    """Exchange two names of the sentence that no mere list joins."""
    spans = name_spans(scene.sentence)
    for first, second in pairwise(spans):
        between = scene.sentence[first[1] : second[0]]
        if (
            re.search(r" [a-z]{3,}", re.sub(r" (?:and|or|nor) ", " ", between))
            and "," not in between
            and "(" not in between
        ):
            one, two = scene.sentence[slice(*first)], scene.sentence[slice(*second)]
            if not set(one.split()) & set(two.split()):
                return _crossed(scene.sentence, first, second)
    return ""


def _crossed(text: str, one: tuple[int, int], two: tuple[int, int]) -> str:
    return text[: one[0]] + text[slice(*two)] + text[one[1] : two[0]] + text[slice(*one)] + text[two[1] :]


def _unit(scene: Scene) -> str:
    found = re.search(rf"(?<=\d)([ -])({'|'.join(_UNITS)})\b", scene.sentence)
    return scene.sentence[: found.start(2)] + _UNITS[found[2]] + scene.sentence[found.end(2) :] if found else ""


def _name_of(text: str, scene: Scene) -> str:
    spans = name_spans(scene.sentence)
    known = {word.term for word in read_words(scene.sentence)}
    others = [text[slice(*span)] for span in name_spans(text)]
    others = [name for name in others if not known & {word.term for word in read_words(name)}]
    if not spans or not others:
        return ""
    start, end = scene.chance.choice(spans)
    return scene.sentence[:start] + scene.chance.choice(others) + scene.sentence[end:]


def _name_near(scene: Scene) -> str:
    return _name_of(scene.paragraph, scene)


def _name_far(scene: Scene) -> str:
    return _name_of(scene.elsewhere, scene)


def negated(scene: Scene) -> str:
    """Return the sentence with its first verb denied; empty where that cannot be told."""
    if found := _AUXILIARY.search(scene.sentence):
        denial = scene.chance.choice(["not", "never", "not"])
        return f"{scene.sentence[: found.end()]} {denial}{scene.sentence[found.end() :]}"
    if found := _SIMPLE_PAST.search(scene.sentence):
        return f"{scene.sentence[: found.start()]}did not {_BASE[found[0]]}{scene.sentence[found.end() :]}"
    return ""


def _negation_removed(scene: Scene) -> str:
    if _NOT_ONLY.search(scene.sentence) or len(_NEGATION.findall(scene.sentence)) != 1:
        return ""
    changed = re.sub(r"\b([Cc])an(?:not|'t)\b", r"\1an", _NEGATION.sub("", scene.sentence))
    return changed[0].upper() + changed[1:]


def _flipped(scene: Scene) -> str:
    found = [(m.span(), other) for word, other in _FLIPS for m in re.finditer(rf"\b{word}\b", scene.sentence)]
    if not found:
        return ""
    (start, end), other = scene.chance.choice(found)
    return scene.sentence[:start] + other + scene.sentence[end:]


def _surer(scene: Scene) -> str:
    if not (found := _HEDGE.search(scene.sentence)):
        return ""
    verb = {"be": "is", "have": "has", None: ""}[found[1]]
    return scene.sentence[: found.start()] + verb + scene.sentence[found.end() :]


def _invented(scene: Scene) -> str:
    return scene.sentence.rstrip(" .") + scene.chance.choice(_INVENTED[scene.half :: 2])


def _invented_number(scene: Scene) -> str:
    return scene.sentence.rstrip(" .") + scene.chance.choice(_INVENTED_NUMBERS[scene.half :: 2])


CORRUPTIONS: Sequence[tuple[str, Callable[[Scene], str]]] = (
    ("number swapped", _number),
    ("year swapped", _year),
    ("date swapped", _date),
    ("unit swapped", _unit),
    ("two numbers swapped", _numbers_swapped),
    ("name of the paragraph", _name_near),
    ("name from elsewhere", _name_far),
    ("two names swapped", _names_swapped),
    ("negation added", negated),
    ("negation removed", _negation_removed),
    ("comparison flipped", _flipped),
    ("hedge removed", _surer),
    ("clause invented", _invented),
    ("clause with a number invented", _invented_number),
)
"""Name and function, which returns an empty string where it has nothing to change."""
