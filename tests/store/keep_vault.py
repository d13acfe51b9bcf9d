"""
Keeps a vault of today for the tests of tomorrow: ``python -m tests.store.keep_vault``.

Run once for each released schema; what it wrote is never written anew. Beside the vault, with the real key derivation,
stands what it holds, as JSON.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.case import CaseState, Finding, Outcome, RequestCase, TimelineEntry
from dpo_desk.domain.catalogue import Term, TermKind
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Completeness, Gap, Severity
from dpo_desk.domain.facts import Fact, Known, none, proposed
from dpo_desk.domain.file import FileKind
from dpo_desk.domain.ids import new_id
from dpo_desk.domain.letterhead import Letterhead
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.paper import Paper, PaperKind
from dpo_desk.domain.people import Person
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.signature import KeptKey, KeyFacts, SignatureImage
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.version import Dismissal, Validation
from dpo_desk.services.ports import KeptText, UnitOfWork
from dpo_desk.store import contents, migrate
from tests.builders import PDF, a_case, a_file, a_paper, a_person, an_activity, an_entry
from tests.store.desk import FILES
from tests.store.strategies import filled
from tests.store.vaults import PASSPHRASE

FOLDER = Path(__file__).parents[1] / "data" / "vaults"
ODD = "Zoé 👩🏽‍⚖️ <b>&amp;</b> ' \" % _ \\ שלום e\u0301 \ufeff line\nline\ttab"


def everything(unit: UnitOfWork) -> dict[str, object]:
    """All that stands in a vault, in JSON's own values."""
    cases = unit.cases.all()
    people = {case.person: unit.people.get(case.person) for case in cases}
    papers = [paper for case in cases for paper in unit.papers.of_case(case.id)]
    return {
        "organisation": contents.plain(unit.organisation.get()),
        "letterhead": {**contents.plain(unit.letterhead.get()), "picture": unit.letterhead.logo().hex()},
        "activities": [contents.plain(each) for each in unit.activities.all()],
        "clients": [contents.plain(each) for each in unit.clients.all()],
        "processors": [contents.plain(each) for each in unit.processors.all()],
        "transfers": [contents.plain(each) for each in unit.transfers.all()],
        "people": [contents.plain(each) for each in people.values()],
        "cases": [contents.plain(each) for each in cases],
        "timeline": [contents.plain(entry) for case in cases for entry in unit.timeline.of(case.id)],
        "papers": [contents.plain(each) for each in papers],
        "files": [contents.plain(file) for case in cases for file in unit.files.of_case(case.id)],
        "draft": unit.drafts.find("case"),
        "history": [
            contents.plain(version)
            for kind, records in (
                (RecordKind.ACTIVITY, unit.activities),
                (RecordKind.CLIENT, unit.clients),
                (RecordKind.PROCESSOR, unit.processors),
                (RecordKind.TRANSFER, unit.transfers),
            )
            for record in (*(each.id for each in records.all()), *(each.id for each in records.trashed()))
            for version in unit.versions.of(kind, record)
        ],
        "gaps": [contents.plain(gap) for gap in unit.gaps.all()],
        "set_aside": [
            contents.plain(each)
            for record in unit.activities.all()
            for each in unit.gaps.dismissals(record.id)
        ],
        "validations": [
            contents.plain(validation)
            for record in unit.activities.all()
            if (validation := unit.versions.validation(RecordKind.ACTIVITY, record.id))
        ],
        "checked_on": unit.gaps.checked_on(),
        "terms": [contents.plain(term) for term in unit.terms.all()],
        "signatures": [
            {**contents.plain(each), "png": unit.signatures.png(each.id).hex()}
            for each in unit.signatures.all()
        ],
        "signing_keys": [
            {**contents.plain(each), "key_file": unit.signing_keys.key_file(each.id).hex()}
            for each in unit.signing_keys.all()
        ],
        "texts": contents.plain(text) if (text := unit.texts.find("source")) else None,
    }


