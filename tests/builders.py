"""Valid records with defaults, so that a test says only what matters to it: ``a_case(rights=("erasure",))``."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from itertools import count

from dpo_desk.domain.activity import (
    Activity,
    Afterwards,
    DataCategory,
    LegalBasis,
    Purpose,
    Recipient,
    RecipientKind,
    Retention,
    RetentionPeriod,
    TimeUnit,
)
from dpo_desk.domain.case import Channel, EntryKind, RequestCase, RightAsked, TimelineEntry
from dpo_desk.domain.client import Client, ClientProcessing
from dpo_desk.domain.facts import given, none
from dpo_desk.domain.file import CaseFile, FileKind
from dpo_desk.domain.ids import (
    ActivityId,
    CalendarId,
    CaseId,
    ClientId,
    EntryId,
    FileId,
    PaperId,
    PersonId,
    ProcessorId,
    RegimeId,
    TransferId,
    new_id,
)
from dpo_desk.domain.organisation import Contact, Organisation
from dpo_desk.domain.paper import Paper, PaperKind
from dpo_desk.domain.people import Person, PostalAddress
from dpo_desk.domain.processor import Processor, ProcessorRole
from dpo_desk.domain.record import RecordStatus
from dpo_desk.domain.transfer import Transfer

MOMENT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 not much of a paper %%EOF"

_numbers = count(1)


def an_address(**fields) -> PostalAddress:
    return PostalAddress(
        **{"street": "3 quai Inventé", "postal_code": "75001", "city": "Paris", "country": "FR", **fields}
    )


def an_organisation(**fields) -> Organisation:
    dpo = Contact(name="Maud Delegue", email="dpo@fictive.example", address=an_address())
    return Organisation(**{"name": "Fictive SAS", "address": an_address(), "dpo": dpo, **fields})


def a_person(**fields) -> Person:
    return Person(
        **{
            "id": PersonId(new_id()),
            "name": "Zoé Fictive",
            "address": an_address(),
            "email": "zoe@fictive.example",
            "language": "fr",
            **fields,
        }
    )


def an_activity(**fields) -> Activity:
    """A record of processing that lacks nothing of Art. 30(1)."""
    period = RetentionPeriod(number=3, unit=TimeUnit.YEARS, trigger="last order")
    return Activity(
        **{
            "id": ActivityId(new_id()),
            "ref": f"P-{next(_numbers) + 500:03}",
            "name": "Orders",
            "status": RecordStatus.ACTIVE,
            "purposes": (
                Purpose(
                    text="Deliver orders", basis=given(LegalBasis.CONTRACT), reason=given("Sales contract")
                ),
            ),
            "data_subjects": given(("Customers",)),
            "categories": given(
                (
                    DataCategory(
                        name="Identity",
                        retention=given(Retention(periods=(period,), then=given(Afterwards.ERASE))),
                    ),
                )
            ),
            "recipients": given((Recipient(name="Sales department", kind=RecipientKind.INTERNAL),)),
            "transfers": none(),
            "security": given(("Access control",)),
            **fields,
        }
    )


def a_client(**fields) -> Client:
    return Client(
        **{
            "id": ClientId(new_id()),
            "ref": f"C-{next(_numbers) + 500:03}",
            "name": "Imaginary Shops",
            "status": RecordStatus.ACTIVE,
            "processing": given((ClientProcessing(name="Hosting of orders"),)),
            **fields,
        }
    )


def a_processor(**fields) -> Processor:
    return Processor(
        **{
            "id": ProcessorId(new_id()),
            "ref": f"S-{next(_numbers) + 500:03}",
            "name": "Parcels & Co",
            "role": given(ProcessorRole.PROCESSOR),
            "service": "Delivers parcels",
            **fields,
        }
    )


def a_transfer(**fields) -> Transfer:
    return Transfer(
        **{
            "id": TransferId(new_id()),
            "ref": f"T-{next(_numbers) + 500:03}",
            "exporter": "Fictive SAS",
            "importer": "Parcels Inc.",
            "country": given("US"),
            **fields,
        }
    )


def a_case(**fields) -> RequestCase:
    """A request; its person must be in the vault before it is saved there. ``rights`` may be ids."""
    received = fields.get("received", date(2026, 3, 2))
    fields["rights"] = tuple(
        right
        if isinstance(right, RightAsked)
        else RightAsked(right=right, received=received, due=date(2026, 4, 2), prudent=date(2026, 4, 1))
        for right in fields.get("rights", ("access",))
    )
    return RequestCase(
        **{
            "id": CaseId(new_id()),
            "ref": f"R-2026-{next(_numbers) + 5000:04}",
            "person": PersonId(new_id()),
            "regime": RegimeId("eu-gdpr"),
            "received": date(2026, 3, 2),
            "channel": Channel.EMAIL,
            "asked": "Please send me a copy of my data.",
            "language": "fr",
            "calendar": CalendarId("FR"),
            "due": date(2026, 4, 2),
            "prudent": date(2026, 4, 1),
            **fields,
        }
    )


def an_entry(case: CaseId, **fields) -> TimelineEntry:
    return TimelineEntry(
        **{
            "id": EntryId(new_id()),
            "case": case,
            "at": MOMENT,
            "kind": EntryKind.NOTE,
            "note": "Called.",
            **fields,
        }
    )


def a_paper(pdf: bytes = PDF, **fields) -> Paper:
    """What is known of a paper with these bytes."""
    return Paper(
        **{
            "id": PaperId(new_id()),
            "number": f"L-2026-{next(_numbers) + 5000:04}",
            "kind": PaperKind.LETTER,
            "template": "acknowledgement",
            "language": "fr",
            "title": "Accusé de réception",
            "made_at": MOMENT,
            "sha256": hashlib.sha256(pdf).hexdigest(),
            "size": len(pdf),
            "pages": 1,
            **fields,
        }
    )


def a_file(content: bytes = PDF, **fields) -> CaseFile:
    """What is known of a file with these bytes."""
    return CaseFile(
        **{
            "id": FileId(new_id()),
            "name": "Demande de Zoé.pdf",
            "media_type": "application/pdf",
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "kind": FileKind.ATTACHMENT,
            "added_at": MOMENT,
            **fields,
        }
    )
