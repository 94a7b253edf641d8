import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from index.hash_encoder import HashEncoder
from index.store import Index


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so; it may take long on a busy machine, not for ever."""
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _interruptible() -> None:
    """Let Ctrl-C arrive, which a shell keeps from what it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_watched_folder_and_its_index_stay_equal_until_interrupted(tmp_path: Path) -> None:
    folder, target = tmp_path / "papers", tmp_path / "papers" / ".index"
    folder.mkdir()
    (folder / "museum.txt").write_text("The museum opened in 1901.")
    command = [str(Path(sys.executable).with_name("footnote")), "watch", str(folder), "--index", str(target)]
    environment = os.environ | {"FOOTNOTE_ENCODER": "hash"}
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=_interruptible,  # noqa: PLW1509 — no thread runs yet
    ) as process:
        try:
            assert process.stderr is not None
            lines = iter(process.stderr.readline, "")
            assert any("Watching" in line for line in lines)
            index = Index.open(target, HashEncoder())

            def names() -> set[str]:
                return {Path(document.source).name for document in index.documents()}

            assert names() == {"museum.txt"}
            (folder / "ferry.txt").write_text("Ferries carry the traffic.")
            wait_for(lambda: names() == {"museum.txt", "ferry.txt"})
            (folder / "ferry.txt").rename(folder / "boats.txt")
            wait_for(lambda: names() == {"museum.txt", "boats.txt"})
            (folder / "museum.txt").unlink()
            wait_for(lambda: names() == {"boats.txt"})
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
        finally:
            process.kill()
    assert index.faults() == []
