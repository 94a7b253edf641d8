"""A question that leans on what was said before, made one that stands alone; by rules, for English.

What does not lean is left as it is: a new topic is worth more unchanged than with an old one tied to it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.lexical import analyse
from rag.questions import MAX_CHARACTERS
from rag.topics import RELATIONAL, WORD, Phrase, best, content, phrases
from rag.turns import Turn

__all__ = ["Reading", "readings", "standalone"]

_TURNS_READ = 6
_CHARACTERS_READ = 400
_DOUBT = 0.1
"""A question that seems to stand alone is left so unless its topic makes it answered by so much more confidence."""

_MOST_WORDS = 40
"""A longer question says itself what it is about."""

_WH = r"(?:who|whom|whose|what|when|where|which|why|how(?:\s+(?:many|much|long|old|far|often|big|tall|large|high))?)"
_AUX = r"(?:do|does|did|can|could|will|would|should|may|might|must|is|are|was|were|has|have|had)"
_OPENING = re.compile(
    r"^(?:(?:and|but|so|or|ok|okay|well|also|then|no|yes|thanks|thank you|sorry|by the way|i mean|i meant)\b"
    r"[\s,.!–—-]*)+",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:what|how)\s+about\s+(?=\S)", re.IGNORECASE)
_BARE = re.compile(rf"^({_WH})(?:\s+(?:not|so|exactly|then|else|is\s+that|was\s+that))?$", re.IGNORECASE)
_MORE = re.compile(
    r"^(?:(?:can|could|would|will)\s+you\s+)?(?:please\s+)?(?:(?:tell|show|give|teach)\s+(?:me|us)|say|go|explain|elaborate"
    r"|continue|expand|clarify|describe|any|what|anything|something|more|further|some|in|list)\b"
    r"(?:\s+(?:a|bit|little|more|further|some|on|about|else|it|this|that|them|these|those|examples?|details?|in|detail"
    r"|information|info|to|know|please|what|depth|me|should|i|is|there|are))*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b1\d{3}\b|\b20\d{2}\b")
_PREPOSITION = re.compile(
    r"^(?:in|on|at|by|for|to|from|with|without|after|before|during|under|since|of)\b", re.IGNORECASE
)

_CLAUSE = re.compile(r"[,;:.?!]|\b(?:and|but|if|when|because|while|so|that|who|which|after|before)\b", re.IGNORECASE)
_THING = r"it|its|they|them|their|theirs"
_PERSON = r"he|him|his|she|her|hers"
_PRONOUN = re.compile(rf"\b({_THING}|{_PERSON})\b(?![’']\w{{2}})", re.IGNORECASE)
_OWNERS = frozenset({"its", "their", "his", "her"})
_EXPLETIVE = re.compile(
    r"\b(?:(?:is|was|would|will|does|did|could|can|should)\s+it\s+(?:be\s+)?(?:really\s+|still\s+|ever\s+|so\s+)?(?:possible|true|"
    r"necessary|better|best|legal|illegal|safe|worth|ok|okay|common|normal|important|easy|hard|difficult|wise|correct|"
    r"take|cost|mean|make\s+sense|required|raining|snowing)\b(?!\s*\?*$)"
    r"|it\s+(?:take|takes|took|costs?|is|was|'s)\s+(?:\w+\s+)?(?:to|that)\b)",
    re.IGNORECASE,
)
_DEMONSTRATIVE = re.compile(
    rf"(?:^|\b(?:{_AUX}|about|of|for|to|with|by|in|on|like|from|than|why|how)\s+)(this|that|these|those)"
    rf"(?=\s*[?.,!]*$|\s+(?:{_AUX}|mean|means|work|works|happen|cause|apply|in|on|for|to|and|or)\b)",
    re.IGNORECASE,
)
_SUCH = re.compile(r"\b(?:this|that|these|those)\s+(?!\w+(?:ed|es)\b)([a-z]\w{2,})\b|\bsuch\s+(?!as\b)", re.IGNORECASE)
_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )(?<!\bhi )"
    r"\b(there)(?=\s*[?.,!]*$|\s+(?:in|on|at|by|for|to|and|now|today|before|after)\b)",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:the\s+(?:same|other|others|former|latter|previous|first|second|third|last|next|new|newer|old|older|rest|two|"
    r"above|remaining|best|worst|main|following)\b(?!\s+(?:of|in)\b)"
    r"|(?:any|some|an|what|which|are\s+there)\s+(?:other|another|others|alternatives?)\b|another|anything\s+else|what\s+else|who\s+else"
    r"|where\s+else|else|instead|as\s+well|(?:which|that|this|other|\w+er|\w+est|first|last|new|old)\s+ones?|otherwise)\b|\b(?:too|either)\W*$",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"\b(?:any|some|every|no)(?:one|body)\b", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:better|worse|cheaper|faster|slower|safer|easier|bigger|larger|smaller|higher|lower|older|younger|stronger|more|less|fewer)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?:than|that|or|vs|versus|between|compared|about|from|of|to)\b", re.IGNORECASE)
_KNOWS_ENGLISH = re.compile(
    r"\b(?:the|a|an|what|who|how|when|where|why|which|is|are|was|were|do|does|did|can|of|and|about|i|my|tell)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A way that a question may be meant.

    Attributes:
        text: that stands alone.
        doubt: by how much more confidence, 0 to 1, it has to be answered than as it was asked.
    """

    text: str
    doubt: float = 0.0


