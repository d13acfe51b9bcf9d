"""What the signatures of a file are worth, in words: first the verdict, then why, then who."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.signature import SignatureReport
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Card, IconLabel, Label
from dpo_desk.ui.widgets.feedback import ICON_OF, Facts
from dpo_desk.ui.widgets.key_card import fact_pairs

Finding = tuple[Tone, str]


class SignatureReportView(QWidget):
    """The reports of a file under one another."""

    def __init__(self, words: Wording, zone: tzinfo) -> None:
        """``zone`` is the time zone moments are told in."""
        super().__init__()
        self._words, self._zone = words, zone
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.STEP + theme.HALF)

    def show_reports(self, reports: Sequence[SignatureReport]) -> None:
        """Show these; none is told as such."""
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        cards = [self._card(report) for report in reports] or [self._none()]
        for card in cards:
            self._column.addWidget(card)
        self._column.addStretch(1)

    def _none(self) -> QWidget:
        card = Card(tone=Tone.NEUTRAL)
        card.body.addWidget(Label(self._words("ui.signature_report.none"), wrap=True))
        return card

    def _card(self, report: SignatureReport) -> QWidget:
        words = self._words
        tone, verdict = _verdict(words, report)
        card = Card()
        card.setAccessibleName(verdict)
        card.body.addLayout(_line(tone, verdict, bold=True))
        for found, text in findings(words, report):
            card.body.addLayout(_line(found, text))
        if pairs := self._pairs(report):
            facts = Facts()
            facts.show_facts(pairs)
            card.body.addWidget(facts)
        return card

    def _pairs(self, report: SignatureReport) -> list[tuple[str, str]]:
        words, pairs = self._words, []
        if report.signed_at:
            at = words.moment(report.signed_at.astimezone(self._zone))
            pairs.append((words("ui.signature_report.signed_at"), at))
        if report.facts:
            pairs += fact_pairs(words, report.facts)
        given = (("reason", report.reason), ("location", report.location))
        return [*pairs, *((words(f"ui.signature_report.{name}"), text) for name, text in given if text)]


def _verdict(words: Wording, report: SignatureReport) -> Finding:
    if report.sound:
        return Tone.GOOD, words("ui.signature_report.sound")
    if report.added_later:
        return Tone.WARNING, words("ui.signature_report.added_later")
    if not report.intact:
        return Tone.DANGER, words("ui.signature_report.broken")
    return Tone.DANGER, words("ui.signature_report.weak" if report.whole else "ui.signature_report.partial")


def findings(words: Wording, report: SignatureReport) -> Iterator[Finding]:
    """What was found, one sentence each, with how it weighs."""
    say = words
    if not report.intact:
        yield Tone.DANGER, say("ui.signature_report.changed")
        return
    yield Tone.GOOD, say("ui.signature_report.unchanged")
    if report.whole:
        yield Tone.GOOD, say("ui.signature_report.covers_all")
    elif report.added_later:
        yield Tone.WARNING, say("ui.signature_report.covers_first")
    else:
        yield Tone.DANGER, say("ui.signature_report.covers_part")
    if report.weak:
        yield Tone.DANGER, say("ui.signature_report.forgeable")
    if report.facts and report.signed_at:
        if report.valid_when_signed:
            yield Tone.GOOD, say("ui.signature_report.in_force")
        else:
            yield Tone.WARNING, say("ui.signature_report.out_of_force")
    yield Tone.NEUTRAL, say(f"ui.signature_report.trust.{report.trust}")


def _line(tone: Tone, text: str, *, bold: bool = False) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.STEP)
    line.addWidget(IconLabel(ICON_OF[tone], tone, 20 if bold else 16))
    line.addWidget(Label(text, bold=bold, wrap=True, tone=tone if bold else None), 1)
    return line
