"""The tools that a language model is offered, as it sees them; no protocol is known here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from web.errors.tree import InvalidRequest
from web.errors.validation import in_words, places
from web.mcp.arguments import Arguments, Result
from web.mcp.documents import READ_CHARACTERS, ListArguments, ReadArguments
from web.mcp.marked_lines import NOTICE
from web.mcp.questions import AskArguments, SearchArguments
from web.mcp.results import AskResult, DocumentResult, DocumentsResult, PassagesResult

__all__ = ["INSTRUCTIONS", "TOOLS", "Tool"]

INSTRUCTIONS = (
    "Footnote answers from the user's own documents, which lie on this machine. Use `ask` for a question: the answer is"
    " made of sentences of the documents, each with footnotes that name the exact words. Use `search` when you want to"
    " read more widely, `read_document` to read around a passage, and `list_documents` to see what there is. Cite the"
    f" title and, where there is one, the page or date of what you use. {NOTICE}"
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as a model sees it.

    Attributes:
        name: that it is called by.
        title: for people.
        description: for the model: what it gives, and when to use it.
        takes: its arguments.
        gives: its result.
        keeps: whether it can keep something; a tool that cannot only reads.
    """

    name: str
    title: str
    description: str
    takes: type[Arguments]
    gives: type[Result]
    keeps: bool = False

    @property
    def input_schema(self) -> dict[str, Any]:
        """JSON Schema of the arguments, those first that are needed."""
        schema = self.takes.model_json_schema()
        needed = schema.get("required", [])
        properties = sorted(schema["properties"].items(), key=lambda item: item[0] not in needed)
        return {**schema, "description": f"What {self.name} takes.", "properties": dict(properties)}

    @property
    def output_schema(self) -> dict[str, Any]:
        """JSON Schema of the result."""
        return TypeAdapter(self.gives).json_schema(mode="serialization")

    def arguments(self, given: Mapping[str, Any]) -> Arguments:
        """Return arguments that were checked.

        Raises:
            InvalidRequest: they are not what the tool takes.
        """
        try:
            return self.takes.model_validate(dict(given))
        except ValidationError as error:
            found = places(error.errors(include_url=False, include_input=False, include_context=False))
            listed = in_words({**place, "at": place["at"] or "arguments"} for place in found)
            known = ", ".join(self.input_schema["properties"])
            raise InvalidRequest(
                f"The arguments of {self.name} are not valid ({listed})", f"It takes {known}; see its input schema"
            ) from error

    def json(self, result: Result) -> dict[str, Any]:
        """Return a result as JSON has it."""
        dumped: dict[str, Any] = TypeAdapter(self.gives).dump_python(result, mode="json")
        return dumped


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            "ask",
            "Ask the documents",
            "Answer a question from the user's own documents. The answer is made of sentences of the documents,"
            " each with numbered footnotes: the exact quote, document, date and page. When the documents do not"
            " clearly answer it, says so (abstained is true): the grade is unsure, with the sentences that come"
            " nearest and may not answer it, or not_covered. Either way gives the closest passages. Where documents"
            " contradict each other, gives both sides. Ask one thing at a time, in a whole sentence. Use this first;"
            " use search to read more widely.",
            AskArguments,
            AskResult,
            keeps=True,
        ),
        Tool(
            "search",
            "Search the documents",
            "Find the passages of the user's own documents that come closest to a question or to words, best"
            " first, each with document, date, page and position. Use this to gather material on a subject, or"
            " after ask found no answer. A low score is no proof that a passage is on the subject: read it. Read"
            " around a passage with read_document.",
            SearchArguments,
            PassagesResult,
        ),
        Tool(
            "read_document",
            "Read a document",
            f"Read the text of one document from a position on, at most {READ_CHARACTERS:,} characters a call;"
            " the result says with which start to read on. Use it to see what stands around a passage or"
            " footnote: take its document_id and version, and a start a little before its own.",
            ReadArguments,
            DocumentResult,
        ),
        Tool(
            "list_documents",
            "List the documents",
            "List the user's documents by title, with their ids, sources, dates and tags; query and tag narrow"
            " the list. It looks at titles and sources only: to find what is said in documents, use search.",
            ListArguments,
            DocumentsResult,
        ),
    )
}
"""By name, in the order in which they are listed."""
