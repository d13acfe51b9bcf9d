"""A paper about requests in general to look at, print, save and archive: the report of a year, a certificate."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dpo_desk.domain.paper import Paper
from dpo_desk.errors import DeskError
from dpo_desk.library.wording import languages
from dpo_desk.paper import Rendered, Sheet
from dpo_desk.ui import printing, theme
from dpo_desk.ui.preview import PdfPreview
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.editors import Choice


def print_figures(desk: Desk, parent: QWidget, kind: str, compose: Callable[[str], Sheet]) -> FiguresPrint:
    """Show the sheet of this kind that ``compose`` gives for a language."""
    dialog = FiguresPrint(desk, parent, kind, compose)
    dialog.open()
    dialog.draw()
    return dialog


class FiguresPrint(DeskDialog):
    """The pages in the language chosen, and what becomes of them."""

    def __init__(self, desk: Desk, parent: QWidget, kind: str, compose: Callable[[str], Sheet]) -> None:
        words = desk.words
        super().__init__(words, words(f"papers.title.{kind}"), parent, width=980, height=740)
        self._desk, self._kind, self._compose = desk, kind, compose
        self._sheet: Sheet | None = None
        bar = QHBoxLayout()
        bar.setSpacing(theme.STEP)
        self.language = Choice([(code, words.language_name(code)) for code in languages()])
        self.language.set_value(words.language)
        self.language.set_name(words("ui.print.language"))
        self.language.changed.connect(self.draw)
        self.pages_told = Label(muted=True)
        for part in (Label(words("ui.print.language"), muted=True), self.language, self.pages_told):
            bar.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        bar.addStretch(1)
        self.body.addLayout(bar)
        self.preview = PdfPreview(words, print_pdf=self._print, save_pdf=self._save)
        self.body.addWidget(self.preview, 1)
        self.add_close()
        self._archive = self.add_button(words("ui.print.archive"), self.archive, icon="archive", primary=True)
        self._archive.setEnabled(False)

    def draw(self) -> None:
        """Draw the pages in the language chosen; a slower drawing of another one is not shown."""
        language, statistics = self.language.value(), self._desk.services.statistics
        self._archive.setEnabled(False)
        self.pages_told.setText(self.words("ui.print.drawing"))

        def drawn() -> tuple[Sheet, Rendered]:
            sheet = self._compose(language)
            return sheet, statistics.preview(sheet)

        self._desk.lane.run(
            drawn,
            success=lambda found: self._show(*found),
            failure=self._failed,
            parent=self,
            busy_text=self.words("ui.print.drawing"),
        )

    def archive(self) -> None:
        """Archive what is shown under a number, byte for byte."""
        sheet = self._sheet
        if sheet is None:
            return
        self._archive.setEnabled(False)
        self._desk.lane.run(
            lambda: self._desk.services.statistics.finish(sheet),
            success=self._archived,
            failure=self._failed,
            parent=self,
            busy_text=self.words("ui.print.drawing"),
        )

    # --- inside --------------------------------------------------------------------------------------------------

    def _show(self, sheet: Sheet, rendered: Rendered) -> None:
        if sheet.language != self.language.value():
            return
        self._sheet = sheet
        self.preview.show_bytes(rendered.pdf)
        self.pages_told.setText(self.words("ui.print.pages", count=rendered.pages))
        self._archive.setEnabled(not rendered.missing)

    def _failed(self, error: DeskError) -> None:
        self._sheet = None
        self.pages_told.setText("")
        self.banner.say(self._desk.messages.explain(error).line, theme.Tone.DANGER)

    def _archived(self, paper: Paper) -> None:
        self._desk.news.tell("papers", ids=[paper.id])
        self._desk.messages.note(self.words("ui.papers.made", title=paper.title, number=paper.number))
        self.accept()

    def _print(self, pdf: bytes) -> None:
        printing.print_pdf(self, pdf)

    def _save(self, pdf: bytes) -> None:
        printing.save_pdf(self, self._desk.lane, pdf, self.words(f"papers.title.{self._kind}"))
