"""Places in documents are told apart by version and span, and their JSON is what it was before they had a base."""

import dataclasses
import json

import pytest
from pydantic import TypeAdapter

from rag.answers.answer import Answer, to_json
from rag.answers.place import Citation, Copy, Passage, PassageScores, Place

CITED = (
    '{"document_id": "0f3a5b1c2d4e6f78", "version": 2, "title": "Lamp", "source": "lamp.txt", "start": 5, "end": 9,'
    ' "quote": "lit.", "page": 3, "published_at": "1994-06-01", "language": "en",'
    ' "authors": []}'
)
PASSAGE = (
    '{"document_id": "0f3a5b1c2d4e6f78", "version": 2, "chunk_id": 7, "title": "Lamp", "source": "lamp.txt",'
    ' "heading": "Light", "start": 0, "end": 9, "text": "Was: lit.", "score": 0.9, "scores": {"dense": 0.5,'
    ' "lexical": null, "maxsim": 0.25}, "published_at": "1994-06-01", "copies": [{"document_id": "1f3a5b1c2d4e6f78",'
    ' "version": 1, "chunk_id": 8, "title": "Lamp", "source": "copy.txt", "start": 5, "end": 9, "published_at": null,'
    ' "language": "en", "authors": []}], "language": "en", "authors": [], "best": {"start": 5, "end": 9}}'
)
RECORDED = (
    '{"id": "5d41402abc4b2a76", "question": "Lit?", "grade": "answered", "answer": "lit.", "abstained": false,'
    f' "abstain_reason": null, "confidence": 0.5, "sentences": [{{"text": "lit.", "start": 0, "end": 4,'
    f' "support": 1.0, "citations": [{CITED}],'
    f' "written": true, "group": "Light"}}],'
    f' "passages": [{PASSAGE}], "uncovered": ["dark"], "conflicts": [{{"citations": [{CITED},'
    f' {CITED}], "values": ["1", "2"], "is_change": true}}],'
    f' "index": {{"generation": 7, "encoder": "hash", "fingerprint": "9c"}},'
    ' "settings": {"top_k": 5, "sources": ["s"], "tags": ["t"], "after": "2020-01-01", "before": null,'
    ' "threshold": 0.3, "confidence_model": "4b", "language_model": true, "history": [{"question": "Who?",'
    ' "answer": "A."}], "kind": "list", "authors": []},'
    ' "timing_ms": {"total": 1.5}, "unanswered": ["And?"], "writing": {"model": "m", "redrafted": 1,'
    ' "replaced": 2, "left_out": 3, "problem": null}, "standalone_question": "Lit then?",'
    f' "nearest": [{{"text": "lit.", "marks": [{{"start": 0, "end": 3}}], "citations": [{CITED}]}}],'
    ' "kind": "list", "lead": "1 of 1."}'
)
"""An answer as it is written now, to the byte."""

PLACE = Place("0f3a5b1c2d4e6f78", 2, "Lamp", "lamp.txt", 5, 9, published_at="1994-06-01", language="en")


def test_an_answer_that_was_recorded_is_written_again_to_the_byte() -> None:
    assert json.dumps(to_json(TypeAdapter(Answer).validate_json(RECORDED))) == RECORDED


def test_nothing_of_a_place_is_left_out_of_its_json() -> None:
    citation = TypeAdapter(Citation).validate_json(CITED)
    passage = TypeAdapter(Passage).validate_json(PASSAGE)
    for place in (PLACE, citation, passage, *passage.copies):
        assert to_json(place).keys() == {field.name for field in dataclasses.fields(place)}


@pytest.mark.parametrize(
    "other",
    [
        dataclasses.replace(PLACE, document_id="1f3a5b1c2d4e6f78"),
        dataclasses.replace(PLACE, version=3),
        dataclasses.replace(PLACE, start=4),
        dataclasses.replace(PLACE, end=10),
    ],
    ids=["document", "version", "start", "end"],
)
def test_places_of_different_words_have_different_keys(other: Place) -> None:
    assert other.key != PLACE.key


def test_the_same_words_have_one_key_whatever_stands_for_them() -> None:
    same = (PLACE.document_id, PLACE.version, "Another title", PLACE.source, PLACE.start, PLACE.end)
    scores = PassageScores(None, None, 0.0)
    places = (Citation(*same, "lit."), Copy(*same, 8), Passage(*same, 8, "", "lit.", 0.0, scores))
    assert {place.key for place in places} == {PLACE.key}
