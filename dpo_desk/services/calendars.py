"""The days of running requests for calendars of other programs: neutral titles, the same entries each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.case import RequestCase
from dpo_desk.domain.ids import CaseId
from dpo_desk.library.wording import Wording, wording
from dpo_desk.services.due_items import Leads
from dpo_desk.services.ports import CalendarEntry, CalendarWriter, Clock, UnitOfWork, Work


@dataclass(frozen=True)
class CalendarService:
    """The verbs of exported days."""

    work: Work
    clock: Clock
    write: CalendarWriter

    def of_all(self, language: str) -> bytes:
        """The days of every running request."""
        with self.work(read_only=True) as unit:
            return self._written(unit, unit.cases.running(), wording(language))

    def of_one(self, case: CaseId, language: str) -> bytes:
        """The days of one request; none of one that is answered. Raises ``NotFound``."""
        with self.work(read_only=True) as unit:
            found = unit.cases.get(case)
            return self._written(unit, (found,) if found.open else (), wording(language))

    def _written(self, unit: UnitOfWork, cases: tuple[RequestCase, ...], words: Wording) -> bytes:
        leads = Leads(unit.organisation.find())
        entries = [each for case in cases for each in _entries(case, leads, words)]
        return self.write(entries, self.clock.now())


def _entries(case: RequestCase, leads: Leads, words: Wording) -> Iterator[CalendarEntry]:
    ahead = leads.of(case.regime, case.received, case.right_ids)
    first = case.prudent or case.due
    if case.prudent and case.prudent != case.due:
        yield _entry(case, "prudent", case.prudent, (*ahead, 0), words)
    if case.due:
        yield _entry(case, "due", case.due, (*(ahead if first == case.due else ()), 0), words)
    if case.acknowledge_by:
        yield _entry(case, "acknowledge", case.acknowledge_by, (1, 0), words)


def _entry(case: RequestCase, kind: str, day: date, alarms: tuple[int, ...], words: Wording) -> CalendarEntry:
    return CalendarEntry(
        uid=f"{case.id}-{kind}@dpo-desk",
        version=case.version,
        title=words(f"calendar.{kind}", ref=case.ref),
        day=day,
        alarms=alarms,
    )
