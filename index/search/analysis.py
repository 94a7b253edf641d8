"""What texts are found by: their words without case, endings and accents, in the language that they are in."""

import functools
import re
import unicodedata
from collections.abc import Sequence

import tantivy

from index.text.forms.normal_forms import normal_forms

__all__ = ["ANALYSIS", "analyse", "folded_words", "number_terms", "search_terms", "terms_of_word", "words"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0e7f]+")
"""Kana, Han, Hangul and Thai: scripts whose words are not always separated by spaces."""

_STEMMERS = {
    "ar": "Arabic",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "hu": "Hungarian",
    "it": "Italian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "ta": "Tamil",
    "tr": "Turkish",
}
"""Snowball's, by ISO 639 code."""

ANALYSIS = 3
"""Raised when ``search_terms`` returns other terms than before, so that an index of the old ones is made anew."""


_WORDS_KEPT = 50_000
"""Words of names whose terms are kept in memory: about 15 MB."""


def words(text: str) -> list[tuple[int, int]]:
    """Return the spans of the words in a text, in code points."""
    return [match.span() for match in _WORD.finditer(text)]


def analyse(text: str, language: str = "en") -> list[str]:
    """Return a text's terms: words without case, endings and accents; unspaced scripts as bigrams.

    Args:
        text: any.
        language: ISO 639 code, whose endings are taken off; English ones when empty, none where no stemmer knows it.
    """
    return _terms(folded_words(text), language)


def number_terms(text: str, language: str = "en") -> list[str]:
    """Return those of a text's terms that have a digit, as ``analyse`` does, without a look at its other words."""
    some = [word for word in folded_words(text) if not word.isalpha() and any(map(str.isdigit, word))]
    return [term for term in _terms(some, language) if any(map(str.isdigit, term))]


def search_terms(text: str, language: str = "en") -> list[str]:
    """Return what a text is found by: the terms of ``analyse``, and codes, dates and amounts in their one form."""
    found = analyse(text, language)
    known = set(found)
    # A code without a joint is a word already, and would count twice.
    return found + [term for form in normal_forms(text) for term in form.terms if term not in known]


def folded_words(text: str) -> list[str]:
    """Return a text's words, without case, in one form of Unicode."""
    found: list[str] = _WORD.findall(_folded(text))
    return found


@functools.lru_cache(_WORDS_KEPT)
def terms_of_word(word: str, language: str) -> tuple[str, ...]:
    """Return the terms of one word of ``folded_words``, as ``analyse`` does."""
    return tuple(_terms((word,), language))


def _folded(text: str) -> str:
    """Return a text without case, in one form of Unicode."""
    return unicodedata.normalize("NFKC", text.casefold())


def _terms(words: Sequence[str], language: str) -> list[str]:
    """Return the terms of words of ``folded_words``, each taken by itself."""
    terms: list[str] = []
    for word in words:
        if not word.isalnum():
            word = re.sub(r"['’]s?$|['’]", "", word.replace("’s", "").replace("'s", ""))
        if word.isascii():  # as nearly every word in English is: half of a search was spent here
            if word:
                terms.append(word)
            continue
        position = 0
        for run in _UNSPACED.finditer(word):
            terms += [word[position : run.start()]] if position < run.start() else []
            terms += _bigrams(run.group())
            position = run.end()
        terms += [word[position:]] if position < len(word) else []
    text = " ".join([term[:64] for term in terms])
    # Endings carry accents, so these go last; but English ones are ornament, which people leave out (café, résumé).
    before = _without_accents(text) if language in ("", "en") else text
    stemmed = _stemmed(before, language or "en")
    return stemmed if before.isascii() else [_without_accents(term) for term in stemmed]


def _stemmed(text: str, language: str) -> list[str]:
    stemmer = _stemmer(language)
    return list(stemmer.analyze(text)) if stemmer else text.split()


@functools.cache
def _stemmer(language: str) -> tantivy.TextAnalyzer | None:
    if language not in _STEMMERS:
        return None
    stemming = tantivy.Filter.stemmer(_STEMMERS[language])
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(stemming).build()


def _without_accents(term: str) -> str:
    if term.isascii():
        return term
    decomposed = unicodedata.normalize("NFKD", term)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def _bigrams(run: str) -> list[str]:
    return [run] if len(run) < 2 else [run[i : i + 2] for i in range(len(run) - 1)]
