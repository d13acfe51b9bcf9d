"""The text quotations come from: what is kept, and a new one compared before it takes its place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from dpo_desk.domain.checks.words import flat
from dpo_desk.library.wording import Wording
from dpo_desk.services.ports import KeptText
from dpo_desk.services.sources import Quotation, SourceReading
from dpo_desk.ui import icons, theme
from dpo_desk.ui.choosing import ask_file
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, Label
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.feedback import Facts

_REGISTER = ("activities", "clients", "processors", "transfers")


class SourcePart(QWidget):
    """What is kept, and the way to a new one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._service = desk, desk.services.sources
        words = desk.words
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.DOUBLE, theme.STEP, theme.DOUBLE, theme.DOUBLE)
        column.setSpacing(theme.DOUBLE)
        card = Card(words("ui.sources.title"))
        card.setMaximumWidth(theme.MEASURE)
        card.body.addWidget(Label(words("ui.sources.about"), muted=True, wrap=True))
        self.facts, self.none = Facts(), Label(words("ui.sources.none"), wrap=True)
        card.body.addWidget(self.facts)
        card.body.addWidget(self.none)
        self.read_in = Button(words("ui.sources.read"), "folder-open", primary=True)
        self.read_in.clicked.connect(lambda _checked=False: self.choose_file())
        self.take_out = Button(words("ui.sources.forget"), "trash-2")
        self.take_out.clicked.connect(lambda _checked=False: self.forget())
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(self.read_in)
        row.addWidget(self.take_out)
        row.addStretch(1)
        card.body.addLayout(row)
        column.addWidget(card)
        column.addStretch(1)
        self._show(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is kept."""
        super().showEvent(event)
        self._show(self._service.current())

    def choose_file(self) -> QFileDialog:
        """Ask for a text file."""
        say = self._desk.words
        return ask_file(self, [say("ui.sources.files"), say("ui.sources.any_file")], self.read)

    def read(self, path: Path) -> None:
        """Compare the text of a file with the register, and ask whether to keep it."""
        self._desk.lane.run(
            lambda: self._service.read(path),
            success=self._offer,
            parent=self,
            busy_text=self._desk.words("ui.sources.comparing"),
        )

    def forget(self) -> None:
        """Take the text out of the vault, after asking."""
        say = self._desk.words
        self._desk.messages.ask(
            say("ui.sources.forget_question"),
            say("ui.sources.forget_about"),
            say("ui.sources.forget_do"),
            lambda: self._desk.lane.run(
                self._service.forget, success=lambda _none: self._changed("forgotten"), parent=self
            ),
        )

    # --- inside --------------------------------------------------------------------------------------------------

    def _offer(self, reading: SourceReading) -> None:
        dialog = SourceDialog(self._desk.words, reading, self)
        dialog.accepted.connect(lambda: self._keep(reading))
        dialog.open()

    def _keep(self, reading: SourceReading) -> None:
        self._desk.lane.run(
            lambda: self._service.accept(reading),
            success=lambda _none: self._changed("kept"),
            parent=self,
            busy_text=self._desk.words("ui.sources.comparing"),
        )

    def _changed(self, note: str) -> None:
        self._show(self._service.current())
        self._desk.news.tell(*_REGISTER)
        self._desk.messages.note(self._desk.words(f"ui.sources.{note}"))

    def _show(self, kept: KeptText | None) -> None:
        words = self._desk.words
        self.facts.setVisible(kept is not None)
        self.none.setVisible(kept is None)
        self.take_out.setVisible(kept is not None)
        if kept:
            self.facts.show_facts([
                (words("ui.sources.name"), kept.title),
                (words("ui.sources.read_on"), words.date(kept.at.astimezone().date())),
                (words("ui.sources.length"), words("ui.sources.characters", count=len(kept.text))),
                (words("ui.sources.sha256"), _grouped(kept.sha256)),
            ])  # fmt: skip


class SourceDialog(DeskDialog):
    """What a text that was read means for the quotations of the register; accepting keeps it."""

    def __init__(self, words: Wording, reading: SourceReading, parent: QWidget) -> None:
        super().__init__(words, words("ui.sources.compare_title"), parent, width=720, height=560)
        total = reading.found + len(reading.lost)
        self.body.addWidget(Label(reading.title, bold=True, wrap=True))
        if total:
            told = words("ui.sources.found", found=reading.found, count=total)
            self.body.addWidget(Label(told, wrap=True, tone=Tone.WARNING if reading.lost else Tone.GOOD))
        else:
            self.body.addWidget(Label(words("ui.sources.no_quotations"), wrap=True))
        if reading.missed:
            self.body.addWidget(Label(words("ui.sources.missed", count=len(reading.missed)), wrap=True))
        self.lost = QListWidget()
        self.lost.setAccessibleName(words("ui.sources.lost"))
        self.lost.setWordWrap(True)
        self.lost.setIconSize(QSize(16, 16))
        self.lost.setVisible(bool(reading.lost))
        missed = set(reading.missed)
        for each in reading.lost:
            item = QListWidgetItem(_line(words, each))
            item.setIcon(icons.icon("triangle-alert" if each in missed else "circle-question-mark"))
            self.lost.addItem(item)
        if reading.lost:
            self.body.addWidget(Label(words("ui.sources.lost"), bold=True))
            self.body.addWidget(self.lost, 1)
        else:
            self.body.addStretch(1)
        self.add_button(words("ui.common.cancel"), self.reject)
        self.add_button(words("ui.sources.keep"), self.accept, primary=True)


def _grouped(digest: str) -> str:
    """In groups, so that it can go over two lines."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _line(words: Wording, lost: Quotation) -> str:
    return words("ui.sources.line", ref=lost.ref, name=lost.name, quote=flat(lost.evidence.quote))
