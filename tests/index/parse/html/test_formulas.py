"""Formulas of pages are read on one line, without what programs keep beside them."""

import pytest

from index.parse.formats import parse


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac>", "(a+1)/b"),
        ("<msup><mi>x</mi><mi>k</mi></msup><mi>a</mi>", "x^k a"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>12</mn></msubsup>", "x_1^(12)"),
        ("<msqrt><mi>x</mi><mo>+</mo><mi>y</mi></msqrt>", "√(x+y)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "x^(1/3)"),
        (
            "<munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>0</mn></mrow><mi>n</mi></munderover><mi>k</mi>",
            "∑_(k=0)^n k",
        ),
        ("<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>", "sin x"),
        ("<mfenced><mi>x</mi><mi>y</mi></mfenced>", "(x, y)"),
        (
            "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>2</mn></mtd></mtr></mtable>",
            "1, 0; 2",
        ),
        (
            "<semantics><mi>m</mi><annotation encoding='application/x-tex'>mc</annotation></semantics>",
            "m",
        ),
        ("<mfrac><mi>a</mi></mfrac>", "a"),
    ],
)
def test_a_formula_is_written_as_it_is_typed(formula: str, text: str) -> None:
    page = f"<html><body><p>Take <math>{formula}</math> of it.</p></body></html>"
    assert parse(page.encode(), "s", "a.html")[0].text == f"Take {text} of it."
