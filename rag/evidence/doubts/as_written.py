"""A question's codes and amounts as the documents write them: whoever reads both must see that they are the same."""

from collections.abc import Iterator, Sequence

from index.text.amounts import amounts
from index.text.codes import codes, spaced_codes

__all__ = ["as_documents_write"]


def as_documents_write(question: str, texts: Sequence[str]) -> str:
    """Return a question with each code and amount as the first text that has it writes it.

    “xr2041b housing” asks for the XR-2041-B of the data sheet, “EUR 1250000” for its €1,250,000. What no text has, or
    one of them has to the letter, stays.

    Args:
        question: as asked.
        texts: that it is read beside, the likeliest first.
    """
    made, position = "", 0
    for start, end, written in sorted(_written(question, texts)):
        if start >= position:
            made += question[position:start] + written
            position = end
    return made + question[position:]


def _written(question: str, texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where an amount or a code stands in a question, and how a text writes it."""
    found = list(amounts(question))
    for start, end, digits in found:
        if not any(question[start:end] in text for text in texts):
            same = (text[a:b] for text in texts for a, b, other in amounts(text) if other == digits)
            if written := next(same, None):
                yield start, end, written
    for code in (*codes(question), *spaced_codes(question)):
        if any(start < code.end and code.start < end for start, end, _ in found):
            continue
        if not any(code.text in text for text in texts):
            matches = (match for text in texts if (match := code.pattern.search(text)))
            if match := next(matches, None):
                yield code.start, code.end, match[0]
