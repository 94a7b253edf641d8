"""The offsets promise over random raised letters, merged and wrapped cells, filled forms, quotations and code."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.documents import Document
from index.errors import DocumentError
from index.limits import Limits
from index.parse.formats import read
from index.parse.raised.markup import Height
from tests.index.parse.offsets import check
from tests.index.parse.pdf.filled.form_files import chosen, form_pdf, noted, ticked, written
from tests.index.parse.raised import raised_files
from tests.index.parse.structure.tables import table_files
from tests.index.parse.writers import placed_pdf, typeset_pdf

pytestmark = pytest.mark.slow

Pieces = list[tuple[str, Height]]

careful = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
slower = settings(careful, max_examples=100)

WORD = st.text("abcdefghmkäé", min_size=1, max_size=8)
SENTENCE_WORD = st.from_regex(r"[A-Z][a-z]{1,6}[.,;:]?|[0-9]{1,4}", fullmatch=True)
WORDS = st.lists(WORD | SENTENCE_WORD, min_size=1, max_size=9).map(" ".join)
MARK = st.sampled_from([*"1234567890", "12", "1,2", "th", "*", "2-", "+", "n", "(a)", "[3]"])
PIECES = st.lists(
    st.tuples(WORDS.map(lambda text: f"{text} ") | WORDS, st.just(Height.LEVEL))
    | st.tuples(MARK, st.sampled_from([Height.RAISED, Height.LOWERED])),
    min_size=1,
    max_size=8,
)


def parsed(data: bytes, name: str) -> Sequence[Document]:
    """Return the documents of a file, each keeping the promise, the same ones twice; none of an empty file."""
    try:
        contents = read(data, f"/a/{name}", name, Limits())
    except DocumentError:
        return ()
    for document in contents.documents:
        check(document)
    assert read(data, f"/a/{name}", name, Limits()) == contents
    return contents.documents


def is_within(letters: str, text: str) -> bool:
    """Tell whether letters are in a text, in order, whatever else is."""
    left = iter(text)
    return all(letter in left for letter in letters if not letter.isspace())


@pytest.mark.parametrize(
    "form", [raised_files.docx, raised_files.odt, raised_files.html, raised_files.rtf, raised_files.rtf_without_groups]
)
def test_raised_letters(form: Callable[[Pieces], Document]) -> None:
    @careful
    @given(st.just([("A quay ", Height.LEVEL)]), PIECES)
    def holds(before: Pieces, pieces: Pieces) -> None:
        document = form(before + pieces)
        check(document)
        assert is_within("".join(text for text, height in pieces if height == Height.LEVEL), document.text)

    holds()


def test_raised_letters_of_slides() -> None:
    @slower
    @given(PIECES)
    def holds(pieces: Pieces) -> None:
        document = raised_files.pptx([("A quay ", Height.LEVEL), *pieces])
        check(document)
        assert is_within("".join(text for text, height in pieces if height == Height.LEVEL), document.text)

    holds()


@careful
@given(st.lists(PIECES, min_size=1, max_size=6))
def test_raised_letters_of_pages(lines: list[Pieces]) -> None:
    sizes = {Height.LEVEL: (11.0, 0.0), Height.RAISED: (7.0, 4.0), Height.LOWERED: (7.0, -2.0)}
    parsed(typeset_pdf([[(text, *sizes[height]) for text, height in line] for line in lines]), "p.pdf")


@st.composite
def merged_tables(draw: st.DrawFn) -> table_files.Rows:
    """Return a table whose cells go over several columns, and the first of them over two rows."""
    columns = draw(st.integers(2, 5))
    rows: table_files.Rows = []
    for _ in range(draw(st.integers(1, 7))):
        row, left = [], columns
        while left:
            across = draw(st.integers(1, left))
            row.append((draw(WORDS), across, 1))
            left -= across
        rows.append(row)
    if len(rows) > 2 and len(rows[0]) > 1 and len(rows[1]) > 1 and rows[0][0][1] == rows[1][0][1]:
        text, across, _ = rows[0][0]
        rows[0][0] = (text, across, 2)
        del rows[1][0]
    return rows


@pytest.mark.parametrize("form", [table_files.html, table_files.with_thead, table_files.docx, table_files.odt])
def test_merged_cells(form: Callable[..., Document]) -> None:
    @careful
    @given(merged_tables(), st.integers(0, 3))
    def holds(rows: table_files.Rows, marked: int) -> None:
        document = form(rows, marked)
        check(document)
        words = set(document.text.split())
        assert all(word in words for row in rows for text, *_ in row for word in text.split())

    holds()


@slower
@given(merged_tables())
def test_merged_cells_of_slides(rows: table_files.Rows) -> None:
    document = table_files.pptx(rows)
    check(document)
    assert {word for row in rows for text, *_ in row for word in text.split()} <= set(document.text.split())


CELL_LINE = st.lists(st.text("abcdefghmk", min_size=3, max_size=8), min_size=1, max_size=4).map(" ".join)


@careful
@given(
    st.lists(st.lists(st.lists(CELL_LINE, max_size=3), min_size=3, max_size=3), min_size=2, max_size=6),
    st.booleans(),
)
def test_wrapped_cells_of_pages(rows: list[list[list[str]]], is_ruled: bool) -> None:
    placed, edges = [], [760]
    for row in rows:
        for column, lines in enumerate(row):
            placed += [(60 + 300 * column, edges[-1] - 12 * (n + 1), 10, line) for n, line in enumerate(lines)]
        edges.append(edges[-1] - 12 * max(1, *map(len, row)) - 6)
    across = [b"%d %d m %d %d l S" % (54, y, 954, y) for y in edges]
    down = [b"%d %d m %d %d l S" % (x, edges[0], x, edges[-1]) for x in range(54, 955, 300)]
    data = placed_pdf([placed], drawn=[b" ".join(across + down)] if is_ruled else ())
    found = {word for document in parsed(data, "p.pdf") for word in document.text.split()}
    assert {word for row in rows for lines in row for line in lines for word in line.split()} <= found


@careful
@given(
    st.lists(st.tuples(WORDS, WORDS, st.integers(0, 3), st.booleans()), min_size=1, max_size=9),
    st.booleans(),
)
def test_filled_forms(lines: list[tuple[str, str, int, bool]], has_note: bool) -> None:
    words, fields = [], []
    for number, (label, value, kind, is_on) in enumerate(lines):
        y = 780 - 40.0 * number
        words.append((60.0, y, f"{label}:"))
        place = (300.0, y - 4, 540.0, y + 12)
        fields += [
            [written(place, value)],
            [ticked((300.0, y - 2, 312.0, y + 10), is_on)],
            [chosen(place, "v", [("v", value), ("w", "other")])],
            [],
        ][kind]
    notes = [noted("Text", (20.0, 20.0, 40.0, 40.0), "Seen and kept", "Ada")] if has_note else []
    [document] = parsed(form_pdf(words, [*fields, *notes]), "p.pdf")
    found = set(document.text.split())
    assert {word for _, value, kind, _ in lines if kind in (0, 2) for word in value.split()} <= found
    assert sum(document.text.count(box) for box in "☒☐") >= sum(kind == 1 for *_, kind, _ in lines)


QUOTATIONS = [
    "On Mon, 4 May 2026 at 16:40, Per <per@example.org> wrote:\n> {}\n>\n> > Older.",
    "-----Original Message-----\nFrom: Per\nSent: 4 May 2026 16:40\nTo: Liv\nSubject: Quay\n\n{}",
    "Am 04.05.2026 um 16:40 schrieb Per <per@example.org>:\n\n> {}",
    "> {}",
]
HEAD = "From: Liv <liv@example.org>\nDate: Tue, 12 May 2026 08:00:00 +0200\nSubject: Re: Quay\nContent-Type: {}\n\n"


@careful
@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(QUOTATIONS), WORDS, st.booleans())
def test_quotations_of_mails(said: list[str], quotation: str, quoted: str, is_signed: bool) -> None:
    signed = "\n\n-- \nLiv Aas\nPhone: 020 7946 0958" if is_signed else ""
    body = "\n\n".join(said) + f"\n\n{quotation.format(quoted)}{signed}\n"
    data = HEAD.format("text/plain; charset=utf-8").encode() + body.encode()
    assert parsed(data, "m.eml")
    page = f"<p>{'</p><p>'.join(said)}</p><div class=gmail_quote>Per wrote:<blockquote>{quoted}</blockquote></div>"
    assert parsed(HEAD.format("text/html; charset=utf-8").encode() + page.encode(), "m.eml")


CODE = ["def lift(gate):", "    return 4", "{", '  "a": {', '    "b": [1, 2],', "  },", "}", "lock:", "  depth: 4"]
DATA = [
    "[part]",
    "depth = 4",
    "# of oak",
    "SELECT a FROM b;",
    '2025-10-03 04:10:07 ERROR "No". Yes',
    "\tat a.b(C.java:3)",
]
LONG = ["f(a,b);" * 60, "Zm9v" * 150, '{"a":"' + "It is dry. " * 40 + '"}', "It is dry. It stays so.", "", "x | y"]
LINE = st.sampled_from([*CODE, *DATA, *LONG])


@pytest.mark.parametrize("name", ["a.txt", "a.py", "a.json", "a.log", "a.md", "a.eml"])
def test_code_data_and_logs(name: str) -> None:
    @careful
    @given(st.lists(LINE, min_size=1, max_size=25).map("\n".join))
    def holds(text: str) -> None:
        shown = {"a.md": f"# Lock\n\n```\n{text}\n```\n", "a.eml": HEAD.format("text/plain") + text}.get(name, text)
        parsed(shown.encode(), name)

    holds()
