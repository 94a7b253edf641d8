"""Progress on a terminal."""

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

__all__ = ["progress_bar"]


class _Rate(ProgressColumn):
    """Units a second since the task began."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def render(self, task: Task) -> Text:
        """Return the rate, once there is one."""
        return Text(f"{task.speed:.0f} {self._unit}/s" if task.speed else "")


def progress_bar(what: str, unit: str) -> Progress:
    """Return a progress bar on stderr with rate and time left, which shows only on a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), TextColumn("{task.completed:,}/{task.total:,}"), _Rate(unit))
    return Progress(*columns, TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal)
