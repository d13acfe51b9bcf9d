"""Texts of any length and any letters, shown as typed: cut at the end of their place, or broken where they must."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from dpo_desk.ui import theme
from dpo_desk.ui.widgets.basics import Label, plain_tip

_RUN = 32  # letters without a blank that still fit into the narrowest place
_LONG_RUN = re.compile(rf"\S{{{_RUN}}}(?=\S)")
_BREAK = "\u200b"
_MOST_LINES = 14
_LONGEST_NAME = 400  # letters a screen reader is given as a name; the rest is in the text itself


def breakable(text: str) -> str:
    """The text with invisible places to break in runs that no line would hold; only to be shown."""
    return _LONG_RUN.sub(lambda found: found[0] + _BREAK, text)


def isolated(text: str) -> str:
    """A name from outside, which cannot turn the words around it, nor itself: what would is shown as a sign."""
    seen = "".join("\ufffd" if unicodedata.category(sign)[0] == "C" else sign for sign in text)
    return f"\u2068{seen}\u2069"


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and a sign that it goes on; never longer than ``most`` letters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


class Elided(Label):
    """One line that never widens its place: what does not fit is cut, and told whole by the tooltip."""

    def __init__(self, text: str = "", *, bold: bool = False, muted: bool = False, size: float = 1.0) -> None:
        super().__init__(text, bold=bold, muted=muted, size=size)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show a text; line ends become blanks."""
        line = " ".join(text.split())
        super().setText(line)
        self.setToolTip(plain_tip(line[:_LONGEST_NAME]))

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(theme.TRIPLE * 2, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


class Prose(QPlainTextEdit):
    """Somebody's own words, to be read and copied: as high as they need, and scrolled when they are long."""

    def __init__(self, name: str, parent: QWidget | None = None, *, most_lines: int = _MOST_LINES) -> None:
        """``name`` is what a screen reader calls it; more than ``most_lines`` are scrolled."""
        super().__init__(parent)
        self._most_lines = most_lines
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)

    def show_text(self, text: str) -> None:
        """Show other words."""
        if text != self.toPlainText():
            self.setPlainText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line, most = self.fontMetrics().lineSpacing(), 0.0
        block, layout = self.document().begin(), self.document().documentLayout()
        while block.isValid() and most < line * self._most_lines:
            most += layout.blockBoundingRect(block).height()
            block = block.next()
        height = round(max(line, min(line * self._most_lines, most))) + theme.HALF
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)
