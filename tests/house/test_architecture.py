"""The page about the architecture draws the rooms as they are."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
FLOORS = {each["containers"][0]: each["layers"] for each in CONTRACTS if each.get("containers")}


@pytest.mark.parametrize("package", ["index", "rag", "web"])
def test_the_page_lists_the_rooms_of_a_package_in_the_order_of_its_floors(package: str) -> None:
    part = PAGE.split(f"\n## {package}/\n")[1].split("\n## ")[0]
    rooms = [room.rstrip("/").removesuffix(".py") for room in re.findall(r"^\| `(\S+)` \|", part, re.MULTILINE)]
    assert rooms == FLOORS[package]


@pytest.mark.parametrize("folder", [name for name in FLOORS if "." in name])
def test_the_page_tells_the_floors_within_a_folder(folder: str) -> None:
    told = next(line for line in PAGE.splitlines() if line.startswith(f"`{folder.replace('.', '/')}/` has floors"))
    assert re.findall(r"`(\w+)`", told) == FLOORS[folder]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:index|rag|web)/[\w/]+(?:\.py|/))`", PAGE))))
def test_every_file_and_folder_that_the_page_names_exists(path: str) -> None:
    assert (ROOT / path).exists()
