"""Who wrote a document, as far as it says so itself: in its metadata, in a byline near its top, or below a letter."""

import email.utils
import re
from collections.abc import Iterable, Iterator

from index.hardening.legibility import legible
from index.parse.structure.characters import one_line

__all__ = ["LONGEST_AUTHOR", "MOST_AUTHORS", "authors_of", "sender"]

MOST_AUTHORS = 20
LONGEST_AUTHOR = 100
"""Authors that a document may have, and the characters of each name."""

_REACH = 600
"""How many characters from its start a text may show its byline."""

_PART = r"(?:[^\W\d_a-z]\.|[^\W\d_a-z][\w'’\-]{1,30})"
_NAME = (
    r"(?:(?:Dr|Prof|Mr|Mrs|Ms|Sr|Sra|Herr|Frau|Mme|M)\.? )?"
    rf"{_PART}(?: (?:de|del|la|van|von|der|den|da|dos|di|bin|al|el|ter|zu)){{0,2}}(?: {_PART}){{1,3}}"
)
_NAMES = rf"{_NAME}(?:(?:, | and | & |, and | und | et | y | e ){_NAME}){{0,5}}"
_DOCUMENT = (
    r"\b(?:[Mm]inutes|[Nn]otes?|[Rr]ecord|[Rr]eport|[Dd]ocument|[Pp]aper|[Gg]uide|[Mm]anual|[Hh]andbook|[Pp]olicy"
    r"|[Ll]etter|[Nn]ewsletter|[Ss]ummary|[Aa]rticle|[Pp]age|[Pp]rotocol)\b"
)
_WROTE = re.compile(
    rf"(?:^[ \t>*_#|(]*|[.;:|(–—] ?|\d, |{_DOCUMENT}[^.\n]{{0,40}}?\b)"
    r"(?:[Ww]ritten|[Pp]repared|[Cc]ompiled|[Dd]rafted|[Aa]uthored|[Ee]dited|[Pp]ut together|[Tt]aken|[Ii]ssued)"
    r"(?: (?:on )?[^.\n]{0,20}\d{4})? by"
    rf"(?: the [a-z][a-z \-]{{2,30}},)? (?P<names>{_NAMES})",
    re.MULTILINE,
)
"""Of this document, not of a play or a photograph that it speaks of."""

_LABELLED = re.compile(
    r"^[ \t>*_#|]*(?:[Aa]uthors?|[Mm]inutes(?: by)?|[Rr]eported by|[Nn]otes(?=:| (?:taken )?by)(?: (?:taken )?by)?"
    rf"|[Aa]utor(?:in|en|a|es)?|[Aa]uteure?s?|[Aa]utor[ei]|[Pp]rotokoll|[Vv]erfasser(?:in)?)"
    rf"\s?:?[ *_|]*(?P<names>{_NAMES})[ \t*_.]*(?=$|[,;(|—–])",
    re.MULTILINE,
)
_BY = re.compile(
    rf"^[ \t>*_#]*(?:By|BY|Von|Par|Por|Di|Door|Texto?)[: ] ?(?P<names>{_NAMES})[ \t*_]*(?=$|[,;(|·—–]| \d)",
    re.MULTILINE,
)
_ROLE = re.compile(
    rf"(?P<names>{_NAME}) \((?:[^()\n]{{0,40}}\b)?(?:minutes|minute[- ]taker|author|Protokoll)\b[^()\n]{{0,40}}\)"
)
_ADDRESSED = re.compile(r"^[^\W\d_a-z][^\n.;:]{1,80}[,!]\n\n", re.MULTILINE)
"""What whom a letter is to is told with, in a paragraph of its own: “Dear Ms Brun,”."""

_SIGNED = re.compile(
    rf"\n\n[^\W\d_a-z][^\n\d.,;:]{{2,40}},\s+(?P<names>{_NAME})(?=,[^\n.]{{1,60}}(?:\n|\Z)|[ \t]*(?:\n|\Z))"
)
"""What ends a letter, “Yours sincerely,”, and whose it is."""

_REACH_OF_SIGNATURE = 500
"""How many characters before its end a text may show who signed it: attachments are said below."""

_CJK = re.compile(r"^[ \t]*(?:作者|著者|執筆|撰文|文)[::]\s*(?P<names>\S{2,20})\s*$", re.MULTILINE)

_BETWEEN = re.compile(r"\s*(?:;|,(?!\s*(?:Jr|Sr|PhD|MD|III?)\b)|\s+(?:and|und|et|y)\s+|&|、)\s*")
_LAST_FIRST = re.compile(r"([^\W\d_]+), ([^\W\d_]+(?: [^\W\d_]\.)?)(?=$|;)")
_NOBODY = frozenset(
    "admin administrator user owner unknown anonymous author editor editors staff root none n/a office windows".split()
) | {"microsoft office user", "microsoft office", "python-docx", "libreoffice", "openpyxl", "default user"}
"""What software writes for an author where nobody said who it is."""


def authors_of(text: str, stated: Iterable[str | None] = ()) -> tuple[str, ...]:
    """Return the names of a document's authors, each once, those that its metadata states first.

    Args:
        text: the document's, of which the top is looked at for a byline; without any name, the end for a signature.
        stated: values of its metadata; one may hold several names.
    """
    found: dict[str, str] = {}
    names = [name for value in stated if value for name in _BETWEEN.split(_LAST_FIRST.sub(r"\2 \1", value.strip()))]
    for name in [*names, *_bylines(text[:_REACH])] or _signatures(text):
        tidy = legible(one_line(name)).strip(" .,;:*_|")
        is_nobody = tidy.strip("()[]<>").casefold() in _NOBODY
        if 1 < len(tidy) <= LONGEST_AUTHOR and not is_nobody and any(map(str.isalpha, tidy)):
            found.setdefault(tidy.casefold(), tidy)
    return tuple(found.values())[:MOST_AUTHORS]


def sender(header: str) -> str:
    """Return who sent a mail, by its From: the name, else the address; without what would divide it into two names."""
    name, address = email.utils.parseaddr(header)
    first, comma, rest = name.partition(", ")
    return f"{rest} {first}" if comma else name or address


def _bylines(head: str) -> Iterator[str]:
    for pattern in (_BY, _LABELLED, _WROTE, _ROLE, _CJK):
        for match in pattern.finditer(head):
            yield from _BETWEEN.split(match["names"])


def _signatures(text: str) -> list[str]:
    """Return who signed a letter, which is addressed to somebody before that."""
    addressed = _ADDRESSED.search(text)
    end = max(len(text) - _REACH_OF_SIGNATURE, 0)
    signed = _SIGNED.search(text, max(addressed.end() - 1, end)) if addressed else None
    return [signed["names"]] if signed else []
