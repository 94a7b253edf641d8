"""The weights of salience are learned from extracts."""

from pathlib import Path

import numpy as np

from index.documents import Document, Section
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.kinds.overview.document_text import read_document
from rag.kinds.overview.salience import FEATURES, salience
from rag.training.kinds.fit_salience import extracted, fit, support_f1

_LINES = [
    "The town council of Ulverhaven met on Monday in the old hall.",
    "It voted to build 300 flats and 2 schools by 2031.",
    "Some people in the town did not like the plan at all.",
    "The flats will cost 45 million, of which the state pays 20.",
    "There was tea and cake afterwards for everybody who came.",
    "Work on the 2 schools begins on 4 May 2027 with 80 people.",
]


def test_what_the_extracts_have_in_common_is_found_and_the_extract_is_taken(tmp_path: Path) -> None:
    text = " ".join(_LINES)
    spans = [(text.index(line), text.index(line) + len(line)) for line in _LINES if any(map(str.isdigit, line))]
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_documents(index, [Document("a", "A", text, "a", (Section(0, len(text)),), language="en")])
    read = read_document(index, index.documents.id_of("a"))
    assert extracted(read, spans).tolist() == [False, True, False, True, False, True]
    weights = fit([(read, spans)] * 4)
    assert weights[FEATURES.index("figures")] == max(weights)
    assert support_f1(read, spans, weights) == 1.0
    assert support_f1(read, spans, -weights) < 0.5
    assert np.isfinite(salience(read)).all()
