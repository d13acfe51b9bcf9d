"""A request as it is typed: the drafts of its forms, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.case import Channel, Finding, Outcome, RequestCase
from dpo_desk.domain.ids import ActivityId, CalendarId, CaseId, PersonId, RegimeId, RightId, new_id
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.people import Person
from dpo_desk.errors import FieldError
from dpo_desk.library.lawbook import regime as regime_of
from dpo_desk.library.lawbook import regimes
from dpo_desk.services import parsing
from dpo_desk.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class PersonDraft:
    """A person as typed."""

    name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    language: str = "en"
    customer_reference: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseDraft:
    """A request as typed at the intake."""

    person: PersonDraft = PersonDraft()
    existing_person: PersonId | None = (
        None  # chosen from the list; the typed person then replaces its details
    )
    regime: str = "eu-gdpr"
    rights: tuple[str, ...] = ()
    received: str = ""
    channel: str = "email"
    asked: str = ""


@dataclass(frozen=True, kw_only=True)
class FindingDraft:
    """The search of one activity as typed; each line of ``data`` is "label: value"."""

    activity: ActivityId
    outcome: str = "not_searched"
    note: str = ""
    data: str = ""


def parse_case(draft: CaseDraft, today: date, unit: UnitOfWork) -> tuple[Person, RequestCase]:
    """
    The person and the request a draft stands for, with the next free reference; neither is saved yet.

    Raises:
        DraftError: Every field that cannot be accepted.
    """
    organisation = unit.organisation.find() or Organisation(name="")
    with parsing.fields() as found:
        person = parse_person(draft.person, draft.existing_person or PersonId(new_id()), found, "person.")
        regime = _known_regime(draft.regime, found)
        rights = _known_rights(draft.rights, regime, found)
        received = found.parse(parsing.past_day(today), draft.received, "received", today)
        asked = found.parse(parsing.prose, draft.asked, "asked", "")
        if draft.channel not in set(Channel):
            found.refuse("channel", "unknown_choice")
    case = RequestCase(
        id=CaseId(new_id()),
        ref=unit.cases.next_ref(received.year),
        person=person.id,
        regime=regime,
        rights=rights,
        received=received,
        channel=Channel(draft.channel),
        asked=asked,
        language=person.language,
        calendar=CalendarId(organisation.holiday_calendar),
    )
    return person, case


def _known_regime(regime: str, found: parsing.Fields) -> RegimeId:
    known: list[RegimeId] = [each.id for each in regimes()]
    if regime not in known:
        found.refuse("regime", "unknown_choice")
        return known[0]
    return RegimeId(regime)


def _known_rights(rights: tuple[str, ...], regime: RegimeId, found: parsing.Fields) -> tuple[RightId, ...]:
    known = [r.id for r in regime_of(regime).rights]
    if not rights:
        found.refuse("rights", "empty")
    elif not set(rights) <= set(known):
        found.refuse("rights", "unknown_choice")
    return tuple(r for r in known if r in rights)


def parse_person(draft: PersonDraft, person: PersonId, found: parsing.Fields, prefix: str = "") -> Person:
    """The person a draft stands for; notes each field that cannot be accepted, its name after ``prefix``."""

    def read(reader: Callable[[str, str], str], name: str) -> str:
        return found.parse(reader, getattr(draft, name), prefix + name, "")

    return Person(
        id=person,
        name=read(parsing.required, "name"),
        address=parsing.address(draft, prefix, found),
        email=read(parsing.email, "email"),
        phone=read(parsing.line, "phone"),
        language=draft.language,
        customer_reference=read(parsing.line, "customer_reference"),
    )


def parse_finding(draft: FindingDraft, index: int, found: parsing.Fields) -> Finding:
    """The finding a draft stands for; notes each field that cannot be accepted, named by the draft's ``index``."""
    place = f"findings.{index}"
    rows: list[tuple[str, str]] = []
    none: tuple[str, ...] = ()
    for line in found.parse(parsing.lines, draft.data, f"{place}.data", none):
        label, colon, value = line.partition(":")
        if not colon or not label.strip():
            found.errors.append(FieldError(f"{place}.data", "label_and_value"))
            break
        rows.append((label.strip(), value.strip()))
    if draft.outcome not in set(Outcome):
        found.refuse(f"{place}.outcome", "unknown_choice")
        return Finding(activity=draft.activity)
    return Finding(
        activity=draft.activity,
        outcome=Outcome(draft.outcome),
        note=found.parse(parsing.prose, draft.note, f"{place}.note", ""),
        data=tuple(rows),
    )
