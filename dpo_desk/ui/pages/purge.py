"""Erase files whose time is over: what is proposed and by which rule, the question, and the certificates that are left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from dpo_desk.domain.ids import CaseId
from dpo_desk.errors import DeskError
from dpo_desk.services.case_purge import Proposal
from dpo_desk.services.explain import cite
from dpo_desk.services.ports import Purge
from dpo_desk.services.statistics_paper import PURGE_CERTIFICATE, rule_name
from dpo_desk.ui import theme
from dpo_desk.ui.pages.figures_print import print_figures
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.plain_table import PlainTable

_RULE = 3  # the column of the longest words
_CHECKED = Qt.CheckState.Checked


def show_purge(desk: Desk, parent: QWidget) -> PurgeDialog:
    """Show what may be erased now."""
    dialog = PurgeDialog(desk, parent)
    dialog.open()
    dialog.proposals.setFocus()
    return dialog


class PurgeDialog(DeskDialog):
    """What is ticked is erased after a question, all of it or nothing; each file leaves a certificate."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = desk.words
        super().__init__(words, words("ui.purge.title"), parent, width=1080, height=720)
        self._desk, self._service = desk, desk.services.case_purge
        self._due: Sequence[Proposal] = ()
        self._left_behind: Sequence[Purge] = ()
        self.proposals = PlainTable(words("ui.purge.proposals"), wide=_RULE)
        self.proposals.itemChanged.connect(lambda _item: self._enable())
        self.certificates = PlainTable(words("ui.purge.certificates"), wide=_RULE)
        self.certificates.itemActivated.connect(lambda _item: self.print_certificate())
        self.certificates.itemSelectionChanged.connect(self._enable)
        self._proposed = Label(wrap=True)
        self.body.addWidget(self._proposed)
        self.body.addWidget(self.proposals, 3)
        self.body.addWidget(Label(words("ui.purge.certificates"), bold=True))
        self.body.addWidget(self.certificates, 2)
        self._certificate = self.add_button(
            words("ui.purge.print"), self.print_certificate, icon="printer", left=True
        )
        self.add_close()
        self._erase = self.add_button(
            words("ui.purge.erase", count=0), self.ask, icon="trash-2", primary=True
        )
        self._enable()
        self.read()

    def read(self) -> None:
        """Read proposals and certificates anew."""
        self._desk.lane.run(
            lambda: (self._service.proposals(), self._service.certificates()),
            success=lambda found: self._show(*found),
            parent=self,
            busy_text=self.words("ui.purge.reading"),
        )

    @property
    def ticked(self) -> tuple[Proposal, ...]:
        """The files that would be erased."""
        return tuple(each for row, each in enumerate(self._due) if self._is_ticked(row))

    def ask(self) -> None:
        """Say what goes and what stays, and erase on yes."""
        chosen = self.ticked
        if not chosen:
            return
        words = self.words
        self._desk.messages.ask(
            words("ui.purge.question", count=len(chosen)),
            words(
                "ui.purge.consequence", refs=words.join(each.ref for each in chosen[:10]), count=len(chosen)
            ),
            words("ui.purge.erase", count=len(chosen)),
            lambda: self.erase([each.case for each in chosen]),
        )

    def erase(self, cases: Sequence[CaseId]) -> None:
        """Erase these on the lane."""
        self._erase.setEnabled(False)
        self._desk.lane.run(
            lambda: self._service.purge(cases),
            success=self._erased,
            failure=self._failed,
            parent=self,
            busy_text=self.words("ui.purge.erasing", count=len(cases)),
        )

    def print_certificate(self) -> None:
        """Show the certificate chosen on its page."""
        row = self.certificates.currentRow()
        if not 0 <= row < len(self._left_behind):
            return
        purge, statistics = self._left_behind[row].id, self._desk.services.statistics
        print_figures(
            self._desk,
            self,
            PURGE_CERTIFICATE,
            lambda language: statistics.compose_certificate(purge, language),
        )

    # --- inside --------------------------------------------------------------------------------------------------

    def _show(self, due: Sequence[Proposal], left_behind: Sequence[Purge]) -> None:
        self._due, self._left_behind = due, left_behind
        words = self.words
        self._proposed.setText(words("ui.purge.proposed", count=len(due)))
        self.proposals.blockSignals(True)
        self.proposals.show_rows(
            self._head("ref", "regime", "closed_on", "rule", "over_on"), map(self._row, due)
        )
        for row in range(len(due)):
            item = self.proposals.item(row, 0)
            if item is not None:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(_CHECKED)
        self.proposals.blockSignals(False)
        self.certificates.show_rows(
            self._head("ref", "regime", "erased_on", "rule", "by"), map(self._certified, left_behind)
        )
        if left_behind:
            self.certificates.selectRow(0)
        if due:
            self.proposals.selectRow(0)
        self._enable()

    def _head(self, *columns: str) -> list[str]:
        return [self.words(f"ui.purge.column.{column}") for column in columns]

    def _row(self, each: Proposal) -> tuple[str, ...]:
        words = self.words
        return (
            each.ref,
            words(f"law.regime.{each.regime}"),
            words.short_date(each.closed_on),
            cite(each.rule, words),
            words.short_date(each.over_on),
        )

    def _certified(self, each: Purge) -> tuple[str, ...]:
        words = self.words
        return (
            each.ref,
            words(f"law.regime.{each.regime}"),
            words.short_date(each.purged_on),
            rule_name(each.rule, words),
            each.by,
        )

    def _is_ticked(self, row: int) -> bool:
        item: QTableWidgetItem | None = self.proposals.item(row, 0)
        return item is not None and item.checkState() == _CHECKED

    def _enable(self) -> None:
        count = len(self.ticked)
        self._erase.setText(self.words("ui.purge.erase", count=count))
        self._erase.setEnabled(count > 0)
        self._certificate.setEnabled(0 <= self.certificates.currentRow() < len(self._left_behind))

    def _erased(self, certificates: Sequence[Purge]) -> None:
        self._desk.news.tell("cases", "people", "papers")
        self._desk.messages.note(self.words("ui.purge.done", count=len(certificates)))
        self.read()

    def _failed(self, error: DeskError) -> None:
        self.banner.say(self._desk.messages.explain(error).line, theme.Tone.DANGER)
        self._enable()
