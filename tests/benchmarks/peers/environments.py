"""An environment for each system, of pinned versions, and what it weighs."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.peers.measures.asking import folder_bytes

__all__ = ["ROOT", "TOOLS", "clean_environment", "install", "python_of"]

ROOT = Path(__file__).resolve().parents[3]
TOOLS = "tools"
"""The environment that measures the machine and draws plots."""

_REQUIREMENTS = Path(__file__).with_name("requirements")
_OWN = ("index", "rag", "web")
_STEERING = ("OMP_", "MKL_", "OPENBLAS_", "GOTO_", "FOOTNOTE_", "PYTHON", "VIRTUAL_ENV", "HF_", "TRANSFORMERS_")
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
_DISTRIBUTIONS = """
import importlib.metadata as metadata, json
found = {}
for each in metadata.distributions():
    files = [file.locate() for file in each.files or ()]
    found[each.name] = [each.version, sum(path.stat().st_size for path in files if path.is_file())]
print(json.dumps(found))
"""


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what steers libraries, and with no way to a hub or to telemetry."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_STEERING)}
    return kept | _OFFLINE


def python_of(work: Path, name: str) -> Path:
    """Return the interpreter of an environment."""
    return work / "environments" / name / "bin" / "python"


def install(work: Path, name: str) -> dict[str, Any]:
    """Make an environment anew; return the seconds that it took out of wheels on disk, bytes and versions.

    Raises:
        RuntimeError: pip could not download or install something; it says what.
    """
    folder, wheels = work / "environments" / name, work / "wheels"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = str(python_of(work, name))
    [packages] = folder.glob("lib/python*/site-packages")
    empty = folder_bytes(packages)
    wanted = _wanted(name)
    _pip(
        python, "download", "--dest", str(wheels), *wanted, *(("hatchling", "editables") if name == "footnote" else ())
    )
    began = time.perf_counter()
    offline = ("--no-index", "--find-links", str(wheels))
    if name == "footnote":
        wanted = [*wanted[:-1], "--editable", wanted[-1]]
    _pip(python, "install", *offline, *wanted)
    seconds = time.perf_counter() - began
    told = subprocess.run([python, "-c", _DISTRIBUTIONS], check=True, capture_output=True, text=True)
    distributions = {name: tuple(found) for name, found in json.loads(told.stdout).items()}
    own = sum(folder_bytes(ROOT / package) for package in _OWN) if name == "footnote" else 0
    return {
        "seconds": seconds,
        "bytes": folder_bytes(packages) - empty + own,
        "versions": {each: version for each, (version, _) in sorted(distributions.items())},
        "sizes": {each: size for each, (_, size) in sorted(distributions.items())},
    }


def _wanted(name: str) -> list[str]:
    """Return what pip is to install: Footnote with the versions that it is tested with, the others by their lists."""
    if name == "footnote":
        return ["--constraint", str(ROOT / "constraints.txt"), str(ROOT)]
    return ["--requirement", str(_REQUIREMENTS / f"{name}.txt")]


def _pip(python: str, command: str, *arguments: str) -> None:
    told = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", command, *arguments]
    done = subprocess.run(told, check=False, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"pip {command}: {done.stderr.strip()[-1_000:]}")
