"""A dialog of the desk: a heading, what it is about, and its buttons at the right; it goes when it is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.widgets.basics import Button, Label
from dpo_desk.ui.widgets.feedback import Banner
from dpo_desk.ui.widgets.texts import breakable


class DeskDialog(QDialog):
    """Put what it is about into ``body``; Escape and the last button leave. The desk's lock closes it."""

    def __init__(
        self, words: Wording, title: str, parent: QWidget, *, width: int = 760, height: int = 560
    ) -> None:
        """``title`` is words already; never larger than the window it stands on."""
        window = parent.window()
        super().__init__(window)
        self.words = words
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(words("ui.shell.title"))
        self.setAccessibleName(title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.TRIPLE, theme.TRIPLE, theme.TRIPLE, theme.DOUBLE)
        whole.setSpacing(theme.STEP + theme.HALF)
        self.heading = Label(breakable(title), size=1.3, bold=True, wrap=True)
        whole.addWidget(self.heading)
        self.banner = Banner(words)
        whole.addWidget(self.banner)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.STEP)
        whole.addLayout(self.body, 1)
        bar, self._left, self._right = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for side in (self._left, self._right):
            side.setSpacing(theme.STEP)
        bar.addLayout(self._left)
        bar.addStretch(1)
        bar.addLayout(self._right)
        whole.addLayout(bar)
        room = window.size() if window.isVisible() else None
        most_wide = room.width() - theme.TRIPLE if room else width
        most_high = room.height() - theme.TRIPLE if room else height
        self.resize(min(width, most_wide), min(height, most_high))

    def add_button(
        self,
        text: str,
        do: Callable[[], object],
        *,
        icon: str = "",
        primary: bool = False,
        left: bool = False,
    ) -> Button:
        """One more button; the primary one is pressed by Enter, those at the ``left`` stand apart."""
        button = Button(text, icon, primary=primary)
        button.clicked.connect(lambda _checked=False: do())
        button.setAutoDefault(primary)
        button.setDefault(primary)
        (self._left if left else self._right).addWidget(button)
        return button

    def add_close(self) -> Button:
        """The button that only leaves."""
        return self.add_button(self.words("ui.common.close"), self.reject)
