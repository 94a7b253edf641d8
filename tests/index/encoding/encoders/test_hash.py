import hashlib

import numpy as np

from index.encoding.encoders.hash import HashEncoder
from index.encoding.load import load_encoder

encoder = HashEncoder()


def test_a_word_is_the_signs_of_the_first_64_bits_of_its_hash() -> None:
    bits = f"{int.from_bytes(hashlib.sha256(b'berg').digest()[:8], 'big'):064b}"
    expected = [(1 if bit == "1" else -1) / 8 for bit in bits]
    assert encoder.encode_query("Berg").tokens.tolist() == [expected]


def test_equal_words_score_one_and_a_text_is_the_mean_of_its_words() -> None:
    text = encoder.encode_passages(["Ada Berg, 1901"])[0]
    assert [tuple(span) for span in text.spans.tolist()] == [(0, 3), (4, 8), (10, 14)]
    assert float(text.tokens[1] @ encoder.encode_query("berg").tokens[0]) == 1.0
    mean = text.tokens.mean(axis=0)
    np.testing.assert_allclose(text.vector, mean / np.linalg.norm(mean), atol=1e-7)


def test_a_text_without_words_is_one_row_of_zeros() -> None:
    encoding = encoder.encode_query("...")
    assert encoding.tokens.tolist() == [[0.0] * 64]
    assert encoding.spans.tolist() == [[0, 0]]
    assert float(np.linalg.norm(encoding.vector)) == 1.0


def test_words_are_counted_past_the_limit_and_encoded_up_to_it() -> None:
    text = "word " * 600
    assert encoder.count_tokens([text, ""]) == [600, 0]
    assert len(encoder.encode_query(text).tokens) == encoder.max_tokens == 512


def test_its_name_loads_it() -> None:
    assert load_encoder("hash").fingerprint == HashEncoder.fingerprint
