"""Supported and corrupted sentences out of a question set, to fit and to measure the check of support with."""

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.text.sentences import sentence_spans
from rag.english.quantities import quantities
from rag.english.word_lists import FUNCTION_WORDS
from rag.english.words import plain, read_words
from rag.evaluation.figures.claims import CLAIM
from rag.evaluation.sets.question_sets import QuestionCase, QuestionSet, load, part_of, split_of
from rag.training.support.corruptions import CORRUPTIONS, Scene, name_spans
from rag.training.support.declaratives import declarative
from rag.training.support.rewordings import REWORDINGS, Rewordable
from rag.training.support.turned_sources import TURNED

__all__ = ["SupportExample", "claim_examples", "examples"]

_FEWEST_WORDS, _MOST_WORDS = 6, 60

_TURNED = 2
"""Sources of each sentence that deny or doubt it: of more than these the rest would be too few."""


@dataclass(frozen=True, slots=True)
class SupportExample:
    """One sentence with what it cites.

    Attributes:
        kind: how it was made.
        supported: the cited words say it.
        sentence: as if a language model had written it.
        cited: the quoted texts; the last is the title.
        question: that it was written for.
    """

    kind: str
    supported: bool
    sentence: str
    cited: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class _Setting:
    """A question with the sentences that hold its gold answer and what stands around them."""

    case: QuestionCase
    title: str
    gold: tuple[str, ...]
    paragraph: tuple[str, ...]
    elsewhere: str
    others: tuple[str, ...]
    half: int


def examples(questions: QuestionSet, cases: Sequence[QuestionCase]) -> Iterator[SupportExample]:
    """Yield examples of the answerable among ``cases``, the same every time: chance is seeded by the question's id."""
    corpus = _corpus(questions)
    answers = _answers_by_document(questions)
    spans = {identity: sentence_spans(text) for identity, (_, text) in corpus.items()}
    ids = sorted(corpus)
    for case in cases:
        if not case.answerable or not case.spans or case.spans[0].doc_id not in corpus:
            continue
        chance = random.Random(int(hashlib.sha256(case.id.encode()).hexdigest()[:12], 16))  # noqa: S311  # no secret
        other = chance.choice([identity for identity in ids if identity != case.spans[0].doc_id] or ids)
        setting = _setting(case, corpus, spans, answers, corpus[other][1])
        if setting:
            yield from _supported(setting, chance)
            yield from _corrupted(setting, chance)
            yield from _turned(setting, chance)


def claim_examples(folder: Path, most: int) -> list[SupportExample]:
    """Return claims that are kept to fit the check on, each with the document that its set names, by chance.

    Args:
        folder: of a set whose cases are of the kind ``claim``; it is divided by document.
        most: claims.
    """
    questions = load(folder)
    corpus = _corpus(questions)
    kept = [c for c in questions.cases if c.kind == CLAIM and part_of(c, by_document=True) == "confidence"]
    random.Random(0).shuffle(kept)  # noqa: S311 - no secret
    return [SupportExample(CLAIM, c.answerable, c.question, corpus[c.documents[0]][::-1], "") for c in kept[:most]]


