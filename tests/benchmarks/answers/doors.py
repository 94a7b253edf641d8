"""Two versions give the same answers: 200 questions at every door, recorded by one and compared with the other.

python tests/benchmarks/answers/doors.py record FOLDER --sets ../shared/eval [--footnote .venv/bin/footnote]
python tests/benchmarks/answers/doors.py compare BEFORE AFTER
python tests/benchmarks/answers/doors.py replay FOLDER [--footnote .venv/bin/footnote]

``record`` indexes seeds/ and three question sets with the command that is named, and asks each set's questions through
the JSON API, OpenAI's API, the tools for language models and the command line; it reads the pages too. Nothing of
Footnote is imported, so that any version can be recorded. What differs from run to run is left out: moments,
milliseconds, ids of conversations and completions, and the server's port, which is in links and counts as tokens.
``compare`` tells what else differs. ``replay`` gives each answer of the command line to ``footnote replay`` with the
indexes that lie in FOLDER.
"""

import asyncio
import contextlib
import difflib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import httpx
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from tests.support.announced import announced

ROOT = Path(__file__).resolve().parents[3]
SETS = ("squad2_halfdev_articles", "xquad_es", "mtrag_subset", "seeds")
TO_THE_API, TO_OPENAI, TO_TOOLS, TO_THE_COMMAND = 25, 10, 5, 10
"""Questions a set at each door; fifty a set."""

_VARIES = {"timing_ms", "created", "usage", "conversation_id", "asked_at", "added_at", "request_id", "duration_ms"}
_VARIES_IN_PAGES = re.compile(r"/conversations/[0-9a-f-]+|\d+(?:\.\d+)? ms|[0-9a-f]{16,}|\?v=\w+|/static/[\w/.-]+")
_VARIES_IN_TEXTS = re.compile(r"127\.0\.0\.1:\d+|chatcmpl-\w+")


@click.group()
def doors() -> None:
    """Record and compare what every door answers."""


@doors.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--sets", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--footnote", default=".venv/bin/footnote", show_default=True, help="The command of the version.")
@click.option("--seeds", type=click.Path(exists=True, path_type=Path), default=ROOT / "seeds", show_default="seeds/")
def record(folder: Path, sets: Path, footnote: str, seeds: Path) -> None:
    """Ask every set's questions at every door and write what came into FOLDER."""
    for name in SETS:
        index = folder / "indexes" / name
        corpus = seeds if name == "seeds" else sets / name / "corpus.jsonl"
        subprocess.run([footnote, "index", str(corpus.resolve()), "--index", str(index)], check=True)
        asked = list(_questions(sets / ("kinds_seeds" if name == "seeds" else name) / "questions.jsonl"))
        with _served(footnote, index) as url, httpx.Client(base_url=url, timeout=120) as client:
            _at_the_api(client, asked[:TO_THE_API], folder / name / "api")
            asked = asked[TO_THE_API:]
            _at_openai(client, asked[:TO_OPENAI], folder / name / "v1")
            asked = asked[TO_OPENAI:]
            _write(folder / name / "mcp", asyncio.run(_at_the_tools(f"{url}/mcp", asked[:TO_TOOLS])))
            asked = asked[TO_TOOLS:]
            _pages(client, [question["question"] for question in asked[:3]], folder / name / "pages")
        _at_the_command(footnote, index, asked[:TO_THE_COMMAND], folder / name / "command")
        click.echo(f"{name}: recorded")


