"""Which sides a question compares is told by its coordination."""

import pytest

from rag.kinds.comparison.asked.sides import is_side_who_asks, sides_of, speaks_of_two
from rag.kinds.comparison.rows.extremes import asks_for_extremes


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who earns more in a week, the baker or the smith?", ("baker", "smith")),
        ("The baker or the smith, who earns more?", ("baker", "smith")),
        ("Is Porto Vell cheaper than Marenna?", ("Porto Vell", "Marenna")),
        ("Compare the museum with the Louvre", ("museum", "Louvre")),
        (
            "Compare the profit of Alba Ferries in 2018 and Norte Lines in 2020",
            ("Alba Ferries in 2018", "Norte Lines in 2020"),
        ),
        ("Which is older, the Bridge of Orlo or the Gate?", ("Bridge of Orlo", "Gate")),
        (
            "Compare the crews of Alba Ferries Ltd. and Norte Lines. Which company made changes to its crew earlier?",
            ("Alba Ferries Ltd", "Norte Lines"),
        ),
        (
            "Compare Alba Ferries with Norte Lines. Which has more sailors and cooks?",
            ("Alba Ferries", "Norte Lines"),
        ),
        ("Compare the bookshelf and the reading lamp", ("bookshelf", "reading lamp")),
        ("red or green paint, which is cheaper?", ("red", "green paint")),
        ("How does the fee in the statute differ from that in the letter?", ("statute", "letter")),
        ("How is the P12 different from the old pump?", ("P12", "old pump")),
        ("How did the harvest change between 2031 and 2032?", ("2031", "2032")),
        ("Is the new pump louder than the old one?", ("new pump", "old")),
        ("Which is faster, the old one or the new pump?", ("old", "new pump")),
        ("Compare the fast charger with the slow one", ("fast charger", "slow")),
        ("How do the old boat and the new boat differ?", ("old boat", "new boat")),
        ("Tank size of Alder 400 and Alder 700", ("Alder 400", "Alder 700")),
        ("early bird vs late bird", ("early bird", "late bird")),
        ("Compare the Alder and the Alder Plus", ("Alder", "Alder Plus")),
        ("Which is dearer, the open hour or under fives football?", ("open hour", "under fives football")),
        ("Compare the dawn club and the after school club", ("dawn club", "after school club")),
        ("new vs used prices of a tandem", ("new", "used prices")),
        ("How do the cook and the head waiter see the new menu?", ("cook", "head waiter")),
        ("How much do the small tent and the big tent cost?", ("small tent", "big tent")),
        ("Does the basic plan or the premium plan include support?", ("basic plan", "premium plan")),
        ("What do the tenant and the landlord want from the court?", ("tenant", "landlord")),
        ("Is the slow ferry or the fast ferry cheaper?", ("slow ferry", "fast ferry")),
        ("What does the north wing or the south wing of the inn offer?", ("north wing", "south wing")),
        ("How does Orlo's trade with Umbra differ from Marenna's?", ("Orlo", "Marenna")),
        ("How do wages in the north differ from those in the south?", ("north", "south")),
        ("How has the rent of a boat changed?", ()),
        ("Wie unterscheiden sich die beiden Berichte?", ()),
    ],
)
def test_the_sides_are_the_phrases_that_are_joined(question: str, names: tuple[str, ...]) -> None:
    assert tuple(side.name for side in sides_of(question)) == names


def test_each_side_is_asked_for_without_the_other() -> None:
    lane, branch = sides_of("Is Porto Vell cheaper than Marenna?")
    assert (lane.question, branch.question) == ("Is Porto Vell cheaper?", "Is Marenna cheaper?")
    assert lane.is_named
    assert lane.terms.isdisjoint(branch.terms)


def test_what_both_do_is_asked_of_each() -> None:
    cook, waiter = sides_of("What do the cook and the head waiter say about the menu?")
    assert cook.question == "What do the cook say about the menu?"
    assert waiter.question == "What do the head waiter say about the menu?"


def test_a_number_is_of_what_the_other_side_is_of() -> None:
    sold, next_sold = sides_of("compare the tickets of 2030 with those of 2031")
    assert (sold.question, next_sold.question) == ("compare the tickets of 2030", "compare the tickets of 2031")


