"""What a turn of a conversation is about: the noun phrases of its question, told by small lists of English words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.search.analysis import analyse
from rag.english.word_lists import (
    ARTICLES,
    AUXILIARIES,
    BE_FORMS,
    DO_FORMS,
    FUNCTION_WORDS,
    GENERAL_VERBS,
    PLACE_PREPOSITIONS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    WEEKDAYS,
)

__all__ = ["RELATIONAL", "WORD", "Phrase", "best", "content", "phrases"]

WORD = re.compile(r"[^\W_]+(?:['’.&/-][^\W_]+)*")

_BEING = BE_FORMS | {"isn't", "aren't", "wasn't", "weren't"}
_DETERMINERS = ARTICLES | {"my", "your", "our"}
_PARTICIPLE = re.compile(r"(?:ed|en|ing)$|^(?:built|held|made|born|found|sold)$")
_DONE = re.compile(r"[^e]ed$|^(?:built|held|made|sold)$")
"""The same of what is asked for with “what”, which may be a thing too: “What is bread?”, “What is oxygen?”."""

_NOUNS_IN_ING = frozenset("building evening meeting morning training wedding".split())
"""Behind “is” these are seldom what somebody is doing: “When is the next meeting?”"""

_COMMON_VERBS = GENERAL_VERBS | frozenset(
    "work works start started begin began end ended live lived die died born called located related concerning"
    " interested involved apply applies cost costs written wrote built build invented discovered".split()
)
_IN_PHRASES = frozenset(
    "of across along away beside doing done due either first further having hers himself however indeed itself last"
    " later mine neither often once part quite several theirs thus together toward towards upon well yet s t".split()
)
_BREAKS = (
    (FUNCTION_WORDS - _DETERMINERS - _IN_PHRASES)
    | _BEING
    | (_COMMON_VERBS - {"cost", "costs", "work", "works", "end"})
    | frozenset(
        "yes okay ok please let behind till vs versus ones myself someone anyone everyone something anything"
        " ever really next today currently ago instead"
        " let's don't doesn't didn't can't cannot couldn't won't wouldn't shouldn't hasn't haven't i'm i've i'd it's"
        " what's who's where's how's there's that's you're they're".split()
    )
)
"""Where a noun phrase ends."""


RELATIONAL = frozenset(
    "type kind sort form example reason cause effect symptom treatment side benefit advantage disadvantage pro con risk"
    " cost price fee requirement step process procedure way method option alternative feature purpose"
    " difference similarity history population capital climate author founder owner size length height weight age area"
    " origin result outcome consequence impact role function part component member detail information rule exception"
    " deadline duration goal challenge problem issue solution success criticism reaction response reception influence"
    " significance importance definition meaning background location date year time number amount practice".split()
)
"""Nouns, without endings of the plural, that say little before one knows what they are of."""

_VERB_NEXT = SUBJECT_PRONOUNS | {"how", "to", "who"}
"""Behind these stands a verb or an adjective, “I also tried”, unless it is a name."""

_ADVERBS = frozenset("also never just only really still always even not".split())
_LOOSE = _DETERMINERS | {"of", "and"}
_DAYS = frozenset(map(str.capitalize, WEEKDAYS)) | {"Christmas", "Easter"}
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase.

    Attributes:
        text: on one line.
        named: it holds a name or a number.
        plural: its last word looks like one, or it joins two.
        subject: it stands right behind the verb that a question begins with.
        after: the word before it, lower case; empty at the beginning.
    """

    text: str
    named: bool
    plural: bool
    subject: bool
    after: str

    @property
    def terms(self) -> frozenset[str]:
        """The terms of its words, as BM25 looks them up."""
        return frozenset(analyse(content(self.text)))

    @property
    def head(self) -> str:
        """The term of its last word, or of the last before “of”."""
        return (analyse(re.split(r"\sof\s", content(self.text))[0]) or [""])[-1]

    @property
    def person(self) -> bool:
        """Whether it may be somebody: a name of one to four capitals without article, and not after “in” or “at”."""
        tokens = self.text.split()
        return (
            self.named
            and len(tokens) <= 4
            and self.after not in PLACE_PREPOSITIONS
            and _DAYS.isdisjoint(tokens)
            and all(token[0].isupper() and not token.isupper() and token.isalpha() for token in tokens if token)
        )


def content(text: str) -> str:
    """Return a phrase without its article."""
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in _DETERMINERS else text


