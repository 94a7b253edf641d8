"""Comments in office files stand at the end, with who wrote them and when."""

from tests.index.parse.docx.word_files import docx, p


def test_comments_say_when_they_were_written() -> None:
    comment = (
        '<w:comment w:author="Ada" w:date="2026-05-12T08:30:00Z"><w:p><w:r><w:t>Really?</w:t></w:r></w:p></w:comment>'
    )
    assert docx(p("It froze."), comments=comment).text == "It froze.\n\nComment by Ada, 2026-05-12 08:30: Really?"
    nobody = comment.replace(' w:author="Ada"', "").replace("T08:30:00Z", "")
    assert docx(p("It froze."), comments=nobody).text == "It froze.\n\nComment: Really?"
