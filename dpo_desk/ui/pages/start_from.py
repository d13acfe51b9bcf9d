"""“Start from…”: a new activity begins with a template, an own record or one of the example."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dpo_desk.domain.checks.words import fold
from dpo_desk.errors import NotFound
from dpo_desk.services.drafts import Values
from dpo_desk.services.templates import Start, StartFrom
from dpo_desk.ui import icons, theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.dialog import DeskDialog

_ICON = {StartFrom.TEMPLATE: "bookmark", StartFrom.OWN: "copy", StartFrom.EXAMPLE: "book-open"}
_START = int(Qt.ItemDataRole.UserRole)
_PREVIEWED = ("purposes", "data_subjects", "categories", "recipients", "security")


def start_from(desk: Desk, parent: QWidget, begin: Callable[[Values], object]) -> StartDialog:
    """Let a beginning be chosen; ``begin`` gets the values of the new activity."""
    dialog = StartDialog(desk, parent)
    dialog.accepted.connect(lambda: begin(dialog.values))
    dialog.open()
    return dialog


class StartDialog(DeskDialog):
    """The beginnings at the left, narrowed down by a line; what the chosen one holds at the right."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = desk.words
        super().__init__(words, words("ui.templates.title"), parent, width=860, height=600)
        self._service = desk.services.templates
        self.values: Values = {}
        self.filter = QLineEdit()
        self.filter.setMinimumHeight(theme.ROW)
        self.filter.setPlaceholderText(words("ui.common.list.filter"))
        self.filter.setAccessibleName(words("ui.common.list.filter_of", name=words("ui.templates.title")))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(words("ui.templates.title"))
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(16, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill(self._service.starts(words.language))
        self.list.currentItemChanged.connect(lambda _now, _before: self._show())
        self.list.itemActivated.connect(lambda _item: self._take())
        left, both = QVBoxLayout(), QHBoxLayout()
        left.setSpacing(theme.STEP)
        left.addWidget(self.filter)
        left.addWidget(self.list, 1)
        both.setSpacing(theme.DOUBLE)
        both.addLayout(left, 2)
        both.addWidget(self._preview_area(), 3)
        self.body.addLayout(both, 1)
        self.add_button(words("ui.common.cancel"), self.reject)
        self.take = self.add_button(words("ui.templates.take"), self._take, primary=True)
        self._choose_first()
        self.filter.setFocus()

    @property
    def start(self) -> Start | None:
        """The chosen beginning."""
        if self.list.currentRow() < 0 or self.list.currentItem().isHidden():
            return None
        return cast("Start | None", self.list.currentItem().data(_START))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leads from the line into the list."""
        if event.key() == Qt.Key.Key_Down and self.filter.hasFocus():
            self.list.setFocus()
            return
        super().keyPressEvent(event)

    # --- inside --------------------------------------------------------------------------------------------------

    def _preview_area(self) -> QScrollArea:
        inside = QWidget()
        self._preview = QVBoxLayout(inside)
        self._preview.setContentsMargins(0, 0, theme.STEP, 0)
        self._preview.setSpacing(theme.HALF)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.words("ui.templates.preview"))
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        return area

    def _fill(self, starts: Sequence[Start]) -> None:
        group: StartFrom | None = None
        for start in starts:
            if start.source is not group:
                group = start.source
                head = QListWidgetItem(self.words(f"ui.templates.group.{group}"))
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                head.setFont(theme.larger(theme.application_font(), 1.0, bold=True))
                self.list.addItem(head)
            item = QListWidgetItem(icons.icon(_ICON[start.source]), start.name)
            item.setData(_START, start)
            self.list.addItem(item)

    def _narrow(self, typed: str) -> None:
        wanted = fold(typed.strip())
        head: QListWidgetItem | None = None
        for item in self._items():
            start = cast("Start | None", item.data(_START))
            if start is None:
                head = item
                item.setHidden(True)
                continue
            fits = wanted in fold(f"{start.name} {start.about}")
            item.setHidden(not fits)
            if fits and head:
                head.setHidden(False)
        if self.start is None:
            self._choose_first()

    def _choose_first(self) -> None:
        first = next((i for i in self._items() if i.data(_START) is not None and not i.isHidden()), None)
        self.list.setCurrentItem(first)  # type: ignore[arg-type]  # nothing is chosen by None
        self._show()

    def _items(self) -> Sequence[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _show(self) -> None:
        while self._preview.count():
            old = self._preview.takeAt(0)
            widget = old.widget() if old else None
            if widget:
                widget.hide()
                widget.deleteLater()
        start = self.start
        self.values = self._read(start) if start else {}
        self.take.setEnabled(bool(self.values))
        if start and self.values:
            self._preview.addWidget(Label(start.name, size=1.15, bold=True, wrap=True))
            self._preview.addWidget(Label(start.about, muted=True, wrap=True))
            for title, text in self._told(self.values):
                self._preview.addSpacing(theme.STEP)
                self._preview.addWidget(Label(title, bold=True))
                self._preview.addWidget(Label(text, wrap=True, selectable=True))
        elif not start:
            self._preview.addWidget(Label(self.words("ui.common.list.no_match"), muted=True, wrap=True))
        self._preview.addStretch(1)

    def _read(self, start: Start) -> Values:
        try:
            return self._service.values(start, self.words.language)
        except NotFound:  # it went while the dialog stood open
            return {}

    def _told(self, values: Values) -> Sequence[tuple[str, str]]:
        """What to read before one takes it: what is to be adapted, then the words of the first fields."""
        told = [("to_clarify", str(values["to_clarify"]))]
        told += [(name, "\n".join(_texts(values[name]))) for name in _PREVIEWED]
        return [(self.words(f"fields.activity.{name}"), text) for name, text in told if text]

    def _take(self) -> None:
        if self.values:
            self.accept()


def _texts(value: object) -> list[str]:
    """The words of a field: of a fact what it says, of parts their names."""
    if isinstance(value, Mapping):
        return _texts(value.get("text", ""))
    if isinstance(value, str):
        return [line for line in value.split("\n") if line]
    if isinstance(value, Sequence):
        return [
            str(part.get("name") or part.get("text") or "") for part in value if isinstance(part, Mapping)
        ]
    return []
