"""What the benchmark indexes and asks: documents, the passages that Footnote divides them into, and questions."""

import json
import lzma
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.benchmarks.peers.systems.system import Passage, Text, place_of

__all__ = [
    "Question",
    "arranged",
    "is_hit",
    "lines_of",
    "of_right_document",
    "passages_of",
    "read_passages",
    "read_questions",
    "read_texts",
    "spread",
    "write_lines",
]


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """A question that some words of a corpus answer.

    Attributes:
        question: in words.
        documents: ids of those with the answer.
        spans: document, first code point and one past the last, of each stretch that answers.
    """

    question: str
    documents: tuple[str, ...]
    spans: tuple[tuple[str, int, int], ...]


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file with one a line, packed by xz or not."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def write_lines(path: Path, rows: Iterable[Any]) -> None:
    """Write dataclasses, one a line; the file is there whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
    unfinished.replace(path)


def read_texts(path: Path) -> Iterator[Text]:
    """Yield the documents of a corpus, with ``{id, title, text}`` a line."""
    for row in lines_of(path):
        yield Text(str(row["id"]), str(row.get("title") or row["id"]), row["text"])


def read_passages(path: Path) -> list[Passage]:
    """Return the passages of a file."""
    return [Passage(**row) for row in lines_of(path)]


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a set that its corpus answers."""
    return [
        Question(
            row["question"],
            tuple(row["doc_ids"]),
            tuple((span["doc_id"], span["start"], span["end"]) for span in row.get("spans", ())),
        )
        for row in lines_of(path)
        if row.get("answerable", True) and row["doc_ids"]
    ]


def arranged(corpus: Path, questions: Sequence[Question], asked: int) -> list[Text]:
    """Return a corpus with those documents first that the first questions are about, then as the file has them."""
    texts = {text.id: text for text in read_texts(corpus)}
    about = dict.fromkeys(name for question in questions[:asked] for name in question.documents if name in texts)
    return [texts[name] for name in dict.fromkeys([*about, *texts])]


def passages_of(texts: Iterable[Text], most: int | None = None) -> tuple[list[Text], list[Passage]]:
    """Return whole documents and their passages as Footnote divides them, about ``most`` of these, or all."""
    from index.encoding.encoded_chunks import chunks_of
    from index.encoding.load import load_encoder
    from tests.benchmarks.peers.systems.footnote import document_of

    encoder = load_encoder()
    divided: list[Text] = []
    passages: list[Passage] = []
    for text in texts:
        if most is not None and len(passages) >= most:
            break
        chunks = chunks_of(encoder, document_of(text))
        if chunks:
            divided.append(text)
            passages += [Passage.of(text, chunk.start, chunk.end) for chunk in chunks]
    return divided, passages


def spread(values: Sequence[T], count: int) -> list[T]:
    """Return so many values, taken alike far from one another."""
    if len(values) <= count:
        return list(values)
    return [values[place * len(values) // count] for place in range(count)]


def of_right_document(question: Question, identity: str) -> bool:
    """Tell whether a passage is of a document with the answer."""
    return place_of(identity)[0] in question.documents


def is_hit(question: Question, identity: str) -> bool:
    """Tell whether a passage holds one of the stretches that answer."""
    document, start, end = place_of(identity)
    return any(name == document and start <= first and last <= end for name, first, last in question.spans)
