"""A card of files over a real vault, shown the way a request's record shows it: anew at each piece of news."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from dpo_desk.domain.file import FileKind
from dpo_desk.ui.widgets.files_card import FilesCard
from tests.desks import a_request


class Host(QScrollArea):
    """The record around the card."""

    def __init__(self, desk: Any) -> None:
        super().__init__()
        self.desk = desk
        self.case = desk.services.cases.open_case(a_request(received="2026-03-02")).case.id
        inside = QWidget()
        column = QVBoxLayout(inside)
        self.card = FilesCard(desk)
        column.addWidget(self.card)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setWidget(inside)
        self.told: list[frozenset[str]] = []
        desk.news.happened.connect(self.refresh)
        self.refresh()

    def refresh(self, changed: Any = None) -> None:
        if changed is not None:
            assert changed.touches("cases")
            self.told.append(changed.ids)
        self.card.show_case(self.case, self.desk.services.files.of_case(self.case))

    def rest(self) -> None:
        """Until everything asked of the lane is done."""
        for _ in range(8):
            QApplication.processEvents()
            assert self.desk.lane.wait()
        QApplication.processEvents()

    def add(self, *paths: Path, kind: FileKind = FileKind.ATTACHMENT) -> None:
        self.card.kind.set_value(kind)
        self.card.add(paths)
        self.rest()


def a_file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def data_of(*urls: str | Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) if isinstance(each, Path) else QUrl(each) for each in urls])
    return data


def drop(widget: QWidget, data: QMimeData) -> QDropEvent | None:
    """Drag it over the widget and let it go; nothing when the widget did not let it in."""
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), actions, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return None
    event = QDropEvent(QPointF(20, 20), actions, data, buttons, keys)
    QApplication.sendEvent(widget, event)
    return event
