"""A chart is read as the table that it is drawn from, with its title and each series' name."""

import io

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from index.parse.formats import parse


def slides_with_chart(
    title: str,
    series: dict[str, tuple[float | None, ...]],
    sort: XL_CHART_TYPE = XL_CHART_TYPE.COLUMN_CLUSTERED,
) -> bytes:
    shown = Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["2023", "2024"]
    for name, values in series.items():
        data.add_series(name, values)
    place = (Inches(1), Inches(1), Inches(5), Inches(4))
    chart = slide.shapes.add_chart(sort, *place, data).chart
    chart.has_title = bool(title)
    if title:
        chart.chart_title.text_frame.text = title
    written = io.BytesIO()
    shown.save(written)
    return written.getvalue()


def test_a_chart_has_a_line_a_category_and_a_column_a_series() -> None:
    [document] = parse(slides_with_chart("Boats", {"sold": (12.0, 15.5), "lost": (1.0, 2.0)}), "/a/d.pptx", "d.pptx")
    assert "Boats" in document.text
    for line in ("2023 | 12 | 1", "2024 | 15.5 | 2"):
        assert all(cell in document.text for cell in line.split(" | "))
    lines = document.text.splitlines()
    [of_2024] = [line for line in lines if "2024" in line]
    assert "15.5" in of_2024
    assert of_2024.index("15.5") < of_2024.rindex("2")
    assert any("sold" in line and "lost" in line for line in lines)


def test_a_value_that_is_missing_moves_no_other_to_its_place() -> None:
    [document] = parse(slides_with_chart("Boats", {"sold": (None, 15.5), "lost": (1.0, None)}), "/a/d.pptx", "d.pptx")
    [of_2023] = [line for line in document.text.splitlines() if "2023" in line]
    [of_2024] = [line for line in document.text.splitlines() if "2024" in line]
    assert "1" in of_2023.replace("2023", "")
    assert "15.5" not in of_2023
    assert "15.5" in of_2024


@pytest.mark.parametrize(
    ("sort", "title", "line"),
    [
        (XL_CHART_TYPE.COLUMN_CLUSTERED, "Boats", "Bar chart: Boats"),
        (XL_CHART_TYPE.LINE, "", "Line chart"),
        (XL_CHART_TYPE.PIE, "Boats", "Pie chart: Boats"),
    ],
)
def test_a_chart_says_what_sort_it_is(sort: XL_CHART_TYPE, title: str, line: str) -> None:
    data = slides_with_chart(title, {"sold": (12.0, 15.5)}, sort)
    assert line in parse(data, "/a/d.pptx", "d.pptx")[0].text.split("\n")
