"""Rich text is read as Word shows it: headings, lists, tables, notes, boxes and letters of every encoding."""

import pytest

from index.documents import Document
from index.errors import UnreadableDocument
from index.parse.formats import parse

STYLES = r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2\outlinelevel1 Kapitel;}{\s9 Title;}{\*\cs10 Strong;}}"
FONTS = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}{\f2\fcharset2 Symbol;}{\f3\fcharset128 Gothic;}}"


def rtf(body: str) -> Document:
    return parse(f"{{\\rtf1\\ansi\\deff0{FONTS}{STYLES}{body}}}".encode("latin-1"), "s", "a.rtf")[0]


def headings(document: Document) -> list[str]:
    return [section.heading for section in document.sections]


def test_headings_are_told_by_their_style_its_level_or_that_of_the_paragraph() -> None:
    document = rtf(
        r"\pard\s1 Berths\par\pard Each boat has one.\par\pard\s2 Fees\par\pard They are low.\par"
        r"\pard\outlinelevel1\b Rules\par\pard\b0 There are few.\par\pard\s1\outlinelevel9 No heading at all\par"
    )
    assert headings(document) == ["Berths", "Berths › Fees", "Berths › Rules"]
    assert document.text.endswith("Rules\n\nThere are few.\n\nNo heading at all")


def test_headings_stand_below_a_title_that_has_a_style_of_its_own() -> None:
    document = rtf(r"{\info{\title Draft 3}}\pard\s9 Harbour rules\par\pard\s1 Berths\par\pard Each boat has one.\par")
    assert document.title == "Harbour rules"
    assert headings(document) == ["Harbour rules", "Harbour rules › Berths"]


def test_running_heads_pictures_and_what_is_hidden_or_deleted_are_no_text() -> None:
    document = rtf(
        r"{\header\pard Harbour office\par}{\footerl\pard Page \chpgn\par}{\*\background A shape}"
        r"{\pict\wmetafile8 0102}{\pict\pngblip\bin5 {{}}}}A boat {\v or two }{\deleted sank}came."
        r"{\*\unknown\s1 No}\par"
    )
    assert document.text == "A boat came."


def test_what_the_file_says_of_itself_is_taken() -> None:
    document = rtf(
        r"{\info{\title Sm\'f8r og br\'f8d}{\author Nina Falk}{\creatim\yr2025\mo3\dy4}{\revtim\yr2026\mo1\dy7}"
        r"{\printim\yr2026\mo5\dy1}}\pard\s1 Lunch\par\pard At noon.\par"
    )
    assert (document.title, document.authors, document.published_at) == ("Smør og brød", ("Nina Falk",), "2026-01-07")


def test_items_have_the_marks_that_the_file_has_for_programs_without_lists() -> None:
    document = rtf(
        r"To bring:\par{\listtext\pard\plain\f2 \'b7\tab}Ropes\par{\listtext\f2 \'b7\tab}Oars\par"
        r"{\listtext 1.\tab}\ilvl1 Long ones\par\pard{\pntext\f0 a)\tab}Nets\par\pard Nothing else.\par"
    )
    assert document.text == "To bring:\n\n• Ropes\n• Oars\n  1. Long ones\na) Nets\n\nNothing else."


def test_cells_of_a_table_stand_in_one_line_and_merged_ones_in_every_place() -> None:
    widths = r"\cellx2000\cellx4000\cellx6000"
    document = rtf(
        rf"\trowd\trhdr{widths}\pard\intbl Boat\cell Summer\cell Winter\cell\row"
        r"\trowd\cellx2000\cellx6010\pard\intbl Skua\cell 12 kr\par or less\cell\row"
        rf"\trowd\clvmgf{widths}\pard\intbl Terna\cell 1\cell 2\cell\row"
        rf"\trowd\clvmrg{widths}\pard\intbl\cell 3\cell{{\trowd\clvmrg{widths}\row}}"
        r"\pard After it.\par"
    )
    assert document.text == (
        "Boat | Summer | Winter\nSkua | 12 kr or less | 12 kr or less\nTerna | 1 | 2\nTerna | 3\n\nAfter it."
    )


def test_a_table_ends_where_its_group_does_and_cells_may_hold_tables() -> None:
    document = rtf(
        r"{\trowd\cellx2000\cellx4000\pard\intbl Boat\cell Berth\cell\row\intbl Skua\cell"
        r"\itap2 4\nestcell 5\nestcell{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}{\nonesttables\par}\cell\row}"
        r"Next.\par"
    )
    assert document.text == "Boat | Berth\nSkua | 4 5\n\nNext."


