"""Measures one thing of one system, in a process that has nothing else to do: python -m … SPEC.json."""

import json
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.benchmarks.peers.systems.system import Corpus, System

WARM_UP = 10
CLIENTS = (1, 4, 16)
FOUND = 10
CHANGES = 3
MOST_SECONDS = 60

Spec = dict[str, Any]
Result = dict[str, Any]


def started(spec: Spec) -> "System":
    """Return the system, open and with the order that is wanted."""
    from tests.benchmarks.peers.systems.system import create

    system = create(spec["system"])
    system.start(Path(spec["folder"]), Path(spec["weights"]))
    if spec.get("reranked"):
        system.with_reranker()
    return system


def corpus_of(spec: Spec) -> "Corpus":
    """Return what is to be indexed, with vectors where they were made before."""
    from tests.benchmarks.peers.corpora import read_passages, read_texts
    from tests.benchmarks.peers.systems.system import Corpus

    data = Path(spec["data"])
    passages = read_passages(data / "passages.jsonl")
    if "vectors" not in spec:
        return Corpus(passages, tuple(read_texts(data / "documents.jsonl")))
    import numpy as np

    from tests.benchmarks.peers.copies import origins, turned

    vectors = np.load(spec["vectors"])[: len(passages)]
    made_of = origins(len(passages), len(vectors))
    sample = Path(spec["sample"]) if spec.get("sample") else None
    return Corpus(passages, (), made_of, turned(vectors, made_of), sample)


def cold(spec: Spec) -> Result:
    """Import, open and ask one question."""
    found = started(spec).search(spec["questions"][0], FOUND)
    return {"answered_at": time.monotonic(), "found": len(found)}


def importing(_: Spec) -> Result:
    """Import what most peers are made of."""
    import sentence_transformers

    return {"answered_at": time.monotonic(), "version": sentence_transformers.__version__}


def encode(spec: Spec) -> Result:
    """Encode passages once, and keep their vectors."""
    import numpy as np

    from tests.benchmarks.peers.systems.system import encode as encoded

    corpus, folder = corpus_of(spec), Path(spec["folder"])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    began = time.perf_counter()
    vectors = encoded(spec["system"], corpus, folder)
    np.save(spec["kept"], vectors)
    return {"seconds": time.perf_counter() - began, "passages": len(vectors)}


def build(spec: Spec) -> Result:
    """Index a corpus into an empty folder."""
    from tests.benchmarks.peers.measures.asking import folder_bytes, memory

    folder = Path(spec["folder"])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    corpus, system = corpus_of(spec), started(spec)
    began = time.perf_counter()
    system.index(corpus)
    seconds = time.perf_counter() - began
    system.close()
    found = {"seconds": seconds, "passages": len(corpus.passages), "per_second": len(corpus.passages) / seconds}
    return {**found, "encoded": corpus.vectors is None, "memory": memory(), "disk": folder_bytes(folder)}


def ask(spec: Spec) -> Result:
    """Ask one after the other, and from several clients at once."""
    from tests.benchmarks.peers.measures.asking import ask_all, at_once, memory

    system, questions, seconds = started(spec), list(spec["questions"]), spec["seconds"]
    random.Random(spec["round"]).shuffle(questions)  # noqa: S311 - nothing is to be kept secret

    def one(question: str) -> list[str]:
        return system.search(question, FOUND)

    for question in questions[:WARM_UP]:
        one(question)
    first, *others = (questions[WARM_UP + part :: 1 + len(CLIENTS)] for part in range(1 + len(CLIENTS)))
    found: Result = {"times": ask_all(one, first, seconds), "memory": memory(), "at_once": {}}
    for clients, some in zip(CLIENTS, others, strict=True):
        try:
            found["at_once"][str(clients)] = at_once(one, some, clients, seconds / 2)
        except Exception as failure:  # noqa: BLE001 - that it cannot is what is reported of it
            found["at_once"][str(clients)] = {"failed": f"{type(failure).__name__}: {failure}"[:300]}
    return {**found, "memory_after": memory()}


