"""What a question names, and whether a text mentions it."""

import pytest

from rag.evidence.doubts.named import close_names, is_mentioned, names


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What is the lid of the KD-733-F made of?", ["KD-733-F"]),
        ("kd733f lid", ["kd733f"]),
        ("the oven shows H7, help", ["H7"]),
        ("Is KD 733 F in stock?", ["KD 733 F"]),
        ("Are the MB40s recalled?", ["MB40"]),
        ("Who can see file 00931-QX?", ["00931-QX"]),
        ("What was the profit of Orsund in 2019?", ["2019"]),
        ("What does Article 14 say?", ["Article 14"]),
        ("What does rule 7 say about dogs?", ["rule 7"]),
        ("And what does 2.2 say?", ["2.2"]),
        ("Which company earned 1.25 million euros?", ["1.25 million"]),
        ("Who paid EUR 9000?", ["EUR 9000"]),
    ],
)
def test_codes_numbered_parts_and_years_name_something(question: str, named: list[str]) -> None:
    assert [name.text for name in names(question)] == named


@pytest.mark.parametrize(
    "question",
    [
        "I'm 79, is there an age limit?",
        "a table for 3 people in 2 weeks",
        "Does my 13-year-old pay full price?",
        "how many offers for a 30k microscope, 16GB, 5km away, at 10.30 or 24/7?",
        "We bought ours in 2019. Is it covered?",
        "Can the club leave before 2031?",
        "supplemental o2 and vitamin B12",
        "Was it built on 14 March 2026?",
        "my 2nd time since the 1930s",
        "Can a purchase of €9,000 go without a tender?",
        "Who signs for more than 9,000 euros?",
        "What weighs 2.2 kilos?",
        "Is it 2.2%?",
    ],
)
def test_a_quantity_of_whoever_asks_names_nothing(question: str) -> None:
    assert not [name for name in names(question) if name.text != "2026"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("kd733f lid", "The KD-733-F has a lid."),
        ("Price of the LMX40217", "LMX40217PWRQ3, 2.10"),
        ("Are the MB40s recalled?", "The MB40 is recalled."),
        ("Is batch LK24-15 affected?", "LK24-10 to LK24-19: stop using it."),
        ("Is batch LK24-25 affected?", "LK24-20 and later: all is well."),
        ("What does Article 14 say?", "14. Notice is given in writing."),
        ("What was the profit of Orsund in 2019?", "The profit of Orsund was small."),
        ("Which company earned 1.25 million euros?", "Orsund earned €1,250,000."),
        ("Who earned EUR 1250000?", "Orsund earned €1.25m."),
        ("What was earned in Q2?", "Much was earned in the second quarter."),
    ],
)
def test_what_is_written_otherwise_or_lies_in_a_range_is_mentioned(question: str, text: str) -> None:
    assert all(is_mentioned(name, text) for name in names(question))


@pytest.mark.parametrize(
    ("question", "text", "close"),
    [
        ("What does H7 mean?", "H1: no water. H9: too hot. G7: filter.", ("G7", "H1", "H9")),
        ("What is the KD-733-F?", "The KD-731-F, the KD-703-A and the LX-733-F.", ("KD-731-F",)),
        ("Price of the LMX4021", "LMX40217PWRQ3 costs 2.10.", ()),
        ("Is batch LK24-09 affected?", "LK24-10 to LK24-19: stop using it.", ("LK24-19", "LK24-10")),
        ("What was the profit of Orsund in 2019?", "It rose in 2021 and fell in 2018.", ("2018", "2021")),
        ("What does Article 14 say?", "Article 12. Article 13.", ("Article 12", "Article 13")),
        ("Who earned 1.35 million euros?", "Orsund: €1,250,000, not €4,000,000.", ("€1,250,000",)),
    ],
)
def test_a_neighbour_is_close_and_no_mention(question: str, text: str, close: tuple[str, ...]) -> None:
    (name,) = names(question)
    assert not is_mentioned(name, text)
    assert set(close_names(name, text)) == set(close)


@pytest.mark.parametrize(
    ("question", "is_all"),
    [("What does Article 14 say?", True), ("2.2?", True), ("What does Article 14 say of dogs?", False)],
)
def test_a_part_may_be_all_that_is_asked_about(question: str, is_all: bool) -> None:
    assert [name.is_all_that_is_asked for name in names(question)] == [is_all]
