"""
Python's cyclic garbage is collected on the window's thread only.

Widgets and their callbacks refer to each other in circles. Left alone, Python collects such circles on whichever thread
happens to allocate, the lane's too, and a widget destroyed there takes the whole process down.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class MainThreadCollector(QObject):
    """Collects at intervals on its own thread, as Python would by its thresholds; ends with its parent."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=_EVERY_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Collects the youngest generation that has outgrown its threshold, and those below it."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation] > 0:
                gc.collect(generation)
                return
