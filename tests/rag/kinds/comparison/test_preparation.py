"""A comparison stands side by side, on the real encoder and the real reader."""

from pathlib import Path

import pytest

from index.documents import Document, Section
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.answers.answer import Answer
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.confidence.logistic import load_model
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.answer_kind import Asked
from rag.kinds.comparison.preparation import rows_with_extremes
from tests.support.documents import ingest_bytes

MUSEUM = "The Museum of Tides opened in July 2011. A ticket for the museum costs 9 euros, and children enter free."
AQUARIUM = (
    "The aquarium in Calle Norte has 40 tanks. A ticket for the aquarium costs 14 euros on every day of the week."
)
FEES = (
    "Fees of the harbour. A mooring costs {} euros a night, to be paid to the harbour master. The gate is shut at ten."
)
REPORT = (
    "Report on the outage. The ferry could not leave from 6:10 to 9:30, for three hours and twenty minutes. "
    "According to the harbour board the ferry was out for two hours and forty minutes."
)
OFFERS = (
    "| Mason | Sum | Guarantee |\n|---|---|---|\n| Hale | €11,800 | 20 years |\n| Topp | €10,900 | 10 years |\n"
    "| Slade | €12,150 | 20 years |\n"
)
CRAFT = "Craft,New (€),Used (€),Seats\nKayak red,410,150,1\nPedal boat,1250,600,4\nDinghy,640,210,3\n"
PRICES = "Place,Nights,Price\nOrlo,7,1160\nMarenna,7,1540\nTessin,7,2390\nValdoro,7,1875\n"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    texts = [
        ("museum.txt", "The museum", MUSEUM, "2025-03-01"),
        ("aquarium.txt", "The aquarium", AQUARIUM, "2025-02-01"),
        ("fees-2024.txt", "Harbour fees", FEES.format("3.00"), "2024-07-01"),
        ("fees-2023.txt", "Harbour fees", FEES.format("2.50"), "2023-04-01"),
    ]
    ingest_documents(
        index,
        [Document(s, title, t, f"hash of {t}", (Section(0, len(t)),), published_at=day) for s, title, t, day in texts],
    )
    ingest_bytes(index, REPORT.encode(), "ferry.txt", "ferry.txt")
    ingest_bytes(index, PRICES.encode(), "prices.csv", "prices.csv")
    ingest_bytes(index, CRAFT.encode(), "craft.csv", "craft.csv")
    ingest_bytes(index, f"# Offers for the tower\n\n{OFFERS}".encode(), "offers.md", "offers.md")
    return Assistant(index)


