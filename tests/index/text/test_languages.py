import subprocess
import sys

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from index.text import languages
from index.text.languages import asked_in, language_of, likeliest

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


@pytest.mark.parametrize(
    "text",
    [
        "Hex bolt M8 x 40, zinc\nCarriage bolt M10\nSpring washer\nFlange nut M8\nCotter pin 3 mm\nGasket, nitrile",
        "Metformin 850 mg\nAtorvastatin 40 mg\nLisinopril 10 mg\nLevothyroxine 50 mcg\nSalbutamol inhaler",
        "Doxorubicin\nVincristine\nCisplatin\nPaclitaxel\nBleomycin\nMethotrexate\nTamoxifen\nRituximab",
        "Anna Petrova\nJohn Smith\nMaria Gonzalez\nLuca Bianchi\nSven Olsson\nHiroshi Tanaka\nFatima Haddad",
        "Quercus robur\nFagus sylvatica\nBetula pendula\nPinus sylvestris\nAcer platanoides\nTilia cordata",
        "Allegro con brio\nAndante\nScherzo\nFinale: Presto\nSonata No. 3 in C major\nNocturne\nMazurka",
        "London, Paris, Berlin, Madrid, Rome, Vienna, Warsaw, Lisbon, Dublin, Oslo, Helsinki, Prague",
        "ERR_TIMEOUT\nERR_INVALID_TOKEN\nERR_NOT_FOUND\nERR_PERMISSION_DENIED\nXR-2041-B\nSK-4035",
    ],
)
def test_a_list_of_things_is_not_in_the_language_that_it_happens_to_look_like(text: str) -> None:
    assert language_of(text) in {"", "en"}
    assert language_of(text, "de") == "de"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("La biblioteca abre los lunes por la tarde.", "es"),
        ("Recibo de alquiler del mes de marzo, pagado por transferencia", "es"),
        ("Der Schlüssel liegt unter der Matte neben der Tür.", "de"),
        ("Öffnungszeiten: Montag bis Freitag von acht bis zwölf Uhr", "de"),
        ("Les clés se trouvent chez le gardien de l'immeuble.", "fr"),
        ("Horaires: du lundi au vendredi de neuf heures à midi", "fr"),
        ("Le chiavi si trovano presso il custode del palazzo.", "it"),
        ("鍵は一階の管理人室で受け取ります。", "ja"),
        ("열쇠는 일층 경비실에 있습니다.", "ko"),
        ("Les claus són a casa del porter, al costat de l'ascensor.", "ca"),
    ],
)
def test_a_single_sentence_says_its_language(text: str, code: str) -> None:
    assert language_of(text) == code


def test_a_template_that_says_english_is_overruled_by_enough_text() -> None:
    assert language_of(SPANISH * 3, "en") == "es"


def test_what_a_short_document_says_of_itself_holds() -> None:
    assert language_of(SPANISH, "gl") == "gl"


def test_a_question_is_in_one_of_the_documents_languages() -> None:
    assert likeliest("¿Cuándo se apagó el faro?", {"en", "es", "de"}) == "es"
    assert likeliest("When did the lighthouse go dark?", {"en", "es", "de"}) == "en"
    assert likeliest("When did the lighthouse go dark?", {"es"}) == "es"
    assert likeliest("1969?", {"en", "es"}) in {"en", "es"}
    assert likeliest("sant joan independence date", {"en", "fr", "ca"}) == "en"
    assert likeliest("¿a qué hora abre?", {"en", "es", "de"}) == "es"


def test_names_in_a_table_are_in_no_language_and_what_is_written_in_its_cells_is() -> None:
    rows = [f"Kar{letter}a | 19{number} | Bergen" for number, letter in enumerate("bcdfghlmnprst", 10)]
    assert language_of("\n".join(["Ship | Built | Home", *rows])) == ""
    assert language_of("\n".join(f"{row} | {SPANISH}" for row in rows)) == "es"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Que s'est-il passé avec le phare ?", "fr"),
        ("Was steht im letzten Brief zur Miete?", "de"),
        ("¿Quién reparó la lámpara?", "es"),
        ("mobile version", "en"),
        ("flu jab", "en"),
        ("What does the keeper do?", "en"),
    ],
)
def test_a_question_is_in_its_own_language_whatever_the_documents_are_in(question: str, code: str) -> None:
    assert asked_in(question, {"en"}) == code


def test_no_file_is_written_where_the_model_is_loaded_and_it_is_the_librarys_own() -> None:
    code = """
import resource
from index.text.languages import likeliest
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
print(likeliest("Wo ist der Bahnhof?", ["de", "en", "nl"]))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "de\n"
    own, theirs = languages._identifier(), LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    for text in ("Wo ist der Bahnhof?", "Where is it?", "¿Dónde está?", "駅はどこですか", ""):
        assert own.rank(text) == theirs.rank(text)


def test_a_question_in_plain_english_does_without_the_model() -> None:
    code = """
import sys
from index.text.languages import asked_in, likeliest
print(asked_in("How much does the ferry cost?", ["de"]), likeliest("What did they say?", ["en", "es"]))
assert "py3langid" not in sys.modules
print(asked_in("¿En qué año se grabó This Is What They Want?", ["en"]), asked_in("Was kostet die Fähre?", ["en"]))
assert "py3langid" in sys.modules
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["en", "en", "es", "de"]
