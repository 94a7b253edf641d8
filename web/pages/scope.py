"""Which documents may answer, as the page to ask on has it in its address and in its form."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Form, Query

from rag.retrieval.filters import Filters

__all__ = ["Scope", "ScopeOf", "SentScope"]

_MOST = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents may answer; an empty value, as a form sends it, asks for nothing.

    Attributes:
        source: as ``Filters.sources``.
        tag: as ``Filters.tags``.
        author: as ``Filters.authors``.
    """

    source: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    author: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """Return each field with each of its values, none of them twice."""
        fields = (("source", self.source), ("tag", self.tag), ("author", self.author))
        return [(name, value) for name, values in fields for value in dict.fromkeys(values) if value]

    def chosen(self, field: str) -> str:
        """Return what stands in the select of a field: the last value; empty where there is none."""
        return next((value for name, value in reversed(self.pairs()) if name == field), "")

    def filters(self) -> Filters:
        """Return it as the assistant takes it."""
        source, tag, author = (
            tuple(value for name, value in self.pairs() if name == field) for field in ("source", "tag", "author")
        )
        return Filters(sources=source, tags=tag, authors=author)

    def address(self, path: str, without: tuple[str, str] | None = None) -> str:
        """Return a page's path with the fields behind it, but for one value of one of them."""
        query = urlencode([pair for pair in self.pairs() if pair != without])
        return f"{path}?{query}" if query else path


def _asked(
    source: Annotated[tuple[str, ...], Query(max_length=_MOST)] = (),
    tag: Annotated[tuple[str, ...], Query(max_length=_MOST)] = (),
    author: Annotated[tuple[str, ...], Query(max_length=_MOST)] = (),
) -> Scope:
    return Scope(source, tag, author)


def _sent(
    source: Annotated[tuple[str, ...], Form(max_length=_MOST)] = (),
    tag: Annotated[tuple[str, ...], Form(max_length=_MOST)] = (),
    author: Annotated[tuple[str, ...], Form(max_length=_MOST)] = (),
) -> Scope:
    return Scope(source, tag, author)


ScopeOf = Annotated[Scope, Depends(_asked)]
"""A parameter of this type takes the fields from the address."""

SentScope = Annotated[Scope, Depends(_sent)]
"""A parameter of this type takes them from the form that was sent."""
