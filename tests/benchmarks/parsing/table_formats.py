"""Asks a set's questions about tables of these as text, as XLSX, as DOCX and as PDF, with ruling lines and without.

python tests/benchmarks/parsing/table_formats.py SET FOLDER [--limit N] [--split even|odd] [--form NAME ...] [--show]

SET holds corpus.jsonl, whose documents begin with a table (a line a row, " | " between cells) and go on with prose, and
questions.jsonl; files and indexes are kept in FOLDER. Only questions whose gold words stand in the table are asked,
each of its own document. A row that is cited, with the head of its table, holds the cell when it has its words and
those of the row's first cell: figures repeat. It needs reportlab, which writes the PDFs.
"""

import io
import json
import re
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import click
import xlsxwriter

from index.documents import Document, Section
from index.folders.ingest import ingest_documents
from index.folders.sync import sync_paths
from index.parse.structure.blocks import Block
from index.store import Index
from rag.asking.assistant import Assistant
from rag.evaluation.measures.bootstrap import difference, mean_interval
from rag.evaluation.sets.question_sets import QuestionCase, load, split_of
from rag.evidence.sentences import quotes
from rag.evidence.tables.heads import head_text
from rag.investigation.query import Query
from rag.retrieval.filters import Filters
from tests.index.parse.writers import WRITERS

TEXT = "text"
_BETWEEN = " | "
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<currency>\$ ?)?(?P<digits>\d{1,3}(?:,\d{3})*(?:\.(?P<places>\d+))?)(?P<end>%?\)?)"
)
_RULED = ("GRID", (0, 0), (-1, -1), 0.5, "black")


@dataclass(frozen=True, slots=True)
class Paper:
    """A table with the prose below it.

    Attributes:
        rows: of cells.
        prose: paragraphs.
    """

    rows: Sequence[Sequence[str]]
    prose: Sequence[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that answers, with the first of its row; the same words where it is that itself."""

    words: str
    label: str

    def is_in(self, quote: str) -> bool:
        """Tell whether a quoted row is the one that has it."""
        return _holds(quote, self.words) and _holds(quote, self.label)


def _holds(quote: str, words: str) -> bool:
    inner = r"\s*".join(map(re.escape, re.findall(r"\w+|[^\w\s]", words)))
    before, behind = (r"(?<![\w.,])" if words[:1].isalnum() else ""), (r"(?![\w])" if words[-1:].isalnum() else "")
    return re.search(before + inner + behind, quote) is not None


def paper_of(text: str) -> Paper:
    """Return what a document of the set shows: its first lines are the table's."""
    table, _, prose = text.partition("\n\n")
    rows = [row.split(_BETWEEN) for row in table.split("\n")]
    width = max(map(len, rows))
    return Paper(
        [row + [""] * (width - len(row)) for row in rows], [each for each in prose.split("\n\n") if each.strip()]
    )


def cells_of(case: QuestionCase, text: str) -> list[Cell]:
    """Return the cells that a question's gold spans are, or are part of."""
    end, found = len(text.partition("\n\n")[0]), []
    for span in case.spans:
        if span.end <= end:
            first, last = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
            row = text[first : None if last < 0 else last].split(_BETWEEN)
            found.append(Cell(text[span.start : span.end].strip(), row[0].strip()))
    return [cell for cell in found if cell.words]


def xlsx(paper: Paper) -> bytes:
    """Return a sheet with numbers as such, shown as the table has them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        for down, row in enumerate(paper.rows):
            for across, cell in enumerate(row):
                number = _NUMBER.fullmatch(cell)
                if number and down and across:
                    sheet.write_number(down, across, *_value(number, workbook))
                elif cell:
                    sheet.write_string(down, across, cell)
        for further, paragraph in enumerate(paper.prose):
            sheet.write_string(len(paper.rows) + 1 + further, 0, paragraph)
    return file.getvalue()


def _value(number: re.Match[str], workbook: xlsxwriter.Workbook) -> tuple[float, xlsxwriter.format.Format]:
    """Return what is in a cell that shows such a number, and the format that it is shown in."""
    places = len(number["places"] or "")
    code = "#,##0" + ("." + "0" * places if places else "")
    code = f'"{number["currency"]}"{code}' if number["currency"] else code
    percent = "%" if "%" in number["end"] else ""
    value = float(number["digits"].replace(",", "")) / (100 if percent else 1)
    code += percent
    return -value if number["open"] else value, workbook.add_format({"num_format": f"{code};({code})"})


def docx(paper: Paper) -> bytes:
    """Return a Word document with the table, a paragraph a paragraph."""
    table = Block("\n".join(_BETWEEN.join(row) for row in paper.rows), is_table=True)
    return WRITERS[".docx"]([table, *map(Block, paper.prose)])


def pdf(paper: Paper, *, ruled: bool) -> bytes:
    """Return pages with the table as wide as they are, figures on the right of their columns."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    columns = max(map(len, paper.rows))
    size = landscape(A4) if columns > 6 else A4
    left = ParagraphStyle("left", fontName="Helvetica", fontSize=8, leading=10)
    right = ParagraphStyle("right", left, alignment=2)
    prose = ParagraphStyle("prose", left, fontSize=10, leading=12, spaceAfter=8)
    width = size[0] - 100
    first = width * max(0.3, 1 / columns)
    table = Table(
        [[Paragraph(escape(cell), right if across else left) for across, cell in enumerate(row)] for row in paper.rows],
        [first, *[(width - first) / max(1, columns - 1)] * (columns - 1)],
        repeatRows=1,
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *([_RULED] if ruled else [])],
    )
    file = io.BytesIO()
    document = SimpleDocTemplate(file, pagesize=size, leftMargin=50, rightMargin=50, topMargin=50, bottomMargin=50)
    document.build([table, Spacer(1, 12), *(Paragraph(escape(each), prose) for each in paper.prose)])
    return file.getvalue()


