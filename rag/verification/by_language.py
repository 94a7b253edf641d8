"""The check of a sentence with what knows its language."""

from index.store import Index
from index.text.languages import likeliest
from rag.reading.cross_encoder import reader_for
from rag.verification.verifier import Verifier

__all__ = ["verifier_for"]


def verifier_for(index: Index, text: str) -> Verifier:
    """Return the check for a text that is written about an index's documents.

    Args:
        index: whose encoder tells how near words are, and whose languages the text may be in.
        text: a question or a claim.

    Raises:
        EncoderError: a model cannot be loaded.
    """
    language = likeliest(text, index.documents.languages() or {"en"})
    return Verifier(index.encoder.loaded(), reader_for(language))
