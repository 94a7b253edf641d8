"""Footnote beside the best peer, figure by figure."""

from tests.benchmarks.peers.report.figures import Figure, Figures, label, table

__all__ = ["ratio_lines"]


def ratio_lines(figures: Figures) -> list[str]:
    """Return the section that sets Footnote beside whichever peer is best at a thing; nothing without both."""
    rows = [row for size in figures.values("size") for row in _times(figures, size)] + _hits(figures)
    if not rows:
        return []
    return ["## Footnote beside the best of them", "", *table(["figure", "Footnote", "the best peer", "ratio"], rows)]


def _times(figures: Figures, size: int) -> list[list[str]]:
    wanted = {"size": size}
    bare = _fastest(figures, "times.p50", "ask", reranked=False, **wanted)
    ranked = _fastest(figures, "times.p50", "ask", reranked=True, **wanted)
    cold = _fastest(figures, "seconds", "cold", reranked=False, **wanted)
    answer = figures.figure("times.p50", "ask", system="footnote", reranked=True, **wanted)
    search = figures.figure("times.p50", "ask", system="footnote", reranked=False, **wanted)
    first = figures.figure("seconds", "cold", system="footnote", reranked=True, **wanted)
    following = figures.figure("following_seconds", "cold", system="footnote", reranked=True, **wanted)
    importing = figures.figure("seconds", "importing")
    among = f"{size:,} passages"
    found = [
        _ratio(f"{among}: p50 of a search, against a bare search", search, bare, "ms", 0),
        _ratio(f"{among}: p50 of a whole answer, against a bare search", answer, bare, "ms", 0),
        _ratio(f"{among}: p50 of a whole answer, against a search with a cross-encoder", answer, ranked, "ms", 0),
        _ratio(f"{among}: cold whole answer, against a cold bare search", first, cold, "s", 1),
        _ratio(
            f"{among}: cold whole answer, against importing sentence_transformers",
            first,
            (importing, "the import") if importing else None,
            "s",
            1,
        ),
    ]
    found.append(
        _ratio(
            f"{among}: the next question on the command line, against importing sentence_transformers",
            following,
            (importing, "the import") if importing else None,
            "s",
            1,
        )
    )
    found.append(
        _ratio(f"{among}: the next question on the command line, against a cold bare search", following, cold, "s", 1)
    )
    return [row for row in found if row]


def _hits(figures: Figures) -> list[list[str]]:
    """Return how often the first passage holds the answer, against the best peer's, set by set: a difference."""
    rows = []
    for name in figures.values("set"):
        ours = figures.figure("reranked.passage", "quality", system="footnote", set=name)
        for variant, words in (("bare", "a bare search"), ("reranked", "a search with a cross-encoder")):
            theirs = [
                (found.median, label(system, reranked=variant == "reranked"))
                for system in _peers(figures)
                if (found := figures.figure(f"{variant}.passage", "quality", system=system, set=name))
            ]
            if ours and theirs:
                best, peer = max(theirs)
                what = f"{name}: passage hit@1 of a whole answer, against {words}"
                rows.append([what, f"{ours.median:.3f}", f"{best:.3f}, {peer}", f"{ours.median - best:+.3f}"])
    return rows


def _fastest(figures: Figures, path: str, stage: str, *, reranked: bool, size: int) -> tuple[Figure, str] | None:
    found = [
        (figure, label(system, reranked=reranked))
        for system in _peers(figures)
        if (figure := figures.figure(path, stage, system=system, size=size, reranked=reranked))
    ]
    return min(found, key=lambda each: each[0].median, default=None)


def _peers(figures: Figures) -> list[str]:
    return [system for system in figures.systems() if system != "footnote"]


def _ratio(what: str, ours: Figure | None, best: tuple[Figure, str] | None, unit: str, places: int) -> list[str]:
    if ours is None or best is None:
        return []
    theirs, peer = best
    star = "" if ours.is_quiet and theirs.is_quiet else " *"
    mine, other = (f"{figure.median:,.{places}f} {unit}" for figure in (ours, theirs))
    return [what, mine, f"{other}, {peer}", f"{ours.median / theirs.median:.2f}{star}"]
