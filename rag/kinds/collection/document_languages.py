"""Which languages of documents a question names: “in French”, “German letters”, “not in English”."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from babel import Locale

from index.search.analysis import words
from index.text.forms.calendar_names import known_locale
from rag.english.word_lists import DOCUMENT_NOUNS, FUNCTION_WORDS, MENTIONING, WRITTEN_THINGS

__all__ = ["NamedLanguages", "calls_documents", "language_name", "languages_in_words", "named_languages"]

_ISO_639_1 = 2
"""Letters of a code that documents are known by."""

_IN = re.compile(r"(?:^|\W)(?:in|into|auf|en|em|på)\s+(?:the\s+)?$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|,?\s*\b(?:and|or|nor|und|oder|et|ou|y|o|e)\b)\s*", re.IGNORECASE)
_OTHER = re.compile(r"(?:\b(?:not|nicht|pas|no|except|other\s+than|but)\b|n['’]t\b)[^.?!;,]{0,20}$", re.IGNORECASE)
_FOLLOWED = FUNCTION_WORDS | MENTIONING | DOCUMENT_NOUNS
"""What may stand behind a language in which something is: “in French law” is a subject."""

_CALLED = DOCUMENT_NOUNS | WRITTEN_THINGS | frozenset("emails letters ones mails reports".split())


@dataclass(frozen=True, slots=True)
class NamedLanguages:
    """Languages that a question names.

    Attributes:
        codes: ISO 639, in their order.
        are_excluded: whether documents in any other language are asked for.
        start: first code point, in the question, of the words that say it.
        end: one past the last.
    """

    codes: tuple[str, ...]
    are_excluded: bool
    start: int
    end: int


def named_languages(text: str, language: str) -> NamedLanguages | None:
    """Return the languages that a question asks documents in; None where it names none.

    Args:
        text: the question.
        language: ISO 639 code of the question's, in which languages are called by their names, beside English.
    """
    names = {**_names("en"), **_names(language)}
    spans = [(start, end) for start, end in words(text) if text[start:end].casefold() in names]
    found: list[tuple[int, int]] = []
    for start, end in spans:
        goes_on = bool(found) and _JOINED.fullmatch(text[found[-1][1] : start]) is not None
        if goes_on or (not found and _is_of_documents(text, start, end)):
            found.append((start, end))
    if not found:
        return None
    leading = _IN.search(text[: found[0][0]])
    first = found[0][0] if leading is None else leading.start()
    codes = tuple(dict.fromkeys(names[text[start:end].casefold()] for start, end in found))
    return NamedLanguages(codes, _OTHER.search(text[:first]) is not None, first, found[-1][1])


def calls_documents(text: str, named: NamedLanguages) -> bool:
    """Tell whether languages call documents, as in “the German letter”: an answer may be wanted “in German”.

    Args:
        text: the question.
        named: the languages that it names.
    """
    return _stands_before_documents(text, named.end)


def language_name(code: str) -> str:
    """Return what a language is called in English; its code where nobody knows."""
    return str(Locale.parse("en").languages.get(code, code))


def languages_in_words(counted: Iterable[tuple[str, int]]) -> str:
    """Return how many documents are in which language: “9 in English, 3 in German”.

    Args:
        counted: codes, empty for an unknown language, with their numbers.
    """
    return ", ".join(
        f"{number:,} in {language_name(code) if code else 'a language that is not known'}" for code, number in counted
    )


def _is_of_documents(text: str, start: int, end: int) -> bool:
    """Tell whether the name of a language says what documents are in: behind “in”, or before a noun for them."""
    if _IN.search(text[:start]):
        following = next(_words_behind(text, end), "")
        return not following or following in _FOLLOWED
    return _stands_before_documents(text, end)


def _stands_before_documents(text: str, end: int) -> bool:
    return next(_words_behind(text, end), "") in _CALLED and text[end : end + 1].isspace()


def _words_behind(text: str, end: int) -> Iterator[str]:
    for first, last in words(text[end:]):
        yield text[end + first : end + last].casefold()


@functools.cache
def _names(language: str) -> Mapping[str, str]:
    """Return the codes of languages by what a language calls them, in one word, without case."""
    locale = known_locale(language)
    if not locale:
        return {}
    called = Locale.parse(locale).languages
    return {name.casefold(): code for code, name in called.items() if len(code) == _ISO_639_1 and name.isalpha()}
