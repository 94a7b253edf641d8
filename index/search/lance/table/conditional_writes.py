"""Whether a store lets one of two who write the same name win: LanceDB's commits rest on that."""

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, S3Store

from index.errors import EngineUnreachable, SettingsError

__all__ = ["check_conditional_writes"]

_RETRIES: Any = {"max_retries": 2}


def check_conditional_writes(address: str) -> None:
    """Write one name twice, each time on the condition that it is not there: the second has to fail.

    Args:
        address: of a bucket, or the path of a folder.

    Raises:
        EngineUnreachable: nothing can be written there.
        SettingsError: both were written.
    """
    name = f".footnote-{secrets.token_hex(8)}"
    try:
        store = (
            S3Store.from_url(address, retry_config=_RETRIES)
            if "://" in address
            else LocalStore(Path(address), mkdir=True)
        )
        try:
            obstore.put(store, name, b"1", mode="create")
            try:
                obstore.put(store, name, b"2", mode="create")
            except AlreadyExistsError:
                return
        finally:
            with suppress(BaseError):
                obstore.delete(store, name)
    except (BaseError, OSError, ValueError, NotImplementedError) as error:
        reason = str(error).strip().split("\n", 1)[0][:300]
        raise EngineUnreachable(
            f"Nothing can be written to {address} ({reason})",
            "See that it is there, that this machine has the credentials to write it, and that it is told its endpoint",
        ) from error
    raise SettingsError(
        f"The store at {address} ignores conditions on what is written, so that two writers could undo each other",
        "Use a store with conditional writes (If-None-Match), as Amazon S3, MinIO and SeaweedFS are, in their newest"
        " versions",
    )
