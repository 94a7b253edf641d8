"""Lists and headings of Word documents have the numbers that Word gives them."""

from tests.index.parse.docx.word_files import docx, p

LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    for level, pattern in enumerate(("%1", "%1.%2", "%1.%2.%3"))
)


def numbered(number: int, level: int, text: str) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_lists_and_headings_have_their_numbers() -> None:
    level = '<w:lvl w:ilvl="{}"><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "decimal", "%1.") + level.format(1, "lowerLetter", "%1.%2)")
    bullets = level.format(0, "bullet", "o")
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:abstractNum w:abstractNumId="8">{bullets}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )
    item = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    body = (
        p("first", item.format(0, 1))
        + p("inner", item.format(1, 1))
        + p("inner too", item.format(1, 1))
        + p("second", item.format(0, 1))
        + p("text between")
        + p("dot", item.format(0, 2))
        + p("Chapter", '<w:outlineLvl w:val="0"/>' + item.format(0, 1))
    )
    assert docx(body, numbering=numbering).text == (
        "1. first\n  1.a) inner\n  1.b) inner too\n2. second\n\ntext between\n\n• dot\n\n3. Chapter"
    )


def test_a_level_that_was_passed_over_counts_as_said() -> None:
    numbering = f'<w:abstractNum w:abstractNumId="3">{LEVELS}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>'
    body = numbered(1, 0, "Tools") + numbered(1, 2, "Saws") + numbered(1, 1, "Ropes") + numbered(1, 2, "Tar")
    assert docx(body, numbering=numbering).text == "1 Tools\n    1.1.1 Saws\n  1.2 Ropes\n    1.2.1 Tar"


def test_a_list_begins_where_it_says() -> None:
    from_four = LEVELS.replace('<w:start w:val="1"/>', '<w:start w:val="4"/>', 1)
    numbering = f'<w:abstractNum w:abstractNumId="3">{from_four}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    numbering += f'<w:num w:numId="2"><w:abstractNumId w:val="3"/>{again}</w:num>'
    body = numbered(1, 0, "Saws") + numbered(1, 0, "Ropes") + numbered(2, 0, "Tar") + numbered(2, 0, "Oars")
    assert docx(body, numbering=numbering).text == "4 Saws\n5 Ropes\n7 Tar\n8 Oars"
