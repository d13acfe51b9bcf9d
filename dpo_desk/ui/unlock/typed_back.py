"""The recovery code on the screen, out on paper, and two of its groups typed back."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.printing import print_pdf, save_pdf
from dpo_desk.ui.tasks import Lane
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.unlock.fields import code_font
from dpo_desk.ui.widgets.basics import Button, Card, Label
from dpo_desk.ui.widgets.feedback import Banner

RecoverySheet = Callable[[str, str], bytes]
"""The recovery sheet as PDF, from the code and the vault file's name; runs on the lane."""

_ASKED = 2
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def _plain(group: str) -> str:
    """A group as it is compared: what Crockford's alphabet reads alike is alike."""
    return group.strip().upper().translate(_LOOK_ALIKE)


class RecoveryCode(QWidget):
    """Shows the code; ``proven`` is told when both asked groups are right."""

    proven = Signal(bool)

    def __init__(self, words: Wording, lane: Lane, sheet: RecoverySheet, vault_name: str) -> None:
        super().__init__()
        self._words, self._lane, self._sheet, self._vault_name = words, lane, sheet, vault_name
        self._code, self.asked = "", list[int]()
        self._lines: list[QLineEdit] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.STEP + theme.HALF)
        self._box = Card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.TRIPLE)
        self._grid.setVerticalSpacing(theme.STEP)
        self._box.body.addLayout(self._grid)
        self._column.addWidget(self._box)
        tools = QHBoxLayout()
        tools.setSpacing(theme.STEP)
        for key, icon, do in (("print", "printer", self._print), ("save", "download", self._save)):
            button = Button(words(f"ui.unlock.sheet.{key}"), icon)
            button.clicked.connect(do)
            tools.addWidget(button)
        tools.addStretch(1)
        self._column.addLayout(tools)
        self.banner = Banner(words)
        self._column.addWidget(self.banner)
        self._column.addWidget(Label(words("ui.unlock.sheet.type_back"), wrap=True))
        self._back = QHBoxLayout()
        self._back.setSpacing(theme.DOUBLE)
        self._column.addLayout(self._back)
        self._column.addStretch(1)

    def show_code(self, code: str) -> None:
        """Show a code and choose which groups are asked back."""
        self._code = code
        groups = code.split("-")
        self.asked = sorted(secrets.SystemRandom().sample(range(len(groups)), _ASKED))
        for number, group in enumerate(groups):
            cell = QHBoxLayout()
            cell.setSpacing(theme.STEP)
            cell.addWidget(Label(f"{number + 1}", size=0.85, muted=True), 0, Qt.AlignmentFlag.AlignVCenter)
            text = Label(group, selectable=True)
            text.setFont(code_font(1.3))
            cell.addWidget(text)
            cell.addStretch(1)
            self._grid.addLayout(cell, number // 3, number % 3)
        for number in self.asked:
            self._back.addLayout(self._ask(number))
        self._back.addStretch(1)
        self._box.setAccessibleName(f"{self._words('ui.unlock.code')}: {' '.join(groups)}")

    @property
    def right(self) -> bool:
        """Whether both groups are typed as they are."""
        groups = self._code.split("-")
        pairs = zip(self.asked, self._lines, strict=True)
        return bool(self._lines) and all(_plain(line.text()) == groups[number] for number, line in pairs)

    def focus(self) -> None:
        """Bring the keyboard to the first group."""
        if self._lines:
            self._lines[0].setFocus()

    def _ask(self, number: int) -> QVBoxLayout:
        column, line = QVBoxLayout(), QLineEdit()
        column.setSpacing(theme.HALF)
        name = Label(self._words("ui.unlock.sheet.group", n=number + 1), size=0.95, bold=True)
        name.setBuddy(line)
        line.setFont(code_font(1.1))
        line.setMinimumHeight(theme.ROW)
        line.setMaximumWidth(140)
        line.setMaxLength(8)
        line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        line.textChanged.connect(lambda _text: self._typed())
        self._lines.append(line)
        column.addWidget(name)
        column.addWidget(line)
        return column

    def _typed(self) -> None:
        full = all(len(line.text().strip()) >= 4 for line in self._lines)
        if full and not self.right:
            self.banner.say(self._words("ui.unlock.sheet.differs"), Tone.WARNING)
        elif self.right:
            self.banner.hide()
        self.proven.emit(self.right)

    def _make(self, use: Callable[[bytes], object]) -> None:
        code, name, sheet = self._code, self._vault_name, self._sheet
        self._lane.run(lambda: sheet(code, name), success=use, parent=self)

    def _print(self) -> None:
        self._make(lambda pdf: print_pdf(self.window(), pdf, self._printed))

    def _printed(self, _pages: int) -> None:
        self.banner.say(self._words("ui.unlock.sheet.printed"), Tone.GOOD)

    def _save(self) -> None:
        name = self._words("ui.unlock.sheet.file")
        self._make(
            lambda pdf: save_pdf(
                self.window(),
                self._lane,
                pdf,
                name,
                lambda _path: self.banner.say(self._words("ui.unlock.sheet.saved"), Tone.WARNING),
            )
        )
