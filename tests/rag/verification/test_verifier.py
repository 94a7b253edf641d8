"""A written sentence passes when the words that it cites say it, and not otherwise."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoding.encoder import Encoder, Encoding
from index.encoding.encoders.hash import HashEncoder
from index.encoding.load import load_encoder
from rag.reading.cross_encoder import loaded_reader
from rag.verification.verifier import Verifier

FERRY = "The Lindholm ferry carried 2.3 million passengers in 2019, more than the bridge at Norrvik."
HARBOUR = "The harbour was dredged to 14 metres on 3 March 1990 by Delfin Marine, which Ana Ruiz led until 1995."
CLOSED = "The lighthouse was never open to visitors, although Peter Falk asked for it."
MAYBE = "The mill may have burnt down before the war."
BEAT = "Oslo beat Bergen in the final of 1987."
TITLE = "Lindholm ferry (2024-05-03)"


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(load_encoder(), loaded_reader())


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        (FERRY, FERRY),
        ("the Lindholm ferry carried 2.3 million passengers in 2019", FERRY),
        ("The Lindholm ferry carried 2,300,000 passengers in 2019.", FERRY),
        ("In 2019, the Lindholm ferry carried 2.3m passengers.", FERRY),
        ("According to the report, the Lindholm ferry carried 2.3 million passengers in 2019.", FERRY),
        ("Delfin Marine dredged the harbour to fourteen meters on March 3, 1990.", HARBOUR),
        ("The harbour was dredged to 14 m in 1990.", HARBOUR),
        ("Ana Ruiz led Delfin Marine until 1995.", HARBOUR),
        ("The lighthouse wasn’t ever open to visitors.", CLOSED),
        ("Peter Falk asked for it", CLOSED),
        ("The mill might have burnt down before the war.", MAYBE),
        ("Bergen was beaten by Oslo in the final of 1987.", BEAT),
        ("“Oslo beat Bergen” — in the final of 1987.", BEAT),
        ("Turnout rose by 5 percent.", "Turnout rose by 5%."),
        ("The strike lasted from 1914 to 1918.", "The strike lasted 1914–18."),
        ("La torre no se abrió al público", "La torre no se abrió al público, según el diario."),
        ("灯塔从未向游客开放。", "灯塔从未向游客开放。"),
    ],
)
def test_what_the_cited_words_say_passes(verifier: Verifier, sentence: str, cited: str) -> None:
    verdict = verifier.verify(sentence, [cited, TITLE])
    assert verdict.supported, verdict
    assert verdict.problems == ()


def test_words_without_any_meaning_of_their_own_say_nothing_unless_they_are_quoted(verifier: Verifier) -> None:
    assert not verifier.verify("and so on " * 50, [FERRY, TITLE]).supported
    assert verifier.verify("And so it is.", ["And so it is. Nobody knows why."]).supported


RLO, PDF, ZWSP = "\u202e", "\u202c", "\u200b"
WORKERS = "The yard employed 412 workers, and 12 of them were women."
POWER = "The plant made 10⁶ units and 1½ tonnes of waste in 1990² alone."


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        (f"The yard employed {RLO}412{PDF} workers.", WORKERS),
        (f"The yard employed \u2067412\u2069 workers{RLO}.", WORKERS),
        ("The yard employed 4\u200f12 workers.", WORKERS),
        (f"The yard employed 4{ZWSP}12 workers.", "The yard employed 12 workers at gate 4."),
        ("The yard employed 4\u036112 workers.", WORKERS),
        ("The yard employed 4\u033812\u20e0 workers.", "The yard employed 4 or 12 workers."),
        ("The yard employed 12\u0489 workers.", WORKERS),
        ("The yard n\u0336o\u0336t\u0336 employed 412 workers.", WORKERS),
        ("The yard employed 412 w" + "\u0303" * 30 + "orkers.", WORKERS),
        ("The yard employed 4\u066112 workers.", WORKERS),
        ("The yard employed \u09ea12 workers.", WORKERS),
        ("The yard employed \u0664\u0661\u0662 workers.", WORKERS),
        ("The yard employed 412\U000e0034 workers.", WORKERS),
        ("The yard employed 412\u3164 workers.", WORKERS),
        ("The plant made 106 units.", POWER),
        ("The plant made 10 units.", POWER),
        ("The plant made 10⁵ units.", POWER),
        ("The plant made 11⁄2 tonnes of waste.", POWER),
        ("The plant made ①0 units.", "The plant made 10 units."),
    ],
)
def test_a_sentence_that_is_displayed_otherwise_than_it_reads_does_not_pass(
    verifier: Verifier, sentence: str, cited: str
) -> None:
    assert not verifier.verify(sentence, [cited, TITLE]).supported


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("The plant made 10⁶ units and 1½ tonnes of waste", POWER),
        ("The plant made waste in 1990", "The plant made waste in 1990²."),
        ("The yard employed 4\u033812 workers", "The yard employed 4\u033812 workers."),
        ("The yard employed 412 workers", f"The yard employed 4{ZWSP}1\u00ad2 workers."),
        ("The yard employed ４１２ workers", "The yard employed ４１２ workers."),
        ("کارخانه ۴۱۲ کارگر داشت و می\u200cساخت", "کارخانه ۴۱۲ کارگر داشت و می\u200cساخت."),
        ("कारखाने में ४१२ मज़दूर थे", "कारखाने में ४१२ मज़दूर थे।"),
        ("Xưởng có 412 công nhân", "Xưởng có 412 công nhân."),
        ("המפעל העסיק 412 עובדים", "המפעל העסיק 412 עובדים."),
        ("The cook 👩🏽\u200d🍳 employed 412 workers", "The cook 👩🏽\u200d🍳 employed 412 workers."),
    ],
)
def test_what_other_scripts_and_the_cited_words_write_passes(verifier: Verifier, sentence: str, cited: str) -> None:
    verdict = verifier.verify(sentence, [cited, TITLE])
    assert verdict.supported, verdict


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("The Lindholm ferry carried 2.4 million passengers in 2019.", FERRY),
        ("The Lindholm ferry carried 2.3 billion passengers in 2019.", FERRY),
        ("The Lindholm ferry carried 2.3 million passengers in 2018.", FERRY),
        ("The Lindholm ferry carried 2.3 million cars in 2019, fewer than the bridge at Norrvik.", FERRY),
        ("The bridge at Norrvik carried more passengers than the Lindholm ferry.", FERRY),
        ("The harbour was dredged to 14 feet on 3 March 1990.", HARBOUR),
        ("The harbour was dredged to 14 metres on 3 May 1990.", HARBOUR),
        ("The harbour was dredged to 14 metres by Nordmar Marine.", HARBOUR),
        ("The harbour was not dredged to 14 metres.", HARBOUR),
        ("The harbour was dredged to 14 metres, and it cost 4 million dollars.", HARBOUR),
        ("The harbour was dredged to 14 metres, which angered the fishermen’s families.", HARBOUR),
        ("The lighthouse was open to visitors.", CLOSED),
        ("The mill burnt down before the war.", MAYBE),
        ("The mill may have burnt down after the war.", MAYBE),
        ("Bergen beat Oslo in the final of 1987.", BEAT),
        ("The engine failed because its oil had frozen.", BEAT),
        ("The garden was closed", "It is not true that, as he wrote, the garden was closed."),
        ("The match is cancelled", "If it rains, the match is cancelled."),
        ("", FERRY),
        ("The ferry sails.", ""),
    ],
)
def test_what_they_do_not_say_is_caught_with_a_reason(verifier: Verifier, sentence: str, cited: str) -> None:
    verdict = verifier.verify(sentence, [cited, TITLE])
    assert not verdict.supported
    assert verdict.problems
    assert all(verdict.problems)


def test_the_reason_names_the_number(verifier: Verifier) -> None:
    verdict = verifier.verify("Oslo beat Bergen in the final of 1850.", [BEAT])
    assert verdict.problems[0] == "“1850” is not in the cited words"


def test_the_question_lends_its_subject_but_no_number_and_no_date(verifier: Verifier) -> None:
    cited = ["She designed the garden behind the museum."]
    assert verifier.verify("Ana Ruiz designed the garden.", cited, "What did Ana Ruiz design?").supported
    asked = "What did Ana Ruiz design in 1990?"
    assert not verifier.verify("Ana Ruiz designed the garden in 1990.", cited, asked).supported
    assert not verifier.verify("Ana Ruiz designed the garden.", ["Otto Brandt designed the garden."], "").supported


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abcdé漢12 ,’", min_size=1, max_size=12), min_size=1, max_size=8).map(" ".join))
def test_a_whole_quote_always_passes_with_any_encoder(text: str) -> None:
    verdict = Verifier(HashEncoder()).verify(text, [text])
    assert verdict.supported is any(map(str.isalnum, text))


def test_an_encoder_without_meaning_still_tells_a_wrong_number() -> None:
    verifier = Verifier(HashEncoder())
    assert verifier.verify("The Lindholm ferry carried 2,300,000 passengers in 2019.", [FERRY]).supported
    assert not verifier.verify("The Lindholm ferry carried 2,400,000 passengers in 2019.", [FERRY]).supported


def test_a_cited_text_is_encoded_once() -> None:
    class Counting(HashEncoder):
        def __init__(self) -> None:
            self.seen: list[str] = []

        def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
            self.seen += texts
            return super().encode_passages(texts)

    encoder = Counting()
    verifier = Verifier(encoder)
    for sentence in ("In 2019 the ferry carried passengers.", "The ferry carried many passengers.", "It carried some."):
        verifier.verify(sentence, [FERRY])
    assert encoder.seen.count(FERRY) == 1


def test_threads_get_the_verdicts_that_one_thread_gets() -> None:
    encoder: Encoder = HashEncoder()
    pairs = [(f"The ferry carried {n} cars.", f"In May the ferry carried {n % 7} cars.") for n in range(60)]
    alone = [Verifier(encoder).verify(sentence, [cited]) for sentence, cited in pairs]
    shared = Verifier(encoder)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda pair: shared.verify(pair[0], [pair[1]]), pairs)) == alone
