"""What raised and lowered letters mean: marks of notes, which are left out, or powers, charges and formulas."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from index.parse.pdf.raised.letters import Height

__all__ = ["LetterRun", "is_mark_alone", "labels_of", "runs_of", "written"]

_PLAIN = "0123456789+-=()abcdefghijklmnoprstuvwxyz"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
_TO_RAISED = str.maketrans(_PLAIN + "−–", _RAISED + "⁻⁻")
_TO_LOWERED = str.maketrans(_PLAIN[: len(_LOWERED)] + "−–", _LOWERED + "₋₋")
_RAISED_DIGITS = dict(zip(_RAISED[:10], _PLAIN[:10], strict=True))
"""What is raised already in the letters themselves."""

_MARK = re.compile(r"[\[(]?\d{1,3}(?:[,;–−-]{1,2}\d{1,3}){0,9}[\])]?[,;.]{0,2}")
"""Of one note or of several."""

_CHARGE = re.compile(r"\d{0,2}[+−–-]{1,3}")
_SIGNED = re.compile(r"[+−–-]\d{1,4}")
_LENGTH = re.compile(r"(?<![^\W_])(?:[kcdhmnµμ]?m|ft|yd|mi)$")
_OTHER_UNIT = re.compile(r"(?:[\d/·⋅]|^)(?:in|s|sec|min|h|kg|A|V|K)$")
_POWERS = ("2", "3", "4")
_VARIABLE = re.compile(r"(?<![^\W_])(?:[^\W\d_]|[b-df-hj-np-tv-z]{2})$")
"""A letter alone, or two that make no syllable: mc."""

_TEN = re.compile(r"(?P<times>[×x·⋅*]\s?)?(?<![\d.,])10$")
_OPERATORS = ("=", "×", "·", "⋅", "≈", "±", "∝", "≤", "≥", "<", ">")
_WORKED_OUT = re.compile(r"[=×·⋅≈±≤≥<>^+*/][^\W_]{1,4}$")
_CURRENCIES = ("$", "€", "£", "¥")
_PRICE = re.compile(r"[$€£¥]\d[\d.,]*$")
_HOURS = ("uhr", "h")
_NOTED = re.compile(r"(?:\d{2}|\w{4}|[.,;:!?)\]”’\"»])$")
"""What a raised letter is the mark of a note behind, and no ordinal or abbreviation."""

_ROMAN = re.compile("[ivx]{2,5}")
_YEAR = re.compile(r"\d{4}$")

_NOTE_LETTER = re.compile("[a-p]")
_SURELY_NOTE = "abcdfgh"
"""Letters that are seldom raised for another reason: not those of ordinals, powers and abbreviations."""

_LAST_ORDINAL = 31
_WORD_BEHIND = re.compile(r"\(|[A-Za-zÀ-ɏ]{2}")
_FRACTIONS = ("/", "⁄")
_LEAST_LABELLED = 3


@dataclass(frozen=True, slots=True)
class LetterRun:
    """Letters of a word that stand at one height."""

    height: Height
    text: str


def runs_of(text: str, heights: Sequence[Height]) -> tuple[LetterRun, ...]:
    """Return the runs of a word, given where each of its letters stands; “²” is a raised digit wherever it stands."""
    placed = [
        (Height.RAISED, _RAISED_DIGITS[letter]) if letter in _RAISED_DIGITS else (height, letter)
        for letter, height in zip(text, heights, strict=True)
    ]
    return tuple(
        LetterRun(height, "".join(letter for _, letter in run))
        for height, run in groupby(placed, key=lambda each: each[0])
    )


def labels_of(runs: Sequence[LetterRun]) -> set[str]:
    """Return what a line that begins with such a word is the note to, if it is one."""
    first = runs[0]
    is_label = first.height == Height.RAISED and (_MARK.fullmatch(first.text) or _NOTE_LETTER.fullmatch(first.text))
    return {first.text.strip("[]().,")} if is_label else set()


def is_mark_alone(runs: Sequence[LetterRun]) -> bool:
    """Tell whether all of a word is raised."""
    return len(runs) == 1 and runs[0].height == Height.RAISED


def written(runs: Sequence[LetterRun], before: str, behind: str, labels: frozenset[str]) -> str:
    """Return a word as the text has it, without the marks of notes; nothing where it is only such a mark.

    Args:
        runs: of the word.
        before: the word in front of it, without a space when it has a mark alone; nothing where the line begins.
        behind: the word behind it.
        labels: what the notes on its page begin with.
    """
    text = ""
    for place, run in enumerate(runs):
        following = runs[place + 1].text if place + 1 < len(runs) else ""
        if run.height == Height.LEVEL:
            text += run.text
        elif run.height == Height.LOWERED:
            text += _lowered(run.text)
        elif not text and (following[:1].isalnum() or following.startswith(_FRACTIONS) or not before):
            text += _in_front(run.text, following)
        else:
            raised = _raised(run.text, text or before, before if text else "", following or behind, labels)
            # A mark may be all that stands between two words.
            text += raised or (" " if text and _WORD_BEHIND.match(following) else "")
    return text


def _lowered(text: str) -> str:
    return text.translate(_TO_LOWERED) if any(letter.isdigit() for letter in text) else text


def _in_front(text: str, following: str) -> str:
    """Return what is raised at the beginning of a word: a note's label, an isotope's mass, a fraction's upper part."""
    if following.startswith(_FRACTIONS):
        return text
    raised = text.translate(_TO_RAISED) if any(letter.isdigit() for letter in text) else text
    is_label = following[:_LEAST_LABELLED].isalpha() and len(following) >= _LEAST_LABELLED
    return f"{raised} " if is_label and raised != text else raised


