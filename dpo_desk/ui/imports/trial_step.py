"""Third step of an import: what would become of each row, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from dpo_desk.errors import FieldError
from dpo_desk.library.wording import Wording
from dpo_desk.services.case_import import RowResult, RowState, Trial
from dpo_desk.services.import_plan import FIELDS
from dpo_desk.ui import icons, theme
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.editors import Tick

_MOST = 1000  # rows shown; whoever has more has them all for one reason
_ICON = {RowState.SKIPPED: "circle-slash-2", RowState.FAILED: "circle-alert"}


class TrialStep(QWidget):
    """``again`` asks for another trial; ``decided`` tells that it was chosen what happens to rows with errors."""

    again = Signal()
    decided = Signal()

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self.words = words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        self.ready, self.skipped, self.failed = (Label(bold=True, wrap=True) for _ in RowState)
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels([words("ui.imports.row_label"), words("ui.imports.why")])
        self.table.setAccessibleName(words("ui.imports.problems"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.more = Label(muted=True, wrap=True)
        self.leave_out = Tick(words("ui.imports.leave_out"))
        self.leave_out.changed.connect(self.decided)
        self.twins = Tick(words("ui.imports.twins"))
        self.twins.changed.connect(self.again)
        for part in (
            self.ready,
            self.skipped,
            self.failed,
            self.table,
            self.more,
            self.leave_out,
            self.twins,
        ):
            column.addWidget(part, 1 if part is self.table else 0)
        column.addStretch(0)

    def show_trial(self, trial: Trial) -> None:
        """Show the counts, and the rows that are not simply taken in."""
        ready, skipped, failed = (trial.count(each) for each in RowState)
        words = self.words
        self.ready.setText(words("ui.imports.ready", count=ready))
        self.ready.set_tone(Tone.GOOD if ready else Tone.WARNING)
        self.skipped.setText(words("ui.imports.skipped", count=skipped))
        self.skipped.setVisible(bool(skipped))
        self.failed.setText(words("ui.imports.failed", count=failed))
        self.failed.set_tone(Tone.DANGER)
        self.failed.setVisible(bool(failed))
        told = [row for row in trial.rows if row.state is not RowState.READY]
        self._show_rows(told[:_MOST])
        self.more.setText(words("ui.imports.more", count=len(told) - _MOST) if len(told) > _MOST else "")
        self.more.setVisible(len(told) > _MOST)
        self.table.setVisible(bool(told))
        self.leave_out.setVisible(bool(failed))
        self.twins.setVisible(bool(skipped) or self.twins.value())

    def focus_first(self) -> None:
        """To what is to be decided: the rows, when there are any."""
        self.table.setFocus()

    # --- inside --------------------------------------------------------------------------------------------------

    def _show_rows(self, rows: Sequence[RowResult]) -> None:
        self.table.setRowCount(len(rows))
        for at, row in enumerate(rows):
            number = QTableWidgetItem(icons.icon(_ICON[row.state]), str(row.number))
            number.setToolTip(self.words(f"ui.imports.state.{row.state}"))
            self.table.setItem(at, 0, number)
            self.table.setItem(at, 1, QTableWidgetItem(self._why(row)))
        self.table.resizeColumnToContents(0)
        self.table.resizeRowsToContents()

    def _why(self, row: RowResult) -> str:
        lines = [self._error(each) for each in row.errors]
        if row.twin_ref:
            lines.append(self.words("ui.imports.twin_in_vault", ref=row.twin_ref))
        elif row.twin_row:
            lines.append(self.words("ui.imports.twin_in_list", number=row.twin_row))
        return "\n".join(lines)

    def _error(self, error: FieldError) -> str:
        field, why = error.field.removeprefix("person."), self.words(error.key, **error.params)
        if field not in FIELDS:
            return why
        return self.words("ui.imports.at_field", field=self.words(f"ui.imports.field.{field}"), why=why)
