"""The blocks of a Markdown text: headings, paragraphs, lists, tables and code, in reading order."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from index.parse.plain.markdown_notes import heights_of, use_notes
from index.parse.plain.vault.diagrams import diagram_words, is_diagram
from index.parse.plain.vault.marks import CALLOUT, is_query, is_query_within, use_vault_marks, without_field_marks
from index.parse.raised.markup import with_notation
from index.parse.structure.blocks import Block
from index.parse.structure.lists import OpenList, boxed

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["blocks_of"]

_DEEPEST = 64
"""Levels of nesting that are read; CommonMark's own preset drops text below 20."""

_LABELLED = re.compile(r"[^\W_][^:\n]{0,40}:\s+\S")

_FEWEST_LABELLED = 2

_TASK = re.compile(r"\A\[([ xX-])\][ \t]+(?=\S)")
_MEANING = ": "
_BREAKS = ("softbreak", "hardbreak")
_DEEPEST_LINK = 16
"""Levels of brackets in brackets in which a link is looked for: for each bracket it is done anew at every level."""


def blocks_of(text: str, name: str) -> list[Block]:
    """Return the blocks of a Markdown text in reading order; a line break that wraps a paragraph becomes a space.

    Args:
        text: without front matter.
        name: of the file, for errors.
    """
    parser = _parser()
    writer = _MarkdownWriter(name)
    for token in parser.parse(text):
        writer.take(token)
    return writer.blocks


def _parser() -> "MarkdownIt":
    """Return a parser that looks for links only where one can be, and not in many brackets that lie in one another."""
    from markdown_it import MarkdownIt, rules_inline

    def careful(rule: Callable[["StateInline", bool], bool]) -> Callable[["StateInline", bool], bool]:
        last: tuple[str, int] = "", -1

        def found(state: "StateInline", silent: bool) -> bool:
            nonlocal last
            if state.src[state.pos] not in "![":
                return False
            if state.src is not last[0]:
                last = state.src, state.src.rfind("]")
            if state.pos >= last[1]:
                return False
            if silent and state.level > _DEEPEST_LINK:
                state.pos = state.posMax  # as the parser itself does at its deepest level
                return True
            return rule(state, silent)

        return found

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.inline.ruler.at("link", careful(rules_inline.link))
    parser.inline.ruler.at("image", careful(rules_inline.image))
    use_notes(parser)
    use_vault_marks(parser)
    return parser


class _MarkdownWriter:
    """Turns the parser's flat tokens into blocks; the items of a list become one block."""

    def __init__(self, name: str) -> None:
        self.blocks: list[Block] = []
        self._name = name
        self._level = 0
        self._quotes = 0
        self._list = OpenList()
        self._rows: list[str] = []
        self._cells: list[str] | None = None

    def take(self, token: "Token") -> None:
        """Take in the next token of the document."""
        match token.type:
            case "inline":
                self._take_inline(token.children or [])
            case "fence" | "code_block":
                self._add(_code(token))
            case "html_block":
                self._take_html(token.content)
            case "heading_open":
                # Within a list or a quotation it heads no section of this document.
                self._level = 0 if self._list or self._quotes else int(token.tag[1])
            case "heading_close":
                self._level = 0
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting
            case _:
                self._take_list(token)
                self._take_table(token)

    def _take_inline(self, tokens: Sequence["Token"]) -> None:
        if self._cells is not None:
            # What stands between bars in a cell would be cells.
            self._cells.append("|".join(" ".join(part.split()) for part in _plain(tokens).split("|")))
            return
        title, rest = _callout(tokens) if self._quotes else ("", tokens)
        self._add(title)
        text = without_field_marks(_plain(rest)).lstrip()
        self._add(_TASK.sub(lambda box: boxed(box[1]), text) if self._list else text, self._level)

    def _take_list(self, token: "Token") -> None:
        match token.type:
            case "bullet_list_open":
                self._list.begin(None)
            case "ordered_list_open":
                self._list.begin(int(token.attrs.get("start", 1)))
            case "list_item_open":
                self._list.item()
            case "list_item_close":
                self._list.end_item()
            case "bullet_list_close" | "ordered_list_close":
                self._add(self._list.end())

    def _take_table(self, token: "Token") -> None:
        match token.type:
            case "tr_open":
                self._cells = []
            case "tr_close":
                self._rows.append(" | ".join(self._cells or []))
                self._cells = None
            case "table_close":
                rows, self._rows = "\n".join(self._rows), []
                self._add(rows, is_table=True)

    def _take_html(self, content: str) -> None:
        """Keep the text of embedded HTML, in its own paragraphs, lists and tables."""
        from index.parse.html.blocks import blocks_of as html_blocks
        from index.parse.html.tree import tree_of, without_furniture

        root = tree_of(content, self._name)
        if root is not None:
            for block in html_blocks(without_furniture(root)):
                self._add(block.text, 0 if self._list or self._quotes else block.level)

    def _add(self, text: str, level: int = 0, *, is_table: bool = False) -> None:
        """Add a block, or lines to the open list."""
        if not text.strip():
            return
        if self._list:
            self._list.add(text)
        else:
            self.blocks.append(Block(text, level, is_table=is_table))


