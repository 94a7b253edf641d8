"""Where documents come from, and what may take a document's place: nothing that came another way.

A file may call what is inside it by any name, and the child that parses it may be a stranger's by then. So the process
that was given the file says what came of it: each document's source begins with that file's.
"""

import dataclasses
from collections.abc import Mapping

from index.documents import Document, Origin, document_id
from index.errors import DocumentConflict
from index.parse.structure.contents import Contents, Failure
from index.text.names import composed

__all__ = ["brought", "check_place", "is_called", "lies_in", "may_replace", "placed"]

_WAYS = {
    "folder": "a file of a folder",
    "upload": "a file that was sent in",
    "text": "a text that was sent in",
    "sent": "one that was sent in",
    "": "one that was there before",
}


def brought(contents: Contents, origin: Origin) -> Contents:
    """Return what a file gave as what came that way: documents of one source told apart, those of foreign ones failed.

    Two parts of one file can have the same path in it, such as a member “a#b” and the member “b” of an archive “a”.
    """
    documents: list[Document] = []
    failures: list[Failure] = []
    taken: dict[str, int] = {}
    for document in contents.documents:
        if not lies_in(document.source, origin.file):
            failures.append(
                Failure(origin.file, "A part of it has the source of another file. Index that file itself.")
            )
            continue
        source = document.source
        while source in taken:
            taken[document.source] += 1
            source = f"{document.source} ({taken[document.source]})"
        taken[source] = 1
        documents.append(dataclasses.replace(document, source=source, origin=origin))
    return Contents(tuple(documents), (*contents.failures, *failures), contents.skipped)


def placed(contents: Contents, there: Mapping[str, tuple[str, Origin]]) -> Contents:
    """Return what may be written of ``brought`` contents; a document whose place is taken is a failure.

    Args:
        contents: of one file.
        there: source and origin of every document whose place is taken, by id (``DocumentTable.taken``).

    Raises:
        DocumentConflict: the place of its only document is taken.
    """
    documents: list[Document] = []
    failures: list[Failure] = []
    for document in contents.documents:
        try:
            check_place(document.source, document.origin, there.get(document.id))
        except DocumentConflict as error:
            if len(contents.documents) == 1:
                raise
            failures.append(Failure(document.source, str(error)))
        else:
            documents.append(document)
    return Contents(tuple(documents), (*contents.failures, *failures), contents.skipped)


def lies_in(source: str, file: str) -> bool:
    """Tell whether a source is a file's, or that of something inside it."""
    return source == file or source.startswith(f"{file}#")


def may_replace(new: Origin, old: Origin) -> bool:
    """Tell whether a document of one origin may become the next version of one of another."""
    if old.way == "sent":
        return new.way != "folder"
    return not old.way or new == old


def check_place(source: str, origin: Origin, there: tuple[str, Origin] | None) -> None:
    """Raise ``DocumentConflict`` unless a document may be written where another one, or none, is.

    Args:
        source: of the document to write.
        origin: of it.
        there: source and origin of the document with the same id, also of one that was removed and can come back.
    """
    if there is None or (there[0] == source and may_replace(origin, there[1])):
        return
    problem = f"“{source}” is already the source of {_WAYS[there[1].way]}"
    if there[1].way and there[1].file != source:
        problem = f"“{source}” is already the source of what is inside “{there[1].file}”"
    if there[0] != source:  # 64 bits of a hash: somebody searched for it
        problem = f"“{source}” has the same id as “{there[0]}”"
    way_out = f"remove the other (footnote documents remove {document_id(source)}), whose place is free an hour later"
    raise DocumentConflict(problem, f"Give this one another name, or {way_out}")


def is_called(wanted: str, source: str, file: str, *, exactly: bool = False) -> bool:
    """Tell whether somebody who names a source, or the end of one from a "/" on, means this document.

    Letters with accents count as the same in either form that Unicode has for them.

    The end reaches back into the file's own path: what a file calls its parts is no name that they answer to.

    Args:
        wanted: as it was named.
        source: of a document.
        file: that it came in; empty when it is not known.
        exactly: whether it is to be in the same form, too.
    """
    file = file or source.partition("#")[0]
    if not exactly:
        wanted, source, file = composed(wanted), composed(source), composed(file)
    inside = len(source) - len(file)
    is_end = len(wanted) > inside and source.endswith(f"/{wanted}")
    # Until its file is read again, a record of an older index has the source that it claimed.
    return source == wanted or (is_end and lies_in(source, file))
