import pypdfium2
import pytest

from index.parse.pdf.tables.rules import Rule, Rules, page_rules
from tests.index.parse.writers import placed_pdf


def rules_of(drawn: bytes) -> Rules:
    return page_rules(pypdfium2.PdfDocument(placed_pdf([[]], drawn=[drawn]))[0])


def near(rules: tuple[Rule, ...]) -> list[tuple[int, int, int]]:
    return [(round(rule.place), round(rule.start), round(rule.end)) for rule in rules]


def test_lines_and_the_edges_of_boxes_are_rules_from_the_upper_left_corner() -> None:
    rules = rules_of(b"100 742 m 300 742 l S 50 50 200 92 re S")
    assert near(rules.across) == [(100, 100, 300), (700, 50, 250), (792, 50, 250)]
    assert near(rules.down) == [(50, 700, 792), (250, 700, 792)]


def test_pieces_that_go_on_in_each_other_are_one_rule_in_whatever_order_they_come() -> None:
    rules = rules_of(b"200 742 m 300 742 l S 100 742 m 200 742 l S 400 743 m 500 743 l S")
    assert near(rules.across) == [(100, 100, 300), (100, 400, 500)]


def test_a_moved_drawing_is_where_it_is_shown() -> None:
    assert near(rules_of(b"q 2 0 0 2 100 0 cm 0 371 m 100 371 l S Q").across) == [(100, 100, 300)]


def test_slanted_short_and_unseen_lines_are_no_rules() -> None:
    rules = rules_of(b"0 0 m 300 300 l S 10 10 m 12 10 l S 50 50 200 92 re n 1 g 300 300 90 90 re f")
    assert rules == Rules()


def test_a_drawing_of_many_lines_has_no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = b" ".join(b"%d 10 m %d 400 l S" % (10 * n, 10 * n) for n in range(9))
    assert len(rules_of(drawn).down) == 9
    monkeypatch.setattr("index.parse.pdf.tables.rules._MOST_RULES", 8)
    assert rules_of(drawn) == Rules()
    monkeypatch.setattr("index.parse.pdf.tables.rules._MOST_RULES", 9)
    monkeypatch.setattr("index.parse.pdf.tables.rules._MOST_SEGMENTS", 17)
    assert rules_of(drawn) == Rules()
