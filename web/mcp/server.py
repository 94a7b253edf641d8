"""The tools over the Model Context Protocol, on stdin and stdout or over HTTP; the only importer of its package."""

import importlib.metadata
import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    TextContent,
    ToolAnnotations,
)
from mcp.types import Tool as OfferedTool
from starlette.routing import Route

from index.address import Location
from index.commands.opening import open_index
from index.errors import FootnoteError, Unexpected
from rag.asking.assistant import Assistant
from rag.wiring import configured
from web.errors.machine import hide, without_paths
from web.errors.translation import translate
from web.mcp.arguments import Result
from web.mcp.tools import INSTRUCTIONS, TOOLS, Tool
from web.observability.logs import configure
from web.settings import ServerSettings
from web.work.workers import Workers

__all__ = ["PATH", "OpenedLater", "make_server", "over_http", "serve_stdio"]

PATH = "/mcp"

_logger = logging.getLogger(__name__)


def make_server(assistant: Callable[[], Assistant], workers: Workers) -> Server[Any]:
    """Return a server of the tools.

    Args:
        assistant: called in a thread for each call of a tool; what it raises becomes the tool's error.
        workers: the threads, which bound how much is at work and how long.
    """

    async def list_tools(*_: object) -> ListToolsResult:
        return ListToolsResult(tools=[_offered(tool) for tool in TOOLS.values()])

    async def call_tool(_: object, params: CallToolRequestParams) -> CallToolResult:
        tool = TOOLS.get(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, f"There is no tool “{params.name}”. Call one of {', '.join(TOOLS)}.")
        try:
            arguments = tool.arguments(params.arguments or {})
            result: Result = await workers.run(lambda: arguments.run(assistant()))
            structured = tool.json(result)
        except Exception as error:  # noqa: BLE001 - whatever it is, the model is told, and the log has the trace
            return _failed(error)
        return CallToolResult(content=[TextContent(text=result.readable())], structured_content=structured)

    return Server(
        "footnote",
        version=importlib.metadata.version("footnote"),
        title="Footnote",
        instructions=INSTRUCTIONS,
        get_tool_input_schema=lambda name: TOOLS[name].input_schema if name in TOOLS else None,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def over_http(server: Server[Any], most_bytes: int) -> tuple[Route, StreamableHTTPSessionManager]:
    """Return the route that serves over streamable HTTP, and what must run as long as it does.

    Nothing is remembered between requests, so that no client can fill the memory and a restart loses nothing.

    Args:
        server: of ``make_server``.
        most_bytes: of a request's body.
    """
    manager = StreamableHTTPSessionManager(
        server,
        json_response=True,
        stateless=True,
        # Host, Origin and key are the guard's, which stands in front of the whole application.
        security_settings=None,
        max_request_body_size=most_bytes,
    )
    # With no sessions there is nothing to listen for (GET) and nothing to end (DELETE).
    return Route(PATH, StreamableHTTPASGIApp(manager), methods=["POST"]), manager


class OpenedLater:
    """An assistant that is opened when it is first wanted: a host is greeted at once, and also without an index.

    Args:
        settings: with the index's folder.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._assistant: Assistant | None = None

    def __call__(self) -> Assistant:
        """Return the assistant.

        Raises:
            IndexMissing: there is no index yet; it is looked for again each time.
        """
        with self._lock:
            if self._assistant is None:
                self._assistant = self._opened(self._settings.index)
            return self._assistant

    def warm(self) -> None:
        """Load the models; what cannot be is said in the log, and by the tools when they are called."""
        try:
            self()
        except FootnoteError as error:
            _logger.warning("%s", error)

    def _opened(self, location: Location) -> Assistant:
        settings = self._settings
        index = open_index(location)
        try:
            assistant = configured(index, settings)
            assistant.warm()
            index.search.catch_up()
        except BaseException:
            index.close()
            raise
        for notice in index.search.notices:
            _logger.warning("%s", notice)
        return assistant


def serve_stdio(settings: ServerSettings) -> None:
    """Serve on stdin and stdout until stdin ends; logs go to stderr."""
    configure(settings)
    hide(settings.index)
    assistant = OpenedLater(settings)
    workers = Workers(
        threads=settings.max_concurrent_questions,
        places=settings.max_concurrent_questions + settings.max_waiting_questions,
        timeout_seconds=settings.question_timeout_seconds,
    )
    threading.Thread(target=assistant.warm, name="footnote-warm").start()
    anyio.run(partial(_run, make_server(assistant, workers)))
    workers.end()


async def _run(server: Server[Any]) -> None:
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def _offered(tool: Tool) -> OfferedTool:
    return OfferedTool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=ToolAnnotations(
            read_only_hint=not tool.keeps,
            destructive_hint=False,
            idempotent_hint=not tool.keeps,
            open_world_hint=False,
        ),
    )


def _failed(error: Exception) -> CallToolResult:
    problem = translate(error)
    if isinstance(problem, Unexpected):
        _logger.error("A tool failed by a mistake of Footnote's own", exc_info=error)
    return CallToolResult(content=[TextContent(text=without_paths(str(problem)))], is_error=True)
