"""HTML pages, of which the article is the document."""

import copy

from index.documents import Document
from index.errors import EmptyDocument
from index.parse.html.article import article_blocks
from index.parse.html.blocks import blocks_of
from index.parse.html.consent import without_consent
from index.parse.html.live_entries import with_times_in_front
from index.parse.html.metadata import page_authors, page_date, page_language, page_tags, page_titles
from index.parse.html.raised.styles import mark_raised, rules_of
from index.parse.html.tree import content_root, read_tree, without_furniture
from index.parse.structure.blocks import assemble, under_title
from index.parse.structure.dates import date_in_name, dateline
from index.parse.structure.file_document import file_document
from index.parse.structure.titles import given_titles

__all__ = ["parse_html"]


def parse_html(data: bytes, source: str, name: str) -> list[Document]:
    """Return the page's article as one document: no navigation, forms, scripts, hidden elements or consent.

    The title is the article's own headline, else what the page's head says.
    """
    root = read_tree(data, name)
    if root is None:
        raise EmptyDocument(f"“{name}” has no text in it", "Leave it out, or save the page again")
    mark_raised(root, [rules_of(style.text or "") for style in root.iter("style")])
    content = content_root(without_consent(root))
    # Metadata first: removing furniture takes scripts with linked data away, and moving times takes their elements.
    published, titles, authors = page_date(root, content), page_titles(root), page_authors(root)
    page = copy.deepcopy(with_times_in_front(root))
    blocks = article_blocks(blocks_of(without_furniture(content)), page)
    headline = next((block.text for block in blocks if block.level == 1), None)
    text, sections = assemble(under_title(blocks, next(given_titles(titles), None)))
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[headline, *titles],
            media_type="text/html",
            published_at=published or dateline(text) or date_in_name(name),
            language=page_language(root),
            tags=page_tags(root),
            authors=authors,
        )
    ]
