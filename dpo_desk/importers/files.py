"""Tables from files the user chose, read in a process of their own that is ended when it takes too long."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from dpo_desk import errors
from dpo_desk.errors import ImportFailed, Stopped, TableDamaged, TextUnreadable
from dpo_desk.importers import IMPORTERS
from dpo_desk.importers.base import Budget, Reading
from dpo_desk.importers.child import Answer, Task
from dpo_desk.services.tables import ReadTable

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
            TextUnreadable: The file cannot be opened.
            ImportFailed: It is no table, damaged, protected, empty or too large.
            Stopped: ``stopped`` said so.
        """
        task = Task(reading=Reading(encoding=encoding, separator=separator), budget=self.budget)
        try:
            with path.open("rb") as stream:
                process = _start(stream.fileno(), task)
        except (OSError, ValueError) as error:  # a name with a zero byte is no path
            raise TextUnreadable from error
        try:
            return _table(self._answer(process, stopped))
        finally:
            _end(process)

    def _answer(self, process: subprocess.Popen[bytes], stopped: Callable[[], bool]) -> Answer:
        until = time.monotonic() + self.budget.seconds
        while True:
            try:
                said, _ = process.communicate(timeout=_LOOK_EVERY_S)
                break
            except subprocess.TimeoutExpired:
                if stopped():
                    raise Stopped from None
                if time.monotonic() > until:
                    raise self.budget.exceeded() from None
        if process.returncode == _ORDINARY:  # the reader broke at something in the file
            raise TableDamaged
        if process.returncode:  # the memory or the time it may have was not enough
            raise self.budget.exceeded()
        return msgspec.json.decode(said, type=Answer)


def _start(source: int, task: Task) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _PROGRAM, *sys.path, msgspec.json.encode(task).decode()],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        with contextlib.suppress(OSError, ValueError):
            process.communicate()
    if process.stdout:
        process.stdout.close()


def _table(answer: Answer) -> ReadTable:
    if answer.table is not None:
        return answer.table
    kind = getattr(errors, answer.fault, ImportFailed)
    raise kind(**answer.params)
