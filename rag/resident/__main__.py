"""The process that stays: ``python -m rag.resident DESCRIPTOR SOCKET AGREEMENT``, started by a command."""

import sys

from rag.resident.beforehand import load_beforehand


def _run() -> None:
    load_beforehand()
    from rag.resident.serving import main

    main(sys.argv[1:])


if __name__ == "__main__":
    _run()
