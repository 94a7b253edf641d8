"""What a Word document takes in whole is read where it stands."""

from tests.index.parse.docx.word_files import word


def test_pages_rich_text_and_plain_text_stand_where_the_document_takes_them_in() -> None:
    document = word(
        '<w:p><w:r><w:t>Before.</w:t></w:r></w:p><w:altChunk r:id="a_html"/><w:altChunk r:id="b_rtf"/>'
        '<w:altChunk r:id="c_txt"/><w:altChunk r:id="gone"/><w:p><w:r><w:t>After.</w:t></w:r></w:p>',
        a_html="<html><body><h1>Berths</h1><p>Each boat has one.</p></body></html>",
        b_rtf="{\\rtf1 They are \\b wide\\b0 .\\par}",
        c_txt="One costs 5.\n\nTwo cost 9.",
    )
    assert document.text == (
        "Before.\n\nBerths\n\nEach boat has one.\n\nThey are wide.\n\nOne costs 5.\n\nTwo cost 9.\n\nAfter."
    )
    assert [section.heading for section in document.sections] == ["", "Berths"]


def test_what_cannot_be_read_is_left_out() -> None:
    body = '<w:p><w:r><w:t>Before.</w:t></w:r></w:p><w:altChunk r:id="a_docx"/><w:altChunk r:id="b_html"/>'
    assert word(body, a_docx="PK\x03\x04", b_html="<p>" + "\x00\x01\x02" * 900).text == "Before."
