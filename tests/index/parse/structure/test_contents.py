"""What is kept of failures does not grow with what an archive names."""

from index.parse.structure.contents import Failure, few


def test_failures_are_kept_as_they_are_while_they_are_few_and_short() -> None:
    failures = [Failure(f"/a.zip#{number}", "It is empty") for number in range(100)]
    assert few(failures, "/a.zip") == tuple(failures)


def test_of_many_the_first_are_kept_short_and_the_others_counted() -> None:
    kept = few([Failure(f"/a.zip#{number}{'x' * 5_000}", "y" * 5_000) for number in range(50_000)], "/a.zip")
    assert kept[0].source == f"/a.zip#0{'x' * 5_000}"[:1_000] + "…"
    assert kept[-1] == Failure("/a.zip", "49,900 more of the files in it could not be read")
    assert sum(len(each.source) + len(each.reason) for each in kept) < 250_000
