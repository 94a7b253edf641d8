"""Whether a sentence has put a name or number of the cited words in another one's place."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from rag.english.word_lists import BE_FORMS
from rag.english.words import Role, Word

__all__ = ["swap_problems"]

_ANCHORS = (Role.NAME, Role.NUMBER)
_NEAR = 4
_COMPARES_OVER = 14
_LISTS = frozenset({"and", "or", "nor"})
_PASSIVE = BE_FORMS - {"am"}


def swap_problems(ours: Sequence[Word], theirs: Sequence[Word]) -> list[str]:
    """Return a problem for each name or number that stands where the cited words have another one."""
    return list(
        dict.fromkeys([*_replaced(ours, theirs), *_in_anothers_slot(ours, theirs), *_turned_round(ours, theirs)])
    )


def _replaced(ours: Sequence[Word], theirs: Sequence[Word]) -> list[str]:
    """Return swaps between two stretches that the sentence repeats word for word."""
    problems = []
    matcher = SequenceMatcher(None, [w.term for w in ours], [w.term for w in theirs], autojunk=False)
    codes = matcher.get_opcodes()
    known = {word.term for word in theirs}
    for number, (tag, first, last, there, until) in enumerate(codes):
        if tag != "replace" or not _held(codes, number, ours):
            continue
        mine = [w for w in ours[first:last] if w.role in _ANCHORS]
        other = [w for w in theirs[there:until] if w.role in _ANCHORS]
        lost = {w.term for w in other} - {w.term for w in mine}
        new = [w for w in mine if w.term in known and w.term not in {o.term for o in other}]
        roles = {w.role for w in other if w.term in lost}
        if sum(w.role is Role.CONTENT for w in ours[first:last]) > 1:  # it is written another way altogether
            continue
        if len(other) > len(mine) + 3 or until - there > last - first + _NEAR:
            continue
        problems += [f"“{w.text}” stands where the cited words have another" for w in new[:1] if w.role in roles]
    return problems


def _held(codes: Sequence[tuple[str, int, int, int, int]], number: int, ours: Sequence[Word]) -> bool:
    """Tell whether what stands on both sides of a change is repeated word for word, or is an edge of the sentence."""

    def telling(side: int) -> int:
        if not 0 <= side < len(codes):
            return 0
        tag, first, last, _, _ = codes[side]
        return sum(w.tells for w in ours[first:last]) if tag == "equal" else 0

    before, after = telling(number - 1), telling(number + 1)
    return before + after >= 2 and (before > 0 or number == 0) and (after > 0 or number >= len(codes) - 2)


def _in_anothers_slot(ours: Sequence[Word], theirs: Sequence[Word]) -> list[str]:
    """Return a problem where a name or number stands between the words that the cited text has around another one."""
    mine, other = _slots(ours), _slots(theirs)
    both = mine.keys() & other.keys()
    for one in sorted(both):
        for two in sorted(both - {one}):
            if not (mine[one] & other[two]) or mine[one] & other[one] or mine[two] & other[two]:
                continue
            return [f"“{one}” stands where the cited words have “{two}”"]
    return []


def _slots(words: Sequence[Word]) -> dict[str, set[tuple[str, str]]]:
    """Return the words around each name or number, a name of several words as a whole; those of lists are left out."""
    found: dict[str, set[tuple[str, str]]] = {}
    for place, word in enumerate(words):
        if word.role not in _ANCHORS:
            continue
        before, behind = place - 1, place + 1
        while before >= 0 and words[before].role in _ANCHORS and words[before].role is word.role:
            before -= 1
        while behind < len(words) and words[behind].role in _ANCHORS and words[behind].role is word.role:
            behind += 1
        sides = (words[before].term if before >= 0 else "", words[behind].term if behind < len(words) else "")
        if not _LISTS & set(sides):
            found.setdefault(word.term, set()).add(sides)
    return found


def _turned_round(ours: Sequence[Word], theirs: Sequence[Word]) -> list[str]:
    """Return a problem where two names have changed sides of the word between them, and active or passive has not."""
    problems = []
    for place, word in enumerate(ours):
        if word.role is not Role.CONTENT and word.lower != "than":
            continue
        mine = _sides(ours, place)
        verdicts = set()
        for there in (n for n, other in enumerate(theirs) if other.term == word.term and other.role is word.role):
            other = _sides(theirs, there)
            crossed = bool(mine[0] & other[1] and mine[1] & other[0])
            straight = bool(mine[0] & other[0] and mine[1] & other[1])
            if crossed != straight:
                verdicts.add(crossed is (_passive(ours, place) != _passive(theirs, there)))
        if verdicts == {False}:
            problems.append(f"it changes the parts about “{word.text}” round")
    return problems[:1]


def _sides(words: Sequence[Word], place: int) -> tuple[set[str], set[str]]:
    """Return the names near a word, before and behind it, in its clause; those farther away about a comparison."""
    compares = words[place].lower == "than"
    reach = _COMPARES_OVER if compares else _NEAR + 2
    names = {
        near
        for near in range(max(0, place - reach), min(len(words), place + reach + 1))
        if words[near].role is Role.NAME and (compares or words[near].clause == words[place].clause)
    }
    after = next((near for near in range(place + 1, len(words)) if words[near].opens), len(words))
    before = {words[near].term for near in names if near < place}
    behind = {words[near].term for near in names if place < near < after}
    return before - behind, behind - before


def _passive(words: Sequence[Word], place: int) -> bool:
    been = any(w.lower in _PASSIVE for w in words[max(0, place - 2) : place])
    return been and any(w.lower == "by" for w in words[place + 1 : place + 3])
