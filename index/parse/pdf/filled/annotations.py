"""The fields of forms and the notes on the pages of a PDF, as PDFium tells of them."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from index.parse.structure.characters import one_line

__all__ = ["Annotations", "FilledField", "PageNote"]

_MOST = 5_000
"""On one page that are looked at, and choices of one field."""

_LONGEST = 50_000
"""Characters of one value or note."""

_UNITS = 20
_TICKED, _EMPTY = "☒", "☐"
_TYPED_TICKS = frozenset("xX✓✔✗✘☒☑")
_PASSWORD = 1 << 13
_INVISIBLE, _HIDDEN, _NOT_VIEWED = 1, 2, 32


@dataclass(frozen=True, slots=True)
class FilledField:
    """A field of a form, or words that were typed onto a page in its place.

    Attributes:
        text: its value in one line; ☒ or ☐ of a box; nothing of a field that nobody filled in.
        left: where it begins, in points from the page's upper left corner; ``top``, ``right`` and ``bottom`` likewise.
        is_box: whether it is ticked rather than written in.
        name: what its form calls it for those who cannot see the page.
        typed_by: of words that were typed onto the page, who did; None for a field.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    is_box: bool = False
    name: str = ""
    typed_by: str | None = None


@dataclass(frozen=True, slots=True)
class PageNote:
    """What somebody wrote beside a page's text, in one line, with the place that it is about."""

    text: str
    author: str
    left: float
    top: float
    right: float
    bottom: float


class Annotations:
    """Those of an open PDF (a ``pypdfium2.PdfDocument``); close it before the PDF."""

    def __init__(self, opened: Any) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium, self._form = pdfium, None
        if opened.get_formtype() != pdfium.FORMTYPE_NONE:
            self._filling = pdfium.FPDF_FORMFILLINFO(version=2)
            self._form = pdfium.FPDFDOC_InitFormFillEnvironment(opened.raw, self._filling)
        notes = ("TEXT", "HIGHLIGHT", "UNDERLINE", "SQUIGGLY", "STRIKEOUT", "CARET", "STAMP", "INK")
        shapes = ("LINE", "SQUARE", "CIRCLE", "POLYGON", "POLYLINE", "FILEATTACHMENT")
        self._notes = frozenset(getattr(pdfium, f"FPDF_ANNOT_{name}") for name in (*notes, *shapes))

    def close(self) -> None:
        """Forget the PDF's form."""
        if self._form:
            self._pdfium.FPDFDOC_ExitFormFillEnvironment(self._form)
            self._form = None

    def on(self, page: Any) -> tuple[list[FilledField], list[PageNote]]:
        """Return the fields and the notes that can be seen on a page (a ``pypdfium2.PdfPage``), in the file's order."""
        count = min(_MOST, self._pdfium.FPDFPage_GetAnnotCount(page.raw))
        if not self._form or not count:
            return self._listed(page, count)
        # Until then boxes have no state.
        self._pdfium.FORM_OnAfterLoadPage(page.raw, self._form)
        try:
            return self._listed(page, count)
        finally:
            self._pdfium.FORM_OnBeforeClosePage(page.raw, self._form)

    def _listed(self, page: Any, count: int) -> tuple[list[FilledField], list[PageNote]]:
        fields: list[FilledField] = []
        notes: list[PageNote] = []
        for number in range(count):
            annotation = self._pdfium.FPDFPage_GetAnnot(page.raw, number)
            if not annotation:
                continue
            try:
                if not self._pdfium.FPDFAnnot_GetFlags(annotation) & (_INVISIBLE | _HIDDEN | _NOT_VIEWED):
                    fields += self._field(page, annotation)
                    notes += self._note(page, annotation)
            finally:
                self._pdfium.FPDFPage_CloseAnnot(annotation)
        return fields, notes

    def _field(self, page: Any, annotation: Any) -> Iterator[FilledField]:
        pdfium, form = self._pdfium, self._form
        subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
        if subtype == pdfium.FPDF_ANNOT_FREETEXT:
            text = self._stated(annotation, b"Contents")
            if text:
                is_tick = text in _TYPED_TICKS
                text = _TICKED if is_tick else text
                yield FilledField(text, *self._box(page, annotation), is_tick, typed_by=self._stated(annotation, b"T"))
        if subtype != pdfium.FPDF_ANNOT_WIDGET or not form:
            return
        kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
        name = self._told(pdfium.FPDFAnnot_GetFormFieldAlternateName, annotation)
        box = self._box(page, annotation)
        if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
            ticked = pdfium.FPDFAnnot_IsChecked(form, annotation)
            yield FilledField(_TICKED if ticked else _EMPTY, *box, is_box=True, name=name)
        elif kind in (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
            yield FilledField(self._chosen(annotation) or self._value(annotation), *box, name=name)
        elif kind == pdfium.FPDF_FORMFIELD_TEXTFIELD:
            yield FilledField(self._value(annotation), *box, name=name)

    def _note(self, page: Any, annotation: Any) -> Iterator[PageNote]:
        # What has a state says that somebody accepted or ticked off another note.
        if self._pdfium.FPDFAnnot_GetSubtype(annotation) not in self._notes:
            return
        if not self._pdfium.FPDFAnnot_HasKey(annotation, b"StateModel"):
            text = self._stated(annotation, b"Contents")
            if text:
                yield PageNote(text, self._stated(annotation, b"T"), *self._box(page, annotation))

    def _value(self, annotation: Any) -> str:
        if self._pdfium.FPDFAnnot_GetFormFieldFlags(self._form, annotation) & _PASSWORD:
            return ""
        return self._told(self._pdfium.FPDFAnnot_GetFormFieldValue, annotation)

    def _chosen(self, annotation: Any) -> str:
        """Return what is chosen, as the list shows it."""
        pdfium = self._pdfium
        count = min(_MOST, pdfium.FPDFAnnot_GetOptionCount(self._form, annotation))
        chosen = (n for n in range(count) if pdfium.FPDFAnnot_IsOptionSelected(self._form, annotation, n))
        return ", ".join(filter(None, (self._told(pdfium.FPDFAnnot_GetOptionLabel, annotation, n) for n in chosen)))

    def _told(self, ask: Callable[..., int], annotation: Any, *which: int) -> str:
        return _text(lambda buffer, size: ask(self._form, annotation, *which, buffer, size))

    def _stated(self, annotation: Any, key: bytes) -> str:
        return _text(lambda buffer, size: self._pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size))

    def _box(self, page: Any, annotation: Any) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom on the page as it is shown."""
        rectangle = self._pdfium.FS_RECTF()
        self._pdfium.FPDFAnnot_GetRect(annotation, rectangle)
        width, height = (round(side * _UNITS) for side in page.get_size())
        x, y = ctypes.c_int(), ctypes.c_int()
        corners = []
        for across, up in ((rectangle.left, rectangle.bottom), (rectangle.right, rectangle.top)):
            self._pdfium.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, across, up, x, y)
            corners.append((x.value / _UNITS, y.value / _UNITS))
        (left, top), (right, bottom) = corners
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)


def _text(ask: Callable[[Any, int], int]) -> str:
    """Return a text that PDFium writes into room of the size that it names, in one line."""
    size = ask(None, 0)
    if not 2 < size <= 2 * _LONGEST:
        return ""
    room = (ctypes.c_ushort * (size // 2))()
    ask(room, size)
    return one_line(bytes(room)[: size - 2].decode("utf-16-le", "replace"))
