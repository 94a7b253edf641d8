"""An answer written by a language model out of evidence, of which only what the evidence says is shown."""

import dataclasses
import re
import time
from collections.abc import Collection, Iterator, Sequence

from index.encoding.encoder import Encoder
from index.search.analysis import analyse
from rag.answers.answer import AnswerSentence, Waiting, Writing
from rag.answers.kind import Kind
from rag.errors import LanguageModelError
from rag.evidence.support import Support
from rag.reading.cross_encoder import Reader
from rag.verification.verifier import Verdict, Verifier
from rag.writing import extractive
from rag.writing.draft import DraftSentence, draft_sentences
from rag.writing.language_model import LanguageModel
from rag.writing.prompts import PromptMessage, Source, answer_messages, answer_schema, revision_messages

__all__ = ["AnswerWriter"]

_TOKENS_A_SENTENCE = 100
_MOST_SENTENCES_A_SOURCE = 2
_LEAST_SECONDS = 1.0
"""With less time left, nothing is written once more."""

_LINK = re.compile(
    r"!?\[[^\]\n]*\]\s*\([^)\n]*\)|[a-z][a-z0-9+.-]*://\S+|\b(?:mailto|javascript|data):\S+|\bwww\.\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?|\S+@\S+|<[!/a-z][^>]*>?",
    re.IGNORECASE,
)
"""Links, images, addresses and markup: what leads out of an answer."""