@dataclass(frozen=True, slots=True)
class _Said:
    """A turn as it is understood: its question standing alone, what that is about, and what its answer names."""

    question: str
    topics: tuple[Phrase, ...]
    answer: tuple[Phrase, ...]


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return a question that can be understood without what was said before; the same one when it can be already.

    Args:
        question: the last of a conversation.
        history: the turns before it, oldest first; the last few are read.
    """
    asked = _one_line(question)
    said = _understood(history)
    rewritten = _resolve(asked, said)
    if rewritten == asked and _leans(asked, said):
        rewritten = _with_topic(asked, said)
    return question if rewritten == asked or len(rewritten) > MAX_CHARACTERS else rewritten


def readings(question: str, history: Sequence[Turn]) -> tuple[Reading, ...]:
    """Return the ways that a question may be meant; the documents tell which, where the words alone do not.

    One where a pronoun or an ellipsis shows that it leans on what was said; else the question as it is, and with what
    the conversation is about behind it. Arguments are those of ``standalone``.
    """
    asked = _one_line(question)
    said = _understood(history)
    rewritten = _resolve(asked, said)
    if rewritten != asked:
        return (Reading(rewritten if len(rewritten) <= MAX_CHARACTERS else question),)
    topical = _with_topic(asked, said)
    if topical == asked or len(topical) > MAX_CHARACTERS or not _in_english(asked, said):
        return (Reading(question),)
    return Reading(question), Reading(topical, 0.0 if _leans(asked, said) else _DOUBT)


def _understood(history: Sequence[Turn]) -> list[_Said]:
    said: list[_Said] = []
    for turn in history[-_TURNS_READ:]:
        question = _resolve(_one_line(turn.question[:_CHARACTERS_READ]), said)
        topics = tuple(best(phrases(question)))
        answer = tuple(phrases(turn.answer[:_CHARACTERS_READ]))
        if len(turn.answer.split()) <= 5:
            topics += tuple(phrase for phrase in answer if phrase.named)
        said.append(_Said(question, topics, answer))
    return said


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _resolve(asked: str, said: Sequence[_Said]) -> str:
    """Return a question on one line with what it leaves to the turns before."""
    if not said or not 0 < len(WORD.findall(asked)) <= _MOST_WORDS:
        return asked
    if not _in_english(asked, said):
        return asked
    return _completed(asked, said) or _with_names(asked, said)


def _in_english(asked: str, said: Sequence[_Said]) -> bool:
    return bool(said) and any(_KNOWS_ENGLISH.search(text) for text in (asked, said[-1].question))


# Ellipsis


def _completed(asked: str, said: Sequence[_Said]) -> str | None:
    """Return an elliptic question with the words of the last one; None when it is not elliptic."""
    last = said[-1]
    bare = _OPENING.sub("", asked).strip(" ?.!…,")
    bare = bare or asked.strip(" ?.!…,")
    opened = bare != asked.strip(" ?.!…,")
    if found := _BARE.match(bare):
        return _asked_again(found[1], last.question)
    if _MORE.match(bare) and not any(phrase.head not in _RELATIONAL for phrase in phrases(bare)):
        topic = _about(said)
        return f"Tell me more about {topic}" if topic else None
    about = _ABOUT.sub("", bare)
    brief = len(bare.split()) <= 5 and _PREPOSITION.match(bare)
    if (about != bare or opened or brief) and not _is_clause(about):
        return _in_place(about, said)
    return None


def _is_clause(text: str) -> bool:
    return bool(
        re.search(rf"(?:^|\s){_AUX}\b|^{_WH}\b|^(?:i|we|you|tell|show|give|list|explain)\b", text, re.IGNORECASE)
    )


def _asked_again(word: str, last: str) -> str:
    """Return the last question with another question word: “Where was it built?” and “When?”."""
    last = last.rstrip(" ?.!")
    if found := re.match(rf"^{_WH}(?:\s+\w+)?\s+(?={_AUX}\s+(?!{_AUX}))", last, re.IGNORECASE):
        return f"{word.capitalize()} {last[found.end() :]}?"
    if re.match(rf"^{_AUX}\b", last, re.IGNORECASE):
        return f"{word.capitalize()} {last[0].lower()}{last[1:]}?"
    return f"{last}, and {word.lower()}?"


def _in_place(words: str, said: Sequence[_Said]) -> str:
    """Return the last question about something else: “… in 1990?” and “And in 2020?”."""
    last = said[-1].question.rstrip(" ?.!")
    years = _YEAR.findall(last)
    if years and (year := _YEAR.search(words)) and len(words.split()) <= 3:
        return f"{last.replace(years[-1], year[0])}?"
    if _PREPOSITION.match(words) and len(words.split()) <= 5:
        start = re.escape(words.split()[0])
        kind = r"\d[^\W_]*" if any(map(str.isdigit, words)) else r"[^\W\d_]+"
        same = re.search(rf"\s{start}\s+(?:the\s+)?{kind}(?:\s+[A-Z][\w’'-]*)*$", last, re.IGNORECASE)
        return f"{last[: same.start()] if same else last} {words}?"
    new = phrases(f"about {words}")
    if len(new) == 1 and content(new[0].text) == content(words) and not _LEANS.search(words):
        alike = [old for old in said[-1].topics if old.named == new[0].named and old.text in last]
        if alike and new[0].head not in _RELATIONAL:
            return f"{last.replace(alike[0].text, words)}?"
    return _with_topic(words, said)


# Pronouns, and other words that lean on a name


def _with_names(asked: str, said: Sequence[_Said]) -> str:
    """Return a question with the name that a pronoun stands for in its place, or behind it what it is about."""
    found = _referring(asked)
    if found:
        word = found[1].lower()
        if name := _antecedent(word, asked, said):
            return _replaced(asked, found.start(1), found.end(1), word, name)
        return _with_topic(asked, said)
    if fuller := _fuller(asked, said):
        return fuller
    return _with_topic(asked, said) if _says_nothing(asked) else asked


def _referring(asked: str) -> re.Match[str] | None:
    """Return where a pronoun stands for something outside of the question, in group 1."""
    expletive = [match.span() for match in _EXPLETIVE.finditer(asked)]
    for pattern in (_PRONOUN, _DEMONSTRATIVE, _THERE):
        for found in pattern.finditer(asked):
            if any(start <= found.start(1) < end for start, end in expletive):
                continue
            if not _named_before(asked[: found.start(1)]):
                return found
    return None


_SOUGHT = re.compile(r"who(?:se)?\s+(?!is\b|was\b|are\b|were\b)|who\s+(?:is|was)\s+the\b", re.IGNORECASE)


def _named_before(words: str) -> bool:
    """Tell whether an earlier clause of the same question names what a pronoun may stand for."""
    edges = [match.start() for match in _CLAUSE.finditer(words)]
    return bool(edges) and bool(phrases(words[: edges[-1]]))


def _antecedent(word: str, asked: str, said: Sequence[_Said]) -> str:
    known = frozenset(analyse(asked))
    person = re.fullmatch(_PERSON, word) is not None
    for turn in reversed(said):
        inside = list(turn.topics)
        outside = (
            list(turn.answer) if re.match(r"(?:who|whom|whose|which|what)\b", turn.question, re.IGNORECASE) else []
        )
        if person:
            sought = _SOUGHT.match(turn.question) is not None  # who it was stands in the answer
            pool = [p for p in (list(turn.answer) if sought else inside + list(turn.answer)) if p.person]
        elif word in {"they", "them", "their", "theirs", "these", "those"}:
            pool = [p for p in inside if p.plural] + [p for p in outside if p.plural and p.named] + inside
        elif word == "there":
            pool = [p for p in inside + outside if p.named and not p.person] + [p for p in inside if p.named]
        else:
            pool = [p for p in inside if not p.plural or p.named] + inside
        for phrase in pool:
            vague = phrase.head in _RELATIONAL and " of " not in phrase.text
            if not vague and not phrase.terms <= known and not re.match(r"[a-z]+ing\b", phrase.text):
                return phrase.text
    return ""


def _replaced(asked: str, start: int, end: int, word: str, name: str) -> str:
    owner = ""
    if word in _OWNERS and re.match(r"\s+[^\W_]", asked[end:]):
        owner = "’" if name.endswith("s") else "’s"
    place = "in " if word == "there" else ""
    shown = name if start else name[0].upper() + name[1:]
    return f"{asked[:start]}{place}{shown}{owner}{asked[end:]}"


def _fuller(asked: str, said: Sequence[_Said]) -> str:
    """Return a question with “the tower” as “the Eiffel Tower”, where that was spoken of; empty when nothing is."""
    for found in re.finditer(r"\b(?:the|this|that|these|those)\s+([a-z][\w-]{2,})\b(?=\W*$|\s+(?:\w+))", asked):
        following = phrases(asked[found.start() :])[:1]
        short = content(following[0].text) if following else ""
        if short.lower() != found[1].lower():
            continue
        head = (analyse(found[1]) or [""])[-1]
        for turn in reversed(said):
            for phrase in (*turn.topics, *turn.answer):
                whole = content(phrase.text)
                if " of " not in whole and phrase.head == head and 2 <= len(whole.split()) <= 5:
                    return f"{asked[: found.start()]}the {whole}{asked[found.end() :]}"
    return ""


def _says_nothing(asked: str) -> bool:
    """Tell whether a question has no noun of its own, or only one that needs to be of something."""
    own, count = phrases(asked), len(WORD.findall(asked))
    if any(phrase.named for phrase in own):
        return False
    if not own or _SOMEBODY.search(asked):
        return count <= 8
    if all(phrase.head in _RELATIONAL and " of " not in phrase.text for phrase in own):
        return True
    return not _is_clause(asked) and count <= 3 and "?" not in asked


def _leans(asked: str, said: Sequence[_Said]) -> bool:
    """Tell whether a question without pronouns is likely to be about what the last ones were about."""
    if not said or not _in_english(asked, said) or len(WORD.findall(asked)) > _MOST_WORDS:
        return False
    if _LEANS.search(asked) or (_COMPARES.search(asked) and not _COMPARED.search(asked)):
        return True
    if (such := _SUCH.search(asked)) and not any(phrase.named for phrase in phrases(asked[: such.start()])):
        return True
    own = phrases(asked)
    vague = bool(own) and all(phrase.head in _RELATIONAL and not phrase.named for phrase in own)
    return vague and _spoken_of(own, said)


def _spoken_of(own: Sequence[Phrase], said: Sequence[_Said]) -> bool:
    terms = {term for phrase in own for term in phrase.terms} - _RELATIONAL
    return bool(terms) and any(terms & phrase.terms for turn in said for phrase in turn.topics)


def _about(said: Sequence[_Said], known: frozenset[str] = frozenset()) -> str:
    """Return what the last turns are about, at most two phrases."""
    found: dict[str, None] = {}
    for turn in reversed(said):
        for phrase in turn.topics[:1]:
            if not phrase.terms <= known and not (phrase.head in _RELATIONAL and " of " not in phrase.text):
                found.setdefault(phrase.text)
                known |= phrase.terms
    return ", ".join(list(found)[:2])


def _with_topic(asked: str, said: Sequence[_Said]) -> str:
    """Return a question with what the conversation is about behind it."""
    topic = _about(said, frozenset(analyse(asked)))
    own = phrases(asked)
    if (
        topic
        and own
        and _is_clause(asked)
        and own[-1].head in _RELATIONAL
        and asked.rstrip(" ?.!").endswith(own[-1].text.split()[-1])
    ):
        topic = _about(said[-1:], frozenset(analyse(asked))) or topic
        if " of " not in own[-1].text and "," not in topic:
            return f"{asked.rstrip(' ?.!')} of {topic}?"
    end = "?" if asked.endswith("?") else ""
    return f"{asked.rstrip(' ?')} (about: {topic}){end}" if topic else asked


_RELATIONAL = frozenset(analyse(" ".join(RELATIONAL)))
