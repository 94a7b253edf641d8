"""Questions become passages, passages become evidence, evidence becomes answers; HTTP is unknown here.

In a notebook or script, six functions do what the command line does (docs/python.md)::

    import rag
    rag.add("~/Documents")
    rag.ask("When does the lease end?")

``add`` and ``remove`` change what is indexed, ``documents`` lists it, ``ask`` and ``search`` ask it, and
``new_conversation`` begins what is asked in.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.api import add, ask, documents, new_conversation, remove, search

__all__ = ["add", "ask", "documents", "new_conversation", "remove", "search"]


def __getattr__(name: str) -> Any:
    """Return one of the functions; what they need is loaded with the first of them, not with the package."""
    if name in __all__:
        from rag import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the functions among the names, for completion."""
    return sorted({*globals(), *__all__})
