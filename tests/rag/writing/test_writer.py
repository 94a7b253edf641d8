"""What a language model writes is shown only where the evidence says it; the model is scripted, over real HTTP."""

import json

import pytest

from index.folders.ingest import ingest_documents
from index.parse.formats import parse
from index.store import Index
from rag.answers.answer import Answer, AnswerSentence, Waiting
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.errors import LanguageModelUnset
from rag.investigation.query import Query
from rag.writing.language_model import LanguageModel
from rag.writing.writer import AnswerWriter
from tests.llm.scripted import ScriptedServer, breaks_off, never_ends, refuses, says, scripted, stalls

QUESTION = "When does the harbour ferry sail, and what does a ticket cost?"
FERRY = "The harbour ferry sails at nine from the old quay."
PRICE = "A ticket for the harbour ferry costs 5 euros."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    made = Index.open(tmp_path_factory.mktemp("ferry"), create=True)
    texts = {
        "ferry.txt": f"The harbour ferry\n\n{FERRY}\n\nFunnels are painted green every spring.",
        "prices.txt": f"Harbour prices\n\n{PRICE} Children travel free.",
        "museum.txt": "The museum\n\nThe museum opened in 1901 and shows old nets.",
    }
    ingest_documents(made, [each for name, text in texts.items() for each in parse(text.encode(), name, name)])
    return made


def asked(index: Index, server: ScriptedServer, question: str = QUESTION, **others) -> Answer:
    model = LanguageModel(server.url, seconds=others.pop("seconds", 20.0), retries=0)
    return Assistant(index, threshold=0.0, language_model=model, **others).ask(Query(question))


def draft(*sentences: tuple[str, int]) -> str:
    return json.dumps({"sentences": [{"text": text, "sources": [number]} for text, number in sentences]})


def numbers(index: Index) -> dict[str, int]:
    """Return the number of each piece of evidence in the prompt."""
    with scripted(says("")) as server:
        asked(index, server)
        prompt = server.requests[0]["body"]["messages"][1]["content"]
    return {text: prompt.split(text)[0].count("<source number=") for text in (FERRY, PRICE) if text in prompt}


def consistent(answer: Answer, index: Index) -> None:
    """Check what every answer promises, whoever wrote it."""
    for sentence in answer.sentences:
        assert answer.answer[sentence.start : sentence.end] == sentence.text
        assert sentence.citations
        for citation in sentence.citations:
            text = index.documents.get(citation.document_id, citation.version).text
            assert text[citation.start : citation.end] == citation.quote


@pytest.mark.slow
def test_what_the_evidence_says_is_shown_with_its_citations(index: Index) -> None:
    number = numbers(index)
    assert set(number) == {FERRY, PRICE}
    text = draft(("At nine the harbour ferry sails from the old quay.", number[FERRY]), (PRICE, number[PRICE]))
    with scripted(says(text)) as server:
        answer = asked(index, server)
    consistent(answer, index)
    assert answer.answer == f"At nine the harbour ferry sails from the old quay. {PRICE}"
    assert [sentence.written for sentence in answer.sentences] == [True, True]
    assert [sentence.citations[0].source for sentence in answer.sentences] == ["ferry.txt", "prices.txt"]
    assert all(0.0 < sentence.support <= 1.0 for sentence in answer.sentences)
    assert answer.writing is not None
    assert (answer.writing.model, answer.writing.problem, answer.settings.language_model) == ("scripted", None, True)


@pytest.mark.parametrize("disguised", ["5\u200f0", "5\u036f", "\u202e05\u202c", "5\u20dd", "\u09eb", "5\U000e0030"])
def test_a_number_that_is_displayed_otherwise_is_replaced_by_the_evidence(index: Index, disguised: str) -> None:
    number = numbers(index)
    text = draft((f"A ticket for the harbour ferry costs {disguised} euros.", number[PRICE]))
    with scripted(says(text), says(text)) as server:
        answer = asked(index, server)
    consistent(answer, index)
    assert PRICE in answer.answer
    assert disguised not in answer.answer


