"""Saves cases and a record of the register, with all that belongs to them, until it is killed; says what was committed."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

from dpo_desk.domain.case import Finding, Outcome
from dpo_desk.domain.completeness import Completeness, Gap, Severity
from dpo_desk.domain.ids import ActivityId
from dpo_desk.domain.record import RecordKind
from tests.builders import PDF, a_case, a_paper, a_person, an_activity, an_entry
from tests.store.desk import opened
from tests.store.vaults import register_fast_kdf


def a_finding(record: str) -> tuple[Gap, ...]:
    gap = Gap(
        rule="basis_unknown", severity=Severity.ERROR, article="6(1)", place="purposes.0", record=record
    )
    return gap, replace(gap, place=f"purposes.{random.randrange(1_000_000)}")


def main(path: Path) -> None:
    register_fast_kdf()
    desk = opened(path)
    data = (("label", "value"), ("x" * 3000, "y" * 3000), ("é", "ü"))
    with desk.work() as unit:
        known = unit.activities.all()
        activity = known[0] if known else unit.activities.save(an_activity())
        unit.commit()
    print("saving", flush=True)
    while True:
        with desk.work() as unit:
            person = a_person()
            found = Finding(activity=ActivityId(activity.id), outcome=Outcome.FOUND, data=data)
            ref = unit.cases.next_ref(2026)
            case = a_case(person=person.id, ref=ref, rights=("access", "erasure"), findings=(found, found))
            unit.people.save(person)
            unit.cases.save(case)
            for _ in range(3):
                unit.timeline.add(an_entry(case.id))
            paper = a_paper(case=case.id, person=person.id, number=ref.replace("R", "L"))
            unit.papers.add(paper, PDF)
            activity = unit.activities.save(replace(activity, tags=(ref, "second")))
            unit.gaps.put(RecordKind.ACTIVITY, activity.id, a_finding(activity.id), Completeness(1, 2))
            unit.commit()
        print("saved", ref, flush=True)


main(Path(sys.argv[1]))
