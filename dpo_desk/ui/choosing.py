"""Asking for files to read: one dialog, the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dpo_desk.ui.places import documents


def ask_file(parent: QWidget, filters: Sequence[str], chosen: Callable[[Path], object]) -> QFileDialog:
    """Ask for one file that exists; ``filters`` are words with patterns, the first is set."""
    dialog = _dialog(parent, filters, QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
    return dialog


def ask_files(
    parent: QWidget, filters: Sequence[str], chosen: Callable[[tuple[Path, ...]], object]
) -> QFileDialog:
    """Ask for one file or several of the same folder."""
    dialog = _dialog(parent, filters, QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda paths: chosen(tuple(map(Path, paths))))
    dialog.open()
    return dialog


def _dialog(parent: QWidget, filters: Sequence[str], mode: QFileDialog.FileMode) -> QFileDialog:
    dialog = QFileDialog(parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(mode)
    dialog.setNameFilters(list(filters))
    dialog.setDirectory(str(documents()))
    return dialog
