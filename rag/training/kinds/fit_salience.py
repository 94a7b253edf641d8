"""Fits the weights of salience on a set with extracts: ``python -m rag.training.kinds.fit_salience FOLDER``.

The folder has a ``corpus.jsonl`` and a ``questions.jsonl`` whose questions have ``support``: the spans of a document
that people, or a program, took as its extract (``kind_bbc_news_summary_500``). Which sentences are in the extract is
learned by a logistic regression on ``rag.kinds.overview.salience.features``, standardised within each text, of the
documents whose id has an even sha256; it prints the weights, and on the others the F1 of the three sentences that are
taken, beside that of the first three. The weights in ``rag.kinds.overview.salience`` are those of it, rounded.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from index.documents import Document, Section
from index.encoding.encoder import FloatArray
from index.encoding.load import load_encoder
from index.folders.ingest import ingest_documents
from index.hardening.terminal import say
from index.store import Index
from rag.kinds.overview.document_text import DocumentText, read_document
from rag.kinds.overview.salience import FEATURES, WEIGHTS, standardised
from rag.kinds.overview.selection import chosen

__all__ = ["extracted", "fit", "support_f1"]

_TAKEN = 3
_HALF = 0.5
"""The share of a sentence that lies in an extract from which it is in it."""

_C = 0.3
"""Inverse of the regularisation."""

Span = tuple[int, int]


def extracted(text: DocumentText, spans: Sequence[Span]) -> npt.NDArray[np.bool_]:
    """Return which of a text's sentences lie in an extract, (sentences,), by half of their code points at least."""
    return np.array(
        [
            any(min(end, each.end) - max(start, each.start) >= _HALF * (each.end - each.start) for start, end in spans)
            for each in text.sentences
        ]
    )


def fit(texts: Sequence[tuple[DocumentText, Sequence[Span]]]) -> FloatArray:
    """Return the weights, (features,), of texts with the spans of their extracts; only prose is learned from."""
    from sklearn.linear_model import LogisticRegression

    values, labels = [], []
    for text, spans in texts:
        prose = np.array([each.is_prose for each in text.sentences])
        values.append(standardised(text)[prose])
        labels.append(extracted(text, spans)[prose])
    model = LogisticRegression(C=_C, max_iter=1000).fit(np.concatenate(values), np.concatenate(labels))
    found: FloatArray = model.coef_[0].astype(np.float32)
    return found


def support_f1(text: DocumentText, spans: Sequence[Span], weights: FloatArray) -> float:
    """Return the F1 of the sentences that weights take against an extract, 0 to 1."""
    taken = chosen(text, standardised(text) @ weights, _TAKEN)
    hits = int(extracted(text, spans)[taken].sum())
    return 2 * hits / (len(taken) + len(spans))


def _texts(folder: Path, made: Index) -> dict[str, tuple[DocumentText, list[Span]]]:
    """Return the texts of a set by id, with the spans of their extracts."""
    lines = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    ingest_documents(made, [_document(json.loads(line)) for line in lines])
    found = {}
    for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        document = made.documents.id_of(case["doc_ids"][0])
        spans = [(span["start"], span["end"]) for span in case["support"]]
        found[case["doc_ids"][0]] = (read_document(made, document), spans)
    return found


def _document(given: dict[str, str]) -> Document:
    text = given["text"]
    return Document(given["id"], given["title"], text, given["id"], (Section(0, len(text)),), language="en")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--index", "kept", type=click.Path(file_okay=False, path_type=Path), required=True, help="To keep it in.")
def main(folder: Path, kept: Path) -> None:
    """Fit on half of the documents of a set, and print the weights and how they do on the other half."""
    texts = _texts(folder, Index.open(kept, load_encoder(), create=True))
    halves: tuple[list[tuple[DocumentText, list[Span]]], ...] = ([], [])
    for identity, each in texts.items():
        halves[int(hashlib.sha256(identity.encode()).hexdigest(), 16) % 2].append(each)
    weights = fit(halves[0])
    for name, fitted, shipped in zip(FEATURES, weights, WEIGHTS, strict=True):
        say(f"{name:12} fitted {fitted:6.2f}  shipped {shipped:6.2f}")
    first = np.zeros(len(FEATURES), np.float32)
    first[FEATURES.index("early")] = 1
    for name, used in (("fitted", weights), ("shipped", WEIGHTS), ("first three", first)):
        say(f"{name:12} F1 {np.mean([support_f1(*each, used) for each in halves[1]]):.3f}")


if __name__ == "__main__":
    main()