def compared(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(Query(question, kind=Kind.COMPARISON))


@pytest.mark.slow
def test_each_side_has_its_own_evidence_under_its_name(assistant: Assistant) -> None:
    answer = compared(assistant, "How much does a ticket cost, for the museum or for the aquarium?")
    said = {sentence.group: sentence.text for sentence in answer.sentences if "ticket" in sentence.text}
    assert "9 euros" in said["museum"]
    assert "14 euros" in said["aquarium"]


@pytest.mark.slow
def test_a_sentence_goes_to_the_side_that_it_answers_best_for(assistant: Assistant) -> None:
    answer = compared(
        assistant, "How long was the ferry out according to the report, and how long according to the harbour board?"
    )
    [report, board] = dict.fromkeys(sentence.group for sentence in answer.sentences)
    said = {group: " ".join(s.text for s in answer.sentences if s.group == group) for group in (report, board)}
    assert "three hours and twenty" in said[report]
    assert "two hours and forty" in said[board]


@pytest.mark.slow
def test_a_sentence_on_both_sides_that_answers_stands_alone(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    text = (
        "# Work at the lock\n\nThe early shift begins at six, and the late shift begins at two."
        " Boots stand in the hall. Whoever comes for the late shift takes the key along.\n"
    )
    ingest_bytes(index, text.encode(), "lock.md", "lock.md")
    answer = Assistant(index).ask(Query("When does the early shift begin compared with the late shift?"))
    assert answer.kind is Kind.COMPARISON
    assert [sentence.text for sentence in answer.sentences] == [
        "The early shift begins at six, and the late shift begins at two."
    ]
    assert [sentence.group for sentence in answer.sentences] == [""]


def test_where_no_side_is_said_the_earlier_document_comes_first(assistant: Assistant) -> None:
    answer = compared(assistant, "How has the price of a mooring changed?")
    prices = [s.group for s in answer.sentences if "2.50" in s.text or "3.00" in s.text]
    assert prices == ["Harbour fees, 1 April 2023", "Harbour fees, 1 July 2024"]
    assert answer.conflicts == ()


@pytest.mark.slow
def test_a_side_that_no_document_knows_is_refused_by_name(assistant: Assistant) -> None:
    answer = compared(assistant, "Compare the museum with the Louvre")
    assert answer.abstained
    assert answer.abstain_reason == "Nothing in the documents is about Louvre."


@pytest.mark.slow
def test_the_rows_with_the_least_and_the_most_stand_for_all(assistant: Assistant) -> None:
    answer = compared(assistant, "Which place has the lowest price, and which has the highest?")
    assert [next(word for word in ("Orlo", "Tessin") if word in s.text) for s in answer.sentences] == [
        "Orlo",
        "Tessin",
    ]


@pytest.mark.slow
def test_the_cheapest_is_told_by_the_column_of_prices_whatever_its_name(assistant: Assistant) -> None:
    answer = compared(assistant, "Which mason is the cheapest, and which the dearest?")
    assert ["Topp" in answer.sentences[0].text, "Slade" in answer.sentences[1].text] == [True, True]


@pytest.mark.slow
def test_rows_of_one_table_that_the_question_names_are_the_sides(assistant: Assistant) -> None:
    answer = compared(assistant, "What do we get from Hale that we don't get from Topp?")
    assert [(s.group, s.text) for s in answer.sentences] == [
        ("Hale", "Mason: Hale; Sum: €11,800; Guarantee: 20 years"),
        ("Topp", "Mason: Topp; Sum: €10,900; Guarantee: 10 years"),
    ]


@pytest.mark.slow
def test_sides_find_their_rows_whatever_the_case_of_their_letters(assistant: Assistant) -> None:
    answer = compared(assistant, "Which is dearer, tessin or orlo?")
    assert [(s.group, s.text) for s in answer.sentences] == [
        ("tessin", "Place: Tessin; Nights: 7; Price: 2390"),
        ("orlo", "Place: Orlo; Nights: 7; Price: 1160"),
    ]


@pytest.mark.slow
def test_a_side_may_be_called_by_a_part_of_the_name_of_its_row(assistant: Assistant) -> None:
    answer = compared(assistant, "Is a kayak cheaper than a dinghy?")
    assert [(s.group, s.text.split(";")[0]) for s in answer.sentences] == [
        ("kayak", "Craft: Kayak red"),
        ("dinghy", "Craft: Dinghy"),
    ]


@pytest.mark.slow
def test_what_both_columns_measure_need_not_stand_in_their_names(assistant: Assistant) -> None:
    answer = compared(assistant, "new vs used prices of a pedal boat")
    assert [s.text for s in answer.sentences] == ["Craft: Pedal boat; New (€): 1250; Used (€): 600; Seats: 4"]


@pytest.mark.slow
@pytest.mark.parametrize("question", ["Which place is the cheapest?", "What is the place with the highest price?"])
def test_one_end_of_a_table_alone_is_found_among_its_rows(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(Query(question, kind=Kind.FACT))
    rows = f"{answer.answer} {[each.text for each in answer.nearest]}"
    assert "Place: Orlo; Nights: 7; Price: 1160" in rows or "Place: Tessin; Nights: 7; Price: 2390" in rows
    assert not answer.abstained


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "asks_for_rows"),
    [("What does the biggest berth cost now?", True), ("What does the biggest crab cost in the village?", False)],
)
def test_what_costs_most_now_asks_nothing_that_a_table_of_prices_has_not(
    tmp_path: Path, question: str, asks_for_rows: bool
) -> None:
    index = Index.open(tmp_path / "index", create=True)
    rows = "| Small | €40 | no |\n| Middle | €70 | yes |\n| Long | €95 | yes |\n"
    table = f"# Berths of 2025\n\n| Berth | Fee | Water |\n|---|---|---|\n{rows}"
    ingest_bytes(index, table.encode(), "berths.md", "berths.md")
    with index.database.snapshot():
        found = rows_with_extremes(Asked(Query(question), "", 0.67), Investigator(index, load_model()))
    assert (found is not None) is asks_for_rows


@pytest.mark.slow
def test_columns_of_one_table_are_the_sides(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    rows = "| Courses for sailors | 4 | 6 |\n| Courses for rowers | 9 | 7 |\n| Boats hired | 30 | 41 |\n"
    year = f"# Year of the school\n\nThe year was wet.\n\n| What | 2031 | 2032 |\n|---|---|---|\n{rows}"
    ingest_bytes(index, year.encode(), "year.md", "year.md")
    answer = compared(Assistant(index), "Were there more courses for rowers in 2032 than in 2031?")
    assert [s.text for s in answer.sentences] == ["What: Courses for rowers; 2031: 9; 2032: 7"]
    abroad = compared(Assistant(index), "Were there more boats hired abroad in 2032 than in 2031?")
    assert [s.text for s in abroad.sentences] != ["What: Boats hired; 2031: 30; 2032: 41"]


@pytest.mark.slow
def test_what_a_table_is_of_may_stand_where_its_document_begins(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    rows = "| Ropes and sails | 40 | 52 |\n| Paint | 12 | 9 |\n| Total | 52 | 61 |\n"
    head = "| Item | Estimate of 2030 | Costs of 2032 |\n|---|---|---|\n"
    text = f"# Dearer than thought\n\nThe ferry is being repaired in Orlo.\n\n## What is paid\n\n{head}{rows}"
    ingest_bytes(index, text.encode(), "costs.md", "costs.md")
    assistant = Assistant(index)
    answer = compared(assistant, "compare the costs of the ferry in 2030 with those of 2032")
    assert [s.text for s in answer.sentences] == [
        "Item: Ropes and sails; Estimate of 2030: 40; Costs of 2032: 52",
        "Item: Paint; Estimate of 2030: 12; Costs of 2032: 9",
        "Item: Total; Estimate of 2030: 52; Costs of 2032: 61",
    ]
    museum = compared(assistant, "compare the costs of the museum in 2030 with those of 2032")
    assert [s.text for s in museum.sentences] != [s.text for s in answer.sentences]


@pytest.mark.slow
def test_a_side_finds_its_row_by_the_noun_that_it_leaves_to_the_other(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    rows = "| Single berth | 40 |\n| Double berth | 70 |\n| Crane | 95 |\n"
    table = f"# Charges\n\n| Item | Fee |\n|---|---|\n{rows}"
    ingest_bytes(index, table.encode(), "charges.md", "charges.md")
    answer = compared(Assistant(index), "Which is cheaper, single or double berth?")
    assert [(s.group, s.text) for s in answer.sentences] == [
        ("single", "Item: Single berth; Fee: 40"),
        ("double berth", "Item: Double berth; Fee: 70"),
    ]


@pytest.mark.slow
def test_columns_are_told_apart_though_one_is_called_as_the_other_begins(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    rows = "| Weight | 31 kg | 28 kg |\n| Range | 40 km | 35 km |\n| Seat of leather | yes | no |\n"
    table = f"# Bicycles of the works\n\n| What | Alder Plus | Alder |\n|---|---|---|\n{rows}"
    ingest_bytes(index, table.encode(), "bicycles.md", "bicycles.md")
    assistant = Assistant(index)
    differing = compared(assistant, "difference between the Alder and the Alder Plus")
    assert [s.text for s in differing.sentences] == [
        "What: Weight; Alder Plus: 31 kg; Alder: 28 kg",
        "What: Range; Alder Plus: 40 km; Alder: 35 km",
        "What: Seat of leather; Alder Plus: yes; Alder: no",
    ]
    heavier = compared(assistant, "Which is heavier, the Alder or the Plus?")
    assert [s.text for s in heavier.sentences] == ["What: Weight; Alder Plus: 31 kg; Alder: 28 kg"]


@pytest.mark.slow
def test_a_row_is_found_by_one_word_of_its_name_where_none_is_called_by_it_alone(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    rows = ("Measured | Kiln A | Kiln B", "---|---|---", "Litres of gas per firing | 31 | 44", "Noise in dB | 52 | 58")
    table = "\n".join(f"| {row} |" for row in rows)
    ingest_bytes(index, f"# Trial of two kilns\n\n{table}".encode(), "trial.md", "trial.md")
    assistant = Assistant(index)
    gas = compared(assistant, "Kiln A or Kiln B: which needs less gas?")
    assert [sentence.text for sentence in gas.sentences] == [
        "Measured: Litres of gas per firing; Kiln A: 31; Kiln B: 44"
    ]
    noise = compared(assistant, "Is Kiln A quieter than Kiln B?")
    assert [sentence.text for sentence in noise.sentences] == ["Measured: Noise in dB; Kiln A: 52; Kiln B: 58"]


@pytest.mark.slow
def test_of_a_long_table_the_rows_stay_in_which_its_columns_differ(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    same = "".join(f"| Visit to the {place} | £2 | £2 |\n" for place in "mill quay pier lock dock weir barn".split())
    rows = f"{same}| A berth | £4 | £3 |\n| A towel | £1 | free |\n| The crane | £9 | £9 |\n| A mooring | £6 | £5 |\n"
    table = f"# Charges of the club\n\n| What | Guests | Members |\n|---|---|---|\n{rows}"
    ingest_bytes(index, table.encode(), "charges.md", "charges.md")
    answer = compared(Assistant(index), "guests or members: which charges are different?")
    assert [s.text.partition(";")[0] for s in answer.sentences] == ["What: A berth", "What: A towel", "What: A mooring"]


@pytest.mark.slow
def test_a_column_that_is_called_by_its_year_is_compared_with_its_like(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    rows = "| B1 | Oars | 40 | 45 |\n| B2 | Long ropes | 12 | 11 |\n| B3 | Fenders | 7 | 9 |\n"
    table = f"# Chandlery\n\n| No | Article | Price 2030 | Price 2031 |\n|---|---|---|---|\n{rows}"
    ingest_bytes(index, table.encode(), "prices.md", "prices.md")
    answer = compared(Assistant(index), "how much did the price of the oars go up compared to 2030")
    assert [s.text for s in answer.sentences] == ["No: B1; Article: Oars; Price 2030: 40; Price 2031: 45"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    ["Did the choir get more money than last year?", "How much has the grant of the choir gone up since last year?"],
)
def test_last_year_is_the_other_of_two_columns_that_differ_in_their_years(tmp_path: Path, question: str) -> None:
    index = Index.open(tmp_path / "index", create=True)
    rows = "| Choir | 300 | 420 |\n| Chess club | 120 | 120 |\n| Rowers | 950 | 800 |\n"
    table = f"# Grants\n\n| Club | Grant 2030 | Grant 2031 |\n|---|---|---|\n{rows}"
    ingest_bytes(index, table.encode(), "grants.md", "grants.md")
    ingest_bytes(index, b"# News\n\nThe choir sang more than last year.", "news.md", "news.md")
    answer = compared(Assistant(index), question)
    assert [s.text for s in answer.sentences] == ["Club: Choir; Grant 2030: 300; Grant 2031: 420"]


@pytest.mark.slow
def test_sides_are_rows_that_are_called_by_a_word_more(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    rows = "| Alder bicycle | 410 |\n| Birch bicycle | 780 |\n| Basket | 20 |\n"
    ingest_bytes(index, f"# Prices\n\n| Article | Price |\n|---|---|\n{rows}".encode(), "p.md", "p.md")
    ingest_bytes(index, b"# News\n\nThe Birch is praised. Nobody likes the Alder any more.", "n.md", "n.md")
    answer = compared(Assistant(index), "what's the difference between the Alder and the Birch")
    assert [(s.group, s.text) for s in answer.sentences] == [
        ("Alder", "Article: Alder bicycle; Price: 410"),
        ("Birch", "Article: Birch bicycle; Price: 780"),
    ]


@pytest.mark.slow
def test_rows_are_called_by_what_stands_behind_their_number(tmp_path: Path) -> None:
    table = "No.,Article,Unit,Price 2030 (€),Price 2031 (€)\n"
    table += "B-10,Rope hemp 12 mm,metre,2.10,2.30\nB-11,Rope nylon 12 mm,metre,1.80,1.75\n"
    table += "C-3,Anchor steel,piece,80,84\n"
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, table.encode(), "chandler.csv", "chandler.csv")
    chandler = Assistant(index)
    two = chandler.ask(Query("hemp or nylon rope, which is cheaper?", kind=Kind.COMPARISON))
    assert [sentence.text.split(";")[0] for sentence in two.sentences] == ["No.: B-10", "No.: B-11"]
    one = chandler.ask(Query("How has the price of nylon rope changed from 2030 to 2031?", kind=Kind.COMPARISON))
    assert [sentence.text.split(";")[0] for sentence in one.sentences] == ["No.: B-11"]


@pytest.mark.parametrize(
    "question", ["what's the difference between the fast and the slow ferry", "Fast or slow ferry, which is dearer?"]
)
def test_of_two_tables_that_is_meant_whose_rows_say_least_beside_the_sides(tmp_path: Path, question: str) -> None:
    index = Index.open(tmp_path / "index", create=True)
    cabins = "| Cabin on the fast ferry, outside | 90 |\n| Cabin on the slow ferry, outside | 60 |\n| Sheets | 4 |\n"
    ingest_bytes(index, f"# Extras\n\n| What | Price |\n|---|---|\n{cabins}".encode(), "c.md", "c.md")
    rows = "| Fast | 41 knots | 35 |\n| Slow | 18 knots | 20 |\n"
    ingest_bytes(index, f"# The ferry\n\n| Kind | Speed | Price |\n|---|---|---|\n{rows}".encode(), "f.md", "f.md")
    answer = compared(Assistant(index), question)
    assert [s.text for s in answer.sentences] == [
        "Kind: Fast; Speed: 41 knots; Price: 35",
        "Kind: Slow; Speed: 18 knots; Price: 20",
    ]
