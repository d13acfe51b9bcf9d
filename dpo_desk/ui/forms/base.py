"""
The shape of every form: fields in sections, an explicit Save, errors at their fields, nothing typed is lost.

A form edits one draft as a dict of plain JSON values. Saving runs the given ``save`` on the lane; while it fails the
typed text stays. What is typed and not saved goes to the draft store every five seconds and at the lock, and is
offered when the same form is opened again.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dpo_desk.errors import DeskError, DraftError, FieldError
from dpo_desk.ui import theme
from dpo_desk.ui.forms.contents import Contents
from dpo_desk.ui.forms.group import Field, Group
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Label, Line
from dpo_desk.ui.widgets.editors import Editor
from dpo_desk.ui.widgets.feedback import Banner
from dpo_desk.ui.widgets.texts import Elided

AUTOSAVE_MS = 5000


class Form(QWidget):
    """
    Fields over a draft.

    Build it with ``section`` and ``add``, then ``open(key, values)``. ``saved`` carries what ``save`` gave;
    ``dirty_changed`` tells when there is something to save.
    """

    saved = Signal(object)
    dirty_changed = Signal(bool)
    filled = Signal()  # with other values than those somebody typed just now
    chooser = False  # whether a narrow form has a chooser of sections above it

    def __init__(
        self,
        desk: Desk,
        save: Callable[[Mapping[str, object]], object],
        parent: QWidget | None = None,
    ) -> None:
        """``save`` runs on the lane: it gets the values, calls the service, and gives what the service gave."""
        super().__init__(parent)
        self.desk, self._save = desk, save
        self._key, self._clean = "", dict[str, object]()
        self._kept: dict[str, dict[str, object]] = {}  # what is still on its way to the draft store
        self._stored: tuple[str, dict[str, object]] | None = None  # saved; the window has not heard
        self._dirty = self._saving = False
        self.fields = Group(desk.words)
        self._sections: list[Label] = []
        self._build()
        self.fields.changed.connect(self._edited)
        self._order = QTimer(self, singleShot=True, interval=0)
        self._order.timeout.connect(lambda: order_tabs(self.fields))
        self.fields.rearranged.connect(self._order.start)
        self._autosave = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._autosave.timeout.connect(self._keep_on_lane)

    # --- building ------------------------------------------------------------------------------------------------

    def section(self, title: str) -> None:
        """Begin a section; from three on, a table of contents stands at the left."""
        head = Label(title, size=1.15, bold=True, wrap=True)
        head.setContentsMargins(0, theme.DOUBLE if self._sections else 0, 0, 0)
        self.fields.column.addWidget(head)
        self._sections.append(head)
        self._contents.add(title)
        self._contents.fit(self.width())

    def add(
        self, name: str, editor: Editor, label: str, *, help_text: str = "", required: bool = False
    ) -> Field:
        """A field bound to the draft's attribute ``name``; texts are words already."""
        return self.fields.add(name, editor, label, help_text=help_text, required=required)

    def add_row(self, *fields: tuple[Field, int]) -> None:
        """Fields (from ``make``) side by side, each with its share of the width."""
        self.fields.add_row(*fields)

    def make(
        self, name: str, editor: Editor, label: str, *, help_text: str = "", required: bool = False
    ) -> Field:
        """A bound field for ``add_row``."""
        return self.fields.make(name, editor, label, help_text=help_text, required=required)

    def add_widget(self, widget: QWidget) -> None:
        """Something that is no field."""
        self.fields.column.addWidget(widget)

    # --- values --------------------------------------------------------------------------------------------------

    def open(self, key: str, values: Mapping[str, object]) -> None:
        """
        Show a record's values; ``key`` names the draft (``case/<id>``, ``case/new``).

        When something typed and unsaved was kept under the key, it is offered.
        """
        self.keep()
        self._key = key
        self._show_clean(values)
        self.area.verticalScrollBar().setValue(0)
        self.banner.hide()
        kept = self._kept.get(key) or self.desk.drafts.load(key)
        if kept is not None and dict(kept) != self._clean:
            words = self.desk.words
            self.banner.say(
                words("ui.common.form.kept"),
                Tone.WARNING,
                (words("ui.common.form.restore"), lambda: self._restore(kept)),
                (words("ui.common.form.forget"), lambda: self._drop_draft(key)),
            )

    def type_in(self, values: Mapping[str, object]) -> None:
        """Show values as if they had been typed: they are not saved yet."""
        self.fields.set_value({**self.values(), **values})
        self._edited()
        self.filled.emit()

    def values(self) -> dict[str, object]:
        """What is typed now."""
        return self.fields.value()

    @property
    def dirty(self) -> bool:
        """Whether something is typed and not saved."""
        return self._dirty

    def save(self) -> None:
        """Save; does nothing when nothing changed or a save is running."""
        if self._saving or not (self._dirty or self._key.endswith("new")):
            return
        self.fields.clear_marks()
        self._autosave.stop()
        self._set_saving(True)
        typed, key = copy.deepcopy(self.values()), self._key

        def store() -> object:
            result = self._save(typed)
            self._stored = key, typed
            return result

        self.desk.lane.run(
            store,
            success=lambda result: self._was_saved(key, typed, result),
            failure=self.show_error,
            parent=self,
            busy_text=self.desk.words("ui.common.form.saving"),
        )

    def discard(self) -> None:
        """Go back to what was last saved."""
        self._drop_draft(self._key)
        self._show_clean(self._clean)
        self.fields.clear_marks()

    def keep(self) -> None:
        """Put what is typed into the draft store now (at the lock, or when the screen turns to another record)."""
        self._autosave.stop()
        if self._dirty and self._key:
            self._keep_on_lane()

    # --- errors --------------------------------------------------------------------------------------------------

    def show_error(self, error: DeskError) -> None:
        """Show an error where it belongs: at its fields, else as a banner; the typed text stays."""
        self._set_saving(False)
        self._autosave.start()
        if isinstance(error, DraftError):
            self.mark_fields(error.errors)
        elif isinstance(error, FieldError):
            self.mark_fields((error,))
        else:
            self.banner.say(self.desk.messages.explain(error).line, Tone.DANGER)

    def mark_fields(self, errors: tuple[FieldError, ...]) -> None:
        """Mark every bad field and bring the keyboard to the first in reading order."""
        words, orphans = self.desk.words, []
        for error in errors:
            text = self.desk.messages.sentence(error)
            if not self.fields.mark(error.field, text):
                orphans.append(text)
        count = words("ui.common.form.errors", count=len(errors))
        self.banner.say(" ".join([count, *orphans]), Tone.DANGER)
        names = list(self.fields.fields)
        known = [e.field for e in errors if e.field.partition(".")[0] in names]
        if known:
            self.jump(min(known, key=lambda f: names.index(f.partition(".")[0])))

    def jump(self, path: str) -> None:
        """Bring a field into view and the keyboard to it; used by errors and by the list of gaps."""
        field = self.fields.fields.get(path.partition(".")[0])
        if field is None:
            return
        self.fields.focus_at(path)
        self.area.ensureWidgetVisible(field, 0, theme.TRIPLE)
        target = QApplication.focusWidget()
        if target is not None and self.fields.isAncestorOf(target):
            self.area.ensureWidgetVisible(target, 0, theme.TRIPLE * 2)

    # --- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = self.desk.words
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.banner = Banner(words)
        whole.addWidget(self.banner)
        middle = QHBoxLayout()
        middle.setSpacing(theme.STEP)
        self._contents = Contents(words, chooser=self.chooser)
        self._contents.chosen.connect(self._to_section)
        above = QHBoxLayout()
        above.setContentsMargins(theme.DOUBLE, 0, theme.DOUBLE, theme.HALF)
        above.addWidget(self._contents.chooser)
        whole.addLayout(above)
        middle.addWidget(self._contents.list)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        page, line = QWidget(), QHBoxLayout()
        page.setLayout(line)
        line.setContentsMargins(theme.DOUBLE, theme.STEP, theme.DOUBLE, theme.TRIPLE)
        column = QVBoxLayout()
        self.fields.setMaximumWidth(theme.MEASURE)
        column.addWidget(self.fields)
        column.addStretch(1)
        line.addLayout(column, 60)
        line.addStretch(1)
        self.area.setWidget(page)
        bar = self.area.verticalScrollBar()
        bar.valueChanged.connect(self._follow)
        # the heads find their places after the area has found its room
        self._placed = QTimer(self, singleShot=True, interval=0)
        self._placed.timeout.connect(lambda: self._follow(bar.value()))
        bar.rangeChanged.connect(lambda _least, _most: self._placed.start())
        middle.addWidget(self.area, 1)
        whole.addLayout(middle, 1)
        whole.addWidget(Line())
        whole.addLayout(self._bar())

    def _bar(self) -> QHBoxLayout:
        words, bar = self.desk.words, QHBoxLayout()
        bar.setContentsMargins(theme.DOUBLE, theme.STEP, theme.DOUBLE, theme.STEP)
        bar.setSpacing(theme.STEP)
        self._state = Elided(words("ui.common.form.clean"), muted=True)
        self._discard = Button(words("ui.common.form.discard"), "undo-2")
        self._discard.clicked.connect(self.discard)
        self._store = Button(words("ui.common.form.save"), "save", primary=True)
        self._store.clicked.connect(self.save)
        self.save_action = QAction(words("ui.common.form.save"), self)
        self.save_action.setShortcut(QKeySequence("Ctrl+S"))
        self.save_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.save_action.triggered.connect(self.save)
        self.addAction(self.save_action)
        bar.addWidget(self._state, 1)
        bar.addWidget(self._discard)
        bar.addWidget(self._store)
        self._show_dirty()
        return bar

    def _show_clean(self, values: Mapping[str, object]) -> None:
        self.fields.set_value(values)
        self.fields.clear_marks()
        self._clean = copy.deepcopy(self.values())
        self._set_dirty(False)
        self.filled.emit()

    def _edited(self) -> None:
        self._set_dirty(self.values() != self._clean)
        if self._dirty and not self._autosave.isActive():
            self._autosave.start()

    def _set_dirty(self, dirty: bool) -> None:
        changed, self._dirty = dirty != self._dirty, dirty
        self._show_dirty()
        if changed:
            self.dirty_changed.emit(dirty)

    def _show_dirty(self) -> None:
        words = self.desk.words
        unsaved = self._dirty or self._key.endswith("new")
        self._state.setText(words("ui.common.form.unsaved" if unsaved else "ui.common.form.clean"))
        self._state.set_tone(Tone.WARNING if self._dirty else None)
        free = not self._saving
        self._store.setEnabled(free and unsaved)
        self._discard.setEnabled(free and self._dirty)

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self._show_dirty()

    def _was_saved(self, key: str, typed: dict[str, object], result: object) -> None:
        self._set_saving(False)
        self._stored = None
        self._drop_draft(key)
        if key == self._key:
            self.banner.hide()
            self._clean = typed
            self._set_dirty(self.values() != typed)
        self.saved.emit(result)

    def _restore(self, kept: Mapping[str, object]) -> None:
        self.fields.set_value({**self._clean, **kept})  # an older form may have had fewer fields
        self._edited()
        self.filled.emit()
        self.fields.focus_at()  # the button that was pressed is gone with its banner

    def _drop_draft(self, key: str) -> None:
        self._autosave.stop()
        self._kept.pop(key, None)
        drafts = self.desk.drafts
        self.desk.lane.run(lambda: drafts.drop(key), success=_nothing, parent=self)

    def _keep_on_lane(self) -> None:
        if not self._dirty:
            return
        drafts, key, typed = self.desk.drafts, self._key, copy.deepcopy(self.values())
        self._kept[key] = typed

        def keep() -> None:
            # Locked between Ctrl+S and its answer: what was just saved must not be offered as unsaved.
            if self._stored == (key, typed):
                drafts.drop(key)
            else:
                drafts.save(key, typed)

        self.desk.lane.run(keep, success=_nothing, failure=self._draft_failed, parent=self)

    def _draft_failed(self, error: DeskError) -> None:
        self.banner.say(self.desk.messages.explain(error).line, Tone.WARNING)

    def _to_section(self, number: int) -> None:
        head = self._sections[number]
        self.area.verticalScrollBar().setValue(head.y())
        after = [f for f in self.fields.fields.values() if f.y() > head.y()]
        if after:
            after[0].editor.focus_at()

    def _follow(self, top: int) -> None:
        above = [i for i, head in enumerate(self._sections) if head.y() <= top + theme.TRIPLE]
        self._contents.show_current(above[-1] if above else 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes in reading order, whatever was built first."""
        super().showEvent(event)
        order_tabs(self.fields)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the table of contents' place to the fields when there is little."""
        super().resizeEvent(event)
        self._contents.fit(event.size().width())


def order_tabs(widget: QWidget) -> None:
    """Put Tab in the order in which the layouts are read; Qt's own is the order in which widgets were made."""
    for before, after in pairwise(_stops(widget)):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    elif (layout := widget.layout()) is not None:
        yield from _stops_of(layout)


def _stops_of(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner = item.layout() if item is not None else None
        held = item.widget() if item is not None else None
        if inner is not None:
            yield from _stops_of(inner)
        elif held is not None:
            yield from _stops(held)


def _nothing(_result: object) -> None:
    """A draft kept or dropped is no news."""
