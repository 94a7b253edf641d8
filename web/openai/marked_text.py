"""An answer as plain text that carries its own footnotes: marks behind the sentences, and at the end what they mean."""

import re
from collections.abc import Iterable

from index.hardening.legibility import visible, visible_line
from index.text.forms.dates import date_in_words
from rag.answers.answer import Answer, AnswerSentence
from rag.answers.kind import Kind
from rag.answers.layout import Layout, announces, wanted
from rag.answers.place import Citation, Place
from rag.answers.view import Abstention, ConflictView, Label, NearestView, Numbering, view
from web.openai.answers import Annotation, AssistantMessage, UrlCitation
from web.words import link_to

__all__ = ["MarkedText", "harmless", "without_notes"]

_SOURCES = "\n\nSources:"
_PASSAGES = f"\n\n{Label.CLOSEST}:"
_NOTES = re.compile(f"(?:{_SOURCES}\n- \\[1\\] |{_PASSAGES}\n- )")
_FIRST_NOTE = re.compile(rf"\n\n(?:{'|'.join(Label)}): ?[“\n]|{_SOURCES}\n|{_PASSAGES}\n")
_NUMBERED = re.compile(r"\d{1,3}[.)] ")
_MARK = re.compile(r" \[\d+\]")
# Behind an even number of backslashes, as an odd one escapes it already.
_MARKUP = re.compile(r"(?<!\\)((?:\\\\)*)(<(?=[A-Za-z/!?])|(?<=!)\[)")


class MarkedText:
    """Grows by one sentence at a time, so that a stream and a whole answer are the same text.

    Args:
        base_url: of this server, for the links.

    Attributes:
        text: all so far.
        annotations: a citation for every mark in the text.
    """

    def __init__(self, base_url: str) -> None:
        self.text = ""
        self.annotations: list[Annotation] = []
        self._base_url = base_url.rstrip("/")
        self._numbering = Numbering()
        self._kind = Kind.FACT
        self._group: str | None = None
        self._opened = False

    def begin(self, kind: Kind, lead: str) -> str:
        """Return what stands before the sentences of an answer; its kind decides how they stand."""
        self._kind = kind
        return self._write(harmless(lead))

    def add(self, sentence: AnswerSentence) -> str:
        """Return what a sentence adds to the text."""
        gap = self._gap(sentence.group, sentence.text)
        self._opened = self._group is None and announces(sentence.text)
        self._group = sentence.group
        return self._write((gap if self.text else gap.lstrip("\n ")) + harmless(sentence.text), sentence.citations)

    def _gap(self, group: str, text: str) -> str:
        """Return what stands before a sentence: its item's mark, and what it stands under where that is new."""
        layout, is_new = wanted(self._kind), group != self._group
        if layout is Layout.PROSE or not (group or layout is Layout.ITEMS):
            return " "
        head = f"**{harmless(' '.join(group.split()))}**" if group else ""
        if layout is Layout.DOCUMENTS:
            return ("\n" if self._group else "\n\n") + f"- {head}: " if is_new else " "
        if not is_new:
            gap = "\n\n" if layout is Layout.ITEMS and self._opened else "\n"
            return " " if layout is Layout.SECTIONS else gap + _item_mark(text)
        opens = layout is Layout.SECTIONS or (layout is Layout.ITEMS and announces(text))
        return (head and f"\n\n{head}") + ("\n\n" if opens else f"\n\n{_item_mark(text)}")

    def finish(self, answer: Answer) -> str:
        """Return what is left to say when all sentences have been added."""
        before = len(self.text)
        shown = view(answer)
        looked_up = f"\n\n{Label.LOOKED_UP}: “{harmless(shown.looked_up)}”" if shown.looked_up else ""
        if shown.abstention:
            self._abstain(shown.abstention, looked_up)
            self._list_sources()
            return self.text[before:]
        for conflict in shown.conflicts:
            self._write_conflict(conflict)
        if shown.unanswered:
            listed = ", ".join(f"“{harmless(part)}”" for part in shown.unanswered)
            self._write(f"\n\n{Label.NOT_SAID}: {listed}")
        self._write(looked_up)
        self._list_sources()
        return self.text[before:]

    def message(self) -> AssistantMessage:
        """Return the text with its citations as the assistant's message."""
        return AssistantMessage(content=self.text, annotations=tuple(self.annotations))

    def _abstain(self, abstention: Abstention, looked_up: str) -> None:
        self._write(f"{abstention.words} {abstention.reason}".rstrip() + looked_up)
        if abstention.nearest:
            self._write(f"\n\n{Label.NEAREST}:")
        for sentence in abstention.nearest:
            self._write(f"\n- {_in_bold(sentence)}", [footnote.citation for footnote in sentence.footnotes])
        if abstention.closest:
            self._write(_PASSAGES + "".join(f"\n- {self._place(each)}" for each in abstention.closest))

    def _list_sources(self) -> None:
        notes = self._numbering.footnotes
        listed = "".join(f"\n- [{note.number}] {self._place(note.citation)}" for note in notes)
        self._write(_SOURCES + listed if notes else "")

    def _write_conflict(self, conflict: ConflictView) -> None:
        gap = f"\n\n{conflict.label}: "
        for side in conflict.sides:
            # Numbered here and not as in the view: what was streamed cannot be numbered anew.
            self._write(f"{gap}“{harmless(side.value)}”", [side.footnote.citation])
            gap = ", "

    def _write(self, text: str, citations: Iterable[Citation] = ()) -> str:
        before = len(self.text)
        self.text += visible(text)
        for citation in citations:
            # A space before each: "[1][2]" would be one link in Markdown.
            start = len(self.text) + 1
            self.text += f" [{self._numbering.footnote(citation).number}]"
            place = UrlCitation(
                start_index=start,
                end_index=len(self.text),
                url=self._base_url + link_to(citation),
                title=visible_line(citation.title),
            )
            self.annotations.append(Annotation(url_citation=place))
        return self.text[before:]

    def _place(self, place: Place) -> str:
        """Return title, page, date and address of a place in a document, in one line."""
        page = f"page {place.page}" if isinstance(place, Citation) and place.page else ""
        named = (" ".join(place.title.split()), page, date_in_words(place.published_at))
        return f"{harmless(', '.join(name for name in named if name))}: {self._base_url}{link_to(place)}"


def _item_mark(text: str) -> str:
    """Return what makes an item of a text; nothing where its own number does."""
    return "" if _NUMBERED.match(text) else "- "


def _in_bold(sentence: NearestView) -> str:
    """Return a sentence in quotation marks, the words that the question meets in bold."""
    words = (f"**{harmless(text)}**" if is_met else harmless(text) for text, is_met in sentence.pieces)
    return f"“{''.join(words)}”"


def harmless(text: str) -> str:
    r"""Return a document's text with a backslash before what would be an image or HTML in a client that reads Markdown.

    Such a client would fetch an image from wherever the document's author likes. All other text stays as it is.
    """
    return _MARKUP.sub(r"\1\\\2", text)


def without_notes(content: str) -> str:
    """Return what a text that ``MarkedText`` made says, without marks and notes; any other text as it is."""
    return _MARK.sub("", _FIRST_NOTE.split(content, 1)[0]) if _NOTES.search(content) else content
