"""What a question names that must stand where the answer does: codes, years, numbered parts."""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.text.forms.amounts import amounts
from index.text.forms.codes import Code, codes, spaced_codes
from index.text.forms.dates import dates
from rag.english.numbered_periods import numbered_periods
from rag.english.word_lists import ASKS_FOR_THE_GIST, DOCUMENT_WORDS, NOT_ASKED_FOR

__all__ = ["Name", "NameKind", "close_names", "is_mentioned", "names"]

_MOST_CLOSE = 3

_UNITS = frozenset(
    "am pm k m bn mn mm cm km kg mg g t l ml cl h hr hrs min v kv ma w kw kwh mw gw hz khz mhz ghz kb mb gb tb p s x yr"
    " yrs ft in oz lb lbs ha eur usd gbp".split()
)
_QUANTITY = re.compile(r"[0-9]+(?:\.[0-9]+)?-?(?P<unit>[A-Za-z]+)(?:-.*)?")
_WORDS = frozenset(
    "o2 co2 h2o m2 m3 km2 b6 b12 d3 k2 mp3 mp4 3d 2d 4x4 a4 a5 g7 g8 g20 q1 q2 q3 q4 h1 h2 covid19".split()
)
"""Words that happen to be written with digits."""

_TIME = re.compile(
    r"(?:pre|post|mid|under|over|sub|non|since|late|early)[-/]|.*(?<![0-9])(?:1[5-9]|20)[0-9]{2}s?$", re.IGNORECASE
)
_NUMBER = r"[0-9]{1,9}(?:[.-][0-9]{1,9}){0,4}"
_LABELLED = re.compile(
    r"(?:\b(?P<label>article|section|subsection|clause|paragraph|chapter|appendix|annex|rule|regulation|bylaw|step|version"
    r"|release|ticket|invoice|docket)"
    rf" (?:no\.? ?|number )?#?|(?P<sign>§ ?|#))(?P<number>{_NUMBER})(?![\w-])",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\w.,/€$£-])(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){1,3})(?![\w%-]|[.,][0-9]|\s?[%€$£])")