FORMS: Mapping[str, tuple[str, Callable[[Paper], bytes]]] = {
    "xlsx": (".xlsx", xlsx),
    "docx": (".docx", docx),
    "pdf, ruled": (".pdf", lambda paper: pdf(paper, ruled=True)),
    "pdf, not ruled": (".pdf", lambda paper: pdf(paper, ruled=False)),
}


def made(form: str, texts: Mapping[str, str], folder: Path) -> tuple[Index, dict[str, str]]:
    """Return the index of the documents in a form, and the source of each by its id."""
    index = Index.open(folder / "indexes" / form, create=True)
    if form == TEXT:
        documents = [Document(name, name, text, name, (Section(0, len(text)),)) for name, text in texts.items()]
        ingest_documents(index, documents)
        return index, {name: name for name in texts}
    suffix, write = FORMS[form]
    files = folder / "files" / form
    files.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        if not (files / f"{name}{suffix}").exists():
            (files / f"{name}{suffix}").write_bytes(write(paper_of(text)))
    sync_paths(index, [files])
    return index, {Path(each.source).stem: each.source for each in index.documents.listed()}


def held(assistant: Assistant, case: QuestionCase, cells: Sequence[Cell], source: str) -> list[bool]:
    """Return whether each of the first three pieces of evidence, or the head that it has, holds a cell that answers."""
    found = assistant.find(Query(case.question, top_k=20, filters=Filters(sources=(source,)))).investigation
    pieces = found.evidence[:3]
    heads = [
        head_text(piece.row, piece.header, assistant.index.chunks.text(piece.row)) if piece.header else ""
        for piece in pieces
    ]
    quoted = zip(quotes(assistant.index, pieces), heads, strict=True)
    return [any(cell.is_in(quote) or cell.is_in(head) for cell in cells) for quote, head in quoted]


def figure(values: Sequence[float]) -> str:
    """Return a mean with its interval."""
    low, high = mean_interval(values)
    return f"{statistics.fmean(values):.3f} [{low:.3f}, {high:.3f}]"


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("kept", type=click.Path(file_okay=False, path_type=Path))
@click.option("--limit", default=80, show_default=True, help="Of documents.")
@click.option("--split", type=click.Choice(["all", "even", "odd"]), default="all", show_default=True)
@click.option("--form", "forms", multiple=True, type=click.Choice([TEXT, *FORMS]), help="Only these, and the text.")
@click.option("--show", is_flag=True, help="The questions that a form loses or wins against the text.")
def main(folder: Path, kept: Path, limit: int, split: str, forms: Sequence[str], show: bool) -> None:
    """Print for each form how often the first piece of evidence, and one of three, holds the cell, and what differs."""
    lines = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()[:limit]
    texts = {record["id"]: record["text"] for record in map(json.loads, lines) if _BETWEEN in record["text"]}
    asked = [
        (case, cells)
        for case in load(folder).cases
        if len(case.doc_ids) == 1 and case.doc_ids[0] in texts and split in ("all", split_of(case))
        if (cells := cells_of(case, texts[case.doc_ids[0]]))
    ]
    click.echo(f"{len(texts)} documents, {len(asked)} questions")
    before: list[dict[str, float]] = []
    for form in dict.fromkeys((TEXT, *(forms or FORMS))):
        index, source_of = made(form, texts, kept)
        assistant = Assistant(index)
        found = {case.id: held(assistant, case, cells, source_of[case.doc_ids[0]]) for case, cells in asked}
        now = [{each: float(any(found[each][:most])) for each in found} for most in (1, 3)]
        told = [figure(list(values.values())) for values in now]
        before = before or now
        for place, values in enumerate(now) if form != TEXT else ():
            mean, (low, high) = difference(before[place], values) or (0.0, (0.0, 0.0))
            told[place] += f" ({mean:+.3f} [{low:+.3f}, {high:+.3f}])"
        click.echo(f"{form}: first {told[0]}, first three {told[1]}")
        for case, _ in asked if show else ():
            changed = [f"{was[case.id]:.0f}{is_now[case.id]:.0f}" for was, is_now in zip(before, now, strict=True)]
            if any(each[0] != each[1] for each in changed):
                click.echo(f"   {' '.join(changed)} {case.doc_ids[0]} {case.id} {case.question}")


if __name__ == "__main__":
    main()
