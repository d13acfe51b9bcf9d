"""A request as it is typed: the drafts of its forms, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.case import (
    Capacity,
    Channel,
    ChannelQuality,
    Finding,
    Outcome,
    Representation,
    RequestCase,
    RightAsked,
    Role,
)
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
    born: str = ""

    @property
    def typed(self) -> bool:
        """Whether somebody is named at all."""
        return bool(self.name.strip())


@dataclass(frozen=True, kw_only=True)
class RepresentationDraft:
    """For whom somebody asks, and by what right; no capacity: everybody asks for themselves."""

    capacity: str = ""
    concerned: PersonDraft = PersonDraft()
    representative: PersonDraft = PersonDraft()
    proof: str = ""
    proof_seen_on: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseDraft:
    """A request as typed at the intake."""

    person: PersonDraft = PersonDraft()
    existing_person: PersonId | None = (
        None  # chosen from the list; the typed person then replaces its details
    )
    representation: RepresentationDraft = RepresentationDraft()
    regime: str = "eu-gdpr"
    rights: tuple[str, ...] = ()
    received: str = ""  # a day, or a moment with its offset: 2026-11-22T23:59-05:00
    channel: str = "email"
    channel_quality: str = "official"
    channel_note: str = ""
    role: str = "customer"
    asked: str = ""


@dataclass(frozen=True, kw_only=True)
class FindingDraft:
    """The search of one activity as typed; each line of ``data`` is "label: value"."""

    activity: ActivityId
    outcome: str = "not_searched"
    by: str = ""
    on: str = ""
    note: str = ""
    data: str = ""


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """What a draft stands for; nothing of it is saved yet."""

    case: RequestCase
    people: tuple[Person, ...]  # the one who asks first


def parse_case(draft: CaseDraft, today: date, unit: UnitOfWork) -> Parsed:
    """
    The request a draft stands for, without a reference yet, and the persons it names.

    Raises:
        DraftError: Every field that cannot be accepted.
    """
    organisation = unit.organisation.find() or Organisation(name="")
    with parsing.fields() as found:
        person = parse_person(draft.person, draft.existing_person or PersonId(new_id()), found, "person.")
        representation, others = parse_representation(draft.representation, today, found, "representation.")
        regime = _known_regime(draft.regime, found)
        received = found.parse(
            parsing.receipt(today, organisation.time_zone), draft.received, "received", today
        )
        rights = _known_rights(draft.rights, regime, received, found)
        asked = found.parse(parsing.prose, draft.asked, "asked", "")
        channel = _chosen(Channel, draft.channel, "channel", found)
        quality = _chosen(ChannelQuality, draft.channel_quality, "channel_quality", found)
        note = found.parse(parsing.line, draft.channel_note, "channel_note", "")
        if quality is ChannelQuality.RANDOM and not note:
            found.refuse("channel_note", "empty")
        role = _chosen(Role, draft.role, "role", found)
        if any(each.born and each.born > received for each in (person, *others)):
            found.refuse("received", "before_birth")
    case = RequestCase(
        id=CaseId(new_id()),
        ref="",
        person=person.id,
        regime=regime,
        rights=tuple(RightAsked(right=right, received=received) for right in rights),
        received=received,
        channel=channel,
        channel_quality=quality,
        channel_note=note,
        role=role,
        asked=asked,
        language=person.language,
        calendar=CalendarId(organisation.holiday_calendar),
        representation=representation,
    )
    return Parsed(case=case, people=(person, *others))


def parse_representation(
    draft: RepresentationDraft, today: date, found: parsing.Fields, prefix: str = ""
) -> tuple[Representation | None, tuple[Person, ...]]:
    """For whom somebody asks, and the persons named there; notes each field that cannot be accepted."""
    if not draft.capacity:
        return None, ()
    if draft.capacity not in set(Capacity):
        found.refuse(f"{prefix}capacity", "unknown_choice")
        return None, ()
    concerned = representative = None
    if draft.concerned.typed:
        concerned = parse_person(draft.concerned, PersonId(new_id()), found, f"{prefix}concerned.")
    if draft.representative.typed:
        representative = parse_person(
            draft.representative, PersonId(new_id()), found, f"{prefix}representative."
        )
    if concerned is None and representative is None:
        found.refuse(f"{prefix}concerned.name", "empty")
    proof = found.parse(parsing.line, draft.proof, f"{prefix}proof", "")
    seen = None
    if draft.proof_seen_on.strip():
        seen = found.parse(parsing.past_day(today), draft.proof_seen_on, f"{prefix}proof_seen_on", today)
        if not proof:
            found.refuse(f"{prefix}proof", "empty")
    representation = Representation(
        capacity=Capacity(draft.capacity),
        concerned=concerned.id if concerned else None,
        representative=representative.id if representative else None,
        proof=proof,
        proof_seen_on=seen,
    )
    return representation, tuple(each for each in (concerned, representative) if each)


def known_rights(regime: RegimeId, received: date) -> tuple[RightId, ...]:
    """The rights of a regime as it stood on a day, in its order."""
    law = regime_of(regime, received)
    return tuple(each.id for each in law.rights if each.in_force(received))


def _known_regime(regime: str, found: parsing.Fields) -> RegimeId:
    known: list[RegimeId] = [each.id for each in regimes() if each.rights]
    if regime not in known:
        found.refuse("regime", "unknown_choice")
        return known[0]
    return RegimeId(regime)


def _known_rights(
    rights: tuple[str, ...], regime: RegimeId, received: date, found: parsing.Fields
) -> tuple[RightId, ...]:
    known = known_rights(regime, received)
    if not rights:
        found.refuse("rights", "empty")
    elif not set(rights) <= set(known):
        found.refuse("rights", "unknown_choice")
    return tuple(right for right in known if right in rights)


def _chosen(kind: type[parsing.Chosen], typed: str, field: str, found: parsing.Fields) -> parsing.Chosen:
    return found.parse(parsing.choice(kind), typed, field, next(iter(kind)))


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
        born=found.parse(parsing.birth, draft.born, f"{prefix}born", None),
    )


def parse_finding(draft: FindingDraft, index: int, found: parsing.Fields, today: date) -> Finding:
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
    outcome = _chosen(Outcome, draft.outcome, f"{place}.outcome", found)
    on = None
    if draft.on.strip():
        on = found.parse(parsing.past_day(today), draft.on, f"{place}.on", today)
    return Finding(
        activity=draft.activity,
        outcome=outcome,
        by=found.parse(parsing.line, draft.by, f"{place}.by", ""),
        on=on,
        note=found.parse(parsing.prose, draft.note, f"{place}.note", ""),
        data=tuple(rows),
    )
