"""Files and folders around a vault: what stands there, how much room is left, and replacing one file by another."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
import time
from pathlib import Path

from dpo_desk.errors import (
    DiskFull,
    FolderMissing,
    NameTooLong,
    NotAFile,
    VaultBusy,
    VaultEmpty,
    VaultIsFolder,
    VaultMissing,
    VaultNotEncrypted,
    VaultTooShort,
    VaultUnreadable,
)
from dpo_desk.store.keys import HEADER_BYTES

if sys.platform != "win32":
    import fcntl
    import resource

SIDE_FILES = ("-wal", "-shm", "-journal")
_LONGEST_NAME = 255
_LONGEST_SUFFIX = len(".new-01234567-journal")
_MEGABYTE = 1_000_000
_SMALLEST_VAULT = 4096
_PLAIN_SQLITE = b"SQLite format 3\0"

Identity = tuple[int, int]
"""Device and inode: the same file under whatever name."""


# --- what stands there -----------------------------------------------------------------------------------------------


def read_header(path: Path) -> bytes:
    """
    The public header of a closed vault; looks before it opens, so that no pipe or device is touched.

    Must not be called while this process has the vault open: closing the file would drop SQLite's locks
    (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).

    Raises:
        VaultMissing, VaultIsFolder, NotAFile, VaultEmpty, VaultTooShort, VaultNotEncrypted, VaultUnreadable.
        NameTooLong: The name leaves no room for the files beside it.
    """
    size = require_file(path)
    try:
        with path.open("rb") as file:
            header = file.read(HEADER_BYTES)
    except PermissionError as error:
        raise VaultUnreadable from error
    if header == _PLAIN_SQLITE:
        raise VaultNotEncrypted
    if size < _SMALLEST_VAULT:
        raise VaultTooShort
    return header


def require_file(path: Path) -> int:
    """
    The size of an ordinary file with something in it; nothing is opened.

    Raises:
        VaultMissing, VaultIsFolder, NotAFile, VaultEmpty, VaultUnreadable, NameTooLong.
    """
    require_short_name(path)
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise VaultMissing from error
    except PermissionError as error:
        raise VaultUnreadable from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise VaultMissing from error
        raise
    if stat.S_ISDIR(found.st_mode):
        raise VaultIsFolder
    if not stat.S_ISREG(found.st_mode):
        raise NotAFile
    if found.st_size == 0:
        raise VaultEmpty
    return found.st_size


def require_short_name(path: Path) -> None:
    """Lets a name pass that leaves room for the files SQLite and we put beside it. Raises ``NameTooLong``."""
    longest = _LONGEST_NAME - _LONGEST_SUFFIX
    if len(os.fsencode(path.name)) > longest:
        raise NameTooLong(longest=longest)


def require_folder(folder: Path) -> None:
    """Lets an existing folder pass. Raises ``FolderMissing``."""
    if not folder.is_dir():
        raise FolderMissing


def identity(path: Path) -> Identity | None:
    """Which file stands there, without opening it; nothing when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def size(path: Path) -> int:
    """Bytes in the file, 0 when there is none; nothing is opened."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


# --- room ------------------------------------------------------------------------------------------------------------


def disk_full(folder: Path, needed: int = _MEGABYTE) -> DiskFull:
    """The error that says how much is needed and how much is free."""
    free = _free(folder)
    # a quota or a limit leaves this user nothing
    return DiskFull(needed=needed, free=free if free < needed else 0)


def require_room(folder: Path, needed: int) -> None:
    """Lets pass when so many bytes and a little more are free. Raises ``DiskFull``."""
    if _free(folder) < needed + _MEGABYTE:
        raise disk_full(folder, needed + _MEGABYTE)


def is_full(folder: Path, near: int = 0) -> bool:
    """
    Whether a little more cannot be written here: no room, a quota, or a limit on the size of files.

    Args:
        folder: Where to try.
        near: The size of the file that could not grow, for the limit on sizes.
    """
    if sys.platform != "win32":
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
        if limit != resource.RLIM_INFINITY and near + _MEGABYTE > limit:
            return True
    probe = temporary_name(folder / "probe")
    try:
        descriptor = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            os.write(descriptor, bytes(64 * 1024))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
            probe.unlink()
    except OSError as error:
        return is_lack_of_room(error)
    return False


def is_lack_of_room(error: OSError) -> bool:
    """Whether the system said: no space, over quota, or file too large."""
    return error.errno in {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def _free(folder: Path) -> int:
    if sys.platform == "win32":
        import shutil

        return shutil.disk_usage(folder).free
    try:
        found = os.statvfs(folder)
    except OSError:
        return 0
    return found.f_bavail * found.f_frsize


# --- replacing -------------------------------------------------------------------------------------------------------

_REPLACE_TRIES = (
    1 if os.name == "posix" else 10
)  # on Windows a virus scanner or indexer may hold the file a moment
_TEMPORARY = re.compile(r"\.new-[0-9a-f]{8}(-wal|-shm|-journal)?$")


def temporary_name(path: Path) -> Path:
    """A name beside the file for what will take its place."""
    return path.with_name(f"{path.name}.new-{secrets.token_hex(4)}")


def make_private(path: Path) -> None:
    """An empty file that only its owner may read; SQLite's side files take over its permissions."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def remove(path: Path) -> None:
    """Takes away a database file and what stands beside it."""
    for suffix in ("", *SIDE_FILES):
        beside(path, suffix).unlink(missing_ok=True)


def remove_leftovers(path: Path, older_than_s: float = 0) -> None:
    """Takes away what killed programs left half-written for this file; what cannot be removed stays."""
    for found in path.parent.iterdir():
        if not (found.name.startswith(path.name) and _TEMPORARY.fullmatch(found.name[len(path.name) :])):
            continue
        try:
            if time.time() - found.stat().st_mtime >= older_than_s:
                found.unlink()
        except OSError:
            continue


def beside(path: Path, suffix: str) -> Path:
    """The file whose name is this one's with something at its end."""
    return path.with_name(path.name + suffix)


def replace(temporary: Path, path: Path) -> None:
    """
    Puts a finished file into its place in one step; before and after a power cut one of the two stands there.

    Raises:
        VaultBusy: A journal of the old file is still there.
        OSError: For ``faults.translated``.
    """
    for suffix in SIDE_FILES:
        side = beside(path, suffix)
        if size(side):
            raise VaultBusy  # a journal must never meet another main file
        side.unlink(missing_ok=True)
    sync_file(temporary)
    for tries_left in reversed(range(_REPLACE_TRIES)):
        try:
            temporary.replace(path)
            break
        except PermissionError:
            if not tries_left:
                raise
            time.sleep(0.2)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Returns once the file is on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Returns once the folder's names are on the disk; Windows does so by itself."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            _sync(descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:  # some network and FUSE file systems cannot sync a folder
                raise
        finally:
            os.close(descriptor)


def _sync(descriptor: int) -> None:
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)