def _raised(text: str, base: str, before: str, behind: str, labels: frozenset[str]) -> str:
    """Return what is raised behind a base, as the text has it."""
    if text.isalpha():
        return _raised_letters(text, base, labels)
    if _SIGNED.fullmatch(text) or (_CHARGE.fullmatch(text) and base[-1:].isalnum()):
        return text.translate(_TO_RAISED)
    if not _MARK.fullmatch(text):
        return text.translate(_TO_RAISED) if any(letter.isdigit() for letter in text) else text
    return text.translate(_TO_RAISED) if _is_figure(text, base, before, behind, labels) else ""


def _raised_letters(text: str, base: str, labels: frozenset[str]) -> str:
    if text == "TM":
        return "™"
    if len(text) > 1:
        return "" if _ROMAN.fullmatch(text) and _YEAR.search(base) else text
    if _NOTED.search(base) and (text in labels or (text in _SURELY_NOTE and not _is_ordinal(base))):
        return ""
    return text.translate(_TO_RAISED) if _VARIABLE.search(base) or base[-1:].isdigit() else text


def _is_ordinal(base: str) -> bool:
    number = re.search(r"\d{1,9}$", base)
    return bool(number and int(number[0]) <= _LAST_ORDINAL)


def _is_unit(base: str, before: str) -> bool:
    return bool(_LENGTH.search(base) or (_OTHER_UNIT.search(base) and (before[-1:].isdigit() or "/" in base)))


def _is_figure(text: str, base: str, before: str, behind: str, labels: frozenset[str]) -> bool:
    """Tell whether raised digits are a power, a degree, cents or minutes, and no mark of a note: there is no note 0."""
    if text.strip("0") == "":
        return True
    if not text.isdigit() or base[-1:] in '.,;:!?”’"»':
        return False
    if text in _POWERS and _is_unit(base, before):
        return True
    if ten := _TEN.search(base):
        return bool(ten["times"]) or before.endswith(_OPERATORS) or text not in labels
    if _PRICE.search(base) or (len(text) == 2 and base[-1:].isdigit() and behind.startswith(_CURRENCIES)):
        return len(text) == 2
    if base[-1:].isdigit() and behind.casefold().rstrip(".,") in _HOURS:
        return len(text) == 2
    is_sum = before.endswith(_OPERATORS) or behind.startswith(_OPERATORS) or _WORKED_OUT.search(base)
    return bool(is_sum or _VARIABLE.search(base) or behind.startswith(_FRACTIONS))
