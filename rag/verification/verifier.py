"""Whether the words that a written sentence cites support it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.encoding.encoder import Encoder
from index.hardening.disguises import disguises
from index.hardening.legibility import bare
from rag.confidence.logistic import shipped_model
from rag.english.words import Role, Word, plain, read_words, with_names
from rag.reading.cross_encoder import Reader
from rag.reading.passage_text import cited_text
from rag.verification.alignment import TokenAligner, align
from rag.verification.features import support_features
from rag.verification.problems.figures import as_cited, missing_figures
from rag.verification.problems.names import missing_names, resolved, unknown_opening
from rag.verification.problems.polarity import polarity_problems
from rag.verification.problems.swaps import swap_problems
from rag.verification.problems.wrong_answer import other_answer
from rag.verification.verbatim import cut_short, is_verbatim, tidy, without_lead_in

__all__ = ["ALIGNED", "READ", "Inspection", "Verdict", "Verifier"]

READ, ALIGNED = "verify.json", "verify_alone.json"
"""The models of support, with what the reader says and without it."""

_BREAK = 1000
"""Clauses of different cited texts are never the same."""

_VERBATIM = 0.99
_BROKEN_RULE = 0.1
"""What is left of the support of a sentence that breaks a rule."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one sentence.

    Attributes:
        supported: the cited words say it.
        support: how likely they do, 0 to 1.
        problems: why not, for people; empty when supported.
    """

    supported: bool
    support: float
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was seen of a sentence: the rules that it breaks, and its features where it is not verbatim."""

    problems: tuple[str, ...]
    features: tuple[float, ...] = ()


class Verifier:
    """Decides whether cited words support a sentence; safe to share between threads.

    It must be displayed as it reads. What must be there is a rule: every number, date and unit; and nothing may be
    denied, compared the other way round, put in another's place or left without its hedge. The rest is what the reader
    makes of the sentence beside the cited words, and the alignment of their words (MaxSim and what is repeated),
    weighed by a logistic model that ``fit_verify.py`` fits. Without a reader, which knows English, that is the
    alignment alone, and every name must be there, too.

    Args:
        encoder: with token vectors; one without meaning lets through what repeats the cited words.
        reader: that tells what the cited words support and answer, where it knows their language; 20 ms more.
    """

    def __init__(self, encoder: Encoder, reader: Reader | None = None) -> None:
        self._aligner = TokenAligner(encoder)
        self._reader = reader
        self._model = shipped_model(READ if reader else ALIGNED)

    def verify(self, sentence: str, cited: Sequence[str], question: str = "") -> Verdict:
        """Return whether the cited texts support a sentence.

        Args:
            sentence: as written, without its footnote marks.
            cited: the quoted texts, and what stands on their citations, such as title and date.
            question: whose subject the sentence may name where the cited words have a pronoun.
        """
        seen = self.inspect(sentence, cited, question)
        if not seen.features:
            return Verdict(not seen.problems, 0.0 if seen.problems else _VERBATIM, seen.problems)
        support = self._model.probability(seen.features)
        problems = seen.problems
        if not problems and support < self._model.threshold:
            problems = (
                "the cited words do not say it" if self._reader else "its words are too far from the cited ones",
            )
        return Verdict(not problems, round(support * (_BROKEN_RULE if seen.problems else 1.0), 4), problems)

    def inspect(self, sentence: str, cited: Sequence[str], question: str = "") -> Inspection:
        """Return what the verdict is made of."""
        texts = [tidy(bare(text)) for text in cited if plain(text)]
        if disguised := disguises(sentence, texts):
            return Inspection(tuple(dict.fromkeys(disguised)))
        sentence = without_lead_in(tidy(sentence))
        problems = missing_figures(sentence, texts)
        sentence = as_cited(sentence, texts)
        ours = read_words(sentence)
        theirs = [word for number, text in enumerate(texts) for word in _numbered(read_words(text), number)]
        if not ours or not theirs:
            return Inspection(("there is nothing to compare",))
        if is_verbatim(sentence, texts):
            taken_back = cut_short(sentence, texts)
            return Inspection(("the cited words around it take it back",) if taken_back else ())
        if not any(word.tells for word in ours):
            return Inspection(("it says nothing that could be compared",))
        asked = read_words(question)
        names = {word.term for word in (*ours, *theirs, *asked) if word.role is Role.NAME}
        ours, theirs = with_names(ours, names), with_names(theirs, names)
        places = align(ours, theirs)
        problems += [*polarity_problems(ours, theirs, places), *swap_problems(ours, theirs)]
        cosines = self._aligner.cosines(sentence, ours, texts)
        subject = {word.term for word in asked}
        known = {word.term for word in theirs} | resolved(ours, theirs, subject)
        features = support_features(ours, known, subject, cosines, places)
        if self._reader:
            if not problems:
                problems += other_answer(self._reader, asked, question, ours, texts)
            features = (*features, *self._reader.support(sentence, [cited_text(texts).text]))
        else:
            problems += missing_names(ours, theirs, asked)
            problems += unknown_opening(ours, known | subject, cosines.max(axis=1).tolist())
        return Inspection(tuple(dict.fromkeys(problems)), features)


def _numbered(words: Sequence[Word], text: int) -> list[Word]:
    return [replace(word, clause=word.clause + _BREAK * text) for word in words]
