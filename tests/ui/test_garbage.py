"""Circles of widgets end on the window's thread."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from dpo_desk.ui.garbage import MainThreadCollector


class Circle:
    ended_on: list[int]

    def __init__(self, ended_on: list[int]) -> None:
        self.me, self.ended_on = self, ended_on

    def __del__(self) -> None:
        self.ended_on.append(threading.get_ident())


@pytest.fixture
def collector(qapp: object) -> Iterator[MainThreadCollector]:
    parent = QObject()
    yield MainThreadCollector(parent)
    parent.deleteLater()


def test_garbage_made_on_another_thread_is_collected_on_the_windows_own(
    collector: MainThreadCollector,
) -> None:
    ended_on: list[int] = []

    def work() -> None:
        for _ in range(20_000):
            Circle(ended_on)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert not gc.isenabled()
    assert not ended_on
    collector.look()
    assert ended_on
    assert set(ended_on) == {threading.get_ident()}
