"""Second step of an import: what each column is, which day 1/2/2026 is, and what goes for every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from dpo_desk.domain.case import Channel, Role
from dpo_desk.errors import FieldError
from dpo_desk.library.lawbook import regimes
from dpo_desk.library.wording import languages
from dpo_desk.services.import_plan import FIELDS, DateOrder, ImportPlan
from dpo_desk.services.tables import ReadSheet
from dpo_desk.ui import theme
from dpo_desk.ui.imports.file_step import samples
from dpo_desk.ui.imports.lines import Lines
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.editors import Choice, CountryChoice, Editor
from dpo_desk.ui.widgets.texts import breakable, isolated


class ColumnsStep(QScrollArea):
    """Shows a plan and gives back what became of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self.words = desk, desk.words
        self._plan = ImportPlan(columns=())
        self.columns: list[Choice] = []
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.STEP, 0)
        column.setSpacing(theme.STEP)
        self._lines, self._all = Lines(), Lines()
        for title, part in (("ui.imports.columns", self._lines), ("ui.imports.for_all", self._all)):
            column.addWidget(Label(self.words(title), bold=True, wrap=True))
            column.addWidget(part)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.words("ui.imports.columns"))
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._build_for_all()

    def show_plan(self, sheet: ReadSheet, plan: ImportPlan) -> None:
        """Show what each column is taken for; what goes for all stays as it was chosen."""
        words = self.words
        fields = [(each, words(f"ui.imports.field.{each}")) for each in FIELDS]
        self._plan, self.columns = plan, []
        lines: list[tuple[str, Editor]] = []
        for index, field in enumerate(plan.columns):
            choice = Choice(fields, empty=words("ui.imports.left_out"))
            choice.set_value(field)
            self.columns.append(choice)
            heading = isolated(" ".join(sheet.header.cell(index).split()))
            lines.append((self._column_text(heading, index, samples(sheet, index)), choice))
        self._lines.show_lines(lines)

    def focus_first(self) -> None:
        """To the first column."""
        self._lines.focus_first()

    def plan(self) -> ImportPlan:
        """The plan as it is chosen now."""
        right = self.right.value()
        return replace(
            self._plan,
            columns=tuple(each.value() for each in self.columns),
            dates=DateOrder(self.dates.value()),
            rights=(right,) if right else (),
            regime=self.regime.value(),
            channel=self.channel.value(),
            role=self.role.value(),
            language=self.language.value(),
            country=self.country.value(),
        )

    def errors_text(self, errors: Sequence[FieldError]) -> str:
        """What the plan lacks, in words."""
        return "\n".join(
            self.words(
                "ui.imports.at_field",
                field=self.words(f"ui.imports.field.{each.field}"),
                why=self.words(each.key, **each.params),
            )
            for each in errors
        )

    # --- inside --------------------------------------------------------------------------------------------------

    def _column_text(self, heading: str, index: int, found: Sequence[str]) -> str:
        name = heading or self.words("ui.imports.no_heading", number=index + 1)
        shown = "; ".join(isolated(each) for each in found) or self.words("ui.imports.no_sample")
        return breakable(self.words("ui.imports.column", name=name, samples=shown))

    def _build_for_all(self) -> None:
        words = self.words
        laws = [law for law in regimes() if law.rights]
        rights = dict.fromkeys(right.id for law in laws for right in law.rights)
        self.dates = Choice([(each, words(f"ui.imports.dates.{each}")) for each in DateOrder])
        self.regime = Choice([(law.id, words(law.title_key)) for law in laws])
        self.right = Choice(
            [(each, words(f"law.right.{each}")) for each in rights], empty=words("ui.imports.none")
        )
        self.channel = Choice([(each, words(f"case.channel.{each}")) for each in Channel])
        self.role = Choice([(each, words(f"case.role.{each}")) for each in Role])
        self.language = Choice([(each, words.language_name(each)) for each in languages()])
        self.country = CountryChoice(words)
        plan = replace(self._plan, language=words.language)
        for editor, value in (
            (self.dates, plan.dates), (self.regime, plan.regime), (self.channel, plan.channel),
            (self.role, plan.role), (self.language, plan.language), (self.right, ""),
        ):  # fmt: skip
            editor.set_value(value)
        self._all.show_lines([
            (words("ui.imports.dates_label"), self.dates),
            (words("ui.imports.field.rights"), self.right),
            (words("ui.imports.field.regime"), self.regime),
            (words("ui.imports.field.channel"), self.channel),
            (words("ui.imports.role"), self.role),
            (words("ui.imports.field.language"), self.language),
            (words("ui.imports.field.country"), self.country),
        ])  # fmt: skip