def test_what_it_does_not_say_is_written_once_more_and_then_replaced(index: Index) -> None:
    number = numbers(index)
    lie = draft((FERRY, number[FERRY]), ("A ticket for the harbour ferry costs 50 euros.", number[PRICE]))
    with scripted(says(lie), says(draft(("A ticket costs 5 euros.", number[PRICE])))) as server:
        answer = asked(index, server)
        again = server.requests[1]["body"]["messages"][1]["content"]
    assert "costs 5 euros" in answer.answer
    assert "50" not in answer.answer
    assert answer.writing is not None
    assert (answer.writing.redrafted, answer.writing.replaced) == (1, 0)
    assert PRICE in again
    assert FERRY not in again
    with scripted(says(lie)) as server:
        answer = asked(index, server)
    consistent(answer, index)
    assert answer.answer == f"{FERRY} {PRICE}"
    assert [sentence.written for sentence in answer.sentences] == [True, False]
    assert answer.writing is not None
    assert (answer.writing.redrafted, answer.writing.replaced, answer.writing.left_out) == (0, 1, 0)
    assert "1 of its sentences replaced" in answer.writing.told


def test_a_wrong_number_is_put_right_and_a_missing_one_found(index: Index) -> None:
    number = numbers(index)
    text = f"{FERRY} [{number[PRICE]}] A ticket for the harbour ferry costs 5 euros."
    with scripted(refuses(400, "response_format is not supported"), says(text)) as server:
        answer = asked(index, server)
    assert [(s.citations[0].source, s.written) for s in answer.sentences] == [
        ("ferry.txt", True),
        ("prices.txt", True),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour ferry sails at nine: see https://evil.example/ticket for a ticket.",
        "The harbour ferry ![sails](https://evil.example/p.png) at nine from the old quay.",
        "The harbour ferry [sails at nine](javascript:alert(1)) from the old quay.",
        "The harbour ferry sails at nine from evil.example/quay.",
        "<img src=x> The harbour ferry sails at nine from the old quay.",
        "Does the harbour ferry sail at nine from the old quay?",
        "Write to info@evil.example: the harbour ferry sails at nine.",
    ],
)
def test_no_link_picture_or_markup_gets_through_that_the_evidence_does_not_hold(index: Index, sentence: str) -> None:
    with scripted(says(draft((sentence, 1), (sentence, 2)))) as server:
        answer = asked(index, server)
    assert all(not each.written for each in answer.sentences)
    assert not {"evil", "<", "](", "?"} & {mark for mark in ("evil", "<", "](", "?") if mark in answer.answer}


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (refuses(500), "failed"),
        (refuses(401), "FOOTNOTE_LLM_KEY"),
        (breaks_off('{"sentences": ['), "broke off"),
        (stalls(), "not done within"),
    ],
)
def test_an_endpoint_that_fails_leaves_the_evidence_and_says_so(index: Index, behaviour, told: str) -> None:
    with scripted(behaviour) as server:
        answer = asked(index, server, seconds=2.0)
        plain = Assistant(index, threshold=0.0).ask(Query(QUESTION))
    assert (answer.answer, answer.sentences) == (plain.answer, plain.sentences)
    assert answer.writing is not None
    assert told in (answer.writing.problem or "")
    assert "the evidence itself" in answer.writing.told


@pytest.mark.parametrize("content", [["Yes."], "\ud83d Yes."])
def test_content_that_is_no_text_leaves_the_evidence(index: Index, content: object) -> None:
    def behave(handler) -> None:
        handler.begin()
        handler.piece(content)
        handler.event("[DONE]")

    with scripted(behave) as server:
        answer = asked(index, server)
    assert answer.sentences
    assert not any(sentence.written for sentence in answer.sentences)
    assert answer.writing is not None
    assert "something else than a completion" in (answer.writing.problem or "")


def test_what_passed_before_it_broke_off_stays(index: Index) -> None:
    number = numbers(index)
    begun = draft(("At nine the harbour ferry sails from the old quay.", number[FERRY]))[:-2]
    with scripted(breaks_off(begun)) as server:
        answer = asked(index, server)
    consistent(answer, index)
    first, *rest = answer.sentences
    assert (first.text, first.written) == ("At nine the harbour ferry sails from the old quay.", True)
    assert PRICE in [sentence.text for sentence in rest]
    assert not any(sentence.written for sentence in rest)
    assert answer.writing is not None
    assert answer.writing.problem


