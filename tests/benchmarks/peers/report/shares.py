"""Footnote's figures as shares of what the machine can do."""

from collections.abc import Sequence
from typing import Any

from tests.benchmarks.peers.measures.encoders import LAYERS, operations, weight_bytes
from tests.benchmarks.peers.report.figures import Figures, table

__all__ = ["share_lines"]


def share_lines(figures: Figures) -> list[str]:
    """Return the section on the limits; nothing where they were not measured."""
    measured = figures.those("limits")
    if not measured:
        return []
    found = measured[0]
    peaks = {kind: max(by.values()) for kind, by in found["matrices"].items()}
    lines = ["## The machine's limits, and how near Footnote comes", ""]
    rows = [
        ["product of matrices, float32", *_best(found["matrices"]["float32"], "GFLOP/s")],
        ["product of matrices, int8", *_best(found["matrices"]["int8"], "GOP/s")],
        ["memory, read", f"{found['memory']['read'] * 1e-9:.1f} GB/s", "all cores"],
        ["memory, copied", f"{found['memory']['copy'] * 1e-9:.1f} GB/s", "read and written bytes"],
        ["disk, written and synced", f"{found['disk']['write'] * 1e-6:,.0f} MB/s", "512 MB"],
        ["disk, read", f"{found['disk']['read'] * 1e-6:,.0f} MB/s", "512 MB, not from memory"],
    ]
    lines += table(["what", "at best", "by"], rows)
    shares = [*_encoders(figures, peaks), *_vectors(figures, found), *_ingest(figures, found, peaks)]
    return lines + (table(["figure", "measured", "share of its limit"], shares) if shares else [])


def _best(by_library: dict[str, float], unit: str) -> tuple[str, str]:
    library = max(by_library, key=lambda name: by_library[name])
    return f"{by_library[library] * 1e-9:,.0f} {unit}", library


def _encoders(figures: Figures, peaks: dict[str, float]) -> list[list[str]]:
    rows, rates = [], {}
    for name, words in (
        ("footnote", "Footnote's encoder, 12 layers"),
        ("plain", "all-MiniLM-L6-v2 in torch, 6 layers"),
    ):
        rate = figures.figure("per_second", "encoder", system=name)
        if rate is None:
            continue
        rates[name] = rate.median
        tokens = figures.those("encoder", system=name)[0]["tokens"]
        work = rate.median * _operations(tokens, name)
        rows.append(
            [
                f"{words}, {sum(tokens) / len(tokens):.0f} tokens a passage",
                f"{rate.shown(1)} passages/s, {work * 1e-9:.0f} GOP/s on useful tokens",
                f"{work / peaks['float32']:.2f} of float32, {work / peaks['int8']:.2f} of int8",
            ]
        )
    if len(rates) == 2:
        rows.append(["… Footnote's against MiniLM-L6's passages/s", f"{rates['footnote'] / rates['plain']:.2f}", ""])
    return rows


def _operations(tokens: Sequence[int], name: str) -> float:
    """Return the operations of one passage, of passages with so many tokens."""
    return sum(operations(count, LAYERS[name]) for count in tokens) / len(tokens)


def _vectors(figures: Figures, found: dict[str, Any]) -> list[list[str]]:
    return [
        [
            f"search among {each['chunks']:,} vectors ({each['form'].split(':')[0]})",
            f"{1000 * each['seconds']:.2f} ms",
            f"{each['bytes'] / each['seconds'] / found['memory']['read']:.2f} of reading every float once",
        ]
        for each in sorted(figures.those("vectors"), key=lambda each: each["chunks"])
    ]


def _ingest(figures: Figures, found: dict[str, Any], peaks: dict[str, float]) -> list[list[str]]:
    rows = []
    tokens = [each["tokens"] for each in figures.those("encoder", system="footnote")]
    for each in figures.those("build", system="footnote"):
        written = each["disk"] / each["seconds"]
        shares = [f"{written / found['disk']['write']:.3f} of the disk, by what stays on it"]
        if each["encoded"] and tokens:
            work = each["per_second"] * _operations(tokens[0], "footnote")
            read = each["per_second"] * weight_bytes(LAYERS["footnote"])
            shares = [
                f"{work / peaks['float32']:.2f} of float32, {work / peaks['int8']:.2f} of int8",
                f"{read / found['memory']['read']:.2f} of memory, if each passage reads the weights once",
                *shares,
            ]
        made = "with its encoding" if each["encoded"] else "vectors given"
        rows.append(
            [
                f"ingest of {each['passages']:,} passages, {made}",
                f"{each['per_second']:,.1f} passages/s",
                ", ".join(shares),
            ]
        )
    return rows
