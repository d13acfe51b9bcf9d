"""Tables from files the user chose, read in a process of their own that is ended when it takes too long."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from dpo_desk.errors import ImportFailed, Stopped, TableDamaged
from dpo_desk.importers import IMPORTERS
from dpo_desk.importers.base import Budget, Reading
from dpo_desk.importers.child import Answer, Task
from dpo_desk.services.incoming import incoming
from dpo_desk.services.tables import ReadTable

_FAULTS = {kind.__name__: kind for kind in ImportFailed.__subclasses__()}
_PIECE = 1 << 20
_LOOK_EVERY_S = 0.05  # at whether the user stopped it
_ORDINARY = 1  # how Python ends after an exception; anything else the system or the file did

# Nothing but what is handed over decides what the process imports: no variable, no folder it happens to run in.
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:-1]; from dpo_desk.importers.child import main; main()"


@dataclass(frozen=True)
class TableFiles:
    """Reads tables of other programs."""

    budget: Budget = Budget()

    @property
    def endings(self) -> tuple[str, ...]:
        """How names of files end that can be read."""
        return tuple(ending for each in IMPORTERS for ending in each.endings)

    def read(
        self,
        path: Path,
        *,
        encoding: str = "",
        separator: str = "",
        stopped: Callable[[], bool] = lambda: False,
    ) -> ReadTable:
        """
        The table in the file.

        Raises:
            FileUnreadable, FileNotOrdinary, FileEmpty, FileTooLarge, FileOfOpenVault: As ``incoming``.
            ImportFailed: It is no table, damaged, protected, empty or too large.
            Stopped: ``stopped`` said so.
        """
        task = Task(reading=Reading(encoding=encoding, separator=separator), budget=self.budget)
        content = self._content(path, stopped)
        process, feeding = _start(task, content)
        try:
            return _table(self._answer(process, stopped))
        finally:
            _end(process)
            feeding.join()

    def _content(self, path: Path, stopped: Callable[[], bool]) -> bytes:
        with incoming(path, large=True, watch=lambda _done, _of: not stopped()) as file:
            if file.size > self.budget.packed:
                raise self.budget.exceeded()
            return b"".join(iter(lambda: file.read(_PIECE), b""))

    def _answer(self, process: subprocess.Popen[bytes], stopped: Callable[[], bool]) -> Answer:
        said = self._said(process, stopped)
        if process.returncode == _ORDINARY:  # the reader broke at something in the file
            raise TableDamaged
        if process.returncode:  # the memory or the time it may have was not enough
            raise self.budget.exceeded()
        return msgspec.json.decode(said, type=Answer)

    def _said(self, process: subprocess.Popen[bytes], stopped: Callable[[], bool]) -> bytes:
        """All the process says until it ends by itself."""
        until = time.monotonic() + self.budget.seconds
        while True:
            try:
                return process.communicate(timeout=_LOOK_EVERY_S)[0]
            except subprocess.TimeoutExpired:
                if stopped():
                    raise Stopped from None
                if time.monotonic() > until:
                    raise self.budget.exceeded() from None


def _start(task: Task, content: bytes) -> tuple[subprocess.Popen[bytes], threading.Thread]:
    """The process, and the thread that gives it the content: it may be busy when the next piece is due."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", _PROGRAM, *filter(None, sys.path), msgspec.json.encode(task).decode()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    pipe, process.stdin = process.stdin, None  # now the thread's alone
    feeding = threading.Thread(target=_feed, args=(pipe, content), name="feed", daemon=True)
    feeding.start()
    return process, feeding


def _feed(pipe: IO[bytes], content: bytes) -> None:
    with contextlib.suppress(OSError), pipe:  # a process that ended takes no more
        pipe.write(content)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def _table(answer: Answer) -> ReadTable:
    if answer.table is not None:
        return answer.table
    raise _FAULTS[answer.fault](**answer.params)
