"""Requests from a list of another program: the file, what its columns are, a trial, and taking them in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dpo_desk.ui.imports.dialog import ImportDialog
from dpo_desk.ui.places import documents
from dpo_desk.ui.shell import Desk

__all__ = ["ImportDialog", "begin_import"]


def begin_import(desk: Desk, parent: QWidget) -> QFileDialog:
    """Ask for a list, then walk through its import."""
    words, endings = desk.words, desk.services.case_import.tables.endings
    dialog = QFileDialog(parent, words("ui.imports.choose"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    kinds = " ".join(f"*{ending}" for ending in endings)
    dialog.setNameFilters([words("ui.imports.files", kinds=kinds), words("ui.sources.any_file")])
    dialog.setDirectory(str(documents()))
    dialog.fileSelected.connect(lambda chosen: ImportDialog(desk, Path(chosen), parent).open())
    dialog.open()
    return dialog
