"""What lists ask for, and the lines they show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dpo_desk.domain.case import CaseState
from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import ActivityId, CaseId, ClientId, PaperId, ProcessorId, RightId, TransferId
from dpo_desk.domain.paper import PaperKind
from dpo_desk.domain.record import RecordKind, RecordStatus


@dataclass(frozen=True, kw_only=True)
class ListQuery:
    """
    What a list shows: the filter text, the chosen chips, the order.

    Chips of the records of the register: ``draft, active, archived``, ``gaps`` (an error was found), ``review_due``
    (needs ``today``), ``changed`` (since its validation), and with a value behind a colon ``tag:…``, ``owner:…``,
    ``rule:…`` (a finding of this rule stands, wording key below ``gaps``), ``check:CHK-03``, ``verdict:not_valid``.
    Chips of one kind are alternatives, kinds narrow each other down.
    """

    text: str = ""  # matched without case and accents, anywhere in the searchable columns
    chips: frozenset[str] = frozenset()  # names the repository knows; unknown ones are a bug
    sort: str = ""  # name of a column of the line; empty: the list's own order
    descending: bool = False
    today: date | None = None  # needed by chips that speak of dates (late)


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A request as a list shows it."""

    id: CaseId
    ref: str
    person: str
    rights: tuple[RightId, ...]
    regime: str
    received: date
    due: date | None
    prudent: date | None
    state: CaseState
    extended: bool
    next_step: str  # a domain.case_steps.Verb; empty when nothing is asked for
    acknowledge_by: date | None  # where the law asks for an acknowledgement that has not gone out
    extend_by: date | None  # last day for an extension notice, while one is possible
    identity_asked: date | None  # of the question about the identity that is open
    answered_on: date | None
    purge_on: date | None


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """What every record of the register shows in a list; ``gaps`` counts the errors of the newest check."""

    ref: str
    name: str
    status: RecordStatus
    tags: tuple[str, ...]
    owner_known: Known
    owner: str
    gaps: int
    warnings: int
    settled: int
    asked: int
    review_on: date | None
    updated_on: date | None
    validated_on: date | None  # of the newest validation
    changed_since: bool  # since that validation


@dataclass(frozen=True, kw_only=True)
class ActivityLine(RecordLine):
    """An activity as a list shows it."""

    id: ActivityId
    purposes: int


@dataclass(frozen=True, kw_only=True)
class ClientLine(RecordLine):
    """A client of the register as processor, as a list shows it."""

    id: ClientId
    processing: int  # categories of processing
    contract_known: Known
    contract: str  # a ContractStatus, or empty


@dataclass(frozen=True, kw_only=True)
class ProcessorLine(RecordLine):
    """A processor or other organisation as a list shows it."""

    id: ProcessorId
    named: bool
    role_known: Known
    role: str
    countries_known: Known
    countries: tuple[str, ...]
    contract_known: Known
    contract: str  # a ContractStatus, or empty when there is none or it is unknown
    expires_on: date | None  # the contract or the first assurance, whichever ends sooner
    activities: int


@dataclass(frozen=True, kw_only=True)
class TransferLine(RecordLine):
    """A transfer as a list shows it; ``name`` is the importer."""

    id: TransferId
    importer_named: bool
    country_known: Known
    country: str
    activity: str
    tool_known: Known
    tool: str
    verdict: str  # a domain.transfer_law.Verdict, as of the newest check


@dataclass(frozen=True, kw_only=True)
class TrashLine:
    """A record in the trash."""

    kind: RecordKind
    id: str
    ref: str
    name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """A paper as a list shows it."""

    id: PaperId
    number: str
    kind: PaperKind
    template: str
    title: str
    language: str
    case_ref: str
    person: str
    made_at: datetime
    pages: int
    sha256: str
