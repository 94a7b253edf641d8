"""Turns pip's report of what it would install into requirements with the hash of each file, for --require-hashes.

constraints.txt pins versions, and not what an index gives under a version: with a hash in it pip refuses an editable
project, and platforms have files of their own. So whoever installs locks what came once, for the next time.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any


def locked(report: dict[str, Any]) -> Iterator[str]:
    """Yield a requirement for each file of a report; the project's own folder gives no requirement."""
    for item in sorted(report["install"], key=lambda item: item["metadata"]["name"].lower()):
        if "dir_info" in item["download_info"]:
            continue
        name, version = item["metadata"]["name"], item["metadata"]["version"]
        sha256 = item["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256")
        if not sha256:
            raise SystemExit(
                f"pip tells no hash of {name}: with pip 22.3 or later, and from an index or a file, it does"
            )
        yield f"{name}=={version} --hash=sha256:{sha256}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in locked(json.load(sys.stdin)))
