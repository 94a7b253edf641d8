"""Whether an answer has what was wanted."""

from rag.evaluation.measures.coverage import groups_met, has_enough


def test_a_group_is_met_by_any_of_its_alternatives_over_line_breaks_and_emphasis() -> None:
    text = "It costs **240\nmillion**, of which the bank pays 92."
    assert groups_met(text, [("240 million", "a quarter of a billion"), ("92 million", "pays 92"), ("80",)]) == 2
    assert groups_met(text, []) == 0


def test_documents_are_enough_by_number_and_alone_when_half_of_those_cited_are_of_them() -> None:
    assert has_enough({"a", "b", "x"}, ("a", "b"), 2)
    assert not has_enough({"a", "x"}, ("a", "b"), 2)
    assert has_enough({"a", "x"}, ("a", "b"), 1, alone=True)
    assert not has_enough({"a", "x", "y"}, ("a", "b"), 1, alone=True)
    assert has_enough(set(), (), 0)
