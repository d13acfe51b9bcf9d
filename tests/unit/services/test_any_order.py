"""Whatever is done to a register in whatever order: its lists show what a check of everything finds, its past stays."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.record import RecordKind, RecordStatus
from dpo_desk.errors import DraftError, LawFileRefused, NotFound, RuleBroken, StaleRecord
from dpo_desk.library.lawbook import ADEQUACY, SAFEGUARDS
from dpo_desk.services.bulk import BulkChange
from dpo_desk.services.links import records_of
from dpo_desk.services.ports import ListQuery, PastRegister
from dpo_desk.services.trash import Trashed
from tests.desks import NONE, a_client, a_processor, a_transfer, an_activity, given, known

NAMES = ("Adyen", "Colis & Cie", "Zendesk", "Twilio")
COUNTRIES = ("FR", "US", "MA", "JP", "GB", "IN")
QUOTES = (
    "Adyen takes payments.",
    "Zendesk answers for us from Morocco.",
    "Twilio sends messages from the United States.",
    "Everything stays in France.",
)
DECISION = "\n[[decisions]]\n"
REFUSED = (DraftError, LawFileRefused, NotFound, RuleBroken, StaleRecord)


class Hand:
    """Does one thing after the other to a desk, at random but each time the same."""

    def __init__(self, desk, folder, seed):
        self.desk, self.folder, self.random = desk, folder, Random(seed)
        self.trashed, self.undo = [], []
        register = desk.register
        self.services = {
            RecordKind.ACTIVITY: (register.activities, self.activity),
            RecordKind.CLIENT: (register.clients, self.client),
            RecordKind.PROCESSOR: (register.processors, self.processor),
            RecordKind.TRANSFER: (register.transfers, self.transfer),
        }
        self.verbs = (
            *[self.save] * 5,
            *[self.change] * 4,
            *[self.trash] * 2,
            *[self.take_back] * 2,
            *[self.set_aside] * 2,
            self.delete,
            self.duplicate,
            self.restore,
            self.validate,
            self.bring_back,
            self.bulk,
            self.undo_bulk,
            self.rename,
            self.next_day,
            self.other_source,
            self.other_law,
        )

    def step(self):
        verb = self.random.choice(self.verbs)
        try:
            verb()
        except REFUSED as refused:
            return f"{verb.__name__}: {type(refused).__name__}"
        return verb.__name__

    # -- what is typed

    def some(self, kind, share=0.7):
        ids = self.services[kind][0].ids(ListQuery())
        return self.random.choice(ids) if ids and self.random.random() < share else ""

    def country(self):
        return self.random.choice([given(self.random.choice(COUNTRIES)), {"known": "unknown"}])

    def countries(self):
        chosen = self.random.sample(COUNTRIES, self.random.randint(0, 2))
        return given("\n".join(chosen)) if chosen else NONE

    def quotes(self):
        return [{"quote": quote} for quote in self.random.sample(QUOTES, self.random.randint(0, 2))]

    def shared(self):
        return {"status": self.random.choice(list(RecordStatus)).value, "evidence": self.quotes()}

    def activity(self):
        recipients = [
            {
                "name": self.random.choice(NAMES),
                "kind": "processor",
                "processor": self.some(RecordKind.PROCESSOR),
                "countries": self.countries(),
            }
        ]
        told = given("Data go to India") if self.random.random() < 0.3 else NONE
        return an_activity(recipients=given(recipients), transfers=told, **self.shared())

    def client(self):
        named = {self.some(RecordKind.PROCESSOR) for _ in range(2)} - {""}
        return a_client(subprocessors=sorted(named), transfers=NONE, **self.shared())

    def processor(self):
        subs = [
            {
                "name": self.random.choice(NAMES),
                "processor": self.some(RecordKind.PROCESSOR),
                "countries": self.countries(),
            }
        ]
        contract = known("given", status=self.random.choice(["signed", "expired", "draft"]))
        return a_processor(
            name=self.random.choice(NAMES),
            named=self.random.random() < 0.8,
            role=given(self.random.choice(["processor", "controller"])),
            countries=self.countries(),
            contract=self.random.choice([contract, {"known": "unknown"}]),
            subprocessors=given(subs),
            **self.shared(),
        )

    def transfer(self):
        return a_transfer(
            importer=self.random.choice(NAMES),
            country=self.country(),
            activity=self.some(RecordKind.ACTIVITY),
            client=self.some(RecordKind.CLIENT, 0.3),
            processor=self.some(RecordKind.PROCESSOR),
            tool=self.random.choice([given("adequacy"), given("scc-2021-m2"), {"known": "unknown"}]),
            **self.shared(),
        )

    # -- what is done

    def kind(self):
        return self.random.choice(list(self.services))

    def one(self):
        kind = self.kind()
        found = self.some(kind, 1)
        if not found:
            raise NotFound
        return kind, self.services[kind][0], found

    def save(self):
        service, values = self.services[self.kind()]
        service.save(None, values())

    def change(self):
        kind, service, record = self.one()
        service.save(record, self.services[kind][1]())

    def duplicate(self):
        _, service, record = self.one()
        service.duplicate(record, self.random.choice(NAMES))

    def trash(self):
        kind, _, record = self.one()
        self.trashed.append(self.desk.register.trash.put([Trashed(kind, record)]))

    def take_back(self):
        if self.trashed:
            self.desk.register.trash.take_back(self.trashed.pop())

    def delete(self):
        if self.trashed:
            self.desk.register.trash.delete(self.trashed.pop())

    def restore(self):
        _, service, record = self.one()
        service.restore(record, self.random.choice(service.versions(record)).version)

    def validate(self):
        _, service, record = self.one()
        service.validate(record)

    def set_aside(self):
        _, service, record = self.one()
        gaps = service.get(record).gaps
        if gaps:
            service.set_aside(record, self.random.choice(gaps).key, "It is so")

    def bring_back(self):
        _, service, record = self.one()
        for gap, _ in service.get(record).set_aside[:1]:
            service.bring_back(record, gap.key)

    def bulk(self):
        kind = self.kind()
        service = self.services[kind][0]
        ids = service.ids(ListQuery())
        some = self.random.sample(ids, min(3, len(ids)))
        change = BulkChange(status=self.random.choice(list(RecordStatus)), review="2026-01-31")
        self.undo.append((service, service.change(some, change)))

    def undo_bulk(self):
        if self.undo:
            service, undo = self.undo.pop()
            service.undo(undo)

    def rename(self):
        for line in self.desk.catalogues.lines(TermKind.RECIPIENT, "en"):
            if line.used:
                new = f"{line.text}!" if not line.text.endswith("!") else line.text.rstrip("!")
                self.desk.catalogues.rename(TermKind.RECIPIENT, line.text, new, "en")
                return

    def next_day(self):
        self.desk.clock.moment += timedelta(days=self.random.choice([1, 8, 31]))
        self.desk.register.checked_today()

    def other_source(self):
        if self.random.random() < 0.3:
            self.desk.sources.forget()
            return
        self.desk.sources.accept(self.desk.sources.read(self.file("\n".join(self.random.sample(QUOTES, 2)))))

    def other_law(self):
        name = self.random.choice([ADEQUACY, ADEQUACY, SAFEGUARDS])
        if self.random.random() < 0.3:
            self.desk.law_tables.reset(name)
            return
        text = self.desk.law_tables.shipped_text(name)
        if name == ADEQUACY:  # without some of the decisions
            head, *entries, last = text.split(DECISION)
            text = DECISION.join([head, *self.random.sample(entries, len(entries) - 6), last])
        self.desk.law_tables.accept(self.desk.law_tables.preview(name, self.file(text)))

    def file(self, text):
        path = self.folder / "some.txt"
        path.write_text(text, encoding="utf-8")
        return path


def shown(register, unit):
    """Everything that is kept of the newest check."""
    lines = {}
    for kind in RecordKind:
        records = records_of(unit, kind)
        for line in records.lines(records.ids(ListQuery())):
            counts = (line.gaps, line.warnings, line.settled, line.asked, getattr(line, "verdict", None))
            lines[line.ref] = (
                counts,
                [(gap.key, gap.severity, dict(gap.facts)) for gap in unit.gaps.of(line.id)],
            )
    return lines, [(gap.record, gap.key) for gap in unit.gaps.all()], unit.gaps.completeness()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_is_what_a_check_of_everything_finds(desk, tmp_path, seed):
    hand, done = Hand(desk, tmp_path, seed), []
    for _ in range(60):
        done.append(hand.step())
        with desk.vault.work() as unit:
            kept = shown(desk.register, unit)
            desk.register.checker.check_all(unit)  # never committed: each step meets what was really kept
            assert kept == shown(desk.register, unit), done


def rules_kept(desk, record):
    with desk.vault.work(read_only=True) as unit:
        return {gap.rule for gap in unit.gaps.of(record)}


def test_a_flow_tells_on_the_processor_that_engages_its_receiver(desk):
    register = desk.register
    below = register.processors.save(None, a_processor(name="Twilio", countries=given("US"))).record.id
    sub = {"name": "Twilio", "processor": below}
    above = register.processors.save(None, a_processor(subprocessors=given([sub]))).record.id
    assert "subprocessor_abroad" in rules_kept(desk, above)
    flow = register.transfers.save(None, a_transfer(processor=below)).record.id
    assert "subprocessor_abroad" not in rules_kept(desk, above)
    register.trash.put([Trashed(RecordKind.TRANSFER, flow)])
    assert "subprocessor_abroad" in rules_kept(desk, above)


@pytest.mark.parametrize("name", ["Élan", "Élan & Fils (Paris)", "100 %", 'Say "yes"'])
def test_a_processor_tells_on_the_activities_that_quote_its_name(desk, name):
    register = desk.register
    quoting = an_activity(evidence=[{"quote": f"Data go to {name} each day."}])
    activity = register.activities.save(None, quoting).record.id
    other = register.processors.save(None, a_processor(name="Another")).record.id
    assert "evidence_recipient" not in rules_kept(desk, activity)
    register.processors.save(other, a_processor(name=name))
    assert "evidence_recipient" in rules_kept(desk, activity)
    register.trash.put([Trashed(RecordKind.PROCESSOR, other)])
    assert "evidence_recipient" not in rules_kept(desk, activity)
    register.trash.take_back([Trashed(RecordKind.PROCESSOR, other)])
    assert "evidence_recipient" in rules_kept(desk, activity)


def register_now(desk):
    with desk.vault.work(read_only=True) as unit:
        return PastRegister(
            activities=unit.activities.all(),
            clients=unit.clients.all(),
            processors=unit.processors.all(),
            transfers=unit.transfers.all(),
        )


@pytest.mark.parametrize("seed", range(4))
def test_each_day_that_went_by_is_seen_again_as_it_ended(desk, tmp_path, seed):
    hand, days = Hand(desk, tmp_path, seed), {}
    for _ in range(60):
        hand.step()
        days[desk.clock.today()] = register_now(desk)
        desk.clock.moment += timedelta(hours=hand.random.choice([0, 1, 5]), minutes=30)
    desk.reopened()
    assert {day: desk.register.as_of(day) for day in days} == days
    assert len(days) > 5
