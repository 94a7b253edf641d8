"""``footnote documents``: list, show, tag, remove and bring back what is indexed."""

import dataclasses

import click

from index.address import Location
from index.commands.cli import index_option, json_option
from index.commands.opening import open_index, report_notices
from index.hardening.terminal import say, say_exactly, say_json, say_table
from index.storage.tables.catalogue import SORTS, Sort, Wanted, found
from index.text.tags import tidy_tags

__all__ = ["documents_group"]


@click.group("documents")
def documents_group() -> None:
    """List, show, tag, remove and bring back indexed documents."""


@documents_group.command("list")
@click.option("--search", "text", default="", help="Words in the title, the source or a tag.")
@click.option("--tag", "tags", multiple=True, help="With this tag; with all of several.")
@click.option("--author", "authors", multiple=True, help="That one of these wrote (words of a name).")
@click.option("--type", "types", multiple=True, help="Of this type, such as pdf; of one of several.")
@click.option("--sort", type=click.Choice(SORTS), default="title", show_default=True)
@click.option("--descending", is_flag=True, help="Last, newest or largest first.")
@click.option("--removed", is_flag=True, help="Those that were removed and can still be brought back.")
@index_option
@json_option
def list_command(
    text: str,
    tags: tuple[str, ...],
    authors: tuple[str, ...],
    types: tuple[str, ...],
    sort: Sort,
    descending: bool,
    removed: bool,
    place: Location | None,
    as_json: bool,
) -> None:
    """List the documents, by title."""
    index = open_index(place)
    if removed:
        gone = index.trash.listed()
        if as_json:
            say_json([dataclasses.asdict(each) for each in gone])
        else:
            say_table([(each.id, each.removed_at[:19], each.title) for each in gone], ("id", "removed", "title"))
        return
    wanted = Wanted(text, tidy_tags(tags), types, authors, sort=sort, descending=descending)
    documents = found(index.documents.listed(), wanted)
    if as_json:
        say_json([dataclasses.asdict(document) for document in documents])
        return
    rows = [(each.id, (each.published_at or "")[:10], str(each.chunks), each.title) for each in documents]
    say_table(rows, ("id", "published", "chunks", "title"), right=[2])


@documents_group.command("show")
@click.argument("document")
@click.option("--version", type=click.IntRange(min=1), help="A version that was replaced since.")
@index_option
@json_option
def show_command(document: str, version: int | None, place: Location | None, as_json: bool) -> None:
    """Show a document's text; DOCUMENT is its id or its source."""
    index = open_index(place)
    found = index.documents.get(index.documents.id_of(document), version)
    if as_json:
        say_json(dataclasses.asdict(found))
    else:
        if found.claimed_source:
            claim = f"{found.source} says that this is “{found.claimed_source}”; nobody has checked that"
            say(f"footnote: {claim}", err=True)
        say_exactly(found.text)


@documents_group.command("remove")
@click.argument("documents", nargs=-1, required=True)
@index_option
@json_option
def remove_command(documents: tuple[str, ...], place: Location | None, as_json: bool) -> None:
    """Remove documents from every answer, with all their versions; each DOCUMENT is an id or a source.

    For an hour “footnote documents restore” brings them back.
    """
    from index.uploads.trash import trash_documents

    index = open_index(place)
    ids = list(dict.fromkeys(index.documents.id_of(document) for document in documents))
    trash_documents(index, ids)
    report_notices(index)
    if as_json:
        say_json({"removed": ids})
    else:
        say(f"Removed {len(ids)} document{'s' if len(ids) != 1 else ''}.")
        say(f"footnote: for an hour, “footnote documents restore {' '.join(ids)}” undoes it", err=True)


@documents_group.command("restore")
@click.argument("document_ids", nargs=-1, required=True)
@index_option
@json_option
def restore_command(document_ids: tuple[str, ...], place: Location | None, as_json: bool) -> None:
    """Bring back documents that were removed within the last hour; “documents list --removed” has their ids."""
    from index.uploads.trash import restore_documents

    index = open_index(place)
    restore_documents(index, document_ids)
    if as_json:
        say_json({"restored": document_ids})
    else:
        say(f"Brought back {len(document_ids)} document{'s' if len(document_ids) != 1 else ''}.")


@documents_group.command("tag")
@click.argument("document")
@click.argument("tags", nargs=-1)
@click.option("--remove", is_flag=True, help="Take these tags from it instead.")
@index_option
@json_option
def tag_command(document: str, tags: tuple[str, ...], remove: bool, place: Location | None, as_json: bool) -> None:
    """Give a document tags, by which “ask --tag” finds it; from then on these count, whatever its file says."""
    index = open_index(place)
    identity = index.documents.id_of(document)
    summary = index.documents.summary(identity)
    given = tidy_tags(tags)
    chosen = tidy_tags(set(summary.tags).difference(given) if remove else [*given, *summary.tags])
    if given:
        index.documents.choose_tags(identity, chosen)
    if as_json:
        say_json({"document": identity, "tags": chosen})
    else:
        say(", ".join(chosen) or "No tags")
