"""The parts of a transfer's sheet: what the law says of the country, the tool, the scope answers, the six steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.chapter_v import STEPS
from dpo_desk.domain.facts import Known
from dpo_desk.domain.record import Answer
from dpo_desk.domain.transfer_law import Adequacy, ChapterV, Exporting, ToolKind
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.forms.group import Group, says
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Card, IconLabel, Label, Line
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, Editor, TextBlock
from dpo_desk.ui.widgets.known_field import KnownField

_VALUED = {Known.PROPOSED, Known.GIVEN}


class LawCard(Card):
    """What the law says of a country on a day: inside, a decision with its limits, or no decision."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._icon, self._said, self._more = IconLabel("globe"), Label(bold=True, wrap=True), Label(wrap=True)
        line, texts = QHBoxLayout(), QVBoxLayout()
        line.setSpacing(theme.STEP)
        texts.setSpacing(theme.HALF // 2)
        texts.addWidget(self._said)
        texts.addWidget(self._more)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        self.body.addLayout(line)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def text(self) -> str:
        """All it says."""
        return "\n".join(each.text() for each in (self._said, self._more) if each.text())

    def show_country(self, country: str, exporter: str, day: date, law: ChapterV) -> None:
        """Show it for a flow between these countries on this day; an empty one is not known yet."""
        tone, icon, said, more = self._told(country, exporter, day, law)
        self.set_tone(tone)
        self._icon.set_icon(icon, tone)
        self._said.setText(said)
        self._more.setText("\n".join(more))
        self._more.setVisible(bool(more))
        self.setAccessibleName(said)
        self.setAccessibleDescription("\n".join(more))

    def _told(
        self, country: str, exporter: str, day: date, law: ChapterV
    ) -> tuple[Tone, str, str, list[str]]:
        words, called = self._words, LawWords(self._words, law)
        if not country:
            return Tone.WARNING, "circle-question-mark", words("ui.transfers.law.unknown"), []
        name, place = called.country(country), called.place(country)
        more = [place] if place else []
        exporting = law.exporting(exporter, day)
        if law.inside(country, day) and exporting is not Exporting.UK:
            return Tone.GOOD, "circle-check", words("ui.transfers.law.eea", country=name), more
        decision = law.decision_on(country, day, exporting)
        if decision is None:
            said = words("ui.transfers.law.none", country=name, day=day)
            return Tone.DANGER, "circle-alert", said, [words("ui.transfers.law.none_means"), *more]
        careful = decision.limited or decision.at_risk or decision.verified_on is None
        tone, icon = (Tone.WARNING, "triangle-alert") if careful else (Tone.GOOD, "circle-check")
        said = words("ui.transfers.law.adequate", country=name, day=day)
        return tone, icon, said, [*self._decision(decision, called), *more]

    def _decision(self, decision: Adequacy, called: LawWords) -> list[str]:
        words = self._words
        reference = called.decision(decision)
        told = [words("ui.transfers.law.reference", reference=reference, adopted=decision.adopted)]
        if decision.expires:
            told.append(words("ui.transfers.law.expires", day=decision.expires))
        if decision.limited:
            told.append(words("ui.transfers.law.limited"))
        if decision.at_risk:
            told.append(words("ui.transfers.law.at_risk"))
        checked = decision.verified_on
        verified = "ui.transfers.law.verified"
        told.append(words(verified, day=checked) if checked else words("ui.transfers.law.not_verified"))
        return told


class ToolChoice(Choice):
    """What a transfer rests on, in groups: adequacy, Art. 46, Art. 49, and what is no safeguard at the end."""

    def __init__(self, law: ChapterV, called: LawWords) -> None:
        super().__init__([])
        self._called = called
        self.offer(law, called)

    def offer(self, law: ChapterV, called: LawWords) -> None:
        """Offer the tools of these tables, and keep what is chosen."""
        self._called, chosen = called, self.value()
        self.combo.clear()
        for kind in ToolKind:
            found = [tool for tool in law.tools if tool.kind is kind and kind is not ToolKind.NONE]
            if found and self.combo.count():
                self.combo.insertSeparator(self.combo.count())
            for tool in found:
                self.combo.addItem(called.tool(tool.id), tool.id)
        self.set_value(chosen)

    def set_value(self, value: object) -> None:
        """Choose; one that is not offered is carried along."""
        tool = str(value or "")
        if tool and self.combo.findData(tool) < 0:
            self.combo.addItem(self._called.tool(tool), tool)
        super().set_value(tool)


class ScopeAnswers(Editor):
    """
    A fact for each question the decision asks; the value has an entry for each that was answered.

    Answers to questions of another decision are carried along.
    """

    tall = True

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._given: dict[str, dict[str, object]] = {}
        self._asked: tuple[tuple[str, str], ...] = ()
        self._group = Group(words)
        self._none = Label(words("ui.transfers.no_questions"), muted=True, wrap=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._column.addWidget(self._none)
        self.row.addLayout(self._column, 1)

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions that are asked now."""
        return tuple(each for each, _ in self._asked)

    def ask(self, questions: Sequence[tuple[str, str]]) -> None:
        """Ask these, each an id and its words."""
        if tuple(questions) == self._asked:
            return
        self._given = {str(each["question"]): each for each in self.value()}
        self._asked = tuple(questions)
        self._column.removeWidget(self._group)
        self._group.hide()
        self._group.deleteLater()
        self._group = Group(self._words)
        for name, text in questions:
            self._group.add(name, self._answer(), text)
        self._group.changed.connect(self.changed)
        self._group.rearranged.connect(self.rearranged)
        self._column.addWidget(self._group)
        self._none.setVisible(not questions)
        self._show_given()
        self.rearranged.emit()

    def answer(self, question: str) -> KnownField:
        """The editor of one answer."""
        editor = self._group.fields[question].editor
        assert isinstance(editor, KnownField)  # noqa: S101 — ``ask`` makes no other
        return editor

    def value(self) -> list[dict[str, object]]:
        """Each answer that was given, in the order of the questions."""
        typed = {
            name: {"question": name, "answer": field.editor.value()}
            for name, field in self._group.fields.items()
        }
        rest = {name: each for name, each in self._given.items() if name not in typed}
        kept = {name: each for name, each in typed.items() if name in self._given or says(each["answer"])}
        return [*kept.values(), *rest.values()]

    def set_value(self, value: object) -> None:
        """Show these answers."""
        entries = (
            [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []
        )
        self._given = {str(each.get("question") or ""): dict(each) for each in entries}
        self._show_given()

    def target(self) -> QWidget:
        """The first answer."""
        return self._group.target() if self._group.fields else self._none

    def set_name(self, name: str) -> None:
        """Each question is its own name."""

    def mark(self, path: str, text: str) -> bool:
        """Show an error at the question which the path names, or its number in the value."""
        question, rest = self._at(path)
        return bool(question) and self._group.mark(f"{question}.{rest}".rstrip("."), text)

    def clear_marks(self) -> None:
        """Take all errors away."""
        self._group.clear_marks()

    def focus_at(self, path: str = "") -> None:
        """To the question the path names, or to the first."""
        self._group.focus_at(self._at(path)[0]) if self._group.fields else self.setFocus()

    def _answer(self) -> KnownField:
        choices = [(each.value, self._words(f"register.answer.{each}")) for each in Answer]
        return KnownField(self._words, Choice(choices))

    def _show_given(self) -> None:
        for name, field in self._group.fields.items():
            field.editor.set_value(self._given.get(name, {}).get("answer"))

    def _at(self, path: str) -> tuple[str, str]:
        first, _, rest = path.partition(".")
        if first.isdigit():
            entries = self.value()
            first = str(entries[int(first)]["question"]) if int(first) < len(entries) else ""
            rest = rest.removeprefix("answer").lstrip(".")
        return (first if first in self._group.fields else ""), rest


class StepRow(Group):
    """One step of the assessment: what was found, and when."""

    def __init__(self, words: Wording, step: int) -> None:
        super().__init__(words)
        self.step = step
        title = words("ui.transfers.step", number=step, text=words(f"law.chapter_v.step.{step}"))
        self.add("finding", KnownField(words, TextBlock(lines=1)), title)
        self.add("on", DayField(words), words("fields.assessment_step.on"))
        self.ask_when(self._found, "on")
        self.show_asked()

    @property
    def told(self) -> bool:
        """Whether anything is said of it."""
        return says(self.value())

    def _found(self) -> bool:
        finding = self.fields["finding"].editor
        return isinstance(finding, KnownField) and finding.known is not Known.UNKNOWN


class Steps(Editor):
    """The six steps of a transfer impact assessment; the value has an entry for each of which something is said."""

    tall = True

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._rows = [StepRow(words, number) for number in range(1, STEPS + 1)]
        self._known: set[int] = set()
        column = QVBoxLayout()
        column.setSpacing(theme.STEP + theme.HALF)
        for row in self._rows:
            if row.step > 1:
                column.addWidget(Line())
            column.addWidget(row)
            row.changed.connect(self.changed)
            row.rearranged.connect(self.rearranged)
        self.row.addLayout(column, 1)

    def value(self) -> list[dict[str, object]]:
        """The steps in order."""
        return [
            {"step": str(row.step), **row.value()}
            for row in self._rows
            if row.told or row.step in self._known
        ]

    def set_value(self, value: object) -> None:
        """Show what is known of them."""
        entries = (
            [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []
        )
        given = {str(each.get("step")): each for each in entries}
        self._known = {int(step) for step in given if step.isdigit()}
        for row in self._rows:
            row.set_value(given.get(str(row.step), {}))

    def target(self) -> QWidget:
        """The first step."""
        return self._rows[0].target()

    def set_name(self, name: str) -> None:
        """Each step is its own name."""

    def mark(self, path: str, text: str) -> bool:
        """Show an error at the step whose number in the value the path begins with."""
        row, rest = self._at(path)
        return row is not None and row.mark(rest or "finding", text)

    def clear_marks(self) -> None:
        """Take all errors away."""
        for row in self._rows:
            row.clear_marks()

    def focus_at(self, path: str = "") -> None:
        """To the step in the value, or to the first of which nothing is said."""
        row, rest = self._at(path)
        if row is None:
            row = next((each for each in self._rows if not each.told), self._rows[0])
        row.focus_at(rest)

    def _at(self, path: str) -> tuple[StepRow | None, str]:
        number, _, rest = path.partition(".")
        entries = self.value()
        if not number.isdigit() or int(number) >= len(entries):
            return None, ""
        return self._rows[int(str(entries[int(number)]["step"])) - 1], rest


def fact_text(editor: Editor) -> str:
    """The value of a fact that is one text, when it is proposed or given."""
    return str(editor.inner.value()) if isinstance(editor, KnownField) and editor.known in _VALUED else ""
