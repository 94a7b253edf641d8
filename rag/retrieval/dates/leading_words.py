"""The small words that lead to a day, a month or a year: since, until, in, between and what joins two of them.

No locale data has these, so they are written here, for seven languages.
"""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.english.word_lists import FUNCTION_WORDS
from rag.retrieval.dates.relative_words import relative_words

__all__ = ["LeadingWords", "is_exclusive", "leading_words"]

_SINCE = {
    "en": "since|after|later than|newer than|starting",
    "de": "seit|nach|ab",
    "es": "desde|después de|después del|a partir de|a partir del|tras",
    "fr": "depuis|dès|après|à partir|à compter",
    "it": "da|dal|dalla|dall'|dopo|a partire da|a partire dal|a partire dalla",
    "nl": "sinds|vanaf|na",
    "pt": "desde|depois de|depois do|após|a partir de|a partir do",
}
_UNTIL = {
    "en": "until|till|before|up to|earlier than|older than",
    "de": "vor|bis|bis zum|bis zur",
    "es": "antes de|antes del|hasta",
    "fr": "avant|jusqu'à|jusqu'au|jusqu'en",
    "it": "prima di|prima del|prima della|prima dell'|fino a|fino al|entro",
    "nl": "voor|vóór|tot",
    "pt": "antes de|antes do|até",
}
_WITHIN = {
    "en": "in|from|of|during|dated|for|on|within|throughout",
    "de": "im|in|am|an|aus|vom|von|während|für",
    "es": "en|de|del|durante|para",
    "fr": "en|de|du|d'|des|dans|pendant|durant|au|aux|au cours|pour|fin|début",
    "it": "in|nel|nella|nell'|negli|nelle|nei|di|del|dello|della|dell'|degli|delle|a|ad|durante|per",
    "nl": "in|van|uit|tijdens|op",
    "pt": "em|no|na|nos|nas|de|do|da|dos|das|durante|para",
}
_BETWEEN = {
    "en": "between|from",
    "de": "zwischen|von|vom",
    "es": "entre|de|desde|del",
    "fr": "entre|de|du|d'|depuis",
    "it": "tra|fra|da|dal|dall'",
    "nl": "tussen|van",
    "pt": "entre|de|desde|do",
}
_AND = {
    "en": "and|to|until|till|through",
    "de": "und|bis|bis zum",
    "es": "y|e|a|al|hasta",
    "fr": "et|à|au|jusqu'à|jusqu'au|jusqu'en",
    "it": "e|ed|a|ad|al|fino a|fino al",
    "nl": "en|tot|tot en met",
    "pt": "e|a|ao|até",
}
_ARTICLES = {
    "en": "the",
    "de": "der|die|das|dem|den|des",
    "es": "el|la|los|las",
    "fr": "le|la|l'|les|ces",
    "it": "il|lo|la|l'|gli|i|le",
    "nl": "de|het",
    "pt": "o|a|os|as",
}
_OF = {
    "de": "des|von|vom",
    "es": "de|del",
    "fr": "de|du|des|d'",
    "it": "di|del|dello|della|dei|degli|delle|dell'",
    "nl": "van",
    "pt": "de|do|da|dos|das",
}
_WHOSE = {
    "de": "sein|seine|seinem|seinen|seiner|ihr|ihre|ihrem|ihren|ihrer",
    "es": "su|sus",
    "fr": "sa|ses|son|leur|leurs",
    "it": "suo|sua|suoi|sue|loro",
    "nl": "zijn|haar|hun",
    "pt": "seu|sua|seus|suas",
}
_DECADE = r"(?<!\w)(?:d[ée]cadas?(?:\s+de)?(?:\s+l?os)?|années|décennie|anni|jaren)\s*$"
"""“la década de 1970”, “les années 1970”: of English and German the number tells it."""

_EXCLUSIVE = frozenset(
    "after later newer nach après después tras dopo depois após na"
    " before earlier older vor avant antes prima voor vóór".split()
)
_MOST_FILLERS = 4


@dataclass(frozen=True, slots=True)
class LeadingWords:
    """What is looked for around days, months and years.

    Attributes:
        before: matches the end of what stands before a period; its groups are ``since``, ``until``, ``within`` and
            ``article``, which alone leads to nothing.
        between: matches the end of what stands before the first of two.
        joint: matches all that stands between two.
        joint_at_end: matches the end of what stands before the second, from a number of a day on, which is its group.
        decade: matches the end of what stands before a year that stands for ten.
        of: words behind a time that say of what, or before what, it is the last.
        whose: words before a time that say whose it is.
    """

    before: re.Pattern[str]
    between: re.Pattern[str]
    joint: re.Pattern[str]
    joint_at_end: re.Pattern[str]
    decade: re.Pattern[str]
    of: frozenset[str]
    whose: frozenset[str]


def is_exclusive(opening: str) -> bool:
    """Tell whether words such as “after” leave out the day, month or year that they lead to."""
    return opening.split()[0].casefold() in _EXCLUSIVE


@functools.lru_cache(maxsize=32)
def leading_words(language: str) -> LeadingWords:
    """Return what is looked for in a language, beside the words of English.

    In English those of all the others count too, but for words that English has itself: where all documents are in
    English, nobody looks which language a question is in.

    Args:
        language: ISO 639 code; of one that is not known here the words are those of English alone.
    """
    fillers = _any([*_words(_ARTICLES, language), *_between_them(language)])
    filled = rf"(?:(?:\s+|(?<=['’]))(?:{fillers})){{0,{_MOST_FILLERS}}}"
    since, until, within, between, joint = (
        _any(_words(words, language)) for words in (_SINCE, _UNTIL, _WITHIN, _BETWEEN, _AND)
    )
    # English needs its article for what follows: “according to the March minutes”.
    article = fillers if language != "en" else r"(?!)"
    before = (
        rf"(?<!\w)(?:(?P<since>{since})|(?P<until>{until})|(?P<within>{within})|(?P<article>{article})){filled}\s*$"
    )
    return LeadingWords(
        before=re.compile(before, re.IGNORECASE),
        between=re.compile(rf"(?<!\w)(?:{between}){filled}\s+$", re.IGNORECASE),
        joint=re.compile(rf"\s*(?:{joint}|–|—|-){filled}\s*", re.IGNORECASE),
        joint_at_end=re.compile(
            rf"(?<![\w.,/-])([0-9]{{1,2}})(?:st|nd|rd|th|er|\.)?\s*(?:{joint}|–|-){filled}\s*$", re.IGNORECASE
        ),
        decade=re.compile(_DECADE, re.IGNORECASE),
        of=_first_words(_OF, language) | _first_words(_UNTIL, language),
        whose=_first_words(_WHOSE, language),
    )


def _first_words(table: dict[str, str], language: str) -> frozenset[str]:
    return frozenset(word.split()[0].rstrip("'") for word in table.get(language, "").split("|") if word)


def _words(table: dict[str, str], language: str) -> list[str]:
    own = table.get("en", "").split("|")
    if language != "en":
        return own + table.get(language, "").split("|")
    others = [word for words in table.values() for word in words.split("|")]
    return own + [word for word in others if word.rstrip("'") not in FUNCTION_WORDS]


def _between_them(language: str) -> list[str]:
    """Return what may stand before the name of a month or a year beside an article: “en el mes de”; not in English."""
    known = relative_words(language) if language != "en" else None
    return [*sorted(known.nouns), *_OF.get(language, "").split("|")] if known else []


def _any(words: Iterable[str]) -> str:
    """Return an expression for any of some words, the longest first."""
    some = sorted(filter(None, dict.fromkeys(words)), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in some)
