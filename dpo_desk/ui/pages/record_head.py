"""The head of a record: what it is called, where it stands, when it was validated, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.services.changes import label_in_words
from dpo_desk.services.records import View
from dpo_desk.ui import theme
from dpo_desk.ui.forms.base import order_tabs
from dpo_desk.ui.pages.base import action_button
from dpo_desk.ui.pages.record_lists import STATUS_LOOK
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, IconButton, Label, Pill, plain_tip
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.links import LinkLine
from dpo_desk.ui.widgets.texts import breakable, shortened

_NAME_LETTERS = 120  # of a name in the head; the first field of the form has all of it
_FIELDS_TOLD = 3  # of those that changed since the validation; the comparison has all


class RecordHead(QWidget):
    """``changes_wanted`` asks for the comparison with the validated version."""

    changes_wanted = Signal()

    def __init__(self, words: Wording, whole: QAction, validate: QAction, more: Sequence[QAction]) -> None:
        """``whole`` hides and shows the list; ``more`` stand in the menu."""
        super().__init__()
        self._words, self._more, self._whole = words, tuple(more), whole
        whole_head, row = QVBoxLayout(self), QHBoxLayout()
        whole_head.setContentsMargins(0, 0, 0, 0)
        whole_head.setSpacing(theme.HALF // 2)
        row.setSpacing(theme.STEP)
        self._name, self._ref, self.pill = Label(size=1.2, bold=True, wrap=True), Label(muted=True), Pill()
        self.extra, self._valid = Pill(), Label(size=0.95, muted=True)
        line = Flow()
        for part in (self._ref, self.pill, self.extra, self._valid):
            line.addWidget(part)
        self.extra.hide()
        self._changed = LinkLine("", "pencil")
        self._changed.clicked.connect(lambda _checked=False: self.changes_wanted.emit())
        row.addWidget(self._name, 1)
        whole_head.addLayout(row)
        whole_head.addLayout(line)
        whole_head.addWidget(self._changed)
        self._wide = IconButton("list", whole.text())
        self._wide.clicked.connect(whole.trigger)
        whole.changed.connect(lambda: self._wide.set_name(whole.text()))
        self._menu_button = Button(words("ui.records.more"), "chevron-down", quiet=True)
        self._menu_button.clicked.connect(lambda _checked=False: self.open_menu())
        confirm = action_button(validate, "shield-check", quiet=True)
        for button in (self._wide, confirm, self._menu_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes in reading order, whatever was built first."""
        super().showEvent(event)
        order_tabs(self)

    def show_new(self, name: str) -> None:
        """Show that a new record is being typed."""
        self._name.setText(name)
        self._name.setToolTip("")
        self._menu_button.setEnabled(False)
        for part in (self._ref, self.pill, self.extra, self._valid, self._changed):
            part.hide()

    def show_view(self, view: View[Any], name: str) -> None:
        """Show the record."""
        words, record = self._words, view.record
        self._name.setText(breakable(shortened(name, _NAME_LETTERS)))
        self._name.setToolTip(plain_tip(name) if len(name) > _NAME_LETTERS else "")
        self._ref.setText(record.ref)
        self.pill.show_status(words(f"register.status.{record.status}"), *STATUS_LOOK[record.status])
        self._menu_button.setEnabled(True)
        self._menu_button.setAccessibleName(words("ui.records.more_of", ref=record.ref))
        for part in (self._ref, self.pill, self._valid):
            part.show()
        self._show_validation(view)

    def show_extra(self, text: str, tone: Tone, icon: str) -> None:
        """Show one more state beside the status; none when the text is empty."""
        self.extra.show_status(text, tone, icon)
        self.extra.setVisible(bool(text))

    def open_menu(self) -> QMenu:
        """Offer what else can be done."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._more:
            if action.isSeparator() or action.isVisible():
                menu.addAction(action)
        menu.popup(self._menu_button.mapToGlobal(QPoint(0, self._menu_button.height())))
        return menu

    def _show_validation(self, view: View[Any]) -> None:
        words, valid = self._words, view.validation
        if valid is None:
            self._valid.setText(words("ui.records.not_validated"))
        elif valid.by:
            self._valid.setText(words("ui.records.validated_by", day=words.short_date(valid.on), by=valid.by))
        else:
            self._valid.setText(words("ui.records.validated_on", day=words.short_date(valid.on)))
        self._changed.setVisible(bool(valid and view.changed))
        if valid and view.changed:
            fields = list(dict.fromkeys(label_in_words(each, words) for each in view.changed))
            told = ", ".join(fields[:_FIELDS_TOLD]) + ("…" if len(fields) > _FIELDS_TOLD else "")
            self._changed.set_text(
                words("ui.records.changed_since", day=words.short_date(valid.on), fields=told)
            )