_WORD = re.compile(r"[^\W_]+")
_IDLE = NOT_ASKED_FOR | ASKS_FOR_THE_GIST | DOCUMENT_WORDS
_YEAR = re.compile(r"(?<![\w.,/€$£-])(?:1[5-9]|20)[0-9]{2}(?![\w/%-]|[.,][0-9])")
_COMPARED = re.compile(
    r"\b(?:before|after|since|until|till|by|from|than|to|into|beyond|past|around|about)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_TELLS_WHICH = re.compile(r"\W*(?:who|whose|whom|which)\b", re.IGNORECASE)
_COMPARED_AMOUNT = re.compile(
    r"\b(?:than|over|under|above|below|beyond|exceed\w*|least|most|to|from|between|and|about|around|some|nearly|almost)"
    r"\s+(?:an?\s+|of\s+)?$",
    re.IGNORECASE,
)
_NEAR_AMOUNT = Decimal("0.2")
"""By what share an amount may differ that is close to another."""

_ASKER = re.compile(r"\b(?:I|i|me|my|mine|we|our|ours|us)\b")
_RANGE = re.compile(
    r"\s*(?:-|–|—|…|\bto\b|\bthrough\b|\bup to\b|\bbis\b)\s*(?:[^\W\d_]+[\W_]?)?(?P<last>[0-9]+)"
    r"|\s+(?:(?:and|or)\s+)?(?:(?P<up>later|newer|above|up|upwards?|onwards?|higher)"
    r"|(?P<down>earlier|older|below|lower))\b",
    re.IGNORECASE,
)


class NameKind(enum.Enum):
    """What is named."""

    CODE = "code"
    PART = "part"
    YEAR = "year"
    AMOUNT = "amount"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Name:
    """Something that a question names.

    Attributes:
        kind: a year or a quarter is the time asked about; a part is an article, a version and the like; an amount
            tells who or which is meant.
        text: as asked.
        term: that a text which mentions it is found by.
        code: of a code.
        is_all_that_is_asked: whether the question asks what it says, and nothing else of it.
    """

    kind: NameKind
    text: str
    term: str
    code: Code | None = None
    is_all_that_is_asked: bool = False


def names(question: str) -> tuple[Name, ...]:
    """Return what a question names, codes first, none of it twice.

    A quantity of whoever asks (“for 3 people”, “I am 79”) names nothing, nor does the year of what they tell of
    themselves (“we bought it in 2019”), nor one that is compared with (“before 2031”).
    """
    if not any(map(str.isdigit, question)) and "quarter" not in question.lower():
        return ()
    found = [*_codes(question)]
    found += _parts(question)
    found += [Name(NameKind.QUARTER, each.upper(), each) for each in _quarters(question)]
    if not _ASKER.search(question):
        years = [match for match in _YEAR.finditer(question) if not _COMPARED.search(question[: match.start()])]
        found += [Name(NameKind.YEAR, match[0], match[0]) for match in years]
        found += _amounts(question)
    return tuple({name.text.lower(): name for name in reversed(found)}.values())[::-1]


def is_mentioned(name: Name, text: str) -> bool:
    """Tell whether a text mentions what is named; of a year, whether none but others stand there."""
    if name.code and name.code.pattern.search(text):
        return True
    if name.code and " " in name.code.text:  # Financial Reporting Standard 102 is FRS 102
        number = max((run for run in name.code.runs if run.isdigit()), key=len)
        return bool(re.search(rf"(?<![\w.,-]){number}(?![0-9])", text))
    if name.code:
        return _lies_in_a_range(name.code, text)
    if name.kind is NameKind.YEAR:
        return name.text in text or not _YEAR.search(text)
    if name.kind is NameKind.QUARTER:
        return name.term in numbered_periods(text)
    if name.kind is NameKind.AMOUNT:
        return any(digits == name.term for _, _, digits in amounts(text))
    return bool(re.search(rf"(?<![\w.,-]){re.escape(name.term)}(?![0-9])", text))


def close_names(name: Name, text: str) -> tuple[str, ...]:
    """Return what a text has that is close to a name and not it, as it is written there, the closest first.

    Codes that differ in one character or in a number only, the nearest years, other parts of the kind: at most three.
    """
    found: dict[str, tuple[float, str]] = {}
    if name.code:
        letters = [run for run in name.code.runs if not run.isdigit()]
        for code in codes(text):
            alike = letters and letters == [run for run in code.runs if not run.isdigit()]
            if alike or _is_one_edit(name.code.normal, code.normal):
                found.setdefault(code.normal, (not _is_one_edit(name.code.normal, code.normal), code.text))
    elif name.kind is NameKind.AMOUNT:
        size = Decimal(name.term)
        written = ((abs(Decimal(digits) - size), text[start:end]) for start, end, digits in amounts(text))
        found = {amount: (float(far), amount) for far, amount in written if far <= _NEAR_AMOUNT * size}
    elif name.kind is NameKind.QUARTER:
        found = {each: (1.0, each.upper()) for each in _quarters(text)}
    elif name.kind is NameKind.YEAR:
        found = {match[0]: (abs(int(match[0]) - int(name.text)), match[0]) for match in _YEAR.finditer(text)}
    else:
        label = name.text[: -len(name.term)]
        for match in re.finditer(rf"(?<!\w){re.escape(label)}({_NUMBER})", text, re.IGNORECASE):
            found.setdefault(match[0].lower(), (not _is_one_edit(name.term, match[1]), match[0]))
    # What one document does not mention another may: the name itself is not close to it.
    nearest = [written for _, written in sorted(found.values(), key=lambda each: each[0])]
    return tuple(each for each in nearest if not is_mentioned(name, each))[:_MOST_CLOSE]


def _quarters(text: str) -> list[str]:
    """Return the quarters that a text names; halves and terms are of games and schools as well as of years."""
    return sorted(each for each in numbered_periods(text) if each.startswith("q"))


def _codes(question: str) -> Iterator[Name]:
    taken = [(start, end) for start, end, _ in (*dates(question), *amounts(question))]
    for code in (*codes(question), *spaced_codes(question)):
        if not any(start < code.end and code.start < end for start, end in taken) and _is_a_name(code):
            taken.append((code.start, code.end))
            one = _singular(code)
            yield Name(NameKind.CODE, one.text, one.normal, one)


def _parts(question: str) -> Iterator[Name]:
    """Yield the numbered parts: “Article 12”, “§ 5”, and “2.2” where a question asks for nothing else."""
    labelled = list(_LABELLED.finditer(question))
    for match in labelled or _DOTTED.finditer(question):
        rest = _WORD.findall(question[: match.start()] + " " + question[match.end() :])
        is_all = all(word.lower() in _IDLE for word in rest)
        if labelled or is_all:
            yield Name(NameKind.PART, match[0], match["number"], is_all_that_is_asked=is_all)


def _amounts(question: str) -> Iterator[Name]:
    """Yield the amounts that tell who or which is meant: “Which company earned 1.25 million euros?”."""
    if _TELLS_WHICH.match(question):
        for start, end, digits in amounts(question):
            if not _COMPARED_AMOUNT.search(question[:start]):
                yield Name(NameKind.AMOUNT, question[start:end], digits)


def _is_a_name(code: Code) -> bool:
    """Tell a code from a quantity, a time, a range, and a word that happens to have digits."""
    if code.normal in _WORDS or _TIME.match(code.text):
        return False
    longest = max(len(run) for run in code.runs if run.isdigit())
    if not code.is_mixed:  # 800-88 and 555-0102; but 24/7, 9-5 and 10.30 count or tell a time
        return "-" in code.text and longest > 2 and len(code.normal) > 4
    if " " in code.text:  # XR 2041 B; but “for 300”, “PIN 4”, “TLS 1.1”
        return code.text.split(" ")[0].isupper() and len(code.runs[0]) > 1 and longest > 2
    quantity = _QUANTITY.fullmatch(code.text)  # 13-year-old, 30k, 16GB; but 6B and 00417-AB
    return not quantity or not (quantity["unit"].islower() or quantity["unit"].lower() in _UNITS)


def _singular(code: Code) -> Code:
    """Return a code without the s of a plural: PB20s are more than one PB20."""
    if len(code.runs) > 2 and code.text.endswith("s") and code.runs[-1] == "s":
        return Code(code.text[:-1], code.runs[:-1], code.start, code.end - 1)
    return code


def _lies_in_a_range(code: Code, text: str) -> bool:
    """Tell whether a text names two codes between which this one lies, or says that it goes on: BR24-10 and later."""
    if len(code.runs) < 2 or not code.runs[-1].isdigit():
        return False
    number = int(code.runs[-1])
    stem = r"[\W_]?".join(map(re.escape, code.runs[:-1]))
    for match in re.finditer(rf"(?<![^\W_]){stem}[\W_]?([0-9]+)", text, re.IGNORECASE):
        reach = _RANGE.match(text, match.end())
        first = int(match[1])
        if reach and (
            (reach["last"] and first <= number <= int(reach["last"]))
            or (reach["up"] and number >= first)
            or (reach["down"] and number <= first)
        ):
            return True
    return False


def _is_one_edit(one: str, other: str) -> bool:
    """Tell whether two differ by one character put in, left out or changed, or by two exchanged."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[same:], other[same:]
    exchanged = len(rest) > 1 and rest[:2] == others[:2][::-1] and rest[2:] == others[2:]
    return exchanged or rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]
