"""The files of a request: dropped in, looked at, saved out, erased; a card for its record."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.file import ASK_ABOVE, MIB, CaseFile, FileKind, safe_name
from dpo_desk.domain.ids import CaseId
from dpo_desk.errors import DeskError, FileLarge, Stopped
from dpo_desk.services.files import Added
from dpo_desk.ui import printing, theme
from dpo_desk.ui.places import documents
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, Label
from dpo_desk.ui.widgets.editors import Choice
from dpo_desk.ui.widgets.feedback import Banner, Bar
from dpo_desk.ui.widgets.file_preview import FilePreview
from dpo_desk.ui.widgets.file_row import EraseDialog, FileRow
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.texts import Elided, breakable, isolated

_LOOK_MS = 100
_KIND_LETTERS = 24


@dataclass
class _Run:
    """One file on its way in. The lane writes how far it is, the window whether it shall stop; neither waits."""

    case: CaseId
    path: Path
    kind: FileKind
    large: bool = False
    done: int = 0
    whole: int = 1
    stopped: threading.Event = field(default_factory=threading.Event)

    def watch(self, done: int, whole: int) -> bool:
        """What the service tells."""
        self.done, self.whole = done, whole
        return not self.stopped.is_set()


class FilesCard(Card):
    """The files, with ways in by button, by dropping and by pasting; ``news`` tells ``cases`` what changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self._service = desk, desk.services.files
        self._case: CaseId | None = None
        self._files: tuple[CaseFile, ...] = ()
        self._waiting: deque[_Run] = deque()
        self._told: list[str] = []
        self._large: list[_Run] = []
        self._changed: dict[CaseId, None] = {}
        # At most one; the list outlives the card, so that what is on its way stops when the card goes.
        running = self._running = list[_Run]()
        self.destroyed.connect(lambda: _stop(running))
        self._build()
        self.setAcceptDrops(True)
        self._paste = QAction(desk.words("ui.files.paste"), self)
        self._paste.setShortcut(QKeySequence(QKeySequence.StandardKey.Paste))
        self._paste.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._paste.triggered.connect(self.paste)
        self.addAction(self._paste)
        self._show_progress()

    # --- showing -------------------------------------------------------------------------------------------------

    def show_case(self, case: CaseId, files: Sequence[CaseFile]) -> None:
        """Show the files of a case; what is looked at stays while it is there."""
        if case != self._case:
            self.banner.hide()
            self.kind.set_value(FileKind.ATTACHMENT)
        self._case, self._files = case, tuple(files)
        looked_at = self.preview.file
        if looked_at is not None and not any(e.id == looked_at.id and e.kept for e in files):
            self.preview.close_file()
        self._show_rows()

    # --- doing ---------------------------------------------------------------------------------------------------

    def choose(self) -> QFileDialog:
        """Ask which files to add."""
        dialog = QFileDialog(self)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setDirectory(str(documents()))
        dialog.filesSelected.connect(lambda chosen: self.add([Path(each) for each in chosen]))
        dialog.open()
        return dialog

    def add(self, paths: Sequence[Path]) -> None:
        """Take these files in, one after the other, as what is chosen beside the button."""
        if self._case is None or not paths:
            return
        kind = FileKind(self.kind.value())
        self.kind.set_value(FileKind.ATTACHMENT)  # the next file is seldom of the same rare kind
        self._begin([_Run(self._case, path, kind) for path in paths])

    def paste(self) -> None:
        """Take in the files a file manager or a mail program has put onto the clipboard."""
        self._take(QGuiApplication.clipboard().mimeData())

    def stop(self) -> None:
        """Take nothing more in; the file that is on its way is left out."""
        self._waiting.clear()
        _stop(self._running)

    def look_at(self, file: CaseFile) -> None:
        """Show the file below the list."""
        if self.preview.begin(file):
            self.desk.lane.run(
                lambda: self._service.content(file.id),
                success=lambda content: self.preview.show_content(file, content),
                failure=self._not_readable,
                parent=self,
                busy_text=self.desk.words("ui.files.opening"),
            )

    def save(self, file: CaseFile) -> QFileDialog:
        """Ask where a copy of the file shall go, and write it there; the dialog asks before it replaces another."""
        words = self.desk.words
        name = safe_name(file.name, words("ui.files.fallback_name"))
        return printing.ask_place(
            self,
            self.desk.lane,
            name,
            lambda target: self._service.save_copy(file.id, target, replace=True),
            lambda _target: self.desk.messages.note(words("ui.files.saved")),
        )

    def erase(self, file: CaseFile) -> EraseDialog:
        """Ask why, and erase the file."""
        dialog = EraseDialog(self.desk, file, self)
        dialog.erased.connect(self._tell_news)
        dialog.accepted.connect(self._back_to_rows)
        dialog.open()
        return dialog

    # --- dropping ------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files in."""
        if _paths(event.mimeData()) and self._case is not None:
            self.set_tone(Tone.ACCENT)
            self._copy_only(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went on."""
        self.set_tone(None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them in."""
        self.set_tone(None)
        self._copy_only(event)
        self._take(event.mimeData())

    def _copy_only(self, event: QDropEvent) -> None:
        # Whoever gives must not believe that the file was moved, and delete it.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _take(self, data: QMimeData) -> None:
        paths = _paths(data)
        if paths:
            self.add(paths)
        else:
            self.banner.say(self.desk.words("ui.files.no_file"), Tone.WARNING)

    # --- taking in -----------------------------------------------------------------------------------------------

    def _begin(self, runs: Sequence[_Run]) -> None:
        if not self._running:
            self._told, self._large = [], []
            self.banner.hide()
        self._waiting.extend(runs)
        self._next()

    def _next(self) -> None:
        if self._running or not self._waiting:
            self._show_progress()
            return
        run = self._waiting.popleft()
        self._running.append(run)
        self._show_progress()
        self.desk.lane.run(
            lambda: self._service.add(run.case, run.path, run.kind, large=run.large, watch=run.watch),
            success=partial(self._added, run),
            failure=partial(self._refused, run),
            parent=self,
            busy_text=self.desk.words("ui.files.adding"),
        )

    def _added(self, run: _Run, added: Added) -> None:
        if added.known:
            self._told.append(
                self.desk.words(
                    "ui.files.known", name=isolated(run.path.name), other=isolated(added.file.name)
                )
            )
        else:
            self._changed[run.case] = None
        self._ended(run)

    def _refused(self, run: _Run, error: DeskError) -> None:
        if isinstance(error, FileLarge):
            self._large.append(run)
        elif not isinstance(error, Stopped):
            told = self.desk.messages.explain(error).line
            self._told.append(self.desk.words("ui.files.refused", name=isolated(run.path.name), why=told))
        self._ended(run)

    def _ended(self, run: _Run) -> None:
        self._running.remove(run)
        if not self._waiting:  # one piece of news for many files: whoever hears it shows everything anew
            changed, self._changed = self._changed, {}
            for case in changed:
                self._tell_news(case)
            self._tell()
        self._next()

    def _tell(self) -> None:
        """What became of those that were not simply taken in: all of it at once, when the last is done."""
        words, large, told = self.desk.words, self._large, list(self._told)
        if large:
            names = words.join([isolated(run.path.name) for run in large])
            told.append(words("ui.files.large", names=names, count=len(large), limit=ASK_ABOVE // MIB))
        if told:
            actions = [(words("ui.files.large_do"), lambda: self._add_large(large))] if large else []
            self.banner.say(breakable("\n".join(told)), Tone.WARNING, *actions)

    def _add_large(self, large: Sequence[_Run]) -> None:
        self._begin([_Run(run.case, run.path, run.kind, large=True) for run in large])

    def _show_progress(self) -> None:
        run = self._running[0] if self._running else None
        self._progress.setVisible(run is not None)
        if run is None:
            self._timer.stop()
            return
        left = len(self._waiting)
        share, name = run.done / max(1, run.whole), isolated(run.path.name)
        self._doing.setText(self.desk.words("ui.files.doing", name=name, count=left) if left else name)
        self.bar.show_share(share, told=self.desk.words("ui.files.share", percent=round(share * 100)))
        self._timer.start()

    def _tell_news(self, case: str) -> None:
        self.desk.news.tell("cases", ids=[case])

    def _not_readable(self, error: DeskError) -> None:
        self.preview.close_file()
        self.desk.messages.dialog(error)

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = self.desk.words
        self.banner = Banner(words)
        self.add_button = Button(words("ui.files.add"), "plus")
        self.add_button.clicked.connect(self.choose)
        self.kind = Choice([(kind, words(f"case.file.{kind}")) for kind in FileKind])
        self.kind.set_name(words("ui.files.add_as"))
        self.kind.set_value(FileKind.ATTACHMENT)
        self._progress = self._progress_line()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._show_progress)
        self._none = Label(words("ui.files.none"), muted=True, wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.STEP)
        self.preview = FilePreview(words, self.save, self._back_to_rows)
        self.body.addWidget(self._head())
        self.body.addWidget(self.banner)
        self.body.addWidget(self._none)
        self.body.addLayout(self._rows)
        self.body.addWidget(self._progress)
        self.body.addWidget(self.preview)

    def _head(self) -> QWidget:
        line, name = QWidget(), Label(self.desk.words("ui.files.title"), bold=True)
        name.setMinimumHeight(theme.ROW)
        flow = Flow(line)
        for part in (name, self.add_button, self._kind_part()):
            flow.addWidget(part)
        return line

    def _kind_part(self) -> QWidget:
        part = QWidget()
        line = QHBoxLayout(part)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.STEP)
        line.addWidget(Label(self.desk.words("ui.files.as"), muted=True))
        line.addWidget(self.kind)
        self.kind.combo.setMinimumContentsLength(_KIND_LETTERS)
        return part

    def _progress_line(self) -> QWidget:
        part = QWidget()
        line = QHBoxLayout(part)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.STEP)
        self._doing = Elided(muted=True)
        self.bar = Bar(self.desk.words("ui.files.adding"))
        self.cancel = Button(self.desk.words("ui.files.stop"), "x", quiet=True)
        self.cancel.clicked.connect(self.stop)
        line.addWidget(self._doing, 1)
        line.addWidget(self.bar, 1)
        line.addWidget(self.cancel)
        return part

    def _show_rows(self) -> None:
        """Rows of files that are as they were stay, and the keyboard in them."""
        known = {row.file: row for row in self.rows()}
        for file in known.keys() - set(self._files):
            gone = known.pop(file)
            self._rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, file in enumerate(self._files):
            row = known.get(file) or FileRow(self.desk, file, self.look_at, self.save, self.erase)
            self._rows.insertWidget(place, row)
        self._none.setVisible(not self._files)

    def rows(self) -> list[FileRow]:
        """The files that are shown, oldest first."""
        widgets = (item.widget() for n in range(self._rows.count()) if (item := self._rows.itemAt(n)))
        return [widget for widget in widgets if isinstance(widget, FileRow)]

    def _back_to_rows(self) -> None:
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)


def _stop(running: Sequence[_Run]) -> None:
    for run in running:
        run.stopped.set()


def _paths(data: QMimeData) -> list[Path]:
    """The files of this computer that are dropped or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
