"""One program for one vault: a lock the system itself takes back when a program dies."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from dpo_desk.errors import VaultBusy
from dpo_desk.store.disk import beside

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HELD_ELSEWHERE = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


class VaultLock:
    """
    A lock on ``<vault>.lock``, never on the vault itself (SQLite has its own locks there).

    Also keeps this very process from opening the vault twice: such locks belong to the opened file, not the process.
    """

    def __init__(self, path: Path) -> None:
        """
        Takes the lock or fails at once.

        Raises:
            VaultBusy: Another program, or this one, has the vault open.
            OSError: The lock file cannot be made.
        """
        self._path = beside(path, ".lock")
        self._descriptor: int | None = self._taken()

    def release(self) -> None:
        """Gives the lock back and takes its file away. May be called twice."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if sys.platform == "win32":  # an open file cannot be removed there; one that others opened stays
            os.close(descriptor)
            self._remove()
        else:  # while it is held, so that nobody can hold a file that is about to go
            self._remove()
            os.close(descriptor)

    def _taken(self) -> int:
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(descriptor)
                if self._still_there(descriptor):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)  # its holder removed it between our opening and locking it: make a new one

    def _still_there(self, descriptor: int) -> bool:
        if sys.platform == "win32":
            return True
        try:
            return os.path.samestat(os.fstat(descriptor), self._path.stat())
        except FileNotFoundError:
            return False

    def _remove(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            return  # an empty file in a folder that has become read-only: it locks nobody out


def _lock(descriptor: int) -> None:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD_ELSEWHERE:
            raise VaultBusy from error
        raise
