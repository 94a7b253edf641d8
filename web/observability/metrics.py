"""What is counted for Prometheus: requests, questions, uploads, the index. The only importer of its client.

No label holds what a client sent: routes are patterns, methods, doors, stages and problems are of our own lists.
"""

import importlib.metadata
import platform
import time
from collections.abc import Iterator

import prometheus_client
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector, CollectorRegistry

from index.errors import FootnoteError
from index.sandbox.child import LOST
from index.sandbox.protection import protection
from index.store import Index
from rag.answers.answer import Answer
from web.current_request import current_request
from web.observability.request_log import Served
from web.services import Services

__all__ = ["Metrics"]

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
_MEASURED_AGAIN_SECONDS = 300.0
"""How often the files of the index are measured at most: there may be many."""
_ENDS = ("done", "failed", "cancelled")
_PICTURES = ("drawn", "kept", "too_slow", "failed")
_PARSERS = ("parser", "fork server")

_OPENMETRICS = "application/openmetrics-text"

# When a series began is in the text a second series of its own, and of no use to those who ask for the text.
prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no types


class Metrics:
    """The counters of one application.

    Args:
        services: whose state is told whenever it is asked for.
    """

    def __init__(self, services: Services) -> None:
        registry = self._registry = CollectorRegistry()
        self._requests = prometheus_client.Counter(
            "footnote_requests", "Requests that were served", ["method", "route", "status"], registry=registry
        )
        self._problems = prometheus_client.Counter(
            "footnote_problems",
            "Requests that were refused or failed, by the last part of the problem's type",
            ["problem"],
            registry=registry,
        )
        # What sort of answer a question wants becomes a label once answers say so.
        self._questions = prometheus_client.Counter(
            "footnote_questions",
            "Questions that were answered or abstained from",
            ["door", "outcome", "grade"],
            registry=registry,
        )
        self._question_seconds = prometheus_client.Histogram(
            "footnote_question_seconds", "From a question to its whole answer", registry=registry, buckets=_SECONDS
        )
        self._stage_seconds = prometheus_client.Histogram(
            "footnote_question_stage_seconds",
            "Stages of an answer",
            ["stage"],
            registry=registry,
            buckets=_SECONDS,
        )
        registry.register(_State(services))
        prometheus_client.ProcessCollector(registry=registry)

    def served(self, served: Served) -> None:
        """Count a request."""
        self._requests.labels(served.method, served.route, str(served.status)).inc()
        if served.problem:
            self._problems.labels(served.problem).inc()

    def answered(self, answer: Answer) -> None:
        """Count an answer that a request asked for; those that Footnote asks itself for are not."""
        request = current_request()
        if request is None:
            return
        self._questions.labels(request.door, _outcome(answer), answer.grade.value).inc()
        for stage, milliseconds in answer.timing_ms.items():
            histogram = self._question_seconds if stage == "total" else self._stage_seconds.labels(stage)
            histogram.observe(milliseconds / 1000)

    def told(self, accept: str) -> tuple[bytes, str]:
        """Return all of it, and its media type: OpenMetrics for who accepts that, else Prometheus's text."""
        # Its own reading of the header fails at versions that are no numbers.
        written, media_type = choose_encoder(_OPENMETRICS if _OPENMETRICS in accept else "")
        return written(self._registry), media_type


def _outcome(answer: Answer) -> str:
    """Return what became of a question: why the answer abstains, where it does."""
    if not answer.abstained:
        return "answered"
    if not answer.passages:
        return "nothing_to_search"
    return "uncovered" if answer.uncovered else "unclear"


class _State(Collector):
    """What is so at the moment.

    Args:
        services: whose state it is.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._disk = _Disk(services.assistant.index)

    def collect(self) -> Iterator[GaugeMetricFamily | CounterMetricFamily]:
        """Yield the state; without what cannot be read, for the index may be gone."""
        questions = self._services.questions
        yield _gauge("footnote_questions_at_work", "Questions that are at work or wait", questions.taken)
        yield _gauge("footnote_question_places", "Questions that may be at work or wait", questions.places)
        is_complete = protection().complete
        yield _gauge("footnote_sandbox_complete", "Whether files are read apart from everything else", is_complete)
        yield self._build()
        yield from self._counts()
        try:
            yield from self._of_index(self._services.assistant.index)
            yield self._uploads()
        except FootnoteError:
            return

    def _counts(self) -> Iterator[CounterMetricFamily]:
        counted = (
            ("footnote_uploads_ended", "Uploads that ended, by how", "stage", self._services.intake.jobs.ends, _ENDS),
            (
                "footnote_pictures",
                "Pictures of pages that were asked for",
                "outcome",
                self._services.pictures.tally,
                _PICTURES,
            ),
            (
                "footnote_parsers_lost",
                "Processes that a file took down or that passed its limits",
                "process",
                LOST,
                _PARSERS,
            ),
        )
        for name, meaning, label, tally, values in counted:
            family, counts = CounterMetricFamily(name, meaning, labels=[label]), tally.counts()
            for value in values:
                family.add_metric([value], counts[value])
            yield family

    def _of_index(self, index: Index) -> Iterator[GaugeMetricFamily]:
        counts = index.counts()
        yield _gauge("footnote_index_generation", "Number of the last commit to the index", counts.generation)
        yield _gauge("footnote_index_documents", "Documents in the index", counts.documents)
        yield _gauge("footnote_index_chunks", "Chunks in the index", counts.chunks)
        yield _gauge("footnote_index_chunks_waiting", "Chunks that are not encoded yet", counts.waiting)
        if state := index.search.state():
            yield _gauge("footnote_engine_commits_behind", "Commits that the shared search engine lacks", state.behind)
            yield _gauge("footnote_engine_chunks_beside", "Chunks that it lacks or has too many", state.beside)
        yield _gauge(
            "footnote_index_bytes", "Size of the index's files, measured every few minutes", self._disk.bytes()
        )

    def _uploads(self) -> GaugeMetricFamily:
        family = GaugeMetricFamily("footnote_uploads", "Uploads that wait or are at work", labels=["stage"])
        counts = self._services.intake.jobs.unended_stages()
        for stage in ("waiting", "parsing", "encoding"):
            family.add_metric([stage], counts[stage])
        return family

    def _build(self) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            "footnote_build_info", "What runs; always 1", labels=["version", "python", "encoder"]
        )
        encoder = self._services.assistant.index.encoder.name
        family.add_metric([importlib.metadata.version("footnote"), platform.python_version(), encoder], 1)
        return family


class _Disk:
    """How much an index takes on the disk, measured now and then.

    Args:
        index: that is measured.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._measured_at = -_MEASURED_AGAIN_SECONDS
        self._bytes = 0

    def bytes(self) -> int:
        """Return the size of all files, as it was within the last few minutes."""
        if time.monotonic() - self._measured_at >= _MEASURED_AGAIN_SECONDS:
            self._measured_at = time.monotonic()
            self._bytes = self._index.bytes_on_disk()
        return self._bytes


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)
