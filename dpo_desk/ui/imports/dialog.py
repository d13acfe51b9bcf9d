"""The import of requests step by step: file, columns, trial; nothing is written before the last button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from dpo_desk.errors import DeskError, Stopped
from dpo_desk.services.case_import import Imported, RowState, Trial
from dpo_desk.services.import_plan import ImportPlan, plan_errors, proposed
from dpo_desk.services.tables import ReadSheet, ReadTable
from dpo_desk.ui.imports.columns_step import ColumnsStep
from dpo_desk.ui.imports.file_step import FileStep
from dpo_desk.ui.imports.run import Progress, Run
from dpo_desk.ui.imports.trial_step import TrialStep
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.dialog import DeskDialog

T = TypeVar("T")
_FILE, _COLUMNS, _TRIAL = range(3)


class ImportDialog(DeskDialog):
    """Reads the file at once; Escape and “Cancel” stop what is running and leave everything as it was."""

    def __init__(self, desk: Desk, path: Path, parent: QWidget) -> None:
        words = desk.words
        super().__init__(words, words("ui.imports.title"), parent, width=860, height=640)
        self._desk, self._service, self._path = desk, desk.services.case_import, path
        self._runs = [Run()]  # the one that is on its way; outlives the dialog, to stop it when that goes
        self._busy = False
        self._proposed_for: ReadSheet | None = None
        self.trial: Trial | None = None
        self.steps = QStackedWidget()
        self.file, self.columns, self.tried = FileStep(words), ColumnsStep(desk), TrialStep(words)
        for step in (self.file, self.columns, self.tried):
            self.steps.addWidget(step)
        self.progress = Progress(words)
        self.body.addWidget(self.steps, 1)
        self.body.addWidget(self.progress)
        self.cancel = self.add_button(words("ui.common.cancel"), self.reject)
        self.back = self.add_button(words("ui.imports.back"), self._back, icon="arrow-left", left=True)
        self.go_on = self.add_button(words("ui.imports.next"), self._next, primary=True)
        self.file.reread.connect(self._reread)
        self.tried.again.connect(self._try)
        self.tried.decided.connect(self._show_buttons)
        runs = self._runs
        self.destroyed.connect(lambda: runs[0].stop())
        self._show_buttons()
        self._read("", "")

    def reject(self) -> None:
        """Stop what is running, and leave."""
        self._runs[0].stop()
        super().reject()

    # --- the steps -----------------------------------------------------------------------------------------------

    def _show_step(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        name = ("file", "columns", "trial")[step]
        self.heading.setText(self.words(f"ui.imports.step.{name}", step=step + 1))
        self._show_buttons()
        (self.file, self.columns, self.tried)[step].focus_first()

    def _show_buttons(self) -> None:
        step = self.steps.currentIndex()
        self.back.setVisible(step > _FILE)
        self.back.setEnabled(not self._busy)
        self.go_on.setText(self.words("ui.imports.take_in" if step == _TRIAL else "ui.imports.next"))
        self.go_on.setEnabled(not self._busy and self._can_go_on(step))

    def _can_go_on(self, step: int) -> bool:
        if step != _TRIAL:
            return self.file.ready
        if self.trial is None or not self.trial.count(RowState.READY):
            return False
        return self.tried.leave_out.value() or not self.trial.count(RowState.FAILED)

    def _back(self) -> None:
        self.banner.hide()
        self._show_step(self.steps.currentIndex() - 1)

    def _next(self) -> None:
        self.banner.hide()
        step = self.steps.currentIndex()
        if step == _FILE:
            self._propose()
            self._show_step(_COLUMNS)
        elif step == _COLUMNS:
            if errors := plan_errors(self.columns.plan()):
                self.banner.say(self.columns.errors_text(errors), Tone.WARNING)
            else:
                self._try()
        else:
            self._take_in()

    # --- the work ------------------------------------------------------------------------------------------------

    def _read(self, encoding: str, separator: str) -> None:
        def work(run: Run) -> ReadTable:
            return self._service.read(self._path, encoding=encoding, separator=separator, stopped=run.stopped)

        self._do(work, self._show_table, self.words("ui.imports.reading"))

    def _reread(self) -> None:
        self._read(self.file.encoding.value(), self.file.separator.value())

    def _show_table(self, table: ReadTable) -> None:
        self.file.show_table(table)
        self._show_step(_FILE)

    def _propose(self) -> None:
        """The columns of a sheet are proposed once; what was chosen since stays, unless it is another sheet now."""
        sheet = self.file.sheet()
        if sheet != self._proposed_for:
            self._proposed_for = sheet
            self.columns.show_plan(sheet, proposed(sheet, self.words.language))

    def _plan(self) -> ImportPlan:
        return replace(
            self.columns.plan(),
            leave_out_failed=self.tried.leave_out.value(),
            take_twins=self.tried.twins.value(),
        )

    def _try(self) -> None:
        sheet, plan = self.file.sheet(), self._plan()
        self._do(
            lambda run: self._service.trial(sheet, plan, run.watch),
            self._show_trial,
            self.words("ui.imports.trying"),
        )

    def _show_trial(self, trial: Trial) -> None:
        self.trial = trial
        self.tried.show_trial(trial)
        self._show_step(_TRIAL)
        if any(error.reason == "ambiguous_date" for row in trial.rows for error in row.errors):
            words = self.words
            self.banner.say(
                words("ui.imports.doubtful_days"), Tone.WARNING, (words("ui.imports.order"), self._order)
            )

    def _order(self) -> None:
        """Back to where the order of days is chosen."""
        self._show_step(_COLUMNS)
        self.columns.ensureWidgetVisible(self.columns.dates)
        self.columns.dates.focus_at()

    def _take_in(self) -> None:
        sheet, plan = self.file.sheet(), self._plan()
        self._do(
            lambda run: self._service.take_in(sheet, plan, run.watch),
            self._taken_in,
            self.words("ui.imports.taking_in"),
        )

    def _taken_in(self, imported: Imported) -> None:
        self._desk.news.tell("cases", "people", ids=imported.cases)
        self._desk.messages.note(self.words("ui.imports.done", count=len(imported.cases)))
        self.accept()

    def _do(self, work: Callable[[Run], T], success: Callable[[T], object], doing: str) -> None:
        """Do the work in the lane, with its progress; it is stopped when the dialog goes."""
        run = self._runs[0] = Run()

        def done(result: T) -> None:
            self._end()
            success(result)

        def failed(error: DeskError) -> None:
            self._end()
            if not isinstance(error, Stopped):
                self.banner.say(self._desk.messages.explain(error).line, Tone.DANGER)

        self._busy = True
        self.progress.begin(run, doing)
        self.steps.setEnabled(False)
        self._show_buttons()
        self._desk.lane.run(lambda: work(run), success=done, failure=failed, parent=self, busy_text=doing)

    def _end(self) -> None:
        self._busy = False
        self.progress.end()
        self.steps.setEnabled(True)
        self._show_buttons()