@pytest.mark.slow
@pytest.mark.parametrize(
    "behaviour", [never_ends, says("I cannot help with that."), says(""), says("¯\\_(ツ)_/¯" * 99)]
)
def test_nonsense_leaves_the_evidence(index: Index, behaviour) -> None:
    with scripted(behaviour) as server:
        answer = asked(index, server)
    assert answer.answer == Assistant(index, threshold=0.0).ask(Query(QUESTION)).answer
    assert all(not sentence.written for sentence in answer.sentences)


def test_the_same_twice_is_said_once(index: Index) -> None:
    number = numbers(index)
    with scripted(says(draft(*[(FERRY, number[FERRY])] * 3, (PRICE, number[PRICE])))) as server:
        answer = asked(index, server)
    assert answer.answer == f"{FERRY} {PRICE}"


def test_it_writes_only_where_there_is_an_answer_and_when_it_is_wanted(index: Index) -> None:
    with scripted(says(draft((FERRY, 1)))) as server:
        assistant = Assistant(index, threshold=1.0, language_model=LanguageModel(server.url))
        assert assistant.ask(Query("Who painted the ceiling of the chapel?")).abstained
        assistant = Assistant(index, threshold=0.0, language_model=LanguageModel(server.url))
        plain = assistant.ask(Query(QUESTION, llm=False))
        assert (plain.writing, plain.settings.language_model, server.requests) == (None, False, [])
        assert plain.id == Assistant(index, threshold=0.0).ask(Query(QUESTION)).id
        assert assistant.ask(Query(QUESTION)).id != plain.id
    with pytest.raises(LanguageModelUnset, match="FOOTNOTE_LLM_URL"):
        Assistant(index).ask(Query(QUESTION, llm=True))


def test_each_sentence_comes_once_it_has_passed_and_nothing_is_waited_for_in_vain(index: Index) -> None:
    number = numbers(index)
    with scripted(says(draft((FERRY, number[FERRY]), (PRICE, number[PRICE])))) as server:
        assistant = Assistant(index, threshold=0.0, language_model=LanguageModel(server.url))
        findings = assistant.find(Query(QUESTION))
        composition = assistant.compose(findings)
        assert composition.sentences == []
        steps = list(composition)
        answer = assistant.finish(findings, composition)
    assert [step for step in steps if isinstance(step, AnswerSentence)] == list(answer.sentences)
    assert any(isinstance(step, Waiting) for step in steps)


def test_who_lets_go_of_a_composition_ends_the_request(index: Index) -> None:
    with scripted(stalls("{")) as server:
        assistant = Assistant(index, threshold=0.0, language_model=LanguageModel(server.url))
        steps = iter(assistant.compose(assistant.find(Query(QUESTION))))
        assert next(steps) == Waiting()
        while not server.requests:
            assert next(steps) == Waiting()
        del steps
        assert server.left.wait(20)


def test_a_prompt_keeps_to_its_budget(index: Index) -> None:
    with scripted(says("")) as server:
        asked(index, server, prompt_tokens=14)
        prompt = server.requests[0]["body"]["messages"][1]["content"]
    assert prompt.count("<source number=") == 1


def test_a_sentence_stands_under_what_its_evidence_stands_under(index: Index) -> None:
    findings = Assistant(index, threshold=0.0).find(Query(QUESTION))
    quotes = [support.words.quote for support in findings.supports]
    groups = [f"part {number}" for number, _ in enumerate(quotes, start=1)]
    with scripted(says(draft((PRICE, quotes.index(PRICE) + 1)))) as server:
        writer = AnswerWriter(LanguageModel(server.url, retries=0), index.encoder.loaded())
        steps = writer.write(QUESTION, findings.supports, range(len(quotes)), kind=Kind.COMPARISON, groups=groups)
        sentences = [step for step in steps if isinstance(step, AnswerSentence)]
        prompt = server.requests[0]["body"]["messages"][1]["content"]
    assert 'part="part 1"' in prompt
    assert {sentence.text: sentence.group for sentence in sentences} == dict(zip(quotes, groups, strict=True))
    assert [sentence.text for sentence in sentences if sentence.written] == [PRICE]
