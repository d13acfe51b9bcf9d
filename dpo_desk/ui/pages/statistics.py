"""How requests were answered, in figures: a year or the last months, as totals, bars and tables, to print and to save."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dpo_desk.domain.statistics import Statistics, Tally, last_months
from dpo_desk.services.statistics import TABLES, label, tables_of
from dpo_desk.services.statistics_paper import REQUESTS_YEAR
from dpo_desk.ui import theme
from dpo_desk.ui.pages.figures_print import print_figures
from dpo_desk.ui.printing import save_file
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.chart import BarChart, Bars
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.editors import Choice
from dpo_desk.ui.widgets.feedback import EmptyState, Facts
from dpo_desk.ui.widgets.plain_table import PlainTable

_LATEST = "latest"  # the choice of the last months instead of a year
_MONTHS = 12
_COLUMNS = (
    "received",
    "answered",
    "in_time",
    "late",
    "open",
    "extended",
    "refused",
    "refused_partly",
    "no_data",
)
_FACTS = (
    *_COLUMNS[:4],
    "overdue",
    "extended",
    "refused",
    "refused_partly",
    "no_data",
    "withdrawn",
    "unanswered",
)
_BARS = (("received", Tone.NEUTRAL), ("in_time", Tone.ACCENT), ("late", Tone.WARNING))


def show_statistics(desk: Desk, parent: QWidget) -> StatisticsDialog:
    """Show the figures of the last months."""
    dialog = StatisticsDialog(desk, parent)
    dialog.open()
    dialog.period.focus_at()
    return dialog


class StatisticsDialog(DeskDialog):
    """The period is read on the lane; everything shown is of it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = desk.words
        super().__init__(words, words("ui.statistics.title"), parent, width=1180, height=760)
        self._desk, self._service = desk, desk.services.statistics
        self.shown: Statistics | None = None
        years = [(str(year), str(year)) for year in self._service.years()]
        self.period = Choice([(_LATEST, words("ui.statistics.latest", count=_MONTHS)), *years])
        self.period.set_name(words("ui.statistics.period"))
        self.period.changed.connect(self.ask)
        self.table_of = Choice([(name, words(f"statistics.table.{name}")) for name in TABLES])
        self.table_of.set_name(words("ui.statistics.by"))
        self.table_of.changed.connect(self._show_table)
        self.facts, self.chart = Facts(), BarChart(words("ui.statistics.chart"))
        self.table = PlainTable(words("ui.statistics.table"), figures=True)
        self.body.addLayout(self._line("period", self.period))
        self._parts = QStackedWidget()
        self._parts.addWidget(self._figures())
        self._parts.addWidget(EmptyState("inbox", words("ui.statistics.empty")))
        self.body.addWidget(self._parts, 1)
        self.body.addWidget(Label(words("ui.statistics.counting"), muted=True, wrap=True))
        self._outputs = [
            self.add_button(words(f"ui.statistics.{name}"), do, icon="download", left=True)
            for name, do in (
                ("save_csv", partial(self._save, "csv")),
                ("save_json", partial(self._save, "json")),
                ("save_list", self._save_list),
            )
        ]
        self.add_close()
        self._print = self.add_button(
            words("ui.statistics.print"), self.print_report, icon="printer", primary=True
        )
        self.ask()

    def ask(self) -> None:
        """Read the figures of the period chosen."""
        chosen = self.period.value()
        read = self._latest if chosen == _LATEST else partial(self._service.of_year, int(chosen))
        self._desk.lane.run(
            read,
            success=partial(self._show, chosen),
            parent=self,
            busy_text=self.words("ui.statistics.reading"),
        )

    def print_report(self) -> None:
        """Show the report of the year chosen on its pages; of this year while the last months are shown."""
        chosen = self.period.value()
        year = self._service.today().year if chosen == _LATEST else int(chosen)
        print_figures(self._desk, self, REQUESTS_YEAR, lambda language: self._service.compose(year, language))

    # --- inside --------------------------------------------------------------------------------------------------

    def _latest(self) -> Statistics:
        shown = last_months(self._service.today(), _MONTHS)
        return self._service.between(shown[0], shown[-1])

    def _line(self, name: str, choice: Choice) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(Label(self.words(f"ui.statistics.{name}"), muted=True))
        choice.setMinimumWidth(theme.letters(26))
        row.addWidget(choice)
        row.addStretch(1)
        return row

    def _figures(self) -> QWidget:
        held, column, row = QWidget(), QVBoxLayout(), QHBoxLayout()
        held.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        row.setSpacing(theme.TRIPLE)
        self.facts.setFixedWidth(theme.letters(34))
        row.addWidget(self.facts)
        row.addWidget(self.chart, 1)
        column.addLayout(row)
        column.addLayout(self._line("by", self.table_of))
        column.addWidget(self.table, 1)
        return held

    def _show(self, chosen: str, found: Statistics) -> None:
        if chosen != self.period.value():
            return  # another period was chosen meanwhile
        self.shown = found
        anything = found.total.received > 0
        self._parts.setCurrentIndex(0 if anything else 1)
        for button in self._outputs[:2]:
            button.setEnabled(anything)
        self.facts.show_facts(
            [(self.words(f"statistics.figure.{name}"), said) for name, said in self._told(found.total)]
        )
        self._show_chart(found)
        self._show_table()

    def _told(self, total: Tally) -> list[tuple[str, str]]:
        told = [(name, str(getattr(total, name))) for name in _FACTS]
        share = total.share_in_time
        if share is not None:
            place = _FACTS.index("in_time")
            percent = self.words("ui.statistics.share", number=total.in_time, share=round(100 * share))
            told[place] = ("in_time", percent)
        return [*told, ("median", self._median(total))]

    def _show_chart(self, found: Statistics) -> None:
        labels = [f"{month[5:]}/{month[2:4]}" for month, _ in found.by_month]
        bars = [
            Bars(
                self.words(f"statistics.figure.{name}"),
                tuple(getattr(each, name) for _, each in found.by_month),
                tone,
            )
            for name, tone in _BARS
        ]
        total = found.total
        told = self.words(
            "ui.statistics.chart_told", received=total.received, in_time=total.in_time, late=total.late
        )
        self.chart.show_bars(labels, bars, told)

    def _show_table(self) -> None:
        if self.shown is None:
            return
        table = self.table_of.value()
        lines = dict(tables_of(self.shown))[table]
        figures = [self.words(f"statistics.figure.{name}") for name in (*_COLUMNS, "median")]
        self.table.show_rows(
            [self.words(f"statistics.table.{table}"), *figures],
            (
                (
                    label(table, name, self.words),
                    *(str(getattr(each, figure)) for figure in _COLUMNS),
                    self._median(each),
                )
                for name, each in lines
            ),
        )

    def _median(self, tally: Tally) -> str:
        return "–" if tally.median_days is None else self.words.number(tally.median_days)

    def _save(self, kind: str) -> None:
        found, words = self.shown, self.words
        if found is None:
            return
        content = (
            self._service.figures_csv(found, words) if kind == "csv" else self._service.figures_json(found)
        )
        self._write(content, f"{words('ui.statistics.file')}-{found.first}-{found.last}.{kind}")

    def _save_list(self) -> None:
        words = self.words
        self._desk.lane.run(
            lambda: self._service.requests_csv(words),
            success=lambda content: self._write(content, f"{words('ui.statistics.list_file')}.csv"),
            parent=self,
            busy_text=words("ui.statistics.reading"),
        )

    def _write(self, content: bytes, name: str) -> None:
        done = self.words("ui.statistics.saved")
        save_file(self, self._desk.lane, content, name, lambda _place: self._desk.messages.note(done))
