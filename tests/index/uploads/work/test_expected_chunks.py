"""What is expected is what short texts are divided into, and comes near for long ones."""

from index.encoding.encoded_chunks import chunks_of
from index.encoding.encoders.hash import HashEncoder
from index.uploads.work.expected_chunks import expected_chunks

SENTENCE = "The harbour froze over in the winter of the year and the ferries stayed at their moorings. "


def test_short_texts_are_counted_as_they_will_be_divided(make_document) -> None:
    encoder = HashEncoder()
    documents = [make_document(f"{number}.txt", SENTENCE * number) for number in (1, 30, 90)]
    assert expected_chunks(encoder, documents) == sum(len(chunks_of(encoder, each)) for each in documents) > 3


def test_a_long_text_is_taken_to_go_on_as_it_begins(make_document) -> None:
    encoder = HashEncoder()
    long = make_document("long.txt", SENTENCE * 6_000)
    assert len(long.text) > 500_000
    exact = len(chunks_of(encoder, long))
    assert abs(expected_chunks(encoder, [long]) - exact) <= exact // 50


def test_of_nothing_one_is_expected() -> None:
    assert expected_chunks(HashEncoder(), []) == 1
