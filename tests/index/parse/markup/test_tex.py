"""TeX files are read as what they print."""

import pytest

from index.documents import Document
from index.parse.formats import parse


def tex(body: str, preamble: str = "") -> Document:
    return parse(
        f"\\documentclass{{article}}{preamble}\\begin{{document}}{body}\\end{{document}}".encode(), "s", "a.tex"
    )[0]


def test_title_authors_and_date_are_those_that_it_states() -> None:
    document = tex(
        "\\maketitle\nIt blew.",
        "\\title{Harbour \\emph{log}}\\author{Nina Falk\\thanks{x} \\and Ole Berg}\\date{4 March 2026}",
    )
    assert (document.title, document.authors, document.published_at) == (
        "Harbour log",
        ("Nina Falk", "Ole Berg"),
        "2026-03-04",
    )
    assert document.text == "Harbour log\n\nIt blew."


def test_sections_are_as_deep_as_those_that_the_file_has() -> None:
    document = tex("\\section*{Berths}\\label{b}One.\n\n\\subsection[F]{Fees}Two.", "\\title{Guide}")
    assert [section.heading for section in document.sections] == ["Guide", "Guide › Berths", "Guide › Berths › Fees"]
    assert document.text == "Guide\n\nBerths\n\nOne.\n\nFees\n\nTwo."


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (r"A \textbf{bold {\it low}} word --- ``so'' 1--2 \& 50\%", "A bold low word — “so” 1–2 & 50%"),
        (r"Caf\'e, na\"{\i}ve, \c{c}a, \ss, \AA l, Erd\H{o}s", "Café, naïve, ça, ß, Ål, Erdős"),
        (r"20\,m$^2$ of CO$_2$ at 5$^\circ$C", "20 m² of CO₂ at 5°C"),
        (r"$x^2 + y_{i+1} \leq \frac{a+b}{c}\cdot\sqrt{2}\,\alpha$", "x^2 + y_(i+1) ≤ (a+b)/c·√2 α"),
        (
            r"See~\ref{a} \cite[p.~3]{falk}.\footnote{At low tide.} \href{http://a.b}{page} \url{http://a.b}",
            "See [falk]. (At low tide.) page http://a.b",
        ),
        ("So % no\n  \\verb|a % b| and \\% yes", "So a % b and % yes"),
        (r"\foo[1]{one}{two} \textcolor{red}{three} \vspace{2cm}four\\[2pt]five", "one two three four\nfive"),
    ],
)
def test_commands_are_read_as_what_they_print(written: str, printed: str) -> None:
    assert tex(written).text == printed


def test_commands_that_the_file_defines_stand_for_their_words_but_not_without_end() -> None:
    assert tex("The \\boat{} sails.", "\\newcommand{\\boat}{\\emph{Skua}}").text == "The Skua sails."
    defined = "".join(
        f"\\newcommand{{\\{a}}}{{{f'{chr(92)}{b} ' * 50}}}" for a, b in [("xa", "xb"), ("xb", "xc"), ("xc", "xa")]
    )
    assert len(tex("A \\xa{} b.", defined).text) < 200_000


def test_lists_and_tables_are_read_as_such() -> None:
    document = tex(
        "\\begin{itemize}\\item one\n\\item two\n\\begin{enumerate}\\item inner\\end{enumerate}\\end{itemize}\n"
        "\\begin{description}\\item[Quay] a wall\\end{description}"
        "\\begin{table}[h]\\caption{Fees}\\begin{tabular}{l|r}\\hline Boat & Fee \\\\ \\hline Skua \\& co & 12 \\\\"
        "\\multicolumn{2}{c}{All} \\\\ \\end{tabular}\\end{table} End."
    )
    assert (
        document.text
        == "• one\n• two\n  1. inner\n\n• Quay: a wall\n\nFees\n\nBoat | Fee\nSkua & co | 12\nAll | All\n\nEnd."
    )


def test_formulas_code_theorems_and_sources_are_blocks_and_pictures_and_comments_none() -> None:
    document = tex(
        "\\begin{equation}E = mc^2\\label{e}\\end{equation}\\begin{verbatim}\n% a\n  b\n\\end{verbatim}"
        "\\begin{thm}[Low]All is well.\\end{thm}\\begin{comment}no\\end{comment}\\begin{tikzpicture}\\draw(0,"
        "0);\\end{tikzpicture}"
        "\\begin{thebibliography}{9}\\bibitem{falk} Falk, Boats.\\end{thebibliography}",
        "\\newtheorem{thm}{Theorem}",
    )
    assert document.text == "E = mc^2\n\n% a\n  b\n\nTheorem (Low). All is well.\n\n• [falk] Falk, Boats."