def fill(unit: UnitOfWork) -> None:
    """Typical, bare, full and odd records of each kind."""
    unit.organisation.save(replace(filled(Organisation), version=0, name=ODD))
    letterhead = filled(Letterhead, logo=hashlib.sha256(PDF).hexdigest())
    unit.letterhead.save(replace(letterhead, version=0, lines=(ODD,), layout="fr_right"), PDF)
    other = unit.processors.save(Processor(id=new_id(), ref="S-003", name="Sub"))
    full = replace(filled(Processor, id=new_id(), ref="S-001", ProcessorId=other.id), version=0)
    unit.processors.save(full)
    client = replace(filled(Client, id=new_id(), ref="C-001", ProcessorId=full.id), version=0)
    unit.clients.save(client)
    unit.processors.save(Processor(id=new_id(), ref="S-002", name=ODD, named=False, contract=none()))
    activity = replace(filled(Activity, id=new_id(), ref="P-001", ProcessorId=full.id), version=0)
    unit.activities.save(activity)
    unit.activities.save(replace(an_activity(), ref="P-002", name=ODD, owner=proposed(ODD)))
    for number, known in enumerate((Fact(), Fact(Known.NONE)), start=3):
        facts = dict.fromkeys(("data_subjects", "categories", "recipients", "transfers", "security"), known)
        unit.activities.save(Activity(id=new_id(), ref=f"P-00{number}", name="Bare", **facts))
    flow = filled(
        Transfer, id=new_id(), ref="T-001", activity=activity.id, client=client.id, processor=full.id
    )
    unit.transfers.save(replace(flow, version=0))
    unit.transfers.save(Transfer(id=new_id(), ref="T-002", exporter="", importer=ODD))
    person = filled(Person, id=new_id())
    unit.people.save(person)
    full_case = filled(
        RequestCase,
        id=new_id(),
        ref="R-2026-0001",
        person=person.id,
        PersonId=person.id,
        ActivityId=activity.id,
        ProcessorId=full.id,
    )
    unit.cases.save(replace(full_case, version=0))
    for number, state in enumerate(CaseState, start=2):
        odd = a_person(name=ODD, language="en")
        unit.people.save(odd)
        found = Finding(activity=activity.id, outcome=Outcome.FOUND, data=((ODD, ""),))
        case = a_case(
            person=odd.id, ref=f"R-2026-{number:04}", state=state, asked=ODD * 50, findings=(found,)
        )
        unit.cases.save(case)
        unit.timeline.add(an_entry(case.id, facts={"day": ODD}, note=ODD))
    paper = filled(
        Paper, id=new_id(), case=full_case.id, person=person.id, sha256=a_paper().sha256, size=len(PDF)
    )
    unit.papers.add(paper, PDF)
    unit.papers.add(a_paper(kind=PaperKind.REGISTER, number="A-2026-0001"), PDF)
    unit.timeline.add(filled(TimelineEntry, id=new_id(), case=full_case.id, paper=paper.id))
    for kind in FileKind:
        file = a_file(case=full_case.id, name=ODD, kind=kind, note=ODD)
        unit.files.add(file, io.BytesIO(PDF))
    unit.files.purge(file.id, file.added_at.date(), ODD)
    unit.signatures.add(
        filled(SignatureImage, id=new_id(), name=ODD, sha256=hashlib.sha256(PDF).hexdigest()), PDF
    )
    unit.signing_keys.add(
        filled(KeptKey, id=new_id(), name=ODD, facts=replace(filled(KeyFacts), flaw="")), PDF
    )
    unit.drafts.keep("case", {"name": ODD, "rights": ["access"]})
    _history(unit, unit.activities.get(activity.id))


def _history(unit: UnitOfWork, activity: Activity) -> None:
    """A changed and confirmed record, one in the trash, findings, words and a text of the user's own."""
    stored = unit.activities.save(replace(activity, name=ODD * 2))
    validation = Validation(
        kind=RecordKind.ACTIVITY, record=stored.id, version=1, on=stored.created_on, by=ODD
    )
    unit.versions.validate(validation)
    gone = unit.activities.save(Activity(id=new_id(), ref="P-009", name="Gone"))
    unit.activities.trash(gone.id)
    gap = filled(Gap, record=stored.id, severity=Severity.ERROR)
    aside = replace(gap, place="name")
    unit.gaps.put(RecordKind.ACTIVITY, stored.id, (gap, aside), Completeness(3, 5))
    unit.gaps.set_aside(
        Dismissal(
            record=stored.id,
            finding=aside.key,
            version=stored.version,
            reason=ODD,
            on=stored.created_on,
            by=ODD,
        )
    )
    unit.gaps.checked("2026-11-23 and this law")
    unit.terms.save(Term(kind=TermKind.MEASURE, id=new_id(), text=ODD, own=True))
    unit.texts.put(filled(KeptText, name="source"))


def main() -> None:
    path = FOLDER / f"{migrate.head()}.vault"
    if path.exists():
        raise SystemExit(f"{path.name} is there already, and is never written anew")
    vault = FILES.prepare(path, PASSPHRASE).finish()
    with vault.work() as unit:
        fill(unit)
        unit.commit()
    with vault.work(read_only=True) as unit:
        text = json.dumps(everything(unit), indent=1, ensure_ascii=False, sort_keys=True)
    vault.close()
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
