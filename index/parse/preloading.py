"""What parsers load at their first file, loaded ahead for a process that others are forked from."""

import importlib
from functools import cache
from pathlib import PurePath

from index.errors import DocumentError
from index.parse.html.document import parse_html
from index.parse.plain.markdown import parse_markdown
from index.parse.plain.text import parse_text

__all__ = ["preload"]

_MODULES: dict[tuple[str, ...], tuple[str, ...]] = {
    (".pdf",): ("numpy", "pypdfium2", "PIL.Image", "PIL.ImageChops", "PIL.PngImagePlugin"),
    (".pptx", ".pptm", ".ppsx"): ("pptx", "lxml.etree"),
    (".docx", ".docm", ".dotx", ".odt", ".odp", ".ott", ".epub"): ("lxml.etree", "lxml.html"),
    (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"): ("python_calamine", "lxml.etree", "babel.localedata"),
    (".xls",): ("olefile",),
    (".msg",): ("oxmsg",),
}
_WITH_WEB_PAGES = (".html", ".htm", ".xhtml", ".epub", ".eml", ".msg", ".mbox")
_WITH_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd")
_WITH_ANYTHING = (".zip", ".tar", ".tgz", ".gz", ".tbz2", ".bz2", ".txz", ".xz", ".eml", ".msg", ".mbox")
_PAGE = b"<html><head><title>One page</title></head><body><article><p>A paragraph of it.</p></article></body></html>"


def preload(name: str) -> None:
    """Load what parsing a file of this name will need, as far as its name tells; what is loaded already costs nothing.

    Text that Footnote wrote itself is parsed for it, never a user's: a parser's tables are filled at its first file.
    """
    _load(PurePath(name).suffix.lower())


@cache
def _load(extension: str) -> None:
    for extensions, modules in _MODULES.items():
        if extension in extensions or extension in _WITH_ANYTHING:
            for module in modules:
                importlib.import_module(module)
    parse_text("Größe".encode("latin-1"), "preloaded.txt", "preloaded.txt")
    if extension in (*_WITH_WEB_PAGES, *_WITH_ANYTHING):
        _ignore_errors_of_html()
    if extension in (*_WITH_MARKDOWN, *_WITH_ANYTHING):
        parse_markdown(b"---\ntitle: One\n---\n# Title\n\n- *one*\n", "preloaded.md", "preloaded.md")


def _ignore_errors_of_html() -> None:
    try:
        parse_html(_PAGE, "preloaded.html", "preloaded.html")
    except DocumentError:
        return
