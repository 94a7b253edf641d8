"""What a question and its answer say together, as one sentence."""

import re

from rag.english.word_lists import AUXILIARIES, FINITE_BE, any_of

__all__ = ["declarative"]

_AUXILIARY = rf"(?:{any_of((FINITE_BE | AUXILIARIES) - {'shall', 'must'})})"
_BE = rf"(?:{any_of(FINITE_BE)})"
_PAST = (
    r"(?:[a-z]+ed|won|led|made|became|held|built|wrote|took|gave|found|lost|beat|said|saw|came|ran|began|sang|brought"
    r"|taught|fought|left|met|paid|sold|spoke|went|grew|fell|rose|drew|hit|put|set|sent|got|kept|knew|thought|chose"
    r"|caused|shot|bought|broke|drove|ate)"
)
_WHO_BE = re.compile(rf"^who ({_BE} (?:the|a|an|not|also|[a-z]+ed)\b .+)$", re.IGNORECASE)
_WHO = re.compile(rf"^who ((?!{_AUXILIARY}\b)[a-z]+ .+)$", re.IGNORECASE)
_THING = re.compile(
    rf"^(?:what|which) (?!years?\b|days?\b)(?:(?!{_AUXILIARY}\b)[\w’'-]+ ){{1,3}}?("
    rf"{_PAST} (?!by\b).+|(?:has|had|have) (?:been |the |a |an )"
    rf".+|{_BE} (?:the|a|an|not|also|[a-z]+ed|known|born|built|made|held) .+)$",
    re.IGNORECASE,
)
_COPULA = re.compile(rf"^what ({_BE}) (the .+)$", re.IGNORECASE)
_COUNT = re.compile(
    rf"^how many ((?:[\w’'-]+ ){{1,2}}?)((?:{_PAST}|{_BE} [a-z]+ed|live|lived|attend) .+)$", re.IGNORECASE
)
_HANGS = re.compile(r"\b(?:of|in|on|at|to|for|by|with|from|as|about|into|called|named|like|known|located|used)$")
_LONGEST = 8


def declarative(question: str, answer: str) -> str:
    """Return the sentence that answers; empty unless the question asks for the subject, in plain order.

    “Who designed the garden?” and “Ana Ruiz” are “Ana Ruiz designed the garden.” English only.

    Args:
        question: with or without its question mark.
        answer: a few words.
    """
    asked, answer = question.strip().rstrip("?. "), answer.strip(" .,;")
    if not answer or len(answer.split()) > _LONGEST or _HANGS.search(asked) or "," in asked or answer[-1] in ".?":
        return ""
    if copula := _COPULA.match(asked):
        if re.search(rf"\b{_AUXILIARY}\b|\b[a-z]+ed$", copula[2]):
            return ""
        return f"{_capital(copula[2])} {copula[1]} {answer}."
    if count := _COUNT.match(asked):
        return f"{_capital(answer)} {count[1]}{count[2]}." if re.fullmatch(r"[\d,.]+|[a-z]+", answer) else ""
    found = _WHO_BE.match(asked) or _WHO.match(asked) or _THING.match(asked)
    return f"{_capital(answer)} {found[1]}." if found else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
