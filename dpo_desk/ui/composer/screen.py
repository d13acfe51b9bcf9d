"""Writing a letter: the pieces, the page, what is still missing, and the one button that cannot be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from dpo_desk import paper as papers
from dpo_desk.domain.completeness import Gap, Severity
from dpo_desk.domain.ids import CaseId
from dpo_desk.domain.paper import Paper
from dpo_desk.errors import DeskError, NotFound
from dpo_desk.library.wording import languages
from dpo_desk.services.letters import INK, Composed
from dpo_desk.services.signing import SigningChoice
from dpo_desk.ui import printing, theme
from dpo_desk.ui.composer.edits import changes, laid_over
from dpo_desk.ui.composer.pieces import Pieces
from dpo_desk.ui.forms.base import AUTOSAVE_MS
from dpo_desk.ui.pages.sign_dialog import SignDialog
from dpo_desk.ui.preview import PdfPreview
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, IconLabel, Label
from dpo_desk.ui.widgets.editors import Choice
from dpo_desk.ui.widgets.feedback import Banner
from dpo_desk.ui.widgets.gaps import GapLine, GapList
from dpo_desk.ui.widgets.texts import Elided

REDRAW_AFTER_MS = 400
_GAPS_AT_MOST = 148  # the list scrolls beyond this height, so that the page stays in sight
_TONES = {Severity.ERROR: Tone.DANGER, Severity.WARNING: Tone.WARNING, Severity.HINT: Tone.NEUTRAL}
_HERE = "here"  # the record of a gap that is mended in the letter itself


class Composer(QWidget):
    """``left`` goes back without finishing, ``finished`` carries the paper, ``mend`` a place of the case itself."""

    left = Signal()
    finished = Signal(object)
    mend = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._case, self._kind, self._language, self._ref = CaseId(""), "", "", ""
        self._composed: Composed | None = None
        self._kept: dict[str, object] = {}
        self._drawing = self._again = False
        self._missing: tuple[str, ...] = ()
        self._build()
        self._redraw_later = self._timer(REDRAW_AFTER_MS, self._redraw)
        self._keep_later = self._timer(AUTOSAVE_MS, self.keep)
        self.pieces.changed.connect(self._typed)

    # --- opening -------------------------------------------------------------------------------------------------

    def open(self, case: CaseId, letter: str, language: str = "") -> None:
        """
        Show a letter of a case, with what was changed in it before; in the person's language at first.

        Raises:
            NotFound, RuleBroken: The letter cannot be composed.
        """
        desk = self.desk
        view = desk.services.cases.view(case)
        wanted = language or view.person.language
        wanted = wanted if wanted in languages() else languages()[0]
        composed = desk.services.papers.compose(case, letter, wanted)
        self._case, self._kind, self._language, self._ref = case, letter, wanted, view.case.ref
        self._title.setText(desk.words(f"papers.title.{letter}"))
        self._about.setText(f"{view.case.ref} · {view.person.name}")
        self._languages.set_value(wanted)
        kept = desk.drafts.load(self._key) or {}
        self._kept = dict(kept)
        self._missing = ()
        self.preview.show_bytes(b"")
        self._show(composed, _edits(kept), _added(kept))
        self.banner.hide()
        if kept:
            again = desk.words("ui.composer.start_again")
            self.banner.say(desk.words("ui.composer.kept"), Tone.ACCENT, (again, self._start_again))
        self._redraw()

    def follow(self) -> None:
        """Compose again from the facts as they stand; what was changed by hand stays."""
        before = self._composed
        if before is None:
            return
        try:
            composed = self.desk.services.papers.compose(self._case, self._kind, self._language)
        except DeskError as error:
            if not isinstance(error, NotFound):
                self.desk.messages.dialog(error)
            self.left.emit()
            return
        edits, added = changes(before.letter, self.pieces.typed()), self.pieces.added()
        if composed != before:
            self._show(composed, edits, added)
            self._redraw_later.start()

    def keep(self) -> None:
        """What is changed in the letter goes to the draft store."""
        self._keep_later.stop()
        composed, key, drafts = self._composed, self._key, self.desk.drafts
        if composed is None:
            return
        edits, added = changes(composed.letter, self.pieces.typed()), self.pieces.added()
        values: dict[str, object] = {}
        if edits or added:
            values = {"edits": [list(edit) for edit in edits], "added": list(added)}
        if values == self._kept:
            return
        self._kept = values
        self.desk.lane.run(
            lambda: drafts.save(key, values) if values else drafts.drop(key),
            success=lambda _none: None,
            failure=self._not_kept,
            parent=self,
        )

    def focus_first(self) -> None:
        """The keyboard goes to the first text."""
        self.pieces.focus_at("")

    # --- showing -------------------------------------------------------------------------------------------------

    def _show(self, composed: Composed, edits: tuple[tuple[str, str], ...], added: tuple[str, ...]) -> None:
        self._composed = composed
        typed, homeless = laid_over(composed.letter, edits)
        self.pieces.show_letter(composed.letter, typed, (*added, *homeless))
        self._show_gaps()

    def _show_gaps(self) -> None:
        lines = self._gap_lines()
        self.gaps.show_gaps(lines)
        self._gap_card.setVisible(bool(lines))
        blocked = sum(line.tone is Tone.DANGER for line in lines)
        words = self.desk.words
        why = words("ui.composer.blocked", count=blocked) if blocked else ""
        self._blocked.setText(why or words("ui.composer.to_check"))
        self._blocked.set_tone(Tone.DANGER if blocked else None)
        self._blocked_icon.set_icon("circle-alert" if blocked else "info", Tone.DANGER if blocked else None)
        self.finish.setEnabled(not blocked)
        self.sign.setEnabled(not blocked)
        self.finish.setToolTip(why)
        self.finish.setAccessibleDescription(why)
        QTimer.singleShot(0, self, self._fit_gaps)

    def _gap_lines(self) -> list[GapLine]:
        words, composed = self.desk.words, self._composed
        if composed is None:
            return []
        lines = [
            GapLine(
                words(f"gaps.{gap.rule}", **gap.facts),
                gap.article,
                _TONES[gap.severity],
                gap.place,
                self._page_of(gap) + gap.record,
            )
            for gap in composed.gaps
        ]
        letter, blocked = self.pieces.edited(), bool(composed.blockers)
        kind = next(each for each in papers.LETTERS if each.id == self._kind)
        if (places := letter.gaps()) and not blocked:
            told = words("errors.rule.letter_has_gaps", count=len(places))
            place = next(filter(None, map(self.pieces.place_of, places)), "")
            lines.append(GapLine(told, "12(1)", Tone.DANGER, place, _HERE))
        if lacking := kind.lacking(letter):
            told = words("errors.rule.content_removed", codes=", ".join(lacking))
            lines.append(GapLine(told, "12(1)", Tone.DANGER, self.pieces.emptied(lacking), _HERE))
        if self._missing:
            told = words("errors.rule.missing_glyphs", characters=" ".join(self._missing))
            place = next(filter(None, map(self.pieces.place_of, self._missing)), "")
            lines.append(GapLine(told, "12(1)", Tone.DANGER, place, _HERE))
        return lines

    def _page_of(self, gap: Gap) -> str:
        """The page that mends a gap, before the id of the record."""
        if gap.record == self._case:
            return "requests/"
        if gap.rule.startswith("sender_"):
            return "settings/"
        return "transfers/" if gap.rule.startswith("transfer_") else "register/"

    def _jump(self, line: object) -> None:
        assert isinstance(line, GapLine)  # noqa: S101 - what the list sends
        if line.record == _HERE:
            self.pieces.focus_at(line.field)
            return
        self.keep()
        page, _, record = line.record.partition("/")
        if page == "requests":
            self.mend.emit(line.field)
        else:
            self.desk.navigate(page, record, line.field)

    def _fit_gaps(self) -> None:
        inner = self.gaps.layout()
        width = self._gap_area.viewport().width()
        if inner is not None:
            high = (
                inner.totalHeightForWidth(width)
                if inner.hasHeightForWidth()
                else inner.totalSizeHint().height()
            )
            self._gap_area.setFixedHeight(max(theme.ROW, min(_GAPS_AT_MOST, high + 2)))

    # --- drawing -------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._redraw_later.start()
        if not self._keep_later.isActive():
            self._keep_later.start()

    def _redraw(self) -> None:
        """Draw the pages on the lane; one drawing at a time, and the newest text last."""
        if self._composed is None:
            return
        if self._drawing:
            self._again = True
            return
        self._drawing, self._again = True, False
        letter, service = self.pieces.edited(), self.desk.services.papers
        self.desk.lane.run(
            lambda: service.preview(letter), success=self._drawn, failure=self._not_drawn, parent=self
        )

    def _drawn(self, rendered: papers.Rendered) -> None:
        self._drawing = False
        bar = self.preview.pages.verticalScrollBar()
        place = bar.value()
        self.preview.show_bytes(rendered.pdf)
        bar.setValue(place)
        self._missing = tuple(rendered.missing)
        self._show_gaps()
        if self._again:
            self._redraw()

    def _not_drawn(self, error: DeskError) -> None:
        self._drawing = False
        self.desk.messages.dialog(error)

    # --- doing ---------------------------------------------------------------------------------------------------

    def ask_finish(self, choice: SigningChoice = INK) -> None:
        """Ask before the letter is made final, to be signed as chosen: by hand unless it was said otherwise."""
        if not self.finish.isEnabled() or self._composed is None:
            return
        words = self.desk.words
        text = words(f"ui.composer.finish_means.{self._kind}")
        self.desk.messages.ask(
            words("ui.composer.finish_question"),
            text,
            words("ui.composer.finish"),
            partial(self._finish, choice),
            danger=False,
        )

    def ask_sign(self) -> SignDialog | None:
        """Ask how the letter is signed, then before it is made final; nothing while it cannot be finished."""
        if not self.finish.isEnabled() or self._composed is None:
            return None
        dialog = SignDialog(self.desk, self)
        dialog.chosen.connect(self.ask_finish)
        dialog.open()
        return dialog

    def _finish(self, choice: SigningChoice = INK) -> None:
        letter, case, service = self.pieces.edited(), self._case, self.desk.services.papers
        self.finish.setEnabled(False)
        self.desk.lane.run(
            lambda: service.finish(case, letter, choice),
            success=self._was_finished,
            failure=self._not_finished,
            parent=self,
            busy_text=self.desk.words("ui.composer.finishing"),
        )

    def _was_finished(self, paper: Paper) -> None:
        drafts, key = self.desk.drafts, self._key
        self._keep_later.stop()
        self._redraw_later.stop()
        self._composed, self._kept = None, {}
        self.desk.lane.run(lambda: drafts.drop(key), success=lambda _none: None, parent=self)
        self.finished.emit(paper)

    def _not_finished(self, error: DeskError) -> None:
        self._show_gaps()
        self.desk.messages.dialog(error)

    def _not_kept(self, error: DeskError) -> None:
        self._kept = {}
        self.banner.say(self.desk.messages.explain(error).line, Tone.WARNING)

    def _start_again(self) -> None:
        if self._composed is not None:
            self._show(self._composed, (), ())
            self.keep()
            self._redraw()

    def _choose_language(self) -> None:
        self.keep()
        self.open(self._case, self._kind, self._languages.value())

    def _go_back(self) -> None:
        self.keep()
        self.left.emit()

    def _keep_now(self) -> None:
        self.keep()
        self.desk.messages.note(self.desk.words("ui.composer.draft_kept"))

    @property
    def _key(self) -> str:
        return f"letter/{self._case}/{self._kind}/{self._language}"

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words, whole = self.desk.words, QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.STEP)
        self.banner = Banner(words)
        self.pieces = Pieces(words)
        self.preview = PdfPreview(words, print_pdf=self._print, save_pdf=self._save)
        whole.addLayout(self._top())
        whole.addWidget(self.banner)
        whole.addWidget(self._gaps())
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.DOUBLE)
        self.pieces.setMinimumWidth(300)
        splitter.addWidget(self.pieces)
        splitter.addWidget(self.preview)
        left, _, right = self.desk.view_state.get("composer/splitter", "460,580").partition(",")
        splitter.setSizes([int(left), int(right)])
        splitter.setStretchFactor(1, 1)
        splitter.splitterMoved.connect(
            lambda *_moved: self.desk.view_state.put(
                "composer/splitter", ",".join(str(size) for size in splitter.sizes())
            )
        )
        whole.addWidget(splitter, 1)
        self._shortcut("ui.composer.back", self._go_back, "Esc", "Alt+Left")
        self._shortcut("ui.composer.save_draft", self._keep_now, "Ctrl+S")
        self._shortcut("ui.composer.finish", lambda: self.ask_finish(), "Ctrl+Return", "Ctrl+Enter")

    def _top(self) -> QHBoxLayout:
        words, top, names = self.desk.words, QHBoxLayout(), QVBoxLayout()
        top.setSpacing(theme.DOUBLE)
        names.setSpacing(0)
        self.back = Button(words("ui.composer.back"), "arrow-left", quiet=True)
        self.back.clicked.connect(self._go_back)
        self._title, self._about = Elided(size=1.2, bold=True), Elided(muted=True)
        names.addWidget(self._title)
        names.addWidget(self._about)
        spoken = [(code, words.language_name(code)) for code in languages()]
        self._languages = Choice(spoken)
        self._languages.set_name(words("ui.composer.language"))
        self._languages.changed.connect(self._choose_language)
        label = Label(words("ui.composer.language"), muted=True)
        label.setBuddy(self._languages.target())
        self.finish = Button(words("ui.composer.finish"), "stamp", primary=True)
        self.finish.clicked.connect(lambda: self.ask_finish())
        self.sign = Button(words("ui.composer.sign"), "pencil")
        self.sign.clicked.connect(lambda: self.ask_sign())
        top.addWidget(self.back)
        top.addLayout(names, 1)
        top.addWidget(label)
        top.addWidget(self._languages)
        top.addWidget(self.sign)
        top.addWidget(self.finish)
        return top

    def _gaps(self) -> QWidget:
        self._gap_card = Card()
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        self._blocked_icon, self._blocked = (
            IconLabel("circle-alert", Tone.DANGER, 18),
            Label(bold=True, wrap=True),
        )
        head.addWidget(self._blocked_icon)
        head.addWidget(self._blocked, 1)
        self._gap_card.body.addLayout(head)
        self.gaps = GapList(self.desk.words)
        self.gaps.jump.connect(self._jump)
        self._gap_area = QScrollArea()
        self._gap_area.setWidgetResizable(True)
        self._gap_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._gap_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._gap_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._gap_area.viewport().setAutoFillBackground(False)
        self._gap_area.setWidget(self.gaps)
        self.gaps.setAutoFillBackground(False)
        self._gap_card.body.addWidget(self._gap_area)
        return self._gap_card

    def _timer(self, ms: int, do: object) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=ms)
        timer.timeout.connect(do)
        return timer

    def _shortcut(self, key: str, do: object, *keys: str) -> None:
        action = QAction(self.desk.words(key), self)
        action.setShortcuts([QKeySequence(each) for each in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(do)
        self.addAction(action)

    def _print(self, pdf: bytes) -> None:
        printing.print_pdf(self, pdf)

    def _save(self, pdf: bytes) -> None:
        name = self.desk.words("ui.composer.draft_file", ref=self._ref, letter=self._kind)
        printing.save_pdf(self, self.desk.lane, pdf, name)


def _edits(kept: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    given = kept.get("edits")
    pairs = given if isinstance(given, list) else []
    return tuple((str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, list) and len(pair) == 2)


def _added(kept: Mapping[str, object]) -> tuple[str, ...]:
    given = kept.get("added")
    return tuple(str(text) for text in given) if isinstance(given, list) else ()
