"""An index that is restored under a server: it answers all the while, and from what was restored as soon as that is."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from index.backups.backup import back_up
from index.store import Index
from tests.support.documents import ingest_bytes, remove_for_good

COMMAND = [sys.executable, "-c", "from index.commands.cli import main; main()", "restore"]
PATIENCE_SECONDS = 60
ASKERS = 3
ROUNDS = 2
QUESTION = {"question": "Who was the keeper of the lamp?"}
THEN = {f"{n}.txt": f"The keeper of lamp {n} was Amalia, who lit it." for n in range(10)}
NOW = {f"{n}.txt": f"The keeper of lamp {n} was Bruno, who sold it." for n in range(14)}

Answered = tuple[int, str, frozenset[str]]
"""The generation that an answer says it is from, its words, and the texts of its passages."""


def fill(index: Index, texts: dict[str, str]) -> None:
    with index.database.writing():
        for name, text in texts.items():
            ingest_bytes(index, text.encode(), name, name)


def ask(client: httpx.Client) -> Answered:
    response = client.post("/api/ask", json=QUESTION)
    assert response.status_code == 200, response.text
    answer = response.json()
    texts = frozenset(passage["text"] for passage in answer["passages"])
    return answer["index"]["generation"], answer["answer"], texts


@contextmanager
def asking(client: httpx.Client) -> Iterator[list[Answered]]:
    """Ask all the while, from several threads; whatever goes wrong goes wrong here."""
    found: list[Answered] = []
    stop = threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            found.append(ask(client))

    with ThreadPoolExecutor(ASKERS) as pool:
        askers = [pool.submit(go_on) for _ in range(ASKERS)]
        try:
            yield found
        finally:
            stop.set()
    for asker in askers:
        asker.result(PATIENCE_SECONDS)


@pytest.mark.slow
def test_a_server_answers_while_its_index_is_restored_and_then_from_what_was_restored(
    live: httpx.Client, index: Index, tmp_path: Path
) -> None:
    remove_for_good(index, [document.id for document in index.documents.listed()])
    fill(index, THEN)
    back_up(index, tmp_path / "kept.tar")
    _, *then = ask(live)
    for _ in range(ROUNDS):
        fill(index, NOW)
        before, *_ = ask(live)
        with asking(live) as found:
            command = [*COMMAND, str(tmp_path / "kept.tar"), "--index", str(index.folder)]
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
            after, *restored = ask(live)
        assert restored == then
        # Each answer is from before or from after, as it says, and none from both.
        texts_of = {before: set(NOW.values()), after: set(THEN.values())}
        assert before in {generation for generation, *_ in found}
        for generation, _, texts in found:
            assert texts <= texts_of[generation]
    # Opened again: while another process writes, the server may take its lexical index for damaged and make it anew.
    with closing(Index.open(index.folder)) as again:
        assert again.faults() == []
