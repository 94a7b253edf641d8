from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from index.storage.document_layers import DocumentLayers, made_of
from index.storage.records import DocumentSummary


def _document(number: int, version: int) -> DocumentSummary:
    name = f"{number}.md"
    return DocumentSummary(str(number), version, name, name, None, "text/markdown", 9, 1, "2031-04-01T00:00:00+00:00")


def _versions(documents: Sequence[DocumentSummary]) -> list[tuple[str, int]]:
    return [(each.id, each.version) for each in documents]


def _said(layers: DocumentLayers[list[tuple[str, int]]]) -> list[tuple[str, int]]:
    return sorted(each for layer in layers.layers for each in layer.made if each[0] not in layer.hidden)


@given(st.lists(st.dictionaries(st.integers(0, 30), st.integers(1, 2)), max_size=4))
def test_layers_say_of_each_document_once_what_it_is_now(states: list[dict[int, int]]) -> None:
    before = [_document(number, 1) for number in range(20)]
    layers = made_of(before, _versions)
    for state in states:
        # Of those with a 2, even ones go and odd ones change; from 20 on they are new.
        now = [_document(number, state.get(number, 1)) for number in range(20) if state.get(number) != 2 or number % 2]
        now += [_document(number, 1) for number in state if number >= 20]
        layers = layers.following(now, _versions)
        assert _said(layers) == sorted(_versions(now))


def test_only_what_changed_is_made_again_until_much_did() -> None:
    made: list[int] = []

    def make(documents: Sequence[DocumentSummary]) -> int:
        made.append(len(documents))
        return len(documents)

    documents = [_document(number, 1) for number in range(40)]
    layers = made_of(documents, make)
    documents[3:4] = [_document(3, 2), _document(50, 1)]
    layers = layers.following(documents, make)
    assert [(layer.made, layer.hidden) for layer in layers.layers] == [(40, {"3"}), (2, frozenset())]
    layers = layers.following(documents[1:], make)
    assert [(layer.made, layer.hidden) for layer in layers.layers] == [(40, {"0", "3"}), (2, frozenset())]
    assert layers.following(documents[:20], make).layers[0].made == 20
    assert made == [40, 2, 2, 20]
