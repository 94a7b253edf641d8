"""Errors about a question, under the root that ``index.errors`` defines.

FootnoteError
├── QuestionError    the question cannot be asked: empty, without words, too long, or no text
├── SpanError        a span holds nothing of a text
├── FilterError      a filter cannot be used: a date that cannot be read
├── QuestionSetError a folder of questions cannot be evaluated
├── RunError         a file is not a recorded run or answer, or cannot be compared
├── CalibrationError confidence cannot be fitted, or what was fitted cannot be used
├── ConversationNotFound   no conversation, or no such answer in it, has this id
└── LanguageModelError     a language model did not do what it was asked
    └── LanguageModelUnset none is set up
"""

from index.errors import FootnoteError

__all__ = [
    "CalibrationError",
    "ConversationNotFound",
    "FilterError",
    "LanguageModelError",
    "LanguageModelUnset",
    "QuestionError",
    "QuestionSetError",
    "RunError",
    "SpanError",
]


class QuestionError(FootnoteError):
    """The question is empty, has no words, or is too long."""


class SpanError(FootnoteError):
    """A span holds nothing of a document's text."""


class FilterError(FootnoteError):
    """A filter's value cannot be used."""


class QuestionSetError(FootnoteError):
    """A folder of questions cannot be evaluated."""


class RunError(FootnoteError):
    """A file is not a recorded run or answer, or cannot be compared."""


class CalibrationError(FootnoteError):
    """Confidence cannot be fitted, or what was fitted cannot be used."""


class ConversationNotFound(FootnoteError):
    """No conversation, or no such answer in it, has this id."""


class LanguageModelError(FootnoteError):
    """A language model, or the endpoint that it is behind, did not do what it was asked."""


class LanguageModelUnset(LanguageModelError):
    """A language model was asked for, and none is set up."""
