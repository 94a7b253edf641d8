"""A question's amounts as the documents write them: whoever reads both must see that they are the same.

Its codes are written so already when it is read (``rag.retrieval.spelling``); the words of an amount keep their own
terms there.
"""

from collections.abc import Sequence

from index.text.forms.amounts import amounts

__all__ = ["as_documents_write"]


def as_documents_write(question: str, texts: Sequence[str]) -> str:
    """Return a question with each amount as the first text that has it writes it.

    “EUR 1250000” asks for the €1,250,000 of a report. What no text has, or one of them has to the letter, stays.

    Args:
        question: as read.
        texts: that it is read beside, the likeliest first.
    """
    for start, end, digits in reversed(list(amounts(question))):
        if not any(question[start:end] in text for text in texts):
            same = (text[a:b] for text in texts for a, b, other in amounts(text) if other == digits)
            question = question[:start] + next(same, question[start:end]) + question[end:]
    return question
