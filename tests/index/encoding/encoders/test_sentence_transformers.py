from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import MultiVectorEncoder, SentenceTransformer

from index.encoding.encoder import unit_rows
from index.encoding.encoders.sentence_transformers import SentenceTransformersEncoder
from index.encoding.load import load_encoder
from index.errors import EncoderError

TEXT = "The café opened in Zürich-West (1901)."
WORDS = ["The", "café", "opened", "in", "Zürich", "-", "West", "(", "1901", ")", "."]


@pytest.fixture(scope="module")
def minilm(minilm_path: Path) -> SentenceTransformersEncoder:
    return SentenceTransformersEncoder(str(minilm_path))


@pytest.fixture(scope="module")
def multi_vector_path(minilm_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MultiVectorEncoder on the same weights, with a projection to 128 dimensions, saved as such models are."""
    path = tmp_path_factory.mktemp("models") / "multi-vector"
    MultiVectorEncoder(str(minilm_path)).save(str(path))
    return path


def test_the_vector_is_the_librarys_own_sentence_embedding(
    minilm: SentenceTransformersEncoder, minilm_path: Path
) -> None:
    expected = SentenceTransformer(str(minilm_path)).encode([TEXT], normalize_embeddings=True)[0]
    np.testing.assert_allclose(minilm.encode_passages([TEXT])[0].vector, expected, atol=1e-6)
    np.testing.assert_allclose(minilm.encode_query(TEXT).vector, expected, atol=1e-6)
    assert minilm.dim == 384


def test_tokens_are_the_librarys_token_embeddings_without_the_special_ones(
    minilm: SentenceTransformersEncoder, minilm_path: Path
) -> None:
    whole = SentenceTransformer(str(minilm_path)).encode([TEXT], output_value="token_embeddings")[0].cpu().numpy()
    np.testing.assert_allclose(minilm.encode_query(TEXT).tokens, unit_rows(whole[1:-1]), atol=1e-6)


def test_spans_are_code_points_of_the_words(minilm: SentenceTransformersEncoder) -> None:
    encoding = minilm.encode_passages([TEXT])[0]
    assert [TEXT[start:end] for start, end in encoding.spans] == WORDS
    np.testing.assert_allclose(np.linalg.norm(encoding.tokens, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(encoding.vector), 1, atol=1e-6)


def test_a_text_has_the_same_vectors_whatever_its_neighbours_are(minilm: SentenceTransformersEncoder) -> None:
    texts = [TEXT, "Word " * 200, "Rain."]
    together = minilm.encode_passages(texts)
    for text, encoding in zip(texts, together, strict=True):
        alone = minilm.encode_passages([text])[0]
        assert alone.vector.tobytes() == encoding.vector.tobytes()
        assert alone.tokens.tobytes() == encoding.tokens.tobytes()
        assert alone.spans.tobytes() == encoding.spans.tobytes()


def test_a_question_is_nearest_to_the_passage_that_answers_it(minilm: SentenceTransformersEncoder) -> None:
    passages = [
        "The museum was opened by the mayor in spring.",
        "Penguins feed on krill.",
        "Steel is an alloy of iron.",
    ]
    vectors = np.stack([encoding.vector for encoding in minilm.encode_passages(passages)])
    question = minilm.encode_query("What do Antarctic birds eat?")
    assert int(np.argmax(vectors @ question.vector)) == 1


def test_what_exceeds_the_limit_is_ignored_and_still_counted(minilm: SentenceTransformersEncoder) -> None:
    text = "river " * 400
    assert minilm.count_tokens([text, ""]) == [400, 0]
    encoding = minilm.encode_passages([text])[0]
    assert len(encoding.tokens) == minilm.max_tokens == 254
    assert encoding.spans[-1].tolist() == [253 * 6, 253 * 6 + 5]


def test_a_text_without_words_is_one_row_for_no_words(minilm: SentenceTransformersEncoder) -> None:
    encoding = minilm.encode_query(" \n")
    assert encoding.spans.tolist() == [[0, 0]]
    assert encoding.tokens.shape == (1, 384)


def test_a_name_with_its_kind_becomes_this_encoder(minilm_path: Path, minilm: SentenceTransformersEncoder) -> None:
    loaded = load_encoder(f"sentence-transformers:{minilm_path}")
    assert loaded.name == minilm.name == f"sentence-transformers:{minilm_path}"
    assert loaded.fingerprint == minilm.fingerprint


def test_a_multi_vector_model_gives_its_own_token_vectors(multi_vector_path: Path) -> None:
    encoder = SentenceTransformersEncoder(str(multi_vector_path))
    encoding = encoder.encode_passages([TEXT])[0]
    expected = MultiVectorEncoder(str(multi_vector_path)).encode_document([TEXT], convert_to_numpy=True)[0]
    np.testing.assert_allclose(encoding.tokens, expected[1:-1], atol=1e-6)
    np.testing.assert_allclose(encoding.vector, unit_rows(encoding.tokens.mean(axis=0)[None])[0], atol=1e-6)
    assert [TEXT[start:end] for start, end in encoding.spans] == WORDS
    assert (encoder.dim, encoder.token_dim) == (128, 128)


def test_the_models_prompts_are_used_and_stand_for_no_words(minilm_path: Path, tmp_path: Path) -> None:
    model = SentenceTransformer(str(minilm_path), prompts={"query": "query: ", "document": "passage: "})
    model.save(str(tmp_path / "prompted"))
    encoder = SentenceTransformersEncoder(str(tmp_path / "prompted"))
    encoding = encoder.encode_query(TEXT)
    assert [TEXT[start:end] for start, end in encoding.spans] == WORDS
    np.testing.assert_allclose(encoding.vector, model.encode([f"query: {TEXT}"])[0], atol=1e-6)
    passage = encoder.encode_passages([TEXT])[0]
    np.testing.assert_allclose(passage.vector, model.encode([f"passage: {TEXT}"])[0], atol=1e-6)


@pytest.mark.slow
def test_other_prompts_and_other_weights_have_other_fingerprints(
    minilm_path: Path, minilm: SentenceTransformersEncoder, tmp_path: Path
) -> None:
    prompted = SentenceTransformer(str(minilm_path), prompts={"query": "query: "})
    prompted.save(str(tmp_path / "prompted"))
    changed = SentenceTransformer(str(minilm_path))
    next(changed.parameters()).data[0, 0] += 1
    changed.save(str(tmp_path / "changed"))
    found = {SentenceTransformersEncoder(str(tmp_path / name)).fingerprint for name in ("prompted", "changed")}
    assert len(found | {minilm.fingerprint}) == 3


def test_a_model_for_short_texts_is_refused(minilm_path: Path, tmp_path: Path) -> None:
    model = SentenceTransformer(str(minilm_path))
    model.max_seq_length = 100
    model.save(str(tmp_path / "short"))
    with pytest.raises(EncoderError, match="sees 98 tokens"):
        SentenceTransformersEncoder(str(tmp_path / "short"))


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "no/such/folder"])
def test_a_model_that_cannot_be_had_is_an_error_that_says_what_to_do(name: str) -> None:
    with pytest.raises(EncoderError, match="Check its name or path") as caught:
        SentenceTransformersEncoder(name)
    assert name in caught.value.problem


def test_damaged_weights_are_an_error_that_names_the_model(minilm_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged"
    path.mkdir()
    for file in minilm_path.rglob("*"):
        if file.is_file():
            target = path / file.relative_to(minilm_path)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(file.read_bytes()[:1000] if file.suffix == ".safetensors" else file.read_bytes())
    with pytest.raises(EncoderError, match="damaged"):
        SentenceTransformersEncoder(str(path))
