"""A file of a request shown in the window, from memory, by the viewer's own process; nothing is written to disk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from dpo_desk.domain.file import MIB, CaseFile, can_be_seen
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.preview import PdfPreview
from dpo_desk.ui.viewer.remote import Letter, Pages, Viewer, Words
from dpo_desk.ui.widgets.basics import Button, IconButton, IconLabel, Label
from dpo_desk.ui.widgets.feedback import Facts
from dpo_desk.ui.widgets.file_words import size_text
from dpo_desk.ui.widgets.texts import Elided, breakable, isolated

LARGEST = 64 * MIB
"""What is larger is not looked into: it would be in memory twice while it is shown."""

_LINES = 30
_LINES_OF_MESSAGE = 11


class FilePreview(QWidget):
    """One file at a time: its pages, its words, or why it cannot be shown and what can be done then."""

    def __init__(
        self, words: Wording, save: Callable[[CaseFile], object], leave: Callable[[], object]
    ) -> None:
        """``save`` is what "save a copy" does; ``leave`` is told when the preview is closed."""
        super().__init__()
        self._words, self._save, self._leave = words, save, leave
        self.file: CaseFile | None = None
        self._viewer: Viewer | None = None
        self._title, self._remark = Elided(bold=True), Label(muted=True, wrap=True)
        self._stack = QStackedWidget()
        self.pages, self.text = PdfPreview(words), self._text_box()
        self.message = Label(muted=True, wrap=True)
        self.save_copy = Button(words("ui.files.save"), "download")
        self.save_copy.clicked.connect(self._save_shown)
        for part in (self._message_part(), self.pages, self._text_part()):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        column.addLayout(self._head())
        column.addWidget(self._remark)
        column.addWidget(self._stack)
        leaving = QAction(words("ui.files.preview_close"), self)
        leaving.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        leaving.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leaving.triggered.connect(self.close_file)
        self.addAction(leaving)
        self.hide()

    def begin(self, file: CaseFile) -> bool:
        """Turn to a file; whether its bytes are wanted. Otherwise it says already why it cannot be shown."""
        self._clear()
        self.file = file
        self._title.setText(isolated(file.name))
        self.show()
        if not can_be_seen(file.media_type):
            self._say("ui.files.cannot_kind")
        elif file.size > LARGEST:
            self._say("ui.files.cannot_size", limit=size_text(LARGEST, self._words))
        else:
            self._say("ui.files.opening")
            return True
        return False

    def show_content(self, file: CaseFile, content: bytes) -> None:
        """Show these bytes if the file is still the one that is looked at."""
        if self.file is None or self.file.id != file.id:
            return
        viewer = self._viewer = Viewer(self)
        viewer.opened.connect(self._opened)
        viewer.refused.connect(self._refused)
        viewer.page_came.connect(lambda _page: self.pages.pages.viewport().update())
        viewer.look(file.media_type, content)

    def close_file(self) -> None:
        """Show nothing, and forget what was shown."""
        self._clear()
        self.hide()
        self._leave()

    # --- inside --------------------------------------------------------------------------------------------------

    def _opened(self, shown: object) -> None:
        if isinstance(shown, Pages):
            self._show_pages(shown)
        elif isinstance(shown, Words):
            self._show_words(shown)
        elif isinstance(shown, Letter):
            self._show_letter(shown)

    def _show_pages(self, shown: Pages) -> None:
        if shown.count > len(shown.sizes):
            self._say_beside("ui.files.first_pages", shown=len(shown.sizes), count=shown.count)
        self.pages.show_pages(self._viewer)
        self._turn_to(1)
        self.pages.pages.setFocus()

    def _show_words(self, shown: Words) -> None:
        if shown.cut:
            self._say_beside("ui.files.cut")
        elif shown.encoding != "utf-8":
            self._say_beside("ui.files.encoding", encoding=shown.encoding)
        self._show_text(shown.text)

    def _show_letter(self, shown: Letter) -> None:
        words = self._words
        remarks = [words("ui.files.mail_as_text")] if shown.from_html else []
        remarks += [words("ui.files.cut")] if shown.cut else []
        self._remark.setText(" ".join(remarks))
        self._remark.setVisible(bool(remarks))
        pairs = [
            (words(f"ui.files.mail.{name}"), value)
            for name in ("from", "to", "cc", "date", "subject")
            if (value := shown.headers.get(name, ""))
        ]
        if shown.attachments:
            pairs.append(
                (words("ui.files.mail.attachments"), "\n".join(map(self._attached, shown.attachments)))
            )
        self._facts.show_facts(
            [(name, breakable("\n".join(map(isolated, value.split("\n"))))) for name, value in pairs]
        )
        self._facts.setVisible(bool(pairs))
        self._show_text(shown.text)

    def _attached(self, attachment: tuple[str, int]) -> str:
        name, size = attachment
        shown = name or self._words("ui.files.unnamed")
        return self._words("ui.files.mail.attachment", name=shown, size=size_text(size, self._words))

    def _show_text(self, text: str) -> None:
        self.text.setPlainText(text)
        self._turn_to(2)
        self.text.setFocus()

    def _refused(self, why: str) -> None:
        self.pages.show_pages(None)
        self._say(f"ui.files.cannot_{'open_locked' if why == 'password' else 'read'}")

    def _say(self, key: str, **facts: object) -> None:
        self.message.setText(self._words(key, **facts))
        self.save_copy.setVisible(key != "ui.files.opening")
        self._turn_to(0)

    def _turn_to(self, part: int) -> None:
        self._stack.setFixedHeight(theme.line_height() * (_LINES if part else _LINES_OF_MESSAGE))
        self._stack.setCurrentIndex(part)

    def _say_beside(self, key: str, **facts: object) -> None:
        self._remark.setText(self._words(key, **facts))
        self._remark.show()

    def _clear(self) -> None:
        self.file = None
        self.pages.show_pages(None)  # it closes the viewer it had
        if self._viewer is not None:
            self._viewer.close()
            self._viewer.deleteLater()
            self._viewer = None
        self.text.clear()
        self._facts.hide()
        self._remark.hide()

    def _save_shown(self) -> None:
        if self.file is not None:
            self._save(self.file)

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        close = IconButton("x", self._words("ui.files.preview_close"))
        close.clicked.connect(self.close_file)
        line.addWidget(self._title, 1)
        line.addWidget(close)
        return line

    def _message_part(self) -> QWidget:
        part, column = QWidget(), QVBoxLayout()
        part.setLayout(column)
        column.setSpacing(theme.DOUBLE)
        self.message.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        column.addWidget(IconLabel("file-text", None, 40), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.message)
        column.addWidget(self.save_copy, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return part

    def _text_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        self._facts = Facts()
        column.addWidget(self._facts)
        column.addWidget(self.text, 1)
        return part

    def _text_box(self) -> QPlainTextEdit:
        box = QPlainTextEdit()
        box.setReadOnly(True)
        box.setUndoRedoEnabled(False)
        box.setTabChangesFocus(True)
        box.setAccessibleName(self._words("ui.files.text"))
        box.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return box
