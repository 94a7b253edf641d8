"""Reads a file in Rich Text Format: which of its groups are text, and how the letters in them are meant."""

import datetime
from dataclasses import dataclass, field, replace

from index.parse.plain.rtf.destinations import COLLECTED, STORIES, is_left_out
from index.parse.plain.rtf.letters import SPECIAL, Fonts, encoding_of, whole
from index.parse.plain.rtf.state import RtfState
from index.parse.plain.rtf.story import Story
from index.parse.plain.rtf.styles import LEVELS, RtfStyles
from index.parse.plain.rtf.table import RtfRow
from index.parse.plain.rtf.tokens import RtfToken, tokens_of
from index.parse.raised.markup import Height
from index.parse.structure.blocks import Block
from index.parse.structure.characters import one_line

__all__ = ["RtfContent", "read_rtf"]

_ENDS = frozenset({"par", "sect", "page", "column"})
_SHOWN = SPECIAL | {"line": "\n", "mden": "/", "msup": "^", "msub": "_"}
_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_CHECK_BOX, _DROP_DOWN = 1, 2
_NOT_SET = 25
"""Of a form's box or list that nobody touched: it is as it was made."""


@dataclass(slots=True)
class RtfContent:
    """What a file says, and what it says of itself.

    Attributes:
        blocks: the body, with its notes and comments at the end.
        title: of its properties; empty where they have none.
        author: likewise.
        day: when it was last changed, else made, ISO 8601.
        headline: the paragraph in the style of a title.
    """

    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    author: str = ""
    day: str | None = None
    headline: str = ""


def read_rtf(data: bytes) -> RtfContent:
    """Return what is in a file in Rich Text Format."""
    reader = _RtfReader()
    for token in tokens_of(data):
        reader.take(token)
    return reader.finish()


