"""The walls between the packages stand, and each of them can be seen to fall."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

CONFIG = Path(__file__).resolve().parents[2] / "pyproject.toml"
CONTRACTS: list[dict[str, Any]] = tomllib.loads(CONFIG.read_text())["tool"]["importlinter"]["contracts"]
PACKAGES = ("index", "rag", "web")


def lint(folder: Path) -> tuple[int, str]:
    """Return exit code and report of import-linter for the packages in a folder, under this project's contracts."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]
    options = ["--config", str(CONFIG), "--no-cache", "--no-logo"]
    done = subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout + done.stderr


def add_import(folder: Path, module: str, imported: str) -> None:
    """Add an import to a module, which is made with its packages where it is missing."""
    path = folder.joinpath(*module.split(".")).with_suffix(".py")
    path.parent.mkdir(parents=True, exist_ok=True)
    for package in path.relative_to(folder).parents[:-1]:
        (folder / package / "__init__.py").touch()
    with path.open("a") as file:
        file.write(f"import {imported}\n")


def floors_of(contract: dict[str, Any]) -> list[str]:
    """Return the full names of a contract's floors, the highest first."""
    containers = contract.get("containers", [""])
    return [f"{container}.{layer}".lstrip(".") for container in containers for layer in contract["layers"]]


def is_folder(room: str) -> bool:
    """Tell whether a room is a folder, and not a module."""
    return CONFIG.parent.joinpath(*room.split(".")).is_dir()


def module_in(room: str, name: str) -> str:
    """Return the name of a module that may be in a room; where a contract lists all its rooms, in the highest."""
    floors = next((floors_of(contract) for contract in CONTRACTS if contract.get("containers") == [room]), None)
    if floors:
        return module_in(floors[0], name)
    return f"{room}.{name}" if is_folder(room) else room


def lawful_tree(folder: Path) -> Path:
    """Make packages that hold every room and every import that the contracts allow by name, and one between layers."""
    add_import(folder, "web.pages.page", "rag.asking.assistant")
    add_import(folder, "rag.asking.assistant", "index.store")
    for contract in CONTRACTS:
        for floor in floors_of(contract) if contract["type"] == "layers" else ():
            if floor not in PACKAGES:
                add_import(folder, module_in(floor, "resident"), "json")
        for allowed in contract.get("ignore_imports", ()):
            importer, imported = allowed.split(" -> ")
            add_import(folder, importer.replace("**", "structure.reader"), imported)
            if imported.startswith(PACKAGES):
                add_import(folder, imported, "json")
    return folder


def unlawful_imports(contract: dict[str, Any]) -> list[tuple[str, str]]:
    """Return every pair of importing and imported module that a contract is there to refuse."""
    if contract["type"] == "layers":
        floors = floors_of(contract)
        return [(module_in(low, "intruder"), high) for place, high in enumerate(floors) for low in floors[place + 1 :]]
    if contract["type"] == "acyclic_siblings":
        return [(f"{each}.resident", f"{each}.intruder") for each in ("index.search", "rag.reading", "web.api")]
    return [
        (module_in(source, "intruder"), target)
        for source in contract["source_modules"]
        for target in contract["forbidden_modules"]
    ]


def names_import(report: str, importer: str, imported: str) -> bool:
    """Tell whether a report, however its lines are broken, names an import in full or, within a folder, from it on."""
    report = " ".join(report.split())
    within = "." + importer.rpartition(".")[2], "." + imported.rpartition(".")[2]
    return f"{importer} -> {imported}" in report or "{} -> {}".format(*within) in report


def test_this_project_keeps_every_contract() -> None:
    code, report = lint(CONFIG.parent)
    assert code == 0, report
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in report


def test_a_tree_that_keeps_to_the_rules_passes(tmp_path: Path) -> None:
    code, report = lint(lawful_tree(tmp_path))
    assert code == 0, report
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in report


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["id"])
def test_a_contract_reports_every_import_that_it_forbids_and_no_other_contract_does(
    contract: dict[str, Any], tmp_path: Path
) -> None:
    lawful_tree(tmp_path)
    for importer, imported in unlawful_imports(contract):
        add_import(tmp_path, importer, imported)
        if contract["type"] == "acyclic_siblings":
            add_import(tmp_path, imported, importer)

    code, report = lint(tmp_path)

    assert code == 1, report
    assert [line.split(" BROKEN")[0] for line in report.splitlines() if " BROKEN" in line] == [contract["name"]]
    for importer, imported in unlawful_imports(contract):
        assert names_import(report, importer, imported), report


def test_every_package_is_under_the_contracts() -> None:
    folders = {path.parent.name for path in CONFIG.parent.glob("*/py.typed")}
    assert folders == set(PACKAGES)
