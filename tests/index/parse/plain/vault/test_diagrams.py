"""What diagrams say is read as words: box, arrow, box, and who says what to whom."""

import pytest

from index.parse.formats import parse
from index.parse.plain.vault.diagrams import diagram_words, is_diagram

SEQUENCE = """sequenceDiagram
  participant B as Baker
  B->>Miller: Order flour
  Miller-->>+B: Comes on Friday
  Note over B,Miller: Paid before
  alt is ill
  Miller-)B: Calls
  end
"""
MESSAGES = """Baker → Miller: Order flour
Miller → Baker: Comes on Friday
Baker, Miller: Paid before
is ill
Miller → Baker: Calls"""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "flowchart TD\n  A[Knead] --> B{Does it rise?}\n  B -->|no| C[Add yeast]",
            "Knead → Does it rise?\nDoes it rise → no → Add yeast",
        ),
        ("graph LR; a-->b((Oven)); b-- when hot -->c", "a → Oven\nOven → when hot → c"),
        ("flowchart LR\n  A & B --> C[Shop]\n  D\n  style A fill:#fff", "A → Shop\nB → Shop\nD"),
        (
            'flowchart LR\n  subgraph one [The mill]\n  A["Wheat<br>store"] ==> B -.-> C\n  end',
            "The mill\nWheat store → B\nB → C",
        ),
        ("---\ntitle: x\n---\ngraph TD\n%% not shown\nA --> B", "A → B"),
        (SEQUENCE, MESSAGES),
        ('pie title Grain\n  "Rye" : 30', 'pie title Grain\n  "Rye" : 30'),
        ("flowchart TD", "flowchart TD"),
    ],
)
def test_a_diagram_reads_as_its_words(code: str, words: str) -> None:
    assert diagram_words(code) == words


def test_the_fence_says_what_is_a_diagram() -> None:
    note = "```mermaid\ngraph TD\nA[Rye] --> B[Bread]\n```\n\n```\ngraph TD\nA --> B\n```"
    (document,) = parse(note.encode(), "/notes/Bread.md", "Bread.md")
    assert document.text == "Rye → Bread\n\ngraph TD\nA --> B"
    assert is_diagram("{mermaid}")
    assert not is_diagram("mermaids")


@pytest.mark.parametrize("line", ["A[", "A--", "A & ", "A@{", "A -- x - ", "a->>", "participant "])
def test_a_diagram_of_one_endless_line_is_read_in_steps_that_are_bounded(line: str) -> None:
    for kind in ("flowchart TD", "sequenceDiagram"):
        assert len(diagram_words(f"{kind}\n{line * 20_000}")) < 10_000_000
