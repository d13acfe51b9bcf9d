"""
The two programs whose start is measured; each says ``ready`` when a letter typed into its field has arrived there.

    python -m benchmarks.typing_ready desk CONFIG     the program as `python -m dpo_desk` runs it
    python -m benchmarks.typing_ready bare            a main window of Qt with one field
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def wait_for_typing() -> int:
    """Lets the window live until its field has the focus, is drawn and takes a letter; then ends the process."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QLineEdit

    while True:
        QApplication.processEvents()
        field = QApplication.focusWidget()
        handle = field.window().windowHandle() if field else None
        if not isinstance(field, QLineEdit) or handle is None or not handle.isExposed():
            continue
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"))
        QApplication.processEvents()
        if field.text() == "a":
            os.write(1, b"ready\n")
            os._exit(0)  # how long the program takes to end is not the question


def bare() -> None:
    from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

    app = QApplication([])
    window, field = QMainWindow(), QLineEdit()
    window.setCentralWidget(field)
    window.resize(1280, 800)
    window.show()
    field.setFocus()
    wait_for_typing()
    app.quit()


def desk(config: str) -> None:
    from PySide6.QtWidgets import QApplication

    from dpo_desk import app

    vars(app)["config_folder"] = lambda: Path(config)
    QApplication.exec = staticmethod(wait_for_typing)  # type: ignore[method-assign]
    sys.argv = ["dpo-desk"]
    app.main()


if __name__ == "__main__":
    if sys.argv[1] == "desk":
        desk(sys.argv[2])
    else:
        bare()