def test_what_one_stands_for_is_asked_for_by_its_name() -> None:
    new, old = sides_of("Is the new pump louder than the old one?")
    assert (new.question, old.question) == ("Is the new pump louder?", "Is the old pump louder?")
    slow, quick = sides_of("Which is faster, the slow ones or the quick chargers?")
    assert (slow.question, quick.question) == (
        "Which is faster, the slow chargers?",
        "Which is faster, the quick chargers?",
    )


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Which is cheaper, full or country membership?", ("full membership", "country membership")),
        ("Which is cheaper, the slow one or the fast charger?", ("slow charger", "fast charger")),
        ("Which is older, the bridge or the iron gate?", ("bridge", "iron gate")),
        ("Is Porto Vell cheaper than Marenna?", ("Porto Vell", "Marenna")),
    ],
)
def test_a_noun_that_two_sides_share_may_be_left_to_one(question: str, names: tuple[str, ...]) -> None:
    assert tuple(side.full_name for side in sides_of(question)) == names


def test_a_side_is_asked_for_with_the_noun_that_it_leaves_to_another() -> None:
    assert sides_of("Which is cheaper, full or country membership?")[0].question == "Which is cheaper, full membership?"


def test_a_clause_that_leaves_its_subject_to_the_first_is_looked_up_with_it() -> None:
    first, second = sides_of("What did one pay to moor in the old basin and what now?")
    assert first.question == "What did one pay to moor in the old basin"
    assert second.question == "What did one pay to moor in the old basin, what now?"
    assert first.is_clause


@pytest.mark.parametrize(
    ("question", "second"),
    [
        (
            "How long was the gate shut by the log, and how long by the diary of the smith?",
            "How long was the gate shut by the diary of the smith?",
        ),
        ("What did it cost in 2023 and what in 2024?", "What did it cost in 2024?"),
        ("How much was sown and how much reaped?", "How much was sown, how much reaped?"),
        ("Who rowed for the town, and who rowed for the guild?", "Who rowed for the town, who rowed for the guild?"),
    ],
)
def test_a_clause_without_its_verb_gets_the_first_ones(question: str, second: str) -> None:
    assert sides_of(question)[1].question == second


def test_two_without_names_are_told() -> None:
    assert speaks_of_two("How do the two diaries differ?")
    assert not speaks_of_two("How has the rent changed?")


def test_superlatives_ask_for_extremes() -> None:
    assert asks_for_extremes("Which is the lowest and which the dearest?")
    assert not asks_for_extremes("What is the interest of the guest in a forest?")


def test_whoever_asks_is_no_side_that_documents_speak_of() -> None:
    assert is_side_who_asks("Who repairs the pump, me or the lessor?")
    assert is_side_who_asks("Does the lessor pay or do we?") is False
    assert is_side_who_asks("Who repairs the pump, the lessee or the lessor?") is False


@pytest.mark.parametrize(
    ("text", "names", "questions"),
    [
        (
            "How much rain fell in Oslo compared with Bergen?",
            ["Oslo", "Bergen"],
            ["How much rain fell in Oslo compared?", "How much rain fell in Bergen compared?"],
        ),
        (
            "What does a night in Ulm cost compared to Bonn?",
            ["Ulm", "Bonn"],
            ["What does a night in Ulm cost compared?", "What does a night in Bonn cost compared?"],
        ),
        (
            "Do part-timers and full-timers get a key?",
            ["part-timers", "full-timers"],
            ["Do part-timers get a key?", "Do full-timers get a key?"],
        ),
        (
            "Which is dearer, the first prize or the second prize?",
            ["first prize", "second prize"],
            ["Which is dearer, the first prize?", "Which is dearer, the second prize?"],
        ),
    ],
)
def test_names_beside_compared_with_words_with_hyphens_and_ordinals_are_sides(
    text: str, names: list[str], questions: list[str]
) -> None:
    sides = sides_of(text)
    assert [side.name for side in sides] == names
    assert [side.question for side in sides] == questions
