"""What an answer quotes says on which page it stands."""

import dataclasses
from pathlib import Path

from index.documents import Document, Page, Section
from index.encoding.encoded_chunks import encode_documents
from index.encoding.encoders.hash import HashEncoder
from index.store import Index
from rag.evidence.sentences import unscored
from rag.evidence.support import supports

TEXT = "Ada Berg was an engineer. She built the bridge of Alder in 1931 with her own hands."


def test_a_quote_s_page_is_that_of_the_sentence_that_says_it(tmp_path: Path) -> None:
    second = TEXT.index("She")
    pages = (Page(1, 0, second + 4), Page(2, second + 4, len(TEXT)))
    document = Document("a", "a", TEXT, "hash", (Section(0, len(TEXT)),), pages=pages)
    index = Index.open(tmp_path / "index", "hash", create=True)
    index.commit([(document, encode_documents(HashEncoder(), [document])[0])])
    [row] = index.chunks.get([1]).values()
    piece = dataclasses.replace(unscored(row, second, len(TEXT)), antecedent=0)
    [support] = supports(index, [piece], [])
    assert (support.words.quote, support.words.page) == (TEXT, 2)
    [first] = supports(index, [unscored(row, 0, second - 1)], [])
    assert first.words.page == 1
