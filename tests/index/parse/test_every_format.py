"""The offsets promise over random documents, in every format that can be written here."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import DocumentError
from index.limits import Limits
from index.parse.formats import read
from index.parse.structure.blocks import Block
from tests.index.parse.offsets import check
from tests.index.parse.writers import WRITERS

pytestmark = pytest.mark.slow

EXAMPLES = 700
"""A format; the twenty-three of them make more than ten thousand."""

SLOW = {".pptx": 150, ".xlsx": 300, ".mbox": 300}

WORDS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc", "Cf", "Cn"]), min_size=1
)
PLAIN = st.text("abcdefgh ÄÖÜéñ’“”–0123456789.,;:!?()-ABC", min_size=1, max_size=60)
TEXT = st.lists(WORDS | PLAIN, min_size=1, max_size=12).map(" ".join)
CELLS = st.lists(
    st.lists(PLAIN.map(lambda text: text.replace("|", "")), min_size=2, max_size=2), min_size=2, max_size=30
)
BLOCK = st.one_of(
    TEXT.map(Block),
    st.builds(Block, PLAIN, st.integers(1, 6)),
    CELLS.map(lambda rows: Block("\n".join(" | ".join(row) for row in rows), is_table=True)),
)
WHOLE = {".docx", ".odt", ".pptx"}
"""Formats without marks in their text: every line comes out as it went in."""


@pytest.mark.parametrize("extension", WRITERS)
def test_offsets_hold_over_random_documents(extension: str) -> None:
    @settings(max_examples=SLOW.get(extension, EXAMPLES), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(BLOCK, min_size=1, max_size=8))
    def holds(blocks: list[Block]) -> None:
        data = WRITERS[extension](blocks)
        try:
            contents = read(data, "/a/papers", f"papers{extension}", Limits())
        except DocumentError:
            return
        for document in contents.documents:
            check(document)
        if extension in WHOLE:
            found = " ".join(" ".join(document.text for document in contents.documents).split())
            for block in blocks:
                for line in block.text.replace(" | ", "\n").split("\n"):
                    assert " ".join(line.split()) in found, "nothing is lost"
        assert read(data, "/a/papers", f"papers{extension}", Limits()) == contents, "the same bytes give the same"

    holds()
