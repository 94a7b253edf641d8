"""A small question set, which what is made of question sets is tested on."""

import json
from pathlib import Path

import pytest

GARDEN = (
    "The garden was designed by Ana Ruiz in 1911. It has not been open to visitors since 3 March 1950, when a storm "
    "broke 24 of its old trees. The largest of them stood before the house of Tomas Vega, which was rebuilt later."
)
HARBOUR = (
    "The harbour froze for 17 days in the winter of 1929. The mayor, Elsa Lind, sent 40 men with axes to free the "
    "ships, because the town needed coal. It was the longest frost that the town remembers."
)
TEXTS = {"garden": ("Garden", GARDEN), "harbour": ("Harbour", HARBOUR)}
QUESTIONS = (
    ("Who designed the garden?", "garden", "Ana Ruiz"),
    ("When did a storm break the trees?", "garden", "3 March 1950"),
    ("How many trees did the storm break?", "garden", "24"),
    ("Who sent men to free the ships?", "harbour", "Elsa Lind"),
    ("How long did the harbour freeze?", "harbour", "17 days"),
    ("Why were the ships freed?", "harbour", "the town needed coal"),
)


@pytest.fixture
def question_set(tmp_path: Path) -> Path:
    """A folder with two documents and six questions that they answer."""
    folder = tmp_path / "set"
    folder.mkdir()
    corpus = [{"id": identity, "title": title, "text": text} for identity, (title, text) in TEXTS.items()]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, corpus)))
    cases = []
    for number, (question, identity, answer) in enumerate(QUESTIONS):
        start = TEXTS[identity][1].index(answer)
        span = {"doc_id": identity, "start": start, "end": start + len(answer)}
        case = {"id": str(number), "question": question, "answerable": True, "answers": [answer]}
        cases.append({**case, "doc_ids": [identity], "spans": [span]})
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, cases)))
    return folder