def phrases(text: str) -> list[Phrase]:
    """Return the noun phrases of a question or an answer, in order.

    Args:
        text: English; of other languages  to nothing comes out right.
    """
    tokens = [(token, token.lower().replace("’", "'"), opens) for token, opens in _tokens(text)]
    joined = not any(lower in AUXILIARIES | _BEING for _, lower, _ in tokens)
    found: list[Phrase] = []
    run = _Run([], "", initial=True)
    before = ""
    for place, (token, lower, opens) in enumerate(tokens):
        article = lower in _DETERMINERS
        breaks = lower in _BREAKS or (before in _VERB_NEXT and not token[0].isupper() and not opens)
        pair = (
            lower == "and"
            and run.tokens
            and all(t[0].isupper() for t in (run.tokens[-1], *(t for t, *_ in tokens[place + 1 : place + 2])))
        )
        bridge = run.tokens and not opens and (lower == "of" or pair or (joined and lower == "and"))
        inner = bridge or (lower == "the" and run.tokens[-1:] == ["of"])
        ends = opens or (not inner and (breaks or article))
        if ends:
            if not _is_done(run, tokens[0][1]):
                found += _phrase(run, at_verb=not opens and lower in _COMMON_VERBS)
            run = _Run([], "" if opens else before, initial=opens)
        if inner and not opens:
            run.tokens.append(token)
        elif article or not breaks:
            run = run if run.tokens else _Run([], "" if opens else before, initial=opens or not before)
            run.tokens.append(token)
        before = before if lower in _ADVERBS else lower
    does = any(lower in DO_FORMS for _, lower, _ in tokens)
    if (
        does
        and run.after in PREPOSITIONS
        and len(run.tokens) > 1
        and run.tokens[-2][0].isupper()
        and run.tokens[-1].islower()
    ):
        run.tokens.pop()  # “does the ferry to Alder Bay take”
    last = [] if tokens and _is_done(run, tokens[0][1]) else _phrase(run, at_verb=False)
    # “How many dogs are allowed?” is about dogs.
    is_said = bool(found) and run.after in _BEING and any(_PARTICIPLE.search(p.text) for p in last if " " not in p.text)
    return found if is_said else found + last


def best(found: Iterable[Phrase]) -> list[Phrase]:
    """Return phrases, the likeliest topic first: names, subjects, what has an article; of equal ones in order."""

    def weight(phrase: Phrase) -> int:
        vague = phrase.terms <= _RELATIONAL_TERMS
        placed = phrase.after in PREPOSITIONS
        article = phrase.text != content(phrase.text)
        return 8 * vague + 2 * placed - 4 * phrase.named - 2 * phrase.subject - article

    return sorted(found, key=weight)


_RELATIONAL_TERMS = frozenset(analyse(" ".join(RELATIONAL)))


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield words, and whether anything but spaces and quotation marks stands before each."""
    position = 0
    for match in WORD.finditer(text):
        gap = text[position : match.start()]
        yield match.group(), bool(position) and bool(gap.strip(" \t\r\n\"'“”‘’®™*_`"))
        position = match.end()


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of a phrase in the making, the word before them, and whether they begin a sentence."""

    tokens: list[str]
    after: str
    initial: bool


def _is_done(run: _Run, asking: str) -> bool:
    """Tell whether a run is but what is done to what is asked for: “Who was chosen to …?”, “What’s included?”."""
    alone = len(run.tokens) == 1 and run.tokens[0].islower() and (run.after in _BEING or run.after == asking)
    word, _, contracted = asking.partition("'")
    if not alone or (run.after == asking and contracted != "s"):
        return False
    done = _PARTICIPLE if word in {"who", "whom"} else _DONE if word == "what" else None
    return done is not None and bool(done.search(run.tokens[0]))


def _phrase(run: _Run, *, at_verb: bool) -> list[Phrase]:
    """Return the phrase that a run is without the verb at its end, if there is any."""
    tokens, after = list(run.tokens), run.after
    least = 2 if tokens and tokens[0].lower() in _DETERMINERS else 1
    if len(tokens) > least and not at_verb:
        if after in AUXILIARIES and not tokens[-1][0].isupper():
            tokens.pop()  # “did Marie Curie move”
        elif after in _BEING and _PARTICIPLE.search(tokens[-1]) and tokens[-1].lower() not in _NOUNS_IN_ING:
            tokens.pop()  # “was the museum opened”
    while tokens and (tokens[-1].lower() in _LOOSE or tokens[-1].lower().endswith("ly")):
        tokens.pop()
    text = " ".join(tokens)
    if not any(character.isalpha() for character in text) or len(text) > _LONGEST:
        return []
    first = tokens[0].lower() in _DETERMINERS
    names = [t for t in tokens[first or run.initial :] if t[0].isupper() or any(map(str.isdigit, t))]
    named = bool(names) or (len(tokens[0]) > 1 and any(map(str.isupper, tokens[0][1:])))
    if run.initial and (first or not named):
        tokens[0] = tokens[0][0].lower() + tokens[0][1:]
    last = tokens[-1].lower()
    plural = "and" in tokens or (last.endswith("s") and not last.endswith(("ss", "us", "is", "’s", "'s")))
    opening = run.initial and not after and not (len(tokens) == 1 and last.endswith("ing"))
    subject = opening or after in AUXILIARIES | _BEING
    whole = Phrase(" ".join(tokens), named, plural, subject, after)
    owner = re.match(r"(.+?)(?:['’]s|(?<=s)['’])\s", whole.text)
    # After “Who was its director?” the talk is still of the museum, and not of the director.
    return [Phrase(owner[1], named, owner[1].endswith("s"), subject, after), whole] if owner else [whole]
