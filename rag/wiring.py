"""An assistant as the settings want it."""

from index.store import Index
from rag.asking.assistant import Assistant
from rag.settings import Settings
from rag.writing.language_model import LanguageModel

__all__ = ["configured"]


def configured(index: Index, settings: Settings) -> Assistant:
    """Return the assistant that settings ask for.

    Raises:
        LanguageModelError: the address of the language model cannot be used.
        CalibrationError: the confidence model in the index's folder cannot be used.
    """
    language_model = settings.llm_url and LanguageModel(
        settings.llm_url,
        model=settings.llm_model,
        key=settings.llm_key.get_secret_value() if settings.llm_key else None,
        seconds=settings.llm_timeout_seconds,
        retries=settings.llm_retries,
    )
    return Assistant(
        index,
        threshold=settings.threshold,
        max_question_characters=settings.max_question_characters,
        language_model=language_model or None,
        prompt_tokens=settings.llm_prompt_tokens,
    )
