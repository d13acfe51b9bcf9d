"""Checking the signatures of a file: one the user chooses, or a paper of the vault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dpo_desk.domain.paper import Paper
from dpo_desk.domain.signature import SignatureReport
from dpo_desk.services.chosen_files import read_chosen
from dpo_desk.ui.choosing import ask_file
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.signature_report import SignatureReportView
from dpo_desk.ui.widgets.told import Reading

LARGEST_FILE = 200  # megabytes


def check_chosen(desk: Desk, parent: QWidget) -> QFileDialog:
    """Ask for a PDF file, and tell what its signatures are worth."""
    say = desk.words
    filters = [say("ui.signature_report.files"), say("ui.signatures.any_file")]
    return ask_file(parent, filters, partial(check_file, desk, parent))


def check_file(desk: Desk, parent: QWidget, path: Path) -> None:
    """Tell what the signatures of this file are worth."""
    _check(desk, parent, path.name, lambda: read_chosen(path, LARGEST_FILE))


def check_paper(desk: Desk, parent: QWidget, paper: Paper) -> None:
    """Tell what the signatures of this paper are worth."""
    papers = desk.services.papers
    _check(desk, parent, f"{paper.number} – {paper.title}", lambda: papers.pdf(paper.id))


def _check(desk: Desk, parent: QWidget, name: str, read: Callable[[], bytes]) -> None:
    verify = desk.services.signing.verify
    desk.lane.run(
        lambda: verify(read()),
        success=lambda reports: SignatureReportDialog(desk, name, reports, parent).open(),
        parent=parent,
        busy_text=desk.words("ui.signature_report.working"),
    )


class SignatureReportDialog(DeskDialog):
    """The report on one file."""

    def __init__(self, desk: Desk, name: str, reports: Sequence[SignatureReport], parent: QWidget) -> None:
        words = desk.words
        super().__init__(words, words("ui.signature_report.title"), parent, width=680, height=600)
        self.body.addWidget(Label(name, bold=True, wrap=True))
        self.view = SignatureReportView(words, desk.services.organisation.zone())
        self.view.show_reports(reports)
        reading = Reading(words("ui.signature_report.title"))
        reading.show_parts([self.view])
        self.body.addWidget(reading, 1)
        self.body.addWidget(Label(words("ui.signature_report.offline"), muted=True, wrap=True))
        self.add_close()
