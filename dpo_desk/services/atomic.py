"""Files outside the vault are complete or as they were: written beside, brought to disk, then put into place."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

from dpo_desk.errors import DiskFull, OutputError, VaultBusy

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_file(target: Path, content: bytes) -> None:
    """
    Puts the content into the file; an old file stays until the new one is complete.

    Raises:
        DiskFull: There is no room.
        OutputError, VaultBusy: As ``require_place``.
    """
    write_pieces(target, (content,), len(content))


def write_pieces(target: Path, pieces: Iterable[bytes], size: int) -> None:
    """
    The same with content that comes piece by piece; what the pieces raise leaves everything as it was.

    Raises:
        DiskFull: There is no room for ``size`` bytes.
        OutputError, VaultBusy: As ``require_place``.
    """
    require_place(target)
    # Sixty letters of four bytes leave room for the rest within the 255 bytes of a name.
    fresh = target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.new")
    try:
        with fresh.open("xb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        if error.errno in _NO_ROOM:
            raise DiskFull(needed=size) from error
        raise OutputError(file=target.name, reason=error.strerror or type(error).__name__) from error


def require_place(target: Path) -> None:
    """
    Lets a place pass where ``write_file`` may put a file.

    Raises:
        OutputError: The folder is missing or cannot be written, or something else than a file stands there: a folder,
            or a device, which a rename would replace for every program of the system.
        VaultBusy: The target is a vault that a program has open; papers never replace it.
    """
    if in_use(target):  # a vault that is open: what lies beside it says so
        raise VaultBusy(file=target.name)
    if problem := _problem(target):
        raise OutputError(file=repr(target.name), reason=os.strerror(problem))


def _problem(target: Path) -> int:
    """Why no file can be put there, as the system's number; 0 when one can, as far as can be seen."""
    if target.name in ("", ".."):  # a disk, or the folder itself
        return errno.EISDIR
    try:
        mode = target.stat().st_mode
    except ValueError:  # a name the system cannot even be asked for
        return errno.EINVAL
    except FileNotFoundError:
        mode = stat.S_IFREG
    except OSError as error:
        return error.errno or errno.EIO
    if not stat.S_ISREG(mode):
        return errno.EISDIR if stat.S_ISDIR(mode) else errno.ENOTSUP
    if not target.parent.is_dir():
        return errno.ENOENT
    return 0 if os.access(target.parent, os.W_OK) else errno.EACCES


def in_use(target: Path) -> bool:
    """Whether the file is a vault that a program has open, as far as what lies beside it says."""
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
