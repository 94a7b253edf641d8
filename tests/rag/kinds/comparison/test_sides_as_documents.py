"""Comparisons of what two documents are titled after, on the real encoder and the real reader."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

_REPORT = """# {name}

In {year}, {name} experienced several events that shaped its finances. {name} is known for its bread.

{name} opened a shop in {place}, and {name} thanks everybody who works there.

In {month}, the company paid a dividend of {sum} million pounds.
This pleased the shareholders, who had waited {wait} years.

Overall, {name} showed growth in {year}, driven by its bakers and its drivers.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    values = (
        {"name": "Pellworth Bakeries", "year": 2018, "place": "Orlo", "month": "May", "sum": 3, "wait": 4},
        {"name": "Tarrant Mills", "year": 2020, "place": "Treen", "month": "July", "sum": 7, "wait": 9},
    )
    for each in values:
        ingest_bytes(index, _REPORT.format(**each).encode(), f"{each['year']}.md", f"{each['year']}.md")
    return Assistant(index)


@pytest.mark.slow
def test_each_document_says_what_is_compared_and_not_what_repeats_its_name(assistant: Assistant) -> None:
    question = "Compare the dividends of Pellworth Bakeries in 2018 and Tarrant Mills in 2020"
    answer = assistant.ask(Query(question, kind=Kind.COMPARISON))
    said = {sentence.text: sentence.citations[0].title for sentence in answer.sentences}
    assert said["In May, the company paid a dividend of 3 million pounds."] == "Pellworth Bakeries"
    assert said["In July, the company paid a dividend of 7 million pounds."] == "Tarrant Mills"
    assert not any("Overall" in text or "experienced several events" in text for text in said)


@pytest.mark.slow
def test_sides_are_documents_that_are_called_by_what_they_are(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    letter = b"From: Ines <ines@harbour.example>\nSubject: Spring\n\nA berth costs 310 crowns a month from April.\n"
    ingest_bytes(
        index, b"# Lease of berth 12\n\nDogs stay on board. The berth costs 290 crowns a month.", "1.md", "1.md"
    )
    ingest_bytes(index, letter, "2.eml", "2.eml")
    ingest_bytes(index, b"# Prices of paint\n\nA tin costs 30 crowns, a brush 4 crowns a month.", "3.md", "3.md")
    answer = Assistant(index).ask(
        Query("Compare the price of a berth in the lease and in the mail", kind=Kind.COMPARISON)
    )
    said = {sentence.citations[0].source: sentence.text for sentence in answer.sentences if "crowns" in sentence.text}
    assert set(said) == {"1.md", "2.eml"}
    assert "290" in said["1.md"]
    assert "310" in said["2.eml"]


@pytest.mark.slow
def test_of_several_documents_with_a_side_in_their_titles_those_that_are_alike_are_meant(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    texts = {
        "m2.md": "# Loom K2 handbook\n\nThe K2 weaves cloth of 90 cm and has four shafts.\n",
        "m4.md": "# Loom K4 handbook\n\nThe K4 weaves cloth of 140 cm and has eight shafts.\n",
        "prices.md": "# Prices\n\nA day with the K2 costs 12 crowns and with the K4 20 crowns.\n",
        "letter.md": "# The K4 squeaks\n\nSince Monday the K4 has been squeaking.\n",
    }
    for name, text in texts.items():
        ingest_bytes(index, text.encode(), name, name)
    answer = Assistant(index).ask(Query("difference between the K2 and the K4", kind=Kind.COMPARISON))
    assert {sentence.citations[0].source for sentence in answer.sentences} == {"m2.md", "m4.md"}
