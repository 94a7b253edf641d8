"""Where the application lies under its address, and what a path means within it."""

from starlette.types import Scope

__all__ = ["OWN", "inner_path", "root_of"]

OWN = frozenset(
    ("api", "ask", "conversations", "documents", "healthz", "mcp", "metrics", "openapi.json", "readyz", "static", "v1")
)
"""How the paths within the application begin."""


def root_of(scope: Scope) -> str:
    """Return what stands in front of every path of the application; empty where it lies at the root."""
    # What is mounted, as the static files are, has a root of its own below the application's.
    root: str = scope.get("app_root_path", scope.get("root_path", ""))
    return root


def inner_path(scope: Scope) -> str:
    """Return the path of a request within the application."""
    path: str = scope["path"]
    return path.removeprefix(root_of(scope)) or "/"
