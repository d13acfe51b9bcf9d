"""A form that stands inside a record: as high as its fields, with its own verb, and a way to leave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QWidget

from dpo_desk.ui import theme
from dpo_desk.ui.forms.base import Form
from dpo_desk.ui.shell import Desk


class InlineForm(Form):
    """``left`` is told when the user goes without saving: Cancel forgets what is typed, Escape keeps it as a draft."""

    left = Signal()

    def __init__(
        self,
        desk: Desk,
        save: Callable[[Mapping[str, object]], object],
        verb: str,
        parent: QWidget | None = None,
    ) -> None:
        """``verb`` is the words of the button that saves."""
        super().__init__(desk, save, parent)
        self._store.setText(verb.replace("&", "&&"))
        self.save_action.setText(verb)
        self._discard.setText(desk.words("ui.common.cancel"))
        self._discard.set_icon("")
        self._discard.clicked.disconnect()
        self._discard.clicked.connect(self._cancel)
        leave = QAction(desk.words("ui.common.cancel"), self)
        leave.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        leave.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.triggered.connect(self._escape)
        self.addAction(leave)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = cast("QWidget", self.area.widget())
        self._content.setAutoFillBackground(False)
        line = cast("QHBoxLayout", self._content.layout())
        line.setContentsMargins(0, theme.HALF, 0, theme.DOUBLE)
        line.setStretch(1, 0)  # what surrounds the form says how wide it is
        self._fit_later = QTimer(self, singleShot=True, interval=0)
        self._fit_later.timeout.connect(self._fit_height)
        self._content.installEventFilter(self)
        self._show_dirty()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the height of the fields."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit_later.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower is higher."""
        super().resizeEvent(event)
        self._fit_height()

    def jump(self, path: str) -> None:
        """Bring a field into view, also where the form itself is scrolled."""
        super().jump(path)
        self.show_focus()

    def show_focus(self) -> None:
        """Scroll what is around to the form, and in it to whatever has the keyboard."""
        target, outer = QApplication.focusWidget(), self.parentWidget()
        while outer is not None and not isinstance(outer, QScrollArea):
            outer = outer.parentWidget()
        if outer is not None and target is not None and self.isAncestorOf(target):
            self._bring_up(outer)
            outer.ensureWidgetVisible(target, 0, theme.TRIPLE * 2)

    def _bring_up(self, outer: QScrollArea) -> None:
        """Scroll the form to the top of what is around, below the title it may have there; not when all of it is seen."""
        bar, top = outer.verticalScrollBar(), self.mapTo(cast("QWidget", outer.widget()), QPoint(0, 0)).y()
        seen = bar.value() <= top and top + self.height() <= bar.value() + outer.viewport().height()
        if not seen:
            bar.setValue(top - theme.TRIPLE * 2)

    def _fit_height(self) -> None:
        layout = self._content.layout()
        if layout is None:
            return
        width = self.area.viewport().width()
        high = (
            layout.totalHeightForWidth(width)
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )
        if high > 0 and high != self.area.height():
            self.area.setFixedHeight(high)
            QTimer.singleShot(0, self, self.show_focus)

    def _show_dirty(self) -> None:
        super()._show_dirty()
        if not self._dirty:
            self._state.setText("")
        self._discard.setEnabled(not self._saving)

    def _cancel(self) -> None:
        self.discard()
        self.left.emit()

    def _escape(self) -> None:
        self.keep()
        self.left.emit()
