"""
The one way to do slow work: a lane of one thread, in the order asked.

``op`` runs off the window's thread and sees no widget; its result comes back on the window's thread, and is dropped
when the screen that asked has gone. Writing, rendering, opening and locking go through the lane. Reading a page of a
list or one record takes less than 10 ms on a connection of its own and is called directly (``models/paged.py``).
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from dpo_desk.errors import DeskError, VaultError, WorkLost
from dpo_desk.ui.messages import Messages

T = TypeVar("T")
BUSY_AFTER_MS = 300  # shorter work shows nothing: a flicker would only disturb


@dataclass(eq=False)
class _Job(Generic[T]):
    parent: weakref.ref[QObject]
    success: Callable[[T], object]
    failure: Callable[[DeskError], object] | None
    busy_text: str
    awaited: bool = True  # whether the screen that asked still wants to hear


@dataclass(frozen=True)
class _Outcome(Generic[T]):
    job: _Job[T]
    future: Future[T]


class Lane(QObject):
    """One worker thread, one queue; the only place where something runs beside the window."""

    busy = Signal(str)  # what the status line shows while it works; empty when at rest
    _finished = Signal(object)

    def __init__(self, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="lane")
        self._jobs: list[_Job[object]] = []
        self._closed = self._lost = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._slow = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._slow.timeout.connect(self._show_busy)

    def run(
        self,
        op: Callable[[], T],
        *,
        success: Callable[[T], object],
        parent: QObject,
        failure: Callable[[DeskError], object] | None = None,
        busy_text: str = "",
    ) -> None:
        """
        Do ``op`` off the window's thread, then give its result to ``success`` on it.

        Args:
            op: Sees no widget. May raise a DeskError: ``failure`` gets it, else it is shown. Anything else is a bug
                and opens the crash dialog.
            parent: The screen that asks; when it is gone, so is the result.
            busy_text: Shown in the status line when it takes longer than a moment.
        """
        if self._closed:
            return
        job = _Job(weakref.ref(parent), success, failure, busy_text)
        self._jobs.append(cast("_Job[object]", job))
        if not self._slow.isActive():
            self._slow.start()
        future = self._pool.submit(op)
        future.add_done_callback(lambda done: self._finished.emit(_Outcome(job, done)))

    @property
    def at_rest(self) -> bool:
        """Whether nothing is running, waiting or undelivered."""
        return not self._jobs

    def wait(self, timeout_ms: int = 30_000) -> bool:
        """Let the window live until the lane is at rest; False when the time is up."""
        deadline, loop = QDeadlineTimer(timeout_ms), QEventLoop()
        while self._jobs and not deadline.hasExpired():
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        return not self._jobs

    def hush(self) -> None:
        """
        Give no screen a result any more; used before locking.

        A screen that is about to go must not ask a vault that is closing. That something could not be written is told.
        """
        self._lost = False
        for job in self._jobs:
            job.awaited = False

    def close(self) -> None:
        """Finish what is running and end the thread; what is asked afterwards is not done."""
        self._closed = True
        self.hush()
        self._pool.shutdown(wait=True)

    def _deliver(self, outcome: _Outcome[object]) -> None:
        job = outcome.job
        self._jobs.remove(job)
        self._rest_or_go_on()
        parent, error = job.parent(), outcome.future.exception()
        if not job.awaited:
            if isinstance(error, VaultError) and not self._lost:
                self._lost = True
                self._messages.dialog(WorkLost())
            return
        if parent is None or not isValid(parent):
            return
        if error is None:
            job.success(outcome.future.result())
        elif isinstance(error, DeskError):
            (job.failure or self._messages.dialog)(error)
        else:
            self._messages.crash(error)

    def _rest_or_go_on(self) -> None:
        if self._jobs:
            return
        self._slow.stop()
        self.busy.emit("")

    def _show_busy(self) -> None:
        for job in self._jobs:
            if job.busy_text:
                self.busy.emit(job.busy_text)
                return
