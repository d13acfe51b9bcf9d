"""A fact and how far it is settled: unknown, none, proposed and given look and read differently."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.facts import Known
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, IconLabel, Pill
from dpo_desk.ui.widgets.editors import Choice, Editor
from dpo_desk.ui.widgets.flow import Flow

LOOK = {
    Known.UNKNOWN: (Tone.WARNING, "circle-question-mark"),
    Known.NONE: (Tone.NEUTRAL, "circle-x"),
    Known.PROPOSED: (Tone.ACCENT, "pencil"),
    Known.GIVEN: (Tone.GOOD, "circle-check"),
}


class KnownField(Editor):
    """
    A state selector, which goes beside the label, and for a proposed or given fact the editor of its value.

    The value is ``{"known": "given", "text": …}``, and with several inner fields (a dict) ``{"known": "given", …}``
    with these beside it. The inner value is kept in every state: switching to *unknown* and back loses nothing.
    """

    def __init__(self, words: Wording, inner: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self.inner, self.tall = words, inner, inner.tall
        self._several = isinstance(inner.value(), dict)
        self._state = Choice([(k.value, words(f"ui.common.known.{k}")) for k in Known])
        self._state.combo.setMinimumContentsLength(11)
        self._look = IconLabel(LOOK[Known.UNKNOWN][1])
        self._pill = Pill()
        self._confirm = Button(words("ui.common.known.confirm"), "check", quiet=True)
        self._confirm.clicked.connect(self._confirmed)
        self._pill.setMinimumHeight(theme.ROW)
        self._head, self._column, self._proposed = QWidget(), QVBoxLayout(), QWidget()
        head, proposed = QHBoxLayout(self._head), Flow()
        self._proposed.setLayout(proposed)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.STEP)
        head.addWidget(self._look)
        head.addWidget(self._state, 1)
        for part in (self._pill, self._confirm):
            proposed.addWidget(part)
        self._column.setSpacing(theme.HALF)
        self._column.addWidget(self._head, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._proposed)
        self._column.addWidget(inner)
        self.row.addLayout(self._column, 1)
        self._state.changed.connect(self._chosen)
        inner.changed.connect(self.changed)
        inner.rearranged.connect(self.rearranged)
        self.set_value(None)

    @property
    def known(self) -> Known:
        """The state now."""
        return Known(self._state.value())

    def value(self) -> dict[str, object]:
        """State and value."""
        inner = self.inner.value()
        return {"known": self.known.value, **(inner if isinstance(inner, dict) else {"text": inner})}

    def set_value(self, value: object) -> None:
        """Show a fact; None is unknown."""
        fact = value if isinstance(value, Mapping) else {}
        self._state.set_value(fact.get("known", Known.UNKNOWN.value))
        self.inner.set_value(fact if self._several else fact.get("text"))
        self._show()

    def head(self) -> QWidget | None:
        """The state selector."""
        self._column.removeWidget(self._head)
        return self._head

    def target(self) -> QWidget:
        """The state selector."""
        return self._state.combo

    def set_name(self, name: str) -> None:
        """Name the selector, the button and the editor."""
        self._state.set_name(self._words("ui.common.known.state_of", name=name))
        self._confirm.setAccessibleName(self._words("ui.common.known.confirm_of", name=name))
        self.inner.set_name(name)

    def mark(self, path: str, text: str) -> bool:
        """Errors belong to the value."""
        return self.inner.mark(path, text)

    def clear_marks(self) -> None:
        """Take all errors away."""
        self.inner.clear_marks()

    def focus_at(self, path: str = "") -> None:
        """To the value when there is one, else to the state."""
        if self.inner.isHidden():
            super().focus_at()
        else:
            self.inner.focus_at(path)

    def _chosen(self) -> None:
        self._show()
        self.changed.emit()

    def _confirmed(self) -> None:
        self._state.set_value(Known.GIVEN.value)
        self.inner.focus_at()
        self._chosen()

    def _show(self) -> None:
        known = self.known
        means, (tone, icon) = self._words(f"ui.common.known.{known}_means"), LOOK[known]
        self._look.set_icon(icon, tone)
        self._pill.show_status(means, tone, icon)
        self._state.combo.setToolTip(means)
        self.inner.setVisible(known in {Known.PROPOSED, Known.GIVEN})
        self._proposed.setVisible(known is Known.PROPOSED)
        self.rearranged.emit()