class _RtfReader:
    """Reads a file part by part."""

    def __init__(self) -> None:
        self._state = RtfState()
        self._outside: list[RtfState] = []
        self._fonts, self._styles = Fonts(), RtfStyles()
        self._default_font = 0
        self._letters: list[bytes] = []
        self._skipped = 0
        self._collected: list[str] = []
        self._numbers: dict[str, int] = {}
        self._choices: list[str] = []
        self._is_chosen = False
        self._stories = [Story()]
        self._row, self._is_in_row = RtfRow(), False
        self._found = RtfContent()
        self._notes: list[Block] = []
        self._commenter = ""

    def take(self, token: RtfToken) -> None:
        """Take in the next part of the file."""
        if token.kind in ("text", "byte"):
            text, self._skipped = token.text[self._skipped :], max(0, self._skipped - len(token.text))
            if text and not self._state.is_skipped:
                self._letters.append(text)
            return
        self._skipped = 0
        self._flush()
        if token.kind == "{":
            self._outside.append(self._state)
            self._state = replace(self._state, has_star=False)
            if self._state.destination == "stylesheet":
                self._state.style, self._state.outline = 0, None
        elif token.kind == "}":
            self._close()
        elif token.kind == "word":
            self._take_word(token.word, token.number)
        elif token.word == "*":
            self._state.has_star = True
        elif token.word in "\r\n":
            self._end_paragraph()
        elif token.word in SPECIAL:
            self._write(SPECIAL[token.word])

    def finish(self) -> RtfContent:
        """Return all that was found."""
        self._flush()
        while len(self._stories) > 1:
            self._end_story()
        self._found.blocks = self._stories[0].finish() + self._notes
        return self._found

    def _flush(self) -> None:
        """Take in the letters that were gathered: those of two bytes may be written in two ways."""
        if self._letters:
            letters, self._letters = b"".join(self._letters), []
            self._write(self._fonts.text(letters, self._state.font))

    def _write(self, text: str) -> None:
        state = self._state
        if state.is_skipped or state.is_hidden:
            return
        if state.destination not in COLLECTED:
            self._stories[-1].write(text, state.height)
            return
        self._collected.append(text)
        if state.destination == "stylesheet" and text.rstrip().endswith(";"):
            self._styles.add(state.style, "".join(self._collected).rstrip("; "), state.outline)
            self._collected = []

    def _take_word(self, word: str, number: int | None) -> None:
        state = self._state
        has_star, state.has_star = state.has_star, False
        if word in ("ud", "formfield"):  # within what is left out
            state.is_skipped = False
        self._is_chosen &= word != "fldinst"
        if (is_left_out(word, has_star=has_star) and word != "ud") or (word == "fldrslt" and self._is_chosen):
            state.is_skipped, self._is_chosen = True, False
        if state.is_skipped:
            return
        if word in STORIES:
            self._begin_story(word)
        elif word == "ffl":  # within a field, whose numbers count on
            state.destination, self._collected = word, []
        elif word in COLLECTED:
            state.destination, self._collected, self._numbers, self._choices = word, [], {}, []
        elif word == "u":
            self._write(chr(number % 0x10000) if number is not None and abs(number) < 0x10000 else "\ufffd")
            self._skipped = state.skips
        elif word in _SHOWN:
            self._write(_SHOWN[word])
        elif word in _ENDS:
            self._end_paragraph()
        elif not (state.take(word, number, self._default_font) or self._take_row(word, number)):
            self._take_setting(word, number)

    def _take_row(self, word: str, number: int | None) -> bool:
        """Take in a control word of tables; return whether it is one."""
        match word:
            case "trowd":
                self._row, self._is_in_row = RtfRow(), True
            case "trhdr":
                self._row.is_head = True
            case "clmrg":
                self._row.goes_on_beside.add(len(self._row.ends))
            case "clvmrg":
                self._row.goes_on_below.add(len(self._row.ends))
            case "cellx":
                self._row.ends.append(number or 0)
            case "cell":
                self._stories[-1].end_cell()
            case "nestcell":
                self._stories[-1].end_paragraph(is_in_table=True)
            case "row":
                self._stories[-1].end_row(self._row)
                self._is_in_row = False
            case _:
                return False
        return True

    def _take_setting(self, word: str, number: int | None) -> None:
        match word:
            case "ansicpg":
                self._fonts.encoding = encoding_of(number or 0)
            case "mac" | "pc" | "pca":
                self._fonts.encoding = _PAGES[word]
            case "deff":
                self._state.font = self._default_font = number or 0
            case "fcharset":
                self._fonts.add(self._state.font, charset=number)
            case "cpg":
                self._fonts.add(self._state.font, page=number)
            case _ if self._state.destination in COLLECTED and number is not None:
                self._numbers[word] = number

    def _begin_story(self, kind: str) -> None:
        state = self._state
        if state.destination != kind:
            state.destination = kind
            state.height, state.is_in_table, state.style, state.outline = Height.LEVEL, False, 0, None
            self._stories.append(Story(kind, author=self._commenter if kind == "annotation" else ""))

    def _close(self) -> None:
        state, self._state = self._state, self._outside.pop() if self._outside else RtfState()
        if state.destination == self._state.destination or state.is_skipped:
            return
        if state.destination in STORIES:
            self._end_story()
            return
        text, self._collected = one_line(whole("".join(self._collected))), []
        match state.destination:
            case "title":
                self._found.title = text
            case "author":
                self._found.author = text
            case "listtext" | "pntext":
                self._stories[-1].mark(text)
            case "atnauthor":
                self._commenter = text
            case "creatim" | "revtim":
                self._found.day = self._day() or self._found.day
            case "ffl":
                self._choices.append(text)
            case "formfield":
                self._end_field()

    def _end_field(self) -> None:
        """Write what a field of a form shows: whether its box is set, or what was chosen of its list."""
        told = self._numbers.get("ffres", _NOT_SET)
        told = self._numbers.get("ffdefres", 0) if told == _NOT_SET else told
        if self._numbers.get("fftype") == _CHECK_BOX:
            self._stories[-1].write("☒" if told else "☐")
        elif self._numbers.get("fftype") == _DROP_DOWN and told < len(self._choices):
            self._stories[-1].write(self._choices[told])
            self._is_chosen = True

    def _end_story(self) -> None:
        story = self._stories.pop()
        blocks = story.finish()
        if story.kind == "annotation":
            about = f"Comment by {story.author}" if story.author else "Comment"
            text = one_line(" ".join(block.text for block in blocks))
            self._notes += [Block(f"{about}: {text}")] if text else []
        elif story.kind == "footnote":
            self._notes += blocks
        else:
            self._stories[-1].after += blocks

    def _day(self) -> str | None:
        try:
            return datetime.date(*(self._numbers.get(part, 0) for part in ("yr", "mo", "dy"))).isoformat()
        except (ValueError, OverflowError):
            return None

    def _end_paragraph(self) -> None:
        state, story = self._state, self._stories[-1]
        if state.is_skipped or state.destination in COLLECTED:
            return
        level = self._styles.level(state.style, state.outline)
        if self._styles.is_title(state.style):
            self._found.headline = self._found.headline or story.open_text()
        elif level and self._found.headline:
            level = min(level + 1, LEVELS)
        story.end_paragraph(level, state.depth, is_in_table=state.is_in_table or self._is_in_row)
