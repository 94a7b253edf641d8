import pytest

from index.text.languages import language_of, likeliest

SPANISH = "El faro de la isla se apagó durante la tormenta, y los pescadores volvieron al puerto sin verlo."
ENGLISH = "The lighthouse on the island went dark in the storm, and the boats came home without seeing it."
GERMAN = "Der Leuchtturm auf der Insel erlosch im Sturm, und die Fischer kehrten ohne sein Licht zurück."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SPANISH, "es"),
        (ENGLISH, "en"),
        (GERMAN, "de"),
        ("岛上的灯塔在暴风雨中熄灭了，渔民们没有看到它就回到了港口，第二天早晨人们才发现守塔人病倒在楼梯上。", "zh"),
    ],
)
def test_a_text_says_its_language(text: str, code: str) -> None:
    assert language_of(text) == code


def test_of_little_text_no_guess_is_made() -> None:
    assert language_of("Hola") == ""
    assert language_of("Hola", "es") == "es"
    assert language_of("12 345 678 " * 40) == ""


def test_a_template_that_says_english_is_overruled_by_enough_text() -> None:
    assert language_of(SPANISH * 3, "en") == "es"


def test_what_a_short_document_says_of_itself_holds() -> None:
    assert language_of(SPANISH, "gl") == "gl"


def test_a_question_is_in_one_of_the_documents_languages() -> None:
    assert likeliest("¿Cuándo se apagó el faro?", {"en", "es", "de"}) == "es"
    assert likeliest("When did the lighthouse go dark?", {"en", "es", "de"}) == "en"
    assert likeliest("When did the lighthouse go dark?", {"es"}) == "es"
    assert likeliest("1969?", {"en", "es"}) in {"en", "es"}


def test_names_in_a_table_are_in_no_language_and_what_is_written_in_its_cells_is() -> None:
    rows = [f"Kar{letter}a | 19{number} | Bergen" for number, letter in enumerate("bcdfghlmnprst", 10)]
    assert language_of("\n".join(["Ship | Built | Home", *rows])) == ""
    assert language_of("\n".join(f"{row} | {SPANISH}" for row in rows)) == "es"