def test_a_row_that_never_ends_is_text() -> None:
    assert rtf(r"\trowd\cellx2000\pard\intbl Boat\cell and more").text == "Boat\n\nand more"


def test_notes_stand_at_the_end_comments_with_their_author_and_boxes_behind_their_paragraph() -> None:
    document = rtf(
        r"It sank{\super\chftn}{\footnote\pard\plain{\super\chftn} In 1998.} soon"
        r"{\*\atnid NF}{\*\atnauthor Nina Falk}\chatn{\*\annotation{\*\atnref 1}\pard\plain Is that so?}.\par"
        r"{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard In the box.\par}}"
        r"{\shprslt{\*\do{\dptxbxtext In the box.\par}}}}Then it rose again.\par"
    )
    assert (
        document.text
        == "It sank soon.\n\nThen it rose again.\n\nIn the box.\n\nIn 1998.\n\nComment by Nina Falk: Is that so?"
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"\f1\'cf\'f0\'e8\plain  and \'e9", "При and é"),
        (r"\f3\'83A\'83\'43 \f0 x", "アイ x"),
        (r"5 \u8364? or \u8364\'80, \uc2\u24180\'94\'4e.", "5 € or €, 年."),
        (r"A \u-10179?\u-8704? here", "A \U0001f600 here"),
        (r"{\upr{\'8a}{\*\ud{\u8364 ?}}} a\~b\_c\-d\emdash e", "€ a\xa0b\u2011cd—e"),
        (r"\u99999999 ?x", "\ufffdx"),
        (r"{\f2 \'a8} open \{x\} \\", "☐ open {x} \\"),
    ],
)
def test_letters_are_those_of_their_font_or_of_unicode(written: str, text: str) -> None:
    assert rtf(written + r"\par").text == text


def test_links_keep_their_words_and_boxes_of_forms_say_whether_they_are_set() -> None:
    box = (
        r"{{\field{{\*\fldinst FORMCHECKBOX {{\*\formfield{{\fftype1\ffres{}\ffdefres1"
        r"{{\*\ffname a}}}}}}}}{{\fldrslt}}}}"
    )
    link = r'{\field{\*\fldinst{HYPERLINK "http://a.b/c"}}{\fldrslt the {\ul page}}}'
    assert rtf(f"See {link}: {box.format(0)} no {box.format(1)} yes {box.format(25)} as before").text == (
        "See the page: ☐ no ☒ yes ☒ as before"
    )


def test_drop_down_fields_say_what_was_chosen_once() -> None:
    chosen = (
        r"{{\field{{\*\fldinst FORMDROPDOWN {{\*\formfield{{\fftype2\ffres{}\ffhaslistbox1\ffdefres2{{\*\ffname a}}"
        r"{{\*\ffl Skua}}{{\*\ffl T\'e5rn}}{{\*\ffl Lom}}}}}}}}{{\fldrslt {}}}}}"
    )
    link = r'{\field{\*\fldinst{HYPERLINK "a"}}{\fldrslt page}}'
    first, second = chosen.format(1, r"T\'e5rn"), chosen.format(25, "")
    assert rtf(f"Boat: {first}, or {second}, see {link}").text == "Boat: Tårn, or Lom, see page"
    without_result = chosen.format(0, "").replace(r"{\fldrslt }", "")
    assert rtf(f"Boat: {without_result}, see {link}").text == "Boat: Skua, see page"


def test_short_lines_stay_together_until_an_empty_one() -> None:
    assert rtf(r"Nina Falk\par Quay 4\par 5003 Bergen\par\par Dear Nina,\par It sank. Sorry.\par Bye\par").text == (
        "Nina Falk\nQuay 4\n5003 Bergen\n\nDear Nina,\n\nIt sank. Sorry.\n\nBye"
    )


def test_a_text_without_marked_headings_has_those_of_plain_text() -> None:
    long = "Each boat has a berth of its own, which nobody else may take, whatever the weather."
    document = rtf(rf"Harbour rules\par\par Berths\par\par {long} {long}\par")
    assert headings(document) == ["Harbour rules", "Harbour rules › Berths"]


def test_a_byte_order_mark_may_stand_in_front() -> None:
    assert parse(b"\xef\xbb\xbf{\\rtf1 A boat.}", "s", "a.rtf")[0].text == "A boat."


def test_what_is_no_rich_text_is_said_to_be_none() -> None:
    with pytest.raises(UnreadableDocument, match=r"“a\.rtf” is not RTF"):
        parse(b"A boat.", "s", "a.rtf")