def change(spec: Spec) -> Result:
    """Add a document until it is found, and delete it until it is gone; the first warms up, and the last is saved.

    One alone is saved: it takes minutes where everything is written anew.
    """
    system = started(spec)
    system.search(spec["questions"][0], FOUND)
    rows = [_changed(system, number, is_saved=number == CHANGES) for number in range(CHANGES + 1)][1:]
    system.close()
    medians = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
    return {"changes": rows, "medians": medians | {name: rows[-1][name] for name in ("kept", "gone_kept")}}


def _changed(system: "System", number: int, *, is_saved: bool) -> dict[str, float]:
    from tests.benchmarks.peers.systems.system import Passage

    text = f"The lantern of Orvik was mended in {1926 + number} by two smiths, who took nine days over it."
    passage = Passage(f"new-{number}|0|{len(text)}", "Lantern", text)

    def is_there() -> bool:
        return passage.id in system.search("When was the lantern of Orvik mended?", FOUND)

    found = until(lambda: system.add(passage), is_there, present=True)
    kept = timed(system.save) if is_saved else 0.0
    gone = until(lambda: system.delete(passage.id), is_there, present=False)
    found_and_gone = {"found": found, "gone": gone}
    if not is_saved:
        return found_and_gone
    return {**found_and_gone, "kept": found + kept, "gone_kept": gone + timed(system.save)}


def quality(spec: Spec) -> Result:
    """Index a set's documents and count what comes first, without and with the reranker."""
    from tests.benchmarks.peers.corpora import is_hit, of_right_document, read_questions, spread

    build(spec)
    system = started(spec)
    questions = spread(read_questions(Path(spec["set"]) / "questions.jsonl"), spec["limit"])
    found: Result = {"questions": len(questions)}
    for variant in ("bare", "reranked"):
        if variant == "reranked":
            system.with_reranker()
        counts = {"document": 0, "passage": 0, "passage_in_5": 0, "none": 0}
        for question in questions:
            ids = system.search(question.question, FOUND)
            counts["document"] += bool(ids) and of_right_document(question, ids[0])
            counts["passage"] += bool(ids) and is_hit(question, ids[0])
            counts["passage_in_5"] += any(is_hit(question, identity) for identity in ids[:5])
            counts["none"] += not ids
        found[variant] = {name: count / len(questions) for name, count in counts.items()}
    system.close()
    return found


def encoder(spec: Spec) -> Result:
    """Encode the same passages three times, with the encoder alone."""
    from tests.benchmarks.peers.measures.encoders import encoder_of

    texts = [passage.shown for passage in corpus_of(spec).passages[: spec["texts"]]]
    encode_texts, tokens = encoder_of(spec["system"])
    encode_texts(texts[:WARM_UP])
    seconds = [timed(lambda: encode_texts(texts)) for _ in range(3)]
    rate = len(texts) / statistics.median(seconds)
    return {"seconds": seconds, "per_second": rate, "texts": len(texts), "tokens": tokens(texts)}


def vectors(spec: Spec) -> Result:
    """Time Footnote's search among vectors alone."""
    from tests.benchmarks.peers.measures.own_parts import vector_search

    return vector_search(Path(spec["folder"]), spec["questions"])


def export(spec: Spec) -> Result:
    """Write the reranker's weights as others read them."""
    from tests.benchmarks.peers.systems.weights import export_cross_encoder

    export_cross_encoder(Path(spec["weights"]))
    return {}


def limits(spec: Spec) -> Result:
    """Measure what the machine can do."""
    from tests.benchmarks.peers.measures.limits import measured

    return measured(Path(spec["folder"]))


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def until(work: Callable[[], object], is_there: Callable[[], bool], *, present: bool) -> float:
    """Return the seconds until a search tells that something is there, or is not there any more.

    Raises:
        TimeoutError: it does not come about.
    """
    began = time.perf_counter()
    work()
    while is_there() != present:
        if time.perf_counter() - began > MOST_SECONDS:
            raise TimeoutError("what was added is not found" if present else "what was deleted is still found")
    return time.perf_counter() - began


STAGES: dict[str, Callable[[Spec], Result]] = {
    each.__name__: each
    for each in (cold, importing, encode, build, ask, change, quality, encoder, vectors, export, limits)
}


def main() -> None:
    """Run the stage that the specification names."""
    spec = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    result = STAGES[spec["stage"]](spec)
    Path(spec["out"]).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
