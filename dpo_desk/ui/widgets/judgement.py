"""A verdict of Chapter V as one sees it: the sign in words, and below it why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.judgement import Judgement, Reason
from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Card, IconLabel, Label

LOOK = {
    Verdict.NO_TRANSFER: (Tone.NEUTRAL, "circle-check"),
    Verdict.VALID: (Tone.GOOD, "circle-check"),
    Verdict.RESERVED: (Tone.WARNING, "triangle-alert"),
    Verdict.NOT_VALID: (Tone.DANGER, "circle-x"),
}
_TOLD_LOOK = (Tone.NEUTRAL, "info")


class _ReasonLine(QWidget):
    """One reason: its icon and its sentence."""

    def __init__(self, text: str, tone: Tone, icon: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.STEP)
        self.text = Label(text, size=0.95, wrap=True)
        line.addWidget(IconLabel(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.text, 1)


class JudgementCard(Card):
    """The verdict with its reasons, the gravest first; what has to be done stands among the findings."""

    def __init__(self, words: Wording) -> None:
        super().__init__(tone=Tone.NEUTRAL)
        self._words = words
        self.body.setContentsMargins(*(theme.STEP + theme.HALF,) * 4)
        head, self._icon = QHBoxLayout(), IconLabel("info")
        self.verdict, self._means = Label(size=1.1, bold=True, wrap=True), Label(size=0.95, wrap=True)
        self._day = Label(size=0.88, muted=True, wrap=True)
        head.setSpacing(theme.STEP)
        head.addWidget(self._icon)
        head.addWidget(self.verdict, 1)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(theme.STEP)
        self._lines: list[_ReasonLine] = []
        self.body.addLayout(head)
        self.body.addWidget(self._means)
        self.body.addLayout(self._reasons)
        self.body.addWidget(self._day)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def text(self) -> str:
        """All it says."""
        told = (line.text.text() for line in self._lines)
        return "\n".join([self.verdict.text(), self._means.text(), *told])

    def show_judgement(self, judgement: Judgement, words: LawWords) -> None:
        """Show it; reasons that stand there already are not drawn anew."""
        said = words.verdict(judgement.verdict)
        tone, icon = LOOK[judgement.verdict]
        self.set_tone(tone)
        self._icon.set_icon(icon, tone)
        self.verdict.set_tone(tone)
        self.verdict.setText(said)
        self._means.setText(words.means(judgement.verdict))
        self._day.setText(self._words("ui.transfers.judged_on", day=judgement.day))
        self._show_reasons([(each, words.reason(each)) for each in judgement.reasons], judgement.verdict)
        self.setAccessibleName(said)
        self.setAccessibleDescription(self.text)

    def _show_reasons(self, reasons: list[tuple[Reason, str]], verdict: Verdict) -> None:
        told = [text for _, text in reasons]
        if told == [line.text.text() for line in self._lines]:
            return
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [_line(reason, text, verdict) for reason, text in reasons]
        for line in self._lines:
            self._reasons.addWidget(line)


def _line(reason: Reason, text: str, verdict: Verdict) -> _ReasonLine:
    # what a decision lightens weighs no more than the verdict
    shown = min(reason.verdict, verdict, key=lambda each: each.gravity)
    heavy = shown in {Verdict.RESERVED, Verdict.NOT_VALID}
    return _ReasonLine(text, *(LOOK[shown] if heavy else _TOLD_LOOK))
