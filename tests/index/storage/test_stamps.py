"""Ids and times sort as they came, so that tables need no counter."""

import datetime

from index.storage.stamps import new_id, now


def test_ids_sort_as_they_came_and_are_never_the_same() -> None:
    ids = [new_id() for _ in range(1_000)]
    assert sorted(ids, key=lambda identity: identity[:16]) == ids
    assert len(set(ids)) == 1_000
    assert {len(identity) for identity in ids} == {24}


def test_times_sort_as_texts() -> None:
    an_hour_ago, before, after = now(datetime.timedelta(hours=1)), now(), now()
    assert an_hour_ago < before <= after
    assert datetime.datetime.fromisoformat(after) - datetime.datetime.fromisoformat(an_hour_ago) < datetime.timedelta(
        hours=1, minutes=1
    )
