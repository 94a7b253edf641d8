from index.parse.pdf.tables.columns import columns_of, covered, gutters


def test_what_spans_cover_together_and_the_gaps_between() -> None:
    spans = covered([(5, 8), (0, 3), (2, 4), (20, 30)])
    assert spans == [(0, 4), (5, 8), (20, 30)]
    assert gutters(spans, 1) == 2
    assert gutters(spans, 2) == 1


def test_one_head_over_two_columns_does_not_join_them() -> None:
    lines = [[(0.0, 10.0), (20.0, 60.0)], *[[(0.0, 10.0), (20.0, 30.0), (50.0, 60.0)]] * 4]
    assert columns_of(lines, 5) == [(0, 10), (20, 30), (50, 60)]
    assert columns_of(lines[:3], 5) == [(0, 10), (20, 60)], "of few lines each counts"
