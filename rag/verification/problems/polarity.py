"""Whether a sentence denies, compares or hedges otherwise than the words that it cites."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from index.search.analysis import analyse
from rag.english.word_lists import MODALS
from rag.english.words import Role, Word

__all__ = ["HEDGES", "NEGATIONS", "OPPOSITES", "polarity_problems"]

Places = Mapping[int, int]
"""Which word of the cited text each word of the sentence stands for."""

NEGATIONS = frozenset(
    "not no never none neither nor without cannot nothing nobody nowhere hardly barely scarcely seldom rarely"
    " unable".split()
)
_DENIALS = frozenset(
    "fail fails failed failing refuse refuses refused refusing lack lacks lacked lacking deny denies denied denying"
    " reject rejects rejected rejecting prevent prevents prevented preventing avoid avoids avoided avoiding untrue"
    " false little few ceased stopped unlikely impossible un except instead rather unless".split()
)
"""Words that deny, but that are words of their own: they answer a negation, and are asked for only as words."""

_STRONG_HEDGES = frozenset(
    "may might perhaps possibly probably allegedly reportedly supposedly presumably alleged rumoured rumored suspected"
    " proposed planned intended potentially purportedly unconfirmed maybe".split()
)
HEDGES = (
    _STRONG_HEDGES
    | (MODALS - {"will", "shall", "must"})
    | frozenset(
        "apparently plans plan expected expects intends hopes hoped likely claimed claims believed thought suggested"
        " suggests speculated disputed seems appears seemed appeared seem appear propose proposes supposed considered"
        " estimate estimated".split()
    )
)

_PAIRS = """
more/less,fewer most/least,fewest before,prior/after,following,since earlier,sooner/later first/last,final
increase,rise,grow,gain,climb,expand/decrease,fall,drop,decline,shrink,lose,reduce
increased,rose,grew,gained,expanded/decreased,fell,dropped,declined,shrank,reduced
above,over,exceed,exceeded,exceeding/below,under,beneath higher,highest,taller,tallest/lower,lowest,shorter,shortest
high,tall/low larger,largest,bigger,biggest,greater,greatest/smaller,smallest large,big,great/small,tiny
long,longer,longest/short,shorter,shortest all,every,always,each/some,none,few,sometimes,never
many,most/few,none,little north,northern,northward/south,southern,southward
east,eastern,eastward/west,western,westward northeast,northeastern/southwest,southwestern
northwest,northwestern/southeast,southeastern won,win,wins,victory/lost,lose,loses,defeat,loss maximum,max/minimum,min
older,oldest/younger,youngest,newer,newest old/new,young better,best/worse,worst good/bad
faster,fastest,quicker/slower,slowest fast,quick/slow early/late
begin,began,start,started,opened,open/end,ended,finish,finished,closed,close inside,within,inner/outside,outer
left/right upper/lower up/down top/bottom front/rear,back male,men,man/female,women,woman
accept,accepted,approve,approved,agreed,allow,allowed,permit,permitted/reject,rejected,refuse,refused,forbid,forbade,forbidden,ban,banned,prohibit,prohibited,denied
support,supported,supports,favoured,favored/oppose,opposed,opposes possible/impossible legal/illegal likely/unlikely
true/false hot,hotter,hottest,warm,warmer/cold,colder,coldest,cool,cooler
heavy,heavier,heaviest/light,lighter,lightest strong,stronger,strongest/weak,weaker,weakest
rich,richer,richest,wealthy/poor,poorer,poorest expensive/cheap,inexpensive public/private
major,majority/minor,minority positive/negative buy,bought/sell,sold import,imports,imported/export,exports,exported
enter,entered,arrived,arrive/leave,left,departed,depart
succeed,succeeded,success,successful/fail,failed,failure,unsuccessful present/absent
include,included,includes,including/exclude,excluded,excludes,excluding common/rare near,close/far internal/external
domestic/foreign full/empty wide,wider/narrow,narrower deep,deeper/shallow alive/dead born/died
create,created,built,build/destroy,destroyed,demolished add,added/remove,removed forward/backward rural/urban
parent/child presence/absence positive/negative ancient/modern former/latter,current same,similar/different
safe,safer/dangerous easy,easier/difficult,hard,harder frequently,often,usually/rarely,seldom
entirely,completely,fully/partly,partially both/neither,either attack,attacked/defend,defended love,loved/hate,hated
allies,ally/enemies,enemy joined,join/left,leave appointed,hired/dismissed,fired
"""


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _PAIRS.split():
        one, other = (side.split(",") for side in pair.split("/"))
        for word in one:
            found.setdefault(word, set()).update(other)
        for word in other:
            found.setdefault(word, set()).update(one)
    return {word: frozenset(others) for word, others in found.items()}


OPPOSITES: Mapping[str, frozenset[str]] = _opposites()
"""Of each word, those that turn a comparison round."""

_PREFIX = re.compile(r"^(?:un|in|im|il|ir|non|dis|non-)(?=[a-z]{4})")
_REACH = 5
"""Words between a cue and what it is about, at most."""
_SCOPE = 2
"""Words behind a negation that it is about."""


def polarity_problems(ours: Sequence[Word], theirs: Sequence[Word], places: Places) -> list[str]:
    """Return how the sentence turns round what it cites; nothing when it does not.

    Args:
        ours: the sentence's words.
        theirs: the words of all cited texts.
        places: from words of the sentence to the words that they stand for.
    """
    back = {there: here for here, there in places.items()}
    problems = [*_denied(ours, theirs, places), *_undenied(ours, theirs, back)]
    problems += [*_taken_out(ours, theirs), *_turned(ours, theirs, places), *_surer(ours, theirs, back)]
    return list(dict.fromkeys(problems))


def _denied(ours: Sequence[Word], theirs: Sequence[Word], places: Places) -> Iterable[str]:
    """Yield a problem for a negation that the cited words do not have where it stands."""
    for place, word in enumerate(ours):
        if not _is_negation(ours, place):
            continue
        around = [places[near] for near in _near(ours, place) if near in places]
        behind = [places[near] for near in _scope(ours, place) if near in places]
        spots = behind or around
        if any(_prefixed(ours[near], other) for near in _scope(ours, place)[:1] for other in theirs):
            continue  # not successful, unsuccessful
        if not spots or not any(_cue_near(theirs, spot, 4) for spot in spots):
            yield f"“{word.text}” is not in the cited words" if not spots else "it denies what the cited words say"


def _undenied(ours: Sequence[Word], theirs: Sequence[Word], back: Places) -> Iterable[str]:
    """Yield a problem for a negation in the cited words that the sentence has left out."""
    for place in range(len(theirs)):
        if not _is_negation(theirs, place):
            continue
        scope = _scope(theirs, place)[:_SCOPE]
        held = [back[near] for near in scope if near in back]
        about = scope[:2] if scope and theirs[scope[0]].role is Role.NAME else scope[:1]
        if about and all(near in back for near in about) and not any(_cue_near(ours, spot, _REACH) for spot in held):
            yield "it says the opposite: the cited words deny it"


def _taken_out(ours: Sequence[Word], theirs: Sequence[Word]) -> Iterable[str]:
    """Yield a problem where the two repeat each other but for a few words that deny."""
    matcher = SequenceMatcher(None, [w.term for w in ours], [w.term for w in theirs], autojunk=False)
    for tag, first, last, there, until in matcher.get_opcodes():
        if tag == "equal" or last - first > 3 or until - there > 3 or 0 in (first, there):
            continue
        if len(ours) == last or len(theirs) == until or theirs[there - 1].clause != theirs[until].clause:
            continue
        mine = any(_is_negation(ours, place) or ours[place].lower in _DENIALS for place in range(first, last))
        other = any(_is_negation(theirs, place) or theirs[place].lower in _DENIALS for place in range(there, until))
        if mine != other and any(_is_negation(ours, n) for n in range(first, last)):
            yield "it denies what the cited words say"
        elif mine != other and any(_is_negation(theirs, n) for n in range(there, until)):
            yield "it says the opposite: the cited words deny it"


def _turned(ours: Sequence[Word], theirs: Sequence[Word], places: Places) -> Iterable[str]:
    """Yield a problem for a comparison or a prefix that says the opposite of the cited word at its place."""
    known = {word.lower for word in theirs} | {word.term for word in theirs}
    for place, word in enumerate(ours):
        aligned = theirs[places[place]] if place in places else None
        if aligned is not None and aligned.term == word.term:
            continue
        others = OPPOSITES.get(word.lower, frozenset())
        spots = _between(theirs, places, place, len(ours))
        tight = len(spots) == 1
        for spot in spots:
            there = theirs[spot]
            flipped = there.lower in others or _prefixed(word, there)
            if flipped and (tight or not (word.lower in known and there.lower in {w.lower for w in ours})):
                if _cue_near(ours, place, 3, place) == _cue_near(theirs, spot, 3, spot):
                    yield f"“{word.text}” says the opposite of “{there.text}”"
                break


def _surer(ours: Sequence[Word], theirs: Sequence[Word], back: Places) -> Iterable[str]:
    """Yield a problem for a hedge in the cited words that the sentence has dropped."""
    for place, word in enumerate(theirs):
        month = word.text == "May" and not word.opens
        if word.lower not in _STRONG_HEDGES or month:
            continue
        scope = [near for near in range(place + 1, min(place + 6, len(theirs))) if theirs[near].clause == word.clause]
        telling = [near for near in scope if theirs[near].tells]
        if telling and theirs[telling[0]].role is Role.NAME:
            telling = telling if len(telling) > 1 and telling[1] in back else []
        if telling and telling[0] in back and not _hedged(ours, back[telling[0]]):
            yield f"the cited words are less sure: “{word.text}”"


def _hedged(words: Sequence[Word], place: int) -> bool:
    return any(word.lower in HEDGES for word in words[max(0, place - _REACH) : place + 3])


def _is_negation(words: Sequence[Word], place: int) -> bool:
    word = words[place].lower
    if word not in NEGATIONS and not word.endswith("n't"):
        return False
    following = [w.lower for w in words[place + 1 : place + 3]]
    before = words[place - 1].lower if place else ""
    if word == "not" and following[:1] in (["only"], ["just"], ["until"], ["necessarily"], ["least"]):
        return False
    if word == "no" and following[1:2] == ["than"]:  # no later than
        return False
    return not (before == "or" and word == "not")  # whether or not


def _cue_near(words: Sequence[Word], place: int, reach: int, but: int = -1) -> bool:
    """Tell whether something denies near a word, in its clause or right beside it; the word at ``but`` aside."""
    first, last = max(0, place - reach), min(len(words), place + reach + 1)
    return any(
        (_is_negation(words, near) or words[near].lower in _DENIALS)
        and (words[near].clause == words[place].clause or abs(near - place) <= 2)
        for near in range(first, last)
        if near != but
    )


def _scope(words: Sequence[Word], place: int) -> list[int]:
    """Return the telling words behind a cue, in its clause; those before it where none follow."""
    after = [
        near
        for near in range(place + 1, min(place + 1 + _REACH, len(words)))
        if words[near].clause == words[place].clause and words[near].tells
    ]
    if after:
        return after[:3]
    return [
        near
        for near in range(place - 1, max(-1, place - 1 - _REACH), -1)
        if words[near].clause == words[place].clause and words[near].tells
    ][:1]


def _near(words: Sequence[Word], place: int) -> list[int]:
    first, last = max(0, place - 3), min(len(words), place + 4)
    return [near for near in range(first, last) if near != place and words[near].tells]


def _between(theirs: Sequence[Word], places: Places, place: int, count: int) -> list[int]:
    """Return the places in the cited text where a word of the sentence would be expected."""
    if place in places:
        return [places[place]]
    before = next((places[near] for near in range(place - 1, max(-1, place - 4), -1) if near in places), None)
    after = next((places[near] for near in range(place + 1, min(count, place + 4)) if near in places), None)
    spots: list[int] = []
    if before is not None and after is not None and 0 < after - before <= 6:
        return list(range(before + 1, after))
    if before is not None:
        spots += range(before + 1, min(len(theirs), before + 4))
    if after is not None:
        spots += range(max(0, after - 3), after)
    return spots


def _prefixed(mine: Word, other: Word) -> bool:
    """Tell whether one word is the other with a prefix that denies."""
    one, two = mine.lower, other.lower
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    bare = _PREFIX.sub("", longer)
    if bare == longer or Role.NAME in (mine.role, other.role):
        return False
    return bare == shorter or (len(bare) > 3 and analyse(bare) == analyse(shorter))