@doors.command()
@click.argument("before", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("after", type=click.Path(exists=True, file_okay=False, path_type=Path))
def compare(before: Path, after: Path) -> None:
    """Print what differs between two recordings, and how many of all are the same. Exit code 1 when any differs."""
    names = sorted(path.relative_to(before) for path in before.rglob("*.*") if "indexes" not in path.parts)
    same = 0
    for name in names:
        one, other = ((root / name).read_text().splitlines() for root in (before, after))
        same += one == other
        for line in list(difflib.unified_diff(one, other, f"before/{name}", f"after/{name}", lineterm="", n=1))[:40]:
            click.echo(line)
    click.echo(f"{same} of {len(names)} the same")
    if same < len(names):
        sys.exit(1)


@doors.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--footnote", default=".venv/bin/footnote", show_default=True)
def replay(folder: Path, footnote: str) -> None:
    """Replay every answer of the command line and of the API. Exit code 1 when any differs."""
    same = files = 0
    for name in SETS:
        for path in sorted((folder / name).glob("command/*.json")):
            command = [footnote, "replay", str(path), "--index", str(folder / "indexes" / name)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            files += 1
            same += done.returncode == 0
            if done.returncode:
                click.echo(f"{path}: {done.stdout}{done.stderr}")
    click.echo(f"{same} of {files} replayed to the same bytes")
    if same < files:
        sys.exit(1)


def _questions(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the questions of a set with what was said before them, spread over the whole file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines[:: max(1, len(lines) // 60)]:
        values = json.loads(line)
        said = [turn["text"] for turn in values.get("history") or ()]
        history = [
            {"question": question, "answer": answer} for question, answer in zip(said[::2], said[1::2], strict=False)
        ]
        yield {"question": values["question"], "history": history}


@contextlib.contextmanager
def _served(footnote: str, index: Path) -> Iterator[str]:
    command = [footnote, "serve", "--index", str(index), "--port", "0", "--json"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield announced(server)["url"]
    finally:
        server.terminate()
        server.wait(30)


def _at_the_api(client: httpx.Client, asked: list[dict[str, Any]], folder: Path) -> None:
    _write(folder, [client.post("/api/ask", json=question).json() for question in asked])


def _at_openai(client: httpx.Client, asked: list[dict[str, Any]], folder: Path) -> None:
    given = []
    for question in asked:
        before = [
            {"role": role, "content": turn[key] or "-"}
            for turn in question["history"]
            for role, key in (("user", "question"), ("assistant", "answer"))
        ]
        messages = [*before, {"role": "user", "content": question["question"]}]
        body = {"model": "footnote", "messages": messages}
        given.append(client.post("/v1/chat/completions", json=body).json())
    _write(folder, given)


async def _at_the_tools(url: str, asked: list[dict[str, Any]]) -> list[Any]:
    given: list[Any] = []
    async with Client(streamable_http_client(url)) as client:
        given.append([tool.model_dump(mode="json") for tool in (await client.list_tools()).tools])
        for question in asked:
            result = await client.call_tool("ask", {"question": question["question"]})
            given.append(result.model_dump(mode="json"))
    return given


def _at_the_command(footnote: str, index: Path, asked: list[dict[str, Any]], folder: Path) -> None:
    given: list[str] = []
    texts: list[str] = []
    for question in asked:
        for form, kept in ((["--json"], given), ([], texts)):
            command = [footnote, "ask", question["question"], "--index", str(index), *form]
            kept.append(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    _write(folder, [json.loads(text) for text in given])
    for number, text in enumerate(texts):
        (folder / f"{number:03}.txt").write_text(text)


def _pages(client: httpx.Client, questions: list[str], folder: Path) -> None:
    """Write the pages as the server makes them: each question asked through the form, and the library."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = [client.get("/").text]
    for question in questions:
        asked = client.post("/ask", data={"question": question}, headers={"Origin": str(client.base_url)})
        pages.append(client.get(asked.headers.get("location", "/")).text)
    library = client.get("/documents").text
    pages.append(library)
    pages += [client.get(path).text for path in sorted(set(re.findall(r'href="(/documents/[0-9a-f]+)', library)))[:3]]
    for number, page in enumerate(pages):
        (folder / f"{number:03}.html").write_text(_VARIES_IN_PAGES.sub("…", page))


def _write(folder: Path, given: list[Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, value in enumerate(given):
        text = json.dumps(_steady(value), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / f"{number:03}.json").write_text(_VARIES_IN_TEXTS.sub("…", text))


def _steady(value: Any) -> Any:
    """Return a value without what differs from run to run."""
    if isinstance(value, dict):
        return {key: _steady(each) for key, each in value.items() if key not in _VARIES}
    return [_steady(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    doors()
