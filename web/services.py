"""What every request works with, made once by the factory."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from index.uploads.intake import Intake
from rag.asking.assistant import Assistant
from rag.conversations.store import History
from web.settings import ServerSettings
from web.uploads.followers import Followers
from web.work.arrivals import Arrivals
from web.work.example_questions import ExampleQuestions
from web.work.pictures import Pictures
from web.work.readiness import Readings
from web.work.workers import Workers

__all__ = ["Services", "ServicesOf"]


@dataclass(frozen=True, slots=True)
class Services:
    """The assistant, the settings, and the threads.

    Attributes:
        assistant: answers.
        settings: bounds.
        questions: threads for questions, as many as the settings allow at once.
        writing: one thread for removals, because the index has one writer at a time.
        intake: works through what is sent in.
        followers: of what is sent in.
        pictures: of pages, which do not wait for uploads to be parsed.
        history: the conversations that are kept.
        examples: questions that can be asked.
        arrivals: bodies of requests that are not whole.
        readings: of how everything is.
    """

    assistant: Assistant
    settings: ServerSettings
    questions: Workers
    writing: Workers
    intake: Intake
    followers: Followers
    pictures: Pictures
    history: History
    examples: ExampleQuestions
    arrivals: Arrivals
    readings: Readings

    def begin_to_end(self) -> None:
        """Begin nothing more that takes long, and give up what can be asked for again; questions at work go on."""
        self.arrivals.end()
        self.examples.close()
        self.pictures.end()
        self.followers.end()

    def end_questions(self) -> None:
        """Tell who still waits for an answer that none will come."""
        self.questions.end()
        self.writing.end()
        self.readings.end()

    def close(self) -> None:
        """End everything, and close what was opened for it."""
        self.begin_to_end()
        self.end_questions()
        self.intake.close()
        self.pictures.close()
        self.history.close()


async def _services(request: Request) -> Services:
    # Not a plain function: FastAPI would call that in a thread, of which there are few.
    services = request.app.state.services
    assert isinstance(services, Services)  # noqa: S101 - the factory put it there
    return services


ServicesOf = Annotated[Services, Depends(_services)]
"""A parameter of this type receives the application's services."""
