"""A question after what was said before it: which way of meaning it the documents answer best."""

import datetime
from collections.abc import Callable, Sequence

from rag.answers.turns import Turn
from rag.asking.continued import continued
from rag.follow_ups.readings import QuestionReading
from rag.follow_ups.rephrase import rephrase
from rag.follow_ups.sub_questions import split_question
from rag.investigation.found import Investigation, combined
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.writing.language_model import LanguageModel

__all__ = ["Readings", "meant", "understand"]

Readings = Callable[[str, Sequence[Turn]], Sequence[QuestionReading]]
"""The ways that a question may be meant after what was said before, likeliest first."""

_SURE = 0.75
"""A reading that is answered with this confidence is taken, and the doubtful ones after it are not looked up."""


def meant(
    query: Query, read: Readings, model: LanguageModel | None, most_characters: int
) -> tuple[Query, list[QuestionReading]]:
    """Return a query with the dates that its question asks for otherwise, and the ways that it may be meant.

    There is at least one way; what wants the last answer otherwise has one.

    Args:
        query: with what was said before.
        read: tells by rules.
        model: a language model that puts the question first, so that it stands alone; none when None.
        most_characters: of a way; the limit of a deployment bounds the work that a question makes, however it is put.
    """
    asked = query.text.strip()
    whole = continued(asked, query.history, datetime.datetime.now().astimezone().date())
    if whole and len(whole.text) <= most_characters:
        return query.narrowed(whole.dates), [QuestionReading(whole.text)]
    return query, _ways(asked, query.history, read, model, most_characters)


def _ways(
    asked: str, history: Sequence[Turn], read: Readings, model: LanguageModel | None, most_characters: int
) -> list[QuestionReading]:
    if not history:
        return [QuestionReading(asked)]
    found = [*read(asked, history)]
    if model and found != [QuestionReading(asked)]:
        rephrased = rephrase(model, asked, history)
        found = [QuestionReading(rephrased), *found] if rephrased else found
    return [way for way in found if 0 < len(way.text.strip()) <= most_characters] or [QuestionReading(asked)]


def understand(
    query: Query, found_ways: Sequence[QuestionReading], investigator: Investigator, threshold: float
) -> tuple[str, list[Investigation]]:
    """Return the way of putting a question in which it is best answered, and what was found for its parts.

    Args:
        query: as asked.
        found_ways: as ``meant`` gives them.
        investigator: within one snapshot of its index.
        threshold: confidence from which a part is answered.

    Raises:
        EncoderMismatch: the encoder is not the index's.
    """
    found: list[tuple[float, str, list[Investigation]]] = []
    for way in found_ways:
        if found and found[-1][0] >= _SURE:
            break
        text = way.text.strip()
        parts = [investigator.investigate(query.reworded(part)) for part in split_question(text)]
        found.append((combined(parts, threshold).confidence - way.doubt, text, parts))
    return max(found, key=lambda some: some[0])[1:]