def _corpus(questions: QuestionSet) -> dict[str, tuple[str, str]]:
    """Return title and text of each document."""
    corpus = {}
    with (questions.folder / "corpus.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            corpus[str(row["id"])] = (str(row.get("title") or ""), str(row["text"]))
    return corpus


def _answers_by_document(questions: QuestionSet) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for case in questions.cases:
        if case.spans and case.answers:
            found.setdefault(case.spans[0].doc_id, []).append((case.spans[0].start, min(case.answers, key=len)))
    return found


def _setting(
    case: QuestionCase,
    corpus: dict[str, tuple[str, str]],
    spans: dict[str, list[tuple[int, int]]],
    answers: dict[str, list[tuple[int, str]]],
    elsewhere: str,
) -> _Setting | None:
    identity = case.spans[0].doc_id
    title, text = corpus[identity]
    place = case.spans[0].start
    start = text.rfind("\n\n", 0, place) + 1
    end = text.find("\n\n", place)
    end = len(text) if end < 0 else end
    paragraph = [span for span in spans[identity] if start <= span[0] < end]
    held = [
        span
        for span in paragraph
        if any(s.doc_id == identity and span[0] < s.end and s.start < span[1] for s in case.spans)
    ]
    if not held:
        return None
    read = tuple(text[slice(*span)] for span in paragraph)
    others = tuple(answer for at, answer in answers.get(identity, ()) if start <= at < end)
    half = int(split_of(case) == "odd")
    gold = tuple(text[slice(*span)] for span in held)
    return _Setting(case, title, gold, read, elsewhere[:3000], others, half)


def _supported(setting: _Setting, chance: random.Random) -> Iterator[SupportExample]:
    def example(kind: str, sentence: str, cited: Sequence[str]) -> SupportExample:
        return SupportExample(kind, True, sentence, (*cited, setting.title), setting.case.question)

    base = setting.gold[0]
    if _is_long_enough(base):
        yield example("the sentence itself", base, [base])
        for kind, reword in REWORDINGS:
            if changed := reword(Rewordable(base, setting.title, chance, setting.half)):
                yield example(kind, changed, [base])
        if len(setting.paragraph) > 1:
            place = setting.paragraph.index(base)
            next_one = setting.paragraph[place + 1 if place + 1 < len(setting.paragraph) else place - 1]
            yield example("two sentences joined", f"{base.rstrip(' .')}, and {_lowered(next_one)}", [base, next_one])
    answer = _answer(setting.case)
    if said := declarative(setting.case.question, answer):
        yield example("question and answer", said, setting.gold[:1])
    if len(answer.split()) > _FEWEST_WORDS + 2:  # written by people, as in CLAPnq
        for start, end in sentence_spans(answer):
            yield example("answer written by people", answer[start:end], setting.gold)


def _corrupted(setting: _Setting, chance: random.Random) -> Iterator[SupportExample]:
    def example(kind: str, sentence: str, cited: Sequence[str]) -> SupportExample:
        return SupportExample(kind, False, sentence, (*cited, setting.title), setting.case.question)

    base = setting.gold[0]
    answer = _answer(setting.case)
    said = declarative(setting.case.question, answer)
    others = [s for s in setting.paragraph if s not in setting.gold and not _holds(s, answer) and _is_long_enough(s)]
    far = setting.elsewhere[slice(*(sentence_spans(setting.elsewhere) or [(0, 0)])[0])]
    if _is_long_enough(base):
        scene = Scene(base, " ".join(setting.paragraph), setting.elsewhere, chance, setting.half)
        for kind, corrupt in CORRUPTIONS:
            changed = corrupt(scene)
            if changed and plain(changed) != plain(base):
                yield example(kind, changed, [base])
        if others:
            yield example("wrong sentence of the paragraph", base, [chance.choice(others)])
        if far and not _holds(far, base):
            yield example("wrong document", base, [far])
    if said and others and len(answer.split()) <= _FEWEST_WORDS:
        yield example("question and answer, wrong sentence", said, [chance.choice(others)])
    if said:
        inside, outside = _wrong_answers(setting, answer)
        for kind, found in (("in the sentence", inside), ("elsewhere in the paragraph", outside)):
            if found and (wrong := declarative(setting.case.question, chance.choice(found))):
                yield example(f"question and wrong answer, {kind}", wrong, setting.gold[:1])


def _turned(setting: _Setting, chance: random.Random) -> Iterator[SupportExample]:
    """Yield the sentence beside a source that denies or doubts it, and that source said in other words."""
    base = setting.gold[0]
    if not _is_long_enough(base):
        return
    for kind, turn in chance.sample(TURNED, _TURNED):
        source = turn(Scene(base, " ".join(setting.paragraph), setting.elsewhere, chance, setting.half))
        if not source or plain(source) == plain(base):
            continue
        yield SupportExample(kind, False, base, (source, setting.title), setting.case.question)
        ways = [reword(Rewordable(source, setting.title, chance, setting.half)) for _, reword in REWORDINGS]
        said = chance.choice([way for way in ways if way] or [source])
        yield SupportExample("denial or doubt kept", True, said, (source, setting.title), setting.case.question)


def _wrong_answers(setting: _Setting, answer: str) -> tuple[list[str], list[str]]:
    """Return phrases for another answer: other questions' answers, names and numbers of its kind, by where they are."""
    base, text = setting.gold[0], " ".join(setting.paragraph)
    if quantities(answer):
        pool = [text[q.start : q.end] for q in quantities(text)]
    elif answer[:1].isupper():
        pool = [text[slice(*span)] for span in name_spans(text)]
    else:
        pool = list(setting.others)
    right = {w.term for gold in (*setting.case.answers, setting.case.question) for w in read_words(gold) if w.tells}
    found = [w for w in dict.fromkeys(pool) if len(w.split()) <= _FEWEST_WORDS and _differs(w, right)]
    return [w for w in found if _holds(base, w)], [w for w in found if not _holds(base, w)]


def _differs(phrase: str, right: set[str]) -> bool:
    told = {word.term for word in read_words(phrase) if word.tells}
    return bool(told) and not told & right


def _answer(case: QuestionCase) -> str:
    return min(case.answers, key=len) if case.answers else ""


def _holds(text: str, words: str) -> bool:
    """Tell whether a text has all telling terms of some words."""
    wanted = {word.term for word in read_words(words) if word.lower not in FUNCTION_WORDS}
    return wanted <= {word.term for word in read_words(text)}


def _is_long_enough(sentence: str) -> bool:
    return _FEWEST_WORDS <= len(sentence.split()) <= _MOST_WORDS and bool(re.search(r"[a-z]", sentence))


def _lowered(sentence: str) -> str:
    first = sentence.split()[0]
    return sentence[0].lower() + sentence[1:] if first.lower() in FUNCTION_WORDS and first != "I" else sentence
