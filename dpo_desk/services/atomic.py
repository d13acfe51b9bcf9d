"""Files outside the vault are complete or as they were: written beside, brought to disk, then put into place."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from dpo_desk.errors import DiskFull, OutputError, VaultBusy

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_file(target: Path, content: bytes) -> None:
    """
    Puts the content into the file; an old file stays until the new one is complete.

    Raises:
        DiskFull: There is no room.
        OutputError: The folder is missing or cannot be written, or the target is a folder.
        VaultBusy: The target is a vault that a program has open; papers never replace it.
    """
    if _in_use(target):  # a vault that is open: what lies beside it says so
        raise VaultBusy(file=target.name)
    if target.name in ("", ".."):  # a disk, or the folder itself
        raise OutputError(file=str(target), reason=os.strerror(errno.EISDIR))
    # Sixty letters of four bytes leave room for the rest within the 255 bytes of a name.
    fresh = target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.new")
    try:
        with fresh.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(target)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError, ValueError):
            fresh.unlink(missing_ok=True)
        if isinstance(error, ValueError):  # a name the system cannot even be asked for
            raise OutputError(file=repr(target.name), reason=os.strerror(errno.EINVAL)) from error
        if error.errno in _NO_ROOM:
            raise DiskFull(needed=len(content)) from error
        raise OutputError(file=target.name, reason=error.strerror or type(error).__name__) from error


def _in_use(target: Path) -> bool:
    try:
        real = target.resolve()
        return real.name != "" and real.with_name(f"{real.name}.lock").exists()
    except (OSError, ValueError):
        return False


def make_folder(folder: Path) -> None:
    """
    Makes the folder and those above it; nothing happens when it is there.

    Raises:
        OutputError: A file stands there, or it may not be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(file=folder.name, reason=error.strerror or type(error).__name__) from error
