"""What a record lacks, by name: where to mend it, and what does not apply because of a reason somebody gave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar, cast

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dpo_desk.domain.completeness import Gap, Severity
from dpo_desk.domain.version import Dismissal
from dpo_desk.library.wording import Wording
from dpo_desk.services.gap_words import gap_text
from dpo_desk.ui import theme
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, IconButton, IconLabel, Label, LinkButton, Pill
from dpo_desk.ui.widgets.editors import TextBlock
from dpo_desk.ui.widgets.feedback import ICON_OF
from dpo_desk.ui.widgets.texts import breakable

T = TypeVar("T", bound=QWidget)
TONE_OF = {Severity.ERROR: Tone.DANGER, Severity.WARNING: Tone.WARNING, Severity.HINT: Tone.NEUTRAL}
_KINDS = {Tone.DANGER: "error", Tone.WARNING: "warning", Tone.NEUTRAL: "hint"}  # the gravest first
_TONES = {kind: tone for tone, kind in _KINDS.items()}
_ASIDE = "aside"
_LEAST_WORDS = 2  # of a reason


@dataclass(frozen=True)
class GapLine:
    """One missing thing in words: what, which article asks for it, where to mend it."""

    text: str
    article: str
    tone: Tone  # DANGER: error, WARNING: warning, NEUTRAL: hint
    field: str
    record: str = ""
    check: str = ""  # CHK-03, when a rule of the register found it
    key: str = ""  # of the finding; what has none cannot be set aside


@dataclass(frozen=True)
class Aside:
    """One that somebody set aside; all in words."""

    gap: GapLine
    reason: str
    when: str


def gap_lines(words: Wording, gaps: Sequence[Gap]) -> tuple[GapLine, ...]:
    """What the checker found, in words."""
    return tuple(
        GapLine(gap_text(g, words), g.article, TONE_OF[g.severity], g.place, g.record, g.check, g.key)
        for g in gaps
    )


def asides(words: Wording, set_aside: Sequence[tuple[Gap, Dismissal]]) -> tuple[Aside, ...]:
    """What was set aside, in words: the reason, the day, and by whom where that is known."""
    found = []
    for (_gap, kept), line in zip(set_aside, gap_lines(words, [g for g, _ in set_aside]), strict=True):
        day = words.short_date(kept.on)
        when = (
            words("ui.gaps.aside_by", date=day, by=kept.by)
            if kept.by
            else words("ui.gaps.aside_on", date=day)
        )
        found.append(Aside(line, kept.reason, when))
    return tuple(found)


class GapList(QWidget):
    """
    Missing things by name; each jumps to the field that mends it.

    Where they can be ``settled``, they stand in groups, and each can be set aside with a reason: ``set_aside`` carries
    the line and the reason, ``bring_back`` the line. What is shown is shown again only when it changed, so that a
    reason that is being typed stays.
    """

    jump = Signal(object)  # GapLine
    set_aside = Signal(object, str)
    bring_back = Signal(object)

    def __init__(self, words: Wording, parent: QWidget | None = None, *, settled: bool = False) -> None:
        super().__init__(parent)
        self._words, self._settled = words, settled
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.STEP)
        self._made: dict[object, QWidget] = {}  # the rows that are shown, in order
        self._before: dict[object, QWidget] = {}  # while they are built: those that were
        self._groups: dict[str, list[QWidget]] = {}
        self._shown: tuple[tuple[GapLine, ...], tuple[Aside, ...]] | None = None
        self._folded = {_ASIDE}

    def show_gaps(self, gaps: Sequence[GapLine], aside: Sequence[Aside] = ()) -> None:
        """Show these, the gravest first, and below them what was set aside."""
        shown = (tuple(gaps), tuple(aside))
        if shown == self._shown:
            return
        self._shown = shown
        typed = {row.gap.key: row.reason for row in self.lines() if row.reason is not None}
        self.setUpdatesEnabled(False)
        self._build(*shown)
        self.setUpdatesEnabled(True)
        for row in self.lines():
            if row.reason is None and row.gap.key in typed:
                row.ask(typed[row.gap.key] or "")

    def buttons(self) -> list[GapRow]:
        """The rows that can be pressed, in the order shown."""
        return [row.button for row in self.lines()]

    def lines(self) -> list[Entry]:
        """The entries, in the order shown."""
        return [row for row in self._made.values() if isinstance(row, Entry)]

    def heads(self) -> list[GroupHead]:
        """The headings of the groups."""
        return [row for row in self._made.values() if isinstance(row, GroupHead)]

    def _build(self, gaps: Sequence[GapLine], aside: Sequence[Aside]) -> None:
        """Rows that stay are kept: most often one of many comes or goes."""
        self._before, self._made, self._groups = self._made, {}, {}
        if not gaps:
            self._put("none", lambda: Pill(self._words("ui.common.gaps.none"), Tone.GOOD, "circle-check"))
        for kind in _KINDS.values():
            self._group(kind, [(each, partial(self._entry, each)) for each in gaps if _kind(each) == kind])
        self._group(_ASIDE, [(each, partial(self._aside, each)) for each in aside])
        for row in self._before.values():
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self._before = {}

    def _group(self, kind: str, rows: Sequence[tuple[object, Callable[[], QWidget]]]) -> None:
        shown = True
        if rows and self._settled:
            shown = kind not in self._folded
            head = self._put(("head", kind), lambda: self._head(kind))
            head.setText(self._words(f"ui.gaps.group.{kind}", count=len(rows)))
        self._groups[kind] = [self._put((kind, each), make, shown=shown) for each, make in rows]

    def _head(self, kind: str) -> GroupHead:
        head = GroupHead(_TONES.get(kind))
        head.setChecked(kind not in self._folded)
        head.toggled.connect(lambda on: self._fold(kind, on=on))
        return head

    def _put(self, name: object, make: Callable[[], T], *, shown: bool = True) -> T:
        """The row of this name in the next place, as it was before or made anew."""
        while name in self._made:  # two findings in the same words
            name = (name, "again")
        kept, place = cast("T | None", self._before.pop(name, None)), len(self._made)
        row = make() if kept is None else kept
        self._made[name] = row
        item = self._column.itemAt(place)
        if item is None or item.widget() is not row:
            self._column.insertWidget(place, row)
        if row.isHidden() == shown:
            row.setVisible(shown)
        return row

    def _fold(self, kind: str, *, on: bool) -> None:
        (self._folded.discard if on else self._folded.add)(kind)
        for row in self._groups.get(kind, ()):
            row.setVisible(on)

    def _entry(self, gap: GapLine) -> Entry:
        key = "ui.gaps.where" if self._settled else f"ui.common.gaps.{_kind(gap)}"
        small = self._words(key, article=gap.article)
        if self._settled and gap.check:
            small = self._words("ui.gaps.where_check", article=gap.article, check=gap.check)
        row = Entry(self._words, gap, small, settled=self._settled and bool(gap.key))
        row.button.clicked.connect(lambda: self.jump.emit(gap))
        row.given.connect(lambda reason: self.set_aside.emit(gap, reason))
        return row

    def _aside(self, aside: Aside) -> QWidget:
        words, card = self._words, Card()
        card.body.setContentsMargins(theme.STEP, theme.HALF, theme.STEP, theme.HALF)
        card.body.setSpacing(theme.HALF)
        card.body.addWidget(Label(breakable(aside.gap.text), muted=True, wrap=True))
        card.body.addWidget(
            Label(breakable(words("ui.gaps.because", reason=aside.reason)), wrap=True, selectable=True)
        )
        card.body.addWidget(Label(aside.when, size=0.88, muted=True, wrap=True))
        back = LinkButton(words("ui.gaps.bring_back"), "undo-2")
        back.setAccessibleName(words("ui.gaps.bring_back_of", text=aside.gap.text))
        back.clicked.connect(lambda: self.bring_back.emit(aside.gap))
        card.body.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        return card


def _kind(gap: GapLine) -> str:
    return _KINDS.get(gap.tone, _KINDS[Tone.NEUTRAL])


class GroupHead(Button):
    """The heading of a group; pressing it folds the group."""

    _pad = theme.HALF

    def __init__(self, tone: Tone | None) -> None:
        super().__init__("", "chevron-down", quiet=True)
        self._tone = tone
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda on: self.set_icon("chevron-down" if on else "chevron-right"))
        self.set_icon("chevron-right")

    def _paint_set(self, now: theme.Colours) -> tuple[QColor | None, QColor | None, QColor]:
        ink = now.tone(self._tone)[0] if self._tone else QColor(now.muted)
        return (QColor(now.hover) if self.underMouse() else None), None, ink


class Entry(QWidget):
    """One line of the list, and below it the question why it does not apply. ``given`` carries the reason."""

    given = Signal(str)

    def __init__(self, words: Wording, gap: GapLine, small: str, *, settled: bool) -> None:
        super().__init__()
        self.gap, self._words = gap, words
        self._why: _Why | None = None
        self._column, line = QVBoxLayout(self), QHBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.HALF)
        line.setSpacing(0)
        self.button = GapRow(words, gap, small)
        line.addWidget(self.button, 1)
        if settled:
            name = words("ui.gaps.not_applicable")
            self.aside = IconButton("circle-slash-2", name)
            self.aside.setAccessibleName(words("ui.gaps.not_applicable_of", text=gap.text))
            self.aside.clicked.connect(lambda: self.ask())
            line.addWidget(self.aside, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(line)

    @property
    def reason(self) -> str | None:
        """What is typed as a reason; nothing while it is not asked for."""
        return self._why.text.value() if self._why else None

    def ask(self, typed: str = "") -> None:
        """Ask why it does not apply."""
        if self._why is None:
            self._why = _Why(self._words, self.gap.text, self.given.emit, self._leave)
            self._column.addWidget(self._why)
            self._why.begin(typed)
        self._why.text.focus_at()

    def _leave(self) -> None:
        if self._why is not None:
            self._why.hide()
            self._why.deleteLater()
            self._why = None
            self.aside.setFocus(Qt.FocusReason.OtherFocusReason)


class _Why(Card):
    """The reason, typed where the finding stands; Ctrl+Enter gives it, Escape leaves."""

    def __init__(
        self, words: Wording, gap: str, give: Callable[[str], object], leave: Callable[[], object]
    ) -> None:
        super().__init__()
        self._give, self._leave = give, leave
        self.body.setContentsMargins(theme.STEP, theme.STEP, theme.STEP, theme.STEP)
        self.text = TextBlock(words("ui.gaps.reason_hint"), lines=2)
        self.text.set_name(words("ui.gaps.reason_of", text=gap))
        self.text.changed.connect(self._look)
        self.body.addWidget(Label(words("ui.gaps.reason"), size=0.95, bold=True, wrap=True))
        self.body.addWidget(self.text)
        line = QHBoxLayout()
        line.setSpacing(theme.HALF)
        self._done = Button(words("ui.gaps.set_aside"), primary=True)
        self._done.clicked.connect(self._finish)
        cancel = Button(words("ui.common.cancel"), quiet=True)
        cancel.clicked.connect(lambda: leave())
        line.addWidget(self._done)
        line.addWidget(cancel)
        line.addStretch(1)
        self.body.addLayout(line)
        self._look()

    def begin(self, typed: str) -> None:
        """Show it with what was typed before."""
        self.text.set_value(typed)
        self._look()
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Finish or leave."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._finish()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        self._done.setEnabled(len(self.text.value().split()) >= _LEAST_WORDS)

    def _finish(self) -> None:
        if self._done.isEnabled():
            self._give(" ".join(self.text.value().split()))


class GapRow(QAbstractButton):
    """One missing thing; pressing it leads to the field."""

    def __init__(self, words: Wording, gap: GapLine, small: str) -> None:
        """``small`` is the line below: how grave it is, or the article alone where a heading says that."""
        super().__init__()
        self.setAccessibleName(words("ui.common.gaps.jump_to", text=gap.text))
        self.setAccessibleDescription(small)
        self.setToolTip(words("ui.common.gaps.jump"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._line = line = QHBoxLayout(self)
        texts = QVBoxLayout()
        line.setContentsMargins(theme.HALF, theme.HALF, theme.HALF, theme.HALF)
        line.setSpacing(theme.STEP)
        line.addWidget(IconLabel(ICON_OF[gap.tone], gap.tone, 18), 0, Qt.AlignmentFlag.AlignTop)
        texts.setSpacing(0)
        texts.addWidget(Label(breakable(gap.text), wrap=True))
        texts.addWidget(Label(small, size=0.88, muted=True, wrap=True))
        line.addLayout(texts, 1)
        for label in self.findChildren(QWidget):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setForegroundRole(QPalette.ColorRole.WindowText)  # and not that of a button's words

    def sizeHint(self) -> QSize:
        """As high as its words."""
        return QSize(self._line.sizeHint().width(), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Narrow: its words break."""
        return QSize(theme.TRIPLE * 4, self._line.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower is higher."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tint under the pointer, a ring around the keyboard."""
        painter, now = QPainter(self), theme.colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(now.accent), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.hover) if self.underMouse() or self.isDown() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