class AnswerWriter:
    """Writes answers; safe to use from several threads."""

    def __init__(self, model: LanguageModel, encoder: Encoder, *, prompt_tokens: int = 1_500) -> None:
        """Write by a language model.

        Args:
            model: that writes.
            encoder: that texts are compared with, and that counts tokens.
            prompt_tokens: of evidence in a prompt.
        """
        self._model, self._encoder, self._prompt_tokens = model, encoder, prompt_tokens

    def write(
        self,
        question: str,
        supports: Sequence[Support],
        best: Sequence[int] = (),
        reader: Reader | None = None,
        *,
        kind: Kind = Kind.FACT,
        groups: Sequence[str] = (),
    ) -> Iterator[AnswerSentence | Waiting | Writing]:
        """Yield each sentence once it has passed, at last how the writing went; between them, whenever something came.

        A sentence that does not pass is written once more, and replaced by its evidence when that fails too. The best
        evidence stands as it is when no sentence cites it, and all of it when no sentence passed: a language model may
        leave out what is beside the point, and not the point.

        Args:
            question: as asked.
            supports: in reading order, at least one.
            best: the places in ``supports`` of those that answer best.
            reader: that tells what the evidence answers, where it knows the question's language.
            kind: of the answer.
            groups: what the sentence of each of ``supports`` stands under; empty for none.
        """
        answer = _Answer(question, supports, Verifier(self._encoder, reader), groups)
        deadline = time.monotonic() + self._model.seconds
        name, problem, redrafted, failed = "", None, 0, 0
        missed: set[int] = set()
        try:
            name = self._model.name()
            sources = self._sources(supports, groups)
            yield from self._drafted(answer, answer_messages(question, sources, kind), sources, deadline)
            failed = len(answer.failed)
            again = answer.unsupported(sources)
            missed = {source.number for source in again}
            if again and deadline - time.monotonic() > _LEAST_SECONDS:
                before = answer.shown
                answer.failed = []
                yield from self._drafted(answer, revision_messages(question, again), again, deadline)
                redrafted = min(failed, answer.shown - before)
        except LanguageModelError as error:
            problem = str(error)
        is_nothing = problem is not None or not answer.shown
        rest = answer.rest(range(1, len(supports) + 1) if is_nothing else missed | {place + 1 for place in best})
        yield from rest
        replaced = min(failed - redrafted, len(rest)) if problem is None else 0
        yield Writing(name, redrafted, replaced, max(failed - redrafted - replaced, 0), problem)

    def _drafted(
        self, answer: "_Answer", messages: Sequence[PromptMessage], sources: Sequence[Source], deadline: float
    ) -> Iterator[AnswerSentence | Waiting]:
        pieces = self._model.write(
            messages,
            most_tokens=_TOKENS_A_SENTENCE * (len(sources) + 1),
            schema=answer_schema([source.number for source in sources]),
            seconds=deadline - time.monotonic(),
        )
        most = answer.seen + _MOST_SENTENCES_A_SOURCE * len(sources) + 1
        for draft in draft_sentences(pieces):
            yield (draft and answer.judged(draft)) or Waiting()
            if answer.seen >= most:
                return

    def _sources(self, supports: Sequence[Support], groups: Sequence[str]) -> list[Source]:
        """Return evidence as the prompt shows it, as much as it has room for; the first is cut rather than left out."""
        found: list[Source] = []
        left = self._prompt_tokens
        for number, support in enumerate(supports, start=1):
            [sentence] = extractive.sentences([support])
            text = sentence.text
            tokens = self._encoder.count_tokens([text])[0]
            if tokens > left and found:
                break
            if tokens > left:
                text = text[: len(text) * left // tokens].rpartition(" ")[0] or text
            row = support.words.row
            part = groups[number - 1] if groups else ""
            found.append(Source(number, row.title, (row.published_at or "")[:10], text, part))
            left -= tokens
        return found


class _Answer:
    """An answer as it grows.

    Attributes:
        failed: drafts that did not pass.
        shown: how many sentences did.
        seen: how many were judged.
    """

    def __init__(
        self, question: str, supports: Sequence[Support], verifier: Verifier, groups: Sequence[str] = ()
    ) -> None:
        self._question, self._supports, self._verifier = question, supports, verifier
        self._groups = groups or [""] * len(supports)
        self._position = 0
        self._cited: set[int] = set()
        self._said: set[tuple[str, ...]] = set()
        self.failed: list[DraftSentence] = []
        self.shown = 0
        self.seen = 0

    def judged(self, draft: DraftSentence) -> AnswerSentence | None:
        """Return a sentence of a draft with its citations; None when nothing supports it, or it was said before."""
        self.seen += 1
        said = tuple(analyse(draft.text))
        if said in self._said:
            return None
        given = tuple(number for number in draft.sources if 1 <= number <= len(self._supports))
        others = [(number,) for number in range(1, len(self._supports) + 1) if (number,) != given]
        for numbers in [given, *others] if given else others:
            verdict = self._verdict(draft.text, numbers)
            if verdict.supported:
                self._said.add(said)
                self._cited |= set(numbers)
                citations = [each for n in numbers for each in extractive.citations_of(self._supports[n - 1])]
                group = self._groups[numbers[0] - 1]
                written = AnswerSentence(draft.text, 0, 0, verdict.support, tuple(citations), written=True, group=group)
                return self._placed(written)
        self.failed.append(draft)
        return None

    def unsupported(self, sources: Sequence[Source]) -> list[Source]:
        """Return the sources of sentences that failed, but for those that a sentence cites which passed."""
        wanted = {number for draft in self.failed for number in draft.sources} - self._cited
        return [source for source in sources if source.number in wanted]

    def rest(self, wanted: Collection[int]) -> list[AnswerSentence]:
        """Return the evidence of these numbers that no sentence cites, as it stands."""
        numbers = sorted(set(wanted) - self._cited)
        left = [self._supports[number - 1] for number in numbers]
        groups = [self._groups[number - 1] for number in numbers]
        return [self._placed(sentence) for sentence in extractive.sentences(left, groups)]

    def _verdict(self, text: str, numbers: Sequence[int]) -> Verdict:
        cited: list[str] = []
        context: list[str] = []
        for number in numbers:
            support = self._supports[number - 1]
            cited += [span.quote for span in (support.words, support.header) if span]
            row = support.words.row
            context.append(f"{row.title} ({row.published_at[:10]})" if row.published_at else row.title)
        quotes = " ".join(" ".join(cited).split()).lower()
        foreign = [match[0] for match in _LINK.finditer(text) if match[0].rstrip(".,;:)").lower() not in quotes]
        if foreign or (text.endswith("?") and text.lower() not in quotes):
            return Verdict(supported=False, support=0.0, problems=tuple(foreign) or (text,))
        return self._verifier.verify(text, [*cited, *context], self._question)

    def _placed(self, sentence: AnswerSentence) -> AnswerSentence:
        start, end = self._position, self._position + len(sentence.text)
        self._position = end + 1
        self.shown += 1
        return dataclasses.replace(sentence, start=start, end=end)
