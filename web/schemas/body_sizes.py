"""How many bytes the largest body has that a schema accepts: no limit of bytes refuses what the schema takes."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

__all__ = ["BYTES_A_CHARACTER", "largest"]

BYTES_A_CHARACTER = 12
"""The longest form of a character in JSON: two escaped surrogates."""

_LONGEST_NUMBER = 32


@cache
def largest(model: type[BaseModel]) -> int:
    """Return the bytes of the largest JSON, without white space between its parts, that a model takes.

    Raises:
        ValueError: a text or a list of it has no greatest length.
    """
    schema = model.model_json_schema()
    return _largest(schema, schema.get("$defs", {}), model.__name__)


def _largest(schema: Mapping[str, Any], known: Mapping[str, Any], where: str) -> int:
    if "$ref" in schema:
        return _largest(known[schema["$ref"].rpartition("/")[2]], known, where)
    if choices := schema.get("enum") or ([schema["const"]] if "const" in schema else None):
        return max(BYTES_A_CHARACTER * len(json.dumps(each)) for each in choices)
    if "anyOf" in schema:
        return max(_largest(each, known, where) for each in schema["anyOf"])
    match schema.get("type"):
        case "string" if "maxLength" in schema:
            return BYTES_A_CHARACTER * int(schema["maxLength"]) + 2
        case "array" if "maxItems" in schema:
            return int(schema["maxItems"]) * (_largest(schema["items"], known, where) + 1) + 2
        case "object":
            fields = schema["properties"].items()
            return 2 + sum(
                BYTES_A_CHARACTER * len(name) + 4 + _largest(each, known, f"{where}.{name}") for name, each in fields
            )
        case "integer" | "number" | "boolean" | "null":
            return _LONGEST_NUMBER
    raise ValueError(f"{where} has no greatest length")