def _code(token: "Token") -> str:
    """Return what a piece of code says: nothing of what a program would put there, and a diagram as its words."""
    if is_query(token.info):
        return ""
    code = token.content.strip("\n")
    return diagram_words(code) if is_diagram(token.info) else code


def _callout(tokens: Sequence["Token"]) -> tuple[str, Sequence["Token"]]:
    """Return the title of a quotation that is a callout, and what is below it; no title of any other."""
    begin = CALLOUT.match(tokens[0].content) if tokens and tokens[0].type == "text" else None
    if begin is None:
        return "", tokens
    end = next((place for place, token in enumerate(tokens) if token.type in _BREAKS), len(tokens))
    words = (tokens[0].content[begin.end() :] + _plain(tokens[1:end])).strip()
    sort = begin[1].strip().capitalize()
    return f"{sort}: {words}" if words else sort, tokens[end + 1 :]


def _plain(tokens: Sequence["Token"]) -> str:
    """Return inline tokens as they read: no marks, links as their text, images as their alternative text."""
    return with_notation(zip(_pieces(tokens), heights_of(tokens), strict=True))


def _is_field(tokens: Sequence["Token"], place: int) -> bool:
    """Tell whether a piece of text is a field of a note, which has a line of its own."""
    return (
        place < len(tokens)
        and tokens[place].type == "text"
        and without_field_marks(f"{tokens[place].content}").count("::") < tokens[place].content.count("::")
    )


def _defines(tokens: Sequence["Token"], place: int) -> bool:
    """Tell whether a line break is that between a word and what it means, “: so”, which goes on in the word's line."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    before = tokens[place - 1] if place else None
    is_marked = following is not None and following.type == "text" and following.content.startswith(_MEANING)
    # A second meaning has a line of its own.
    return is_marked and before is not None and not before.content.startswith(_MEANING)


def _are_labelled(tokens: Sequence["Token"]) -> bool:
    """Tell whether the lines of a paragraph, two at least, are labels with values: “Customer: Harrow Mill”.

    Fewer others may stand among them, as who writes stands above “Date: …” and “To: …”, and where authors work below
    their names; a line that goes on with a sentence begins with no capital.
    """
    lines = [""]
    for token in tokens:
        if token.type in _BREAKS:
            lines.append("")
        else:
            lines[-1] += token.content
    others = [line for line in lines if not _LABELLED.match(line)]
    labelled = len(lines) - len(others)
    return labelled >= _FEWEST_LABELLED and labelled > len(others) and all(line[:1].isupper() for line in others)


def _pieces(tokens: Sequence["Token"]) -> Iterator[str]:
    are_labelled = _are_labelled(tokens)
    for place, token in enumerate(tokens):
        match token.type:
            case "softbreak" if _defines(tokens, place):
                yield ""
            case "softbreak" if are_labelled:
                yield "\n"
            case "softbreak":
                yield "\n" if _is_field(tokens, place - 1) or _is_field(tokens, place + 1) else " "
            case "hardbreak":
                yield "\n"
            case "image":
                yield _plain(token.children or [])
            case "html_inline":
                yield "\n" if token.content.lower().startswith("<br") else ""
            case "code_inline" if is_query_within(token.content):
                yield ""
            case "text" if place and tokens[place - 1].type == "softbreak" and token.content.startswith(_MEANING):
                yield f"{_MEANING}{token.content[len(_MEANING) :].lstrip()}"
            case _:
                yield token.content
