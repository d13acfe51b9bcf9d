"""A file somebody gave, opened with care: an ordinary one, the same from the first byte read to the last, or none."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dpo_desk.domain.file import ASK_ABOVE, HEAD, LARGEST, MIB, as_data
from dpo_desk.errors import (
    FileChanged,
    FileEmpty,
    FileLarge,
    FileNotOrdinary,
    FileOfOpenVault,
    FileTooLarge,
    FileUnreadable,
    Stopped,
)
from dpo_desk.services.atomic import in_use

Watch = Callable[[int, int], bool]
"""Told how many bytes are done, and of how many; says whether to go on."""

_PIECE = MIB
# A pipe would wait for its writer before it could be told from a file; Windows would change line ends.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_SIDES = ("-wal", "-shm", "-journal")  # of a vault; its locks are taken on them too


def go_on(_done: int, _of: int) -> bool:
    """The watch that lets everything run to its end."""
    return True


class Incoming:
    """An open file; it is read twice, once for its hash and once to keep it, and both give the same or nothing."""

    def __init__(self, name: str, stream: BinaryIO, size: int, watch: Watch) -> None:
        self.name, self.size = name, size
        self._stream, self._watch, self._done = stream, watch, 0

    def head(self) -> bytes:
        """Its first bytes."""
        with _readable():
            self._stream.seek(0)
            return self._stream.read(HEAD)

    def sha256(self) -> str:
        """
        The SHA-256 of all of it; the next ``read`` begins at its first byte.

        Raises:
            FileChanged: It has not the size it had.
            FileUnreadable, Stopped: As ``read``.
        """
        found, size = hashlib.sha256(), 0
        with _readable():
            self._stream.seek(0)
        while size <= self.size and (piece := self.read(_PIECE)):
            found.update(piece)
            size += len(piece)
        if size != self.size:
            raise FileChanged
        with _readable():
            self._stream.seek(0)
        return found.hexdigest()

    def read(self, most: int, /) -> bytes:
        """
        The next bytes, at most this many.

        Raises:
            FileUnreadable: The system gives no more of them.
            Stopped: The watch says so.
        """
        if not self._watch(self._done, 2 * self.size):
            raise Stopped
        with _readable():
            piece = self._stream.read(most)
        self._done += len(piece)
        return piece


@contextmanager
def incoming(path: Path, *, large: bool = False, watch: Watch = go_on) -> Iterator[Incoming]:
    """
    The file of this path, open.

    Args:
        path: As the user gave it, by a dialog or by dropping it.
        large: Whether the user was told that it is large, and wants it.
        watch: Told of both readings together.

    Raises:
        FileUnreadable: It is not there, or may not be read.
        FileNotOrdinary: It is a folder, a pipe or a device.
        FileOfOpenVault: It is a vault that is open, or lies beside one as part of it.
        FileEmpty, FileTooLarge: Its size is not to be kept.
        FileLarge: Its size has to be wanted.
    """
    with _readable():
        _ordinary(path.stat().st_mode)
    if any(in_use(each) for each in _vaults_of(path)):
        raise FileOfOpenVault
    with _readable():
        stream = open(path, "rb", buffering=0, opener=lambda name, _flags: os.open(name, _FLAGS))  # noqa: SIM115 — closed below
    with stream:
        with _readable():
            about = os.fstat(stream.fileno())
        _ordinary(about.st_mode)
        _fitting(about.st_size, large=large)
        yield Incoming(_name(path), stream, about.st_size, watch)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # a name with a zero byte is no path
        raise FileUnreadable from error


def _ordinary(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise FileNotOrdinary


def _fitting(size: int, *, large: bool) -> None:
    if size == 0:
        raise FileEmpty
    if size > LARGEST:
        raise FileTooLarge(limit=LARGEST // MIB)
    if size > ASK_ABOVE and not large:
        raise FileLarge(size=size // MIB, limit=ASK_ABOVE // MIB)


def _vaults_of(path: Path) -> Iterator[Path]:
    """The files which would be the vault if this one belonged to it."""
    yield path
    real = path.resolve()
    for side in _SIDES:
        if real.name.endswith(side):
            yield real.with_name(real.name.removesuffix(side))


def _name(path: Path) -> str:
    """The file's name as the vault keeps it; letters the system could not read are replaced."""
    return as_data(os.fsencode(path.name).decode("utf-8", "replace"))
