"""Notebooks are their texts, their code, and what it printed as a reader sees it."""

import json
from typing import Any

from index.parse.formats import parse


def text_of(*outputs: dict[str, Any]) -> str:
    """Return what becomes of a cell with these outputs."""
    cells = [{"cell_type": "code", "source": ["sail()"], "outputs": list(outputs)}]
    return parse(json.dumps({"cells": cells}).encode(), "s", "a.ipynb")[0].text


def shown(**data: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {name.replace("_", "/"): [text] for name, text in data.items()}}


def test_tables_are_tables_and_pictures_nothing() -> None:
    table = "<div><table><tr><th>Port</th><th>High</th></tr><tr><td>Oslo</td><td>1.2</td></tr></table></div>"
    picture = shown(image_png="iVBO", text_plain="<Figure size 640x480>")
    assert text_of(shown(text_html=table, text_plain="  Port"), picture) == "sail()\n\nPort | High\nOslo | 1.2"


def test_what_goes_wrong_is_told_without_the_colours_of_a_terminal() -> None:
    printed = {"output_type": "stream", "name": "stderr", "text": ["\x1b[31mWarning\x1b[0m: old\n"]}
    error = {"output_type": "error", "ename": "ValueError", "evalue": "bad tide", "traceback": ["\x1b[0;31m---"]}
    assert text_of(printed, error) == "sail()\n\nWarning: old\n\nValueError: bad tide"


def test_of_a_line_that_is_written_over_the_last_words_stay() -> None:
    printed = {"output_type": "stream", "name": "stdout", "text": "10%\r50%\r100%\r\ndone\n"}
    assert text_of(printed) == "sail()\n\n100%\ndone"


def test_markdown_that_a_cell_shows_has_no_headings_of_the_notebook() -> None:
    document = parse(
        json.dumps(
            {
                "cells": [
                    {"cell_type": "markdown", "source": "# Tides"},
                    {"cell_type": "code", "source": "x", "outputs": [shown(text_markdown="# High\n\n*1.2*")]},
                ]
            }
        ).encode(),
        "s",
        "a.ipynb",
    )[0]
    assert document.text == "Tides\n\nx\n\nHigh\n\n1.2"
    assert [section.heading for section in document.sections] == ["Tides"]
