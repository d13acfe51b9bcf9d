"""Reminders that are shown once and never lost: what came due since the desk was last looked at, and putting it off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dpo_desk.domain.case import EntryKind
from dpo_desk.domain.ids import CaseId
from dpo_desk.domain.reminders import FURTHEST_DAYS, Reminder, reached, reminders, stem
from dpo_desk.errors import NotFound, VaultReadOnly
from dpo_desk.services import parsing
from dpo_desk.services.case_desk import CaseDesk
from dpo_desk.services.due_items import Item, items_of
from dpo_desk.services.ports import Clock, KeptReminder, UnitOfWork, Work
from dpo_desk.services.today import today_in


@dataclass(frozen=True, kw_only=True)
class CameDue:
    """A reminder whose day has come, and the thing it speaks of."""

    reminder: Reminder
    item: Item


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What the desk tells when it is opened, and on each new day while it is open."""

    today: date
    last_on: date | None  # the day up to which everything was seen; none before the first time
    came_due: tuple[CameDue, ...] = ()  # never seen before, the earliest first

    @property
    def days_away(self) -> int:
        """The days since then; none when it was today, or when the clock is wrong."""
        return max(0, (self.today - self.last_on).days) if self.last_on else 0

    @property
    def clock_is_back(self) -> bool:
        """Whether the clock shows an earlier day than the one the desk was last looked at."""
        return self.last_on is not None and self.today < self.last_on

    @property
    def newest(self) -> tuple[CameDue, ...]:
        """The last stage that each thing has reached; what came before it is contained in it."""
        last = {stem(each.item.dated): each.reminder.key for each in self.came_due}
        return tuple(each for each in self.came_due if last[stem(each.item.dated)] == each.reminder.key)


@dataclass(frozen=True, kw_only=True)
class SnoozeDraft:
    """Until when something is put off, and why; as typed."""

    until: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ReminderService:
    """The verbs of reminders."""

    work: Work
    clock: Clock

    def visit(self) -> Visit:
        """
        What came due and was never seen; it is told until ``seen`` says that it was.

        Reminders of what is over are forgotten. A vault that cannot be written stays as it is.
        """
        with self.work(read_only=True) as unit:
            today, kept, last = today_in(unit, self.clock), unit.reminders.all(), unit.reminders.last_visit()
            every = [(item, reminders(item.dated)) for item in _items(unit, today)]
        now = self.clock.now()
        due = [
            CameDue(reminder=reminder, item=item)
            for item, stages in every
            for reminder in stages
            if reminder.on <= today and not _was_seen(kept.get(reminder.key), now, today)
        ]
        over = kept.keys() - {reminder.key for _, stages in every for reminder in stages}
        if over or (last != today and not due):
            self._forget(sorted(over), None if due else today)
        ordered = sorted(due, key=lambda each: (each.reminder.on, each.item.ref, each.reminder.key))
        return Visit(today=today, last_on=last, came_due=tuple(ordered))

    def seen(self, keys: Sequence[str]) -> None:
        """Keeps that these reminders were seen, and that nothing is left of the time before."""
        wanted = frozenset(keys)
        with self.work() as unit:
            today, now = today_in(unit, self.clock), self.clock.now()
            found = (each for item in _items(unit, today) for each in reached(item.dated, today))
            unit.reminders.keep(
                [
                    KeptReminder(key=each.key, stage_on=each.on, shown_at=now)
                    for each in found
                    if each.key in wanted
                ]
            )
            unit.reminders.visited(today)
            unit.commit()

    def snooze(self, key: str, draft: SnoozeDraft) -> None:
        """
        Puts a reminder off; its next stage comes on its day all the same. The history of its request tells it.

        Raises:
            DraftError: No reason was given, or the day cannot be accepted.
            NotFound: What it speaks of is over.
        """
        with self.work() as unit:
            today = today_in(unit, self.clock)
            item, reminder = _found(unit, key, today)
            with parsing.fields() as found:
                until = found.parse(parsing.coming_day(today), draft.until, "until", today)
                why = found.parse(parsing.required_prose, draft.reason, "reason", "")
            unit.reminders.keep(
                [
                    KeptReminder(
                        key=key,
                        stage_on=reminder.on,
                        shown_at=self.clock.now(),
                        snoozed_until=until,
                        reason=why,
                    )
                ]
            )
            if item.case:
                case = unit.cases.get(CaseId(item.case))
                CaseDesk(self.work, self.clock).tell(
                    unit, case, EntryKind.SNOOZED, text=why, day=until.isoformat()
                )
            unit.commit()

    def wake(self, key: str) -> None:
        """Takes back that a reminder was put off."""
        with self.work() as unit:
            before = unit.reminders.all().get(key)
            if before is not None:
                unit.reminders.keep(
                    [KeptReminder(key=key, stage_on=before.stage_on, shown_at=before.shown_at)]
                )
                unit.commit()

    # -- inside

    def _forget(self, over: Sequence[str], visited: date | None) -> None:
        try:
            with self.work() as unit:
                unit.reminders.drop(over)
                if visited is not None:
                    unit.reminders.visited(visited)
                unit.commit()
        except VaultReadOnly:
            return


def _items(unit: UnitOfWork, today: date) -> Iterator[Item]:
    return items_of(unit, unit.cases.open_by_due(), today, FURTHEST_DAYS)


def _was_seen(kept: KeptReminder | None, now: datetime, today: date) -> bool:
    """Whether a reminder needs no showing; one seen at a moment still to come was seen by a wrong clock."""
    if kept is None or kept.shown_at is None or kept.shown_at > now:
        return False
    return kept.snoozed_until is None or kept.snoozed_until > today


def _found(unit: UnitOfWork, key: str, today: date) -> tuple[Item, Reminder]:
    every: Iterable[tuple[Item, Reminder]] = (
        (item, each) for item in _items(unit, today) for each in reached(item.dated, today)
    )
    for item, reminder in every:
        if reminder.key == key:
            return item, reminder
    raise NotFound(kind="reminder")
