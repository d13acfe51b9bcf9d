"""What `dpo-desk deadline` computes: its arguments read, the law looked up, the dates counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dpo_desk.domain.deadlines import (
    Calendar,
    Deadline,
    MomentDeadline,
    Suspension,
    SuspensionKind,
    event_deadline,
    moment_deadline,
    reply_deadline,
)
from dpo_desk.domain.ids import CalendarId, EventId, RegimeId, RightId
from dpo_desk.domain.law import Regime, Unit
from dpo_desk.domain.organisation import TIME_ZONE
from dpo_desk.errors import FieldError
from dpo_desk.library.calendars import calendar, calendar_ids
from dpo_desk.library.lawbook import regime as regime_of
from dpo_desk.library.lawbook import regimes
from dpo_desk.library.wording import Wording
from dpo_desk.services import parsing
from dpo_desk.services.explain import explain, unchecked

# Under which option the questions of a kind are given.
_OPTIONS: Mapping[SuspensionKind, str] = {
    "identity": "--suspended",
    "clarification": "--clarification",
    "fee": "--fee",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The arguments as typed; a question is a span ``FROM..TO``, open without its end."""

    regime: str
    event: str
    received: str
    calendar: str
    zone: str = TIME_ZONE
    extended: bool = False
    questions: Mapping[SuspensionKind, tuple[str, ...]] = field(default_factory=dict)
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The dates, and the law they come from, as it stood on the day of receipt."""

    result: Deadline | MomentDeadline
    law: Regime

    def sentences(self, words: Wording) -> tuple[str, ...]:
        """The calculation in words, and what of the law behind it nobody has read yet."""
        return (*explain(self.result, words), *unchecked(self.result, self.law, words))

    def dates(self, words: Wording) -> tuple[str, ...]:
        """Nominal, due and prudent, one line each; one line alone where the law sets no period."""
        if self.result.nominal is None:
            return (words("cli.no_period"),)
        return tuple(
            words(f"cli.{name}", day=_told(found, words) if found else words("cli.suspended"))
            for name, found in self._dates().items()
        )

    def json(self, words: Wording) -> dict[str, object]:
        """The same as plain data."""
        return {
            **{name: _iso(found) for name, found in self._dates().items()},
            "without_holidays": isinstance(self.result, Deadline) and self.result.without_holidays,
            "trace": [
                {"rule": step.rule, "day": _iso(step.day), "sources": list(step.sources)}
                for step in self.result.trace
            ],
            "words": list(explain(self.result, words)),
            "unchecked": list(unchecked(self.result, self.law, words)),
        }

    def _dates(self) -> dict[str, date | None]:
        found = self.result
        return {"nominal": found.nominal, "due": found.due, "prudent": found.prudent}


def _told(day: date, words: Wording) -> str:
    return words.weekday_moment(day) if isinstance(day, datetime) else words.weekday_date(day)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def count(asked: Asked) -> Counted:
    """
    The dates asked for.

    Raises:
        DraftError: Every argument that cannot be read.
        FieldError: The law knows no such event, or its period is in hours and no time was given.
        RuleBroken: What the law does not allow, as ``domain.deadlines`` raises it.
    """
    with parsing.fields() as found:
        began = found.parse(_began(_zone(asked.zone, found)), asked.received, "RECEIVED", date.min)
        if asked.regime not in {each.id for each in regimes()}:
            found.refuse("REGIME", "unknown_choice")
        if asked.calendar not in calendar_ids():
            found.refuse("--calendar", "unknown_choice")
        questions = tuple(
            _question(kind, span, found) for kind, spans in asked.questions.items() for span in spans
        )
        closed = [found.parse(parsing.day, each, "--closed", date.min) for each in asked.closed]
    day = began.date() if isinstance(began, datetime) else began
    law = regime_of(RegimeId(asked.regime), day)
    days = calendar(CalendarId(asked.calendar)).with_closed(closed)
    return Counted(result=_dates(law, asked, began, days, questions), law=law)


def _dates(
    law: Regime, asked: Asked, began: date, days: Calendar, questions: tuple[Suspension, ...]
) -> Deadline | MomentDeadline:
    day = began.date() if isinstance(began, datetime) else began
    if asked.event in {each.id for each in law.events}:
        event = law.event(EventId(asked.event))
        if law.period(event.period).unit is not Unit.HOURS:
            return event_deadline(law, event, day, days, extended=asked.extended, suspensions=questions)
        if not isinstance(began, datetime):
            raise FieldError("RECEIVED", "not_a_moment")
        return moment_deadline(law.period(event.period), began)
    if asked.event in {each.id for each in law.rights}:
        notice = day if asked.extended else None
        right = law.right(RightId(asked.event))
        return reply_deadline(law, right, day, days, extension_notice_sent=notice, suspensions=questions)
    known = ", ".join([*(each.id for each in law.events), *(each.id for each in law.rights)])
    raise FieldError("EVENT", "not_one_of", known=known)


def _zone(name: str, found: parsing.Fields) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones, or no name at all
        found.refuse("--zone", "unknown_choice")
        return ZoneInfo(TIME_ZONE)


def _began(zone: ZoneInfo) -> Callable[[str, str], date]:
    """A reader for a day, or for a moment where the text has a time."""

    def read(untrusted: str, name: str) -> date:
        return parsing.moment(zone)(untrusted, name) if "T" in untrusted else parsing.day(untrusted, name)

    return read


def _question(kind: SuspensionKind, span: str, found: parsing.Fields) -> Suspension:
    option = _OPTIONS[kind]
    start, dots, end = span.partition("..")
    if not dots:
        found.refuse(option, "not_a_date")
    asked = found.parse(parsing.day, start, option, date.min)
    received = found.parse(parsing.day_or_none, end, option, None)
    return Suspension(kind=kind, asked=asked, received=received, prompt=True, justified=True)
