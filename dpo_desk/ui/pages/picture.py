"""The picture of the flows in a dialog: to look at, to read as a list, to save."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from dpo_desk.domain.ids import ActivityId
from dpo_desk.domain.picture import Picture
from dpo_desk.domain.record import RecordKind
from dpo_desk.ui import icons, theme
from dpo_desk.ui.printing import save_file
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button, IconButton
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.picture import export
from dpo_desk.ui.widgets.picture.view import PictureView
from dpo_desk.ui.widgets.picture.words import Teller, Told
from dpo_desk.ui.widgets.texts import breakable

PAGE_OF = {
    RecordKind.ACTIVITY: "register",
    RecordKind.CLIENT: "clients",
    RecordKind.PROCESSOR: "processors",
    RecordKind.TRANSFER: "transfers",
}
_TOLD = int(Qt.ItemDataRole.UserRole)
_MADE_OF_PARTS = 2  # columns: with fewer nothing flows


def show_activity_picture(desk: Desk, parent: QWidget, activity: str, ref: str, name: str) -> PictureDialog:
    """Show the picture of one activity."""
    title = desk.words("ui.picture.title_activity", ref=ref, name=name)
    flows = desk.services.register.flows
    return _shown(PictureDialog(desk, parent, title, lambda: flows.of_activity(ActivityId(activity)), ref))


def show_register_picture(desk: Desk, parent: QWidget) -> PictureDialog:
    """Show the picture of the whole register by country."""
    title = desk.words("ui.picture.title_register")
    return _shown(PictureDialog(desk, parent, title, desk.services.register.flows.by_country))


def _shown(dialog: PictureDialog) -> PictureDialog:
    dialog.open()
    return dialog


class PictureDialog(DeskDialog):
    """A picture with its tools; it is read on the lane and drawn when it is there."""

    def __init__(
        self, desk: Desk, parent: QWidget, title: str, read: Callable[[], Picture], ref: str = ""
    ) -> None:
        """``ref`` goes into the names of files; it names no person."""
        super().__init__(desk.words, title, parent, width=1240, height=760)
        self._desk, self._title, self._ref = desk, title, ref
        self.picture: Picture | None = None
        self.view = PictureView(self.words)
        self.view.opened.connect(self._open)
        self.list = _list(self.words("ui.picture.list_name"))
        self.list.itemActivated.connect(lambda item: self._open(item.data(_TOLD)))
        self._stack = QStackedWidget()
        for part in (self.view, self.list, EmptyState("workflow", self.words("ui.picture.empty"))):
            self._stack.addWidget(part)
        self.body.addLayout(self._tools())
        self.body.addWidget(self._stack, 1)
        self._saves = [
            self.add_button(
                self.words(f"ui.picture.{kind}"), partial(self._save, kind), icon="download", left=True
            )
            for kind in ("svg", "png")
        ]
        self.add_close()
        self._enable(on=False)
        desk.lane.run(
            read, success=self.show_picture, parent=self, busy_text=self.words("ui.picture.drawing")
        )

    def show_picture(self, picture: Picture) -> None:
        """Draw it."""
        if len(picture.columns) < _MADE_OF_PARTS:
            self._stack.setCurrentIndex(2)
            return
        self.picture = picture
        self.view.show_picture(picture)
        for text, told in Teller(self.words, picture).listed():
            self.list.addItem(_line(text, told))
        self._enable(on=True)
        self.view.setFocus()

    def turn(self) -> None:
        """From the picture to the list, and back."""
        as_list = self._stack.currentIndex() == 0
        self._stack.setCurrentIndex(1 if as_list else 0)
        self._turn.setText(self.words("ui.picture.as_picture" if as_list else "ui.picture.as_list"))
        self._turn.set_icon("workflow" if as_list else "list")
        for tool in self._zooms:
            tool.setEnabled(not as_list)
        shown = self._stack.currentWidget()
        if shown is not None:
            shown.setFocus()

    def _tools(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(theme.HALF)
        self._zooms: list[IconButton] = []
        for name, icon, do in (
            ("larger", "zoom-in", self.view.larger),
            ("smaller", "zoom-out", self.view.smaller),
            ("fit", "maximize", self.view.fit),
        ):
            tool = IconButton(icon, self.words(f"ui.picture.{name}"))
            tool.clicked.connect(do)
            self._zooms.append(tool)
            bar.addWidget(tool)
        bar.addStretch(1)
        self._turn = Button(self.words("ui.picture.as_list"), "list")
        self._turn.clicked.connect(lambda _checked=False: self.turn())
        bar.addWidget(self._turn)
        return bar

    def _enable(self, *, on: bool) -> None:
        for each in (*self._zooms, *self._saves, self._turn):
            each.setEnabled(on)

    def _open(self, told: object) -> None:
        """The record behind a node, in place of the picture."""
        if isinstance(told, Told) and told.record is not None:
            kind, record = told.record
            self.accept()
            self._desk.navigate(PAGE_OF[kind], record)

    def _save(self, kind: str) -> None:
        if self.picture is None:
            return
        make = export.svg if kind == "svg" else export.png
        content = make(self.words, self.picture, self._title)
        stem = "-".join(part for part in ("picture", self._ref) if part)
        save_file(
            self,
            self._desk.lane,
            content,
            f"{stem}.{kind}",
            lambda _place: self._desk.messages.note(self.words("ui.picture.saved")),
        )


def _list(name: str) -> QListWidget:
    found = QListWidget()
    found.setAccessibleName(name)
    found.setWordWrap(True)
    found.setSpacing(3)
    found.setIconSize(QSize(16, 16))
    found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return found


def _line(text: str, told: Told | None) -> QListWidgetItem:
    item = QListWidgetItem(breakable(text))
    if told is None:
        item.setFont(theme.larger(theme.application_font(), 1.0, bold=True))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    else:
        item.setData(_TOLD, told)
        item.setIcon(icons.icon(told.icon))
    return item
