"""
The process in which a foreign file is read: little memory, little time, no way to write, and no vault in it.

It takes the file from its standard input and the budget from its arguments, and gives the table as JSON on its
standard output. Whatever a hostile file breaks in here, it breaks only here.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass, field

import msgspec

from dpo_desk.errors import ImportFailed, NotATable
from dpo_desk.hardening import keep_memory_private
from dpo_desk.importers import IMPORTERS
from dpo_desk.importers.base import Budget, Reading
from dpo_desk.services.tables import ReadTable


@dataclass(frozen=True, kw_only=True)
class Task:
    """What is asked of the process."""

    reading: Reading
    budget: Budget


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The table, or the name of the error and what fills its sentence."""

    table: ReadTable | None = None
    fault: str = ""
    params: dict[str, str | int] = field(default_factory=dict)


def main() -> None:
    """Reads the table and says what it holds or what is wrong with it."""
    task = msgspec.json.decode(sys.argv[-1], type=Task)
    _keep_within(task.budget)
    answer = read(sys.stdin.buffer.read(), task)
    sys.stdout.buffer.write(msgspec.json.encode(answer))
    sys.stdout.buffer.flush()


def read(content: bytes, task: Task) -> Answer:
    """The table these bytes hold, or why there is none."""
    try:
        return Answer(table=_table(content, task))
    except ImportFailed as error:
        params = {name: value for name, value in error.params.items() if isinstance(value, str | int)}
        return Answer(fault=type(error).__name__, params=params)
    except MemoryError:
        refusal = task.budget.exceeded()
        return Answer(fault=type(refusal).__name__, params=dict(refusal.params))  # type: ignore[arg-type]


def _table(content: bytes, task: Task) -> ReadTable:
    importer = next((each for each in IMPORTERS if each.fits(content)), None)
    if importer is None:
        raise NotATable
    return importer.read(content, task.reading, task.budget)


def _keep_within(budget: Budget) -> None:
    """Bounds memory, time and writing where the system knows how."""
    keep_memory_private()
    if sys.platform == "win32":
        return
    import resource

    limits = {
        resource.RLIMIT_AS: budget.memory,
        resource.RLIMIT_CPU: budget.seconds,
        resource.RLIMIT_FSIZE: 0,
    }
    for limit, value in limits.items():
        with contextlib.suppress(OSError, ValueError):  # a smaller limit of the system itself stays
            resource.setrlimit(limit, (value, value))
