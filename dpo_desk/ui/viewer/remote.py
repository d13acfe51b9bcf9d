"""The window's end of the viewer: it starts the process, believes nothing it says, and ends it when it must."""

from __future__ import annotations

import math
import sys
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal
from PySide6.QtGui import QImage

from dpo_desk.ui.viewer.frames import BadFrame, Frame, packed, taken

# Nothing but what is handed over decides what the process imports: no variable, no folder it happens to run in.
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from dpo_desk.ui.viewer.serve import main; main()"

PATIENCE_MS = 20_000  # with one answer; a whole large PDF takes a second
_ENDED_MS = 2_000
_LARGEST_PAGE = 14_400.0  # points; the largest page a PDF may have
_WAITING = 6  # pages asked for; what was scrolled past before it came is not wanted any more
_LONGEST = 4_000  # letters of a header or a name


@dataclass(frozen=True)
class Pages:
    """Pages of which pictures can be had; ``sizes`` are those of the first, ``count`` is how many there are."""

    sizes: list[tuple[float, float]]
    count: int


@dataclass(frozen=True)
class Words:
    """A text; ``encoding`` is how it was read, and ``cut`` whether there is more of it."""

    text: str
    encoding: str
    cut: bool


@dataclass(frozen=True)
class Letter:
    """A mail: headers by name, its words, the names and sizes of what is attached."""

    headers: Mapping[str, str]
    text: str
    attachments: tuple[tuple[str, int], ...]
    from_html: bool
    cut: bool


class Viewer(QObject):
    """One file looked into by a process of its own; used once."""

    opened = Signal(object)  # Pages, Words or Letter
    refused = Signal(str)  # "password" or "unreadable"; nothing comes after it
    page_came = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sizes: list[tuple[float, float]] = []
        self._buffer = bytearray()
        self._wanted: OrderedDict[int, float] = OrderedDict()
        self._asked: tuple[int, float] | None = None
        self._came: dict[int, tuple[float, QImage]] = {}
        self._over = self._told = False
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._fail)
        process = self._process = QProcess()
        process.setProgram(sys.executable)
        process.setArguments(["-I", "-c", _PROGRAM, *filter(None, sys.path)])
        process.setStandardErrorFile(QProcess.nullDevice())  # what it complains about holds what it reads
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._fail)
        process.errorOccurred.connect(self._fail)
        # At the latest when its owner goes, above all at the lock: the process holds what it looks into.
        self.destroyed.connect(lambda: _end(process))

    def __len__(self) -> int:
        return len(self.sizes)

    def look(self, media_type: str, content: bytes) -> None:
        """Begin; ``opened`` or ``refused`` tells what came of it."""
        self._process.start()
        self._say(Frame({"media_type": media_type}, content))

    def image(self, number: int, scale: float) -> QImage | None:
        """A page (from 0) as a picture at this scale, if it is there; else ``page_came`` tells when to ask again."""
        came = self._came.pop(number, None)
        if came is not None and came[0] == scale:
            return came[1]
        if self._asked != (number, scale) and not self._over:
            self._wanted[number] = scale
            self._wanted.move_to_end(number)
            while len(self._wanted) > _WAITING:
                self._wanted.popitem(last=False)
            self._ask()
        return None

    def close(self) -> None:
        """End it; nothing is told any more."""
        self._over = True
        self._patience.stop()
        self._came.clear()
        self._buffer.clear()
        _end(self._process)

    # --- inside --------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        if not self._over:
            self._hear(bytes(self._process.readAllStandardOutput().data()))

    def _hear(self, said: bytes) -> None:
        self._buffer += said
        try:
            while frame := taken(self._buffer):  # closing empties it
                self._take(frame)
        except (BadFrame, KeyError, TypeError, ValueError, OverflowError):
            self._fail()

    def _take(self, frame: Frame) -> None:
        self._patience.stop()
        if self._told:
            self._take_page(frame)
        elif frame.facts["show"] == "nothing":
            self._fail("password" if frame.facts["why"] == "password" else "unreadable")
        else:
            shown = _shown(frame)
            self._told = True
            if isinstance(shown, Pages):
                self.sizes = shown.sizes
            else:  # it has said everything, and need not hold it any longer
                self.close()
            self.opened.emit(shown)

    def _take_page(self, frame: Frame) -> None:
        if self._asked is None:
            raise BadFrame
        (number, scale), self._asked = self._asked, None
        width, height = int(frame.facts["width"]), int(frame.facts["height"])
        if width < 1 or height < 1 or width * height * 4 != len(frame.content):
            raise BadFrame
        picture = QImage(frame.content, width, height, width * 4, QImage.Format.Format_RGB32).copy()
        self._came[number] = scale, picture
        self._ask()
        self.page_came.emit(number)

    def _ask(self) -> None:
        if self._asked is None and self._wanted:
            number, scale = self._asked = self._wanted.popitem()
            self._say(Frame({"page": number, "scale": scale}))

    def _say(self, frame: Frame) -> None:
        self._process.write(packed(frame))
        self._patience.start()

    def _fail(self, why: object = "unreadable") -> None:
        if not self._over:
            self.close()
            self.refused.emit(why if isinstance(why, str) else "unreadable")


def _end(process: QProcess) -> None:
    process.blockSignals(True)
    if process.state() != QProcess.ProcessState.NotRunning:
        process.kill()
        process.waitForFinished(_ENDED_MS)


def _shown(frame: Frame) -> Pages | Words | Letter:
    """What the viewer says the file is, held to its form. Raises ``BadFrame``, or what wrong types raise."""
    facts = frame.facts
    if facts["show"] == "pages":
        sizes = [(_side(width), _side(height)) for width, height in facts["sizes"]]
        if not sizes:
            raise BadFrame
        return Pages(sizes, max(len(sizes), int(facts["count"])))
    text = frame.content.decode(errors="replace")
    if facts["show"] == "text":
        return Words(text, _short(facts["encoding"]), bool(facts["cut"]))
    if facts["show"] == "mail":
        return Letter(
            headers={_short(name): _short(value) for name, value in dict(facts["headers"]).items()},
            text=text,
            attachments=tuple((_short(name), int(size)) for name, size in facts["attachments"]),
            from_html=bool(facts["from_html"]),
            cut=bool(facts["cut"]),
        )
    raise BadFrame


def _side(points: Any) -> float:
    side = float(points)
    if not math.isfinite(side):
        raise BadFrame
    return min(max(side, 1.0), _LARGEST_PAGE)


def _short(text: Any) -> str:
    return str(text)[:_LONGEST]
