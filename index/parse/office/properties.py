"""What Office files say of themselves."""

import re
import zipfile
from dataclasses import dataclass

from index.parse.containers.zipped import member
from index.parse.structure.characters import one_line
from index.parse.structure.xml_tree import local_name, read_xml

__all__ = ["Properties", "properties_of"]

_TEMPLATES = frozenset({"2013-12-23", "2013-01-27"})
"""When the templates were made that much software fills in, without a date of its own."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Properties:
    """A file's own title, the day when it was last changed, else made, ISO 8601, and who made it."""

    title: str = ""
    date: str | None = None
    author: str = ""


def properties_of(opened: zipfile.ZipFile, name: str) -> Properties:
    """Return the core properties of an Office file (ECMA-376, part 2, section 11)."""
    data = member(opened, "docProps/core.xml", name)
    if data is None:
        return Properties()
    found = {local_name(element): one_line(element.text or "") for element in read_xml(data, name).iter()}
    days = (_DAY.match(found.get(key, "")) for key in ("modified", "created"))
    day = next((day[0] for day in days if day and day[0] not in _TEMPLATES), None)
    return Properties(found.get("title", ""), day, found.get("creator", ""))
