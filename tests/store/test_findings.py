"""What the checker found and what was set aside; the words and texts of the user's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from dpo_desk.domain.catalogue import Term, TermKind
from dpo_desk.domain.completeness import Completeness, Gap, Severity
from dpo_desk.domain.ids import new_id
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.version import Dismissal
from dpo_desk.errors import FieldError, NotFound
from dpo_desk.services.ports import KeptText, ListQuery
from tests.builders import MOMENT, a_client, a_processor, a_transfer, an_activity
from tests.store.desk import a_desk, raw, saved

TODAY = date(2026, 11, 23)


@pytest.fixture
def desk(tmp_path):
    desk = a_desk(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def activity(desk):
    return saved(desk, an_activity())


def a_gap(record, rule="basis_unknown", severity=Severity.ERROR, **fields):
    return Gap(
        rule=rule,
        severity=severity,
        article="6(1)",
        place=fields.pop("place", "purposes.0.basis"),
        record=record,
        facts=MappingProxyType({"purpose": 'Été | = "'}),
        check=fields.pop("check", "CHK-03"),
    )


def put(desk, record, *gaps, complete=Completeness(0, 0), kind=RecordKind.ACTIVITY):
    with desk.work() as unit:
        unit.gaps.put(kind, record.id, gaps, complete)
        unit.commit()


def aside(desk, record, gap, reason="Not here."):
    dismissal = Dismissal(
        record=record.id, finding=gap.key, version=record.version, reason=reason, on=TODAY, by="Maud"
    )
    with desk.work() as unit:
        unit.gaps.set_aside(dismissal)
        unit.commit()
    return dismissal


def counts(desk, record, name="activities"):
    with desk.work(read_only=True) as unit:
        (line,) = getattr(unit, name).lines([record.id])
    return line.gaps, line.warnings, line.settled, line.asked


def listed(desk, *chips):
    with desk.work(read_only=True) as unit:
        return unit.activities.ids(ListQuery(chips=frozenset(chips)))


class TestGaps:
    def test_what_was_found_comes_back_in_its_order_and_is_counted(self, desk, activity):
        found = (
            a_gap(activity.id),
            a_gap(activity.id, "basis_proposed", Severity.WARNING),
            a_gap(activity.id, "dpia_due", Severity.HINT),
            a_gap(activity.id, "purposes_missing"),
        )
        put(desk, activity, *found, complete=Completeness(3, 7))
        with desk.work(read_only=True) as unit:
            assert unit.gaps.of(activity.id) == unit.gaps.all() == found
            assert unit.gaps.of(new_id()) == ()
        assert counts(desk, activity) == (2, 1, 3, 7)

    def test_the_next_check_takes_the_place_of_the_last(self, desk, activity):
        gap = a_gap(activity.id)
        put(desk, activity, gap, a_gap(activity.id, "other"), complete=Completeness(1, 7))
        put(desk, activity, gap, complete=Completeness(6, 7))
        with desk.work(read_only=True) as unit:
            assert unit.gaps.of(activity.id) == (gap,)
        assert counts(desk, activity) == (1, 0, 6, 7)
        put(desk, activity)
        assert counts(desk, activity) == (0, 0, 0, 0)

    def test_a_check_that_finds_the_same_writes_nothing(self, desk, activity):
        put(desk, activity, a_gap(activity.id), complete=Completeness(1, 7))
        before = raw(desk, "SELECT id FROM gaps")
        saved(desk, an_activity())
        put(desk, activity, a_gap(activity.id), complete=Completeness(1, 7))
        assert raw(desk, "SELECT id FROM gaps") == before

    def test_findings_of_many_records_are_put_at_once(self, desk):
        activities = saved(desk, *(an_activity() for _ in range(600)))
        found = {each.id: ((a_gap(each.id),), Completeness(1, 2)) for each in activities}
        with desk.work() as unit:
            unit.gaps.put_all(RecordKind.ACTIVITY, found)
            unit.gaps.put_all(RecordKind.ACTIVITY, {})
            unit.commit()
        with desk.work(read_only=True) as unit:
            assert {gap.record for gap in unit.gaps.all()} == set(found)
            assert unit.gaps.completeness()[RecordKind.ACTIVITY] == Completeness(600, 1200)

    def test_findings_in_a_record_that_is_not_there_are_refused(self, desk):
        with desk.work() as unit, pytest.raises(NotFound):
            unit.gaps.put(RecordKind.ACTIVITY, new_id(), (), Completeness(0, 0))

    def test_saving_a_record_keeps_what_was_found_until_the_next_check(self, desk, activity):
        put(desk, activity, a_gap(activity.id), complete=Completeness(1, 7))
        saved(desk, activity)
        assert counts(desk, activity) == (1, 0, 1, 7)

    def test_chips_show_the_records_a_rule_or_check_stands_in(self, desk, activity):
        other, clean = saved(desk, an_activity(), an_activity())
        put(desk, activity, a_gap(activity.id, "one", check="CHK-01"))
        hint = a_gap(other.id, "two", Severity.HINT, check="CHK-02")
        put(desk, other, hint)
        assert listed(desk, "gaps") == listed(desk, "rule:one") == (activity.id,)
        assert listed(desk, "check:CHK-02") == listed(desk, "rule:two") == (other.id,)
        assert set(listed(desk, "rule:one", "rule:two")) == {activity.id, other.id}
        assert listed(desk, "rule:one", "check:CHK-02") == listed(desk, "rule:three") == ()
        assert clean.id in listed(desk)
        aside(desk, other, hint)
        assert listed(desk, "rule:two") == ()

    def test_the_sums_of_each_kind_leave_the_trash_out(self, desk, activity):
        client, processor, flow = saved(desk, a_client(), a_processor(), a_transfer())
        gone = saved(desk, an_activity())
        put(desk, activity, complete=Completeness(1, 2))
        put(desk, gone, a_gap(gone.id), complete=Completeness(3, 4))
        for number, (kind, record) in enumerate(
            ((RecordKind.CLIENT, client), (RecordKind.PROCESSOR, processor), (RecordKind.TRANSFER, flow))
        ):
            put(desk, record, a_gap(record.id), complete=Completeness(number, 9), kind=kind)
        with desk.work() as unit:
            unit.activities.trash(gone.id)
            unit.commit()
        with desk.work(read_only=True) as unit:
            assert unit.gaps.completeness() == {
                RecordKind.ACTIVITY: Completeness(1, 2),
                RecordKind.CLIENT: Completeness(0, 9),
                RecordKind.PROCESSOR: Completeness(1, 9),
                RecordKind.TRANSFER: Completeness(2, 9),
            }
            assert [gap.record for gap in unit.gaps.all()] == [client.id, processor.id, flow.id]

    def test_what_a_deleted_record_lacked_goes_with_it(self, desk, activity):
        gap = a_gap(activity.id)
        put(desk, activity, gap)
        aside(desk, activity, gap)
        with desk.work() as unit:
            unit.activities.delete(activity.id)
            unit.commit()
        with desk.work(read_only=True) as unit:
            assert unit.gaps.of(activity.id) == unit.gaps.dismissals(activity.id) == ()

    def test_it_is_kept_what_the_check_was_made_of(self, desk):
        with desk.work() as unit:
            assert unit.gaps.checked_on() == ""
            unit.gaps.checked("monday")
            unit.gaps.checked("tuesday")
            unit.commit()
        with desk.work(read_only=True) as unit:
            assert unit.gaps.checked_on() == "tuesday"


class TestSetAside:
    def test_what_does_not_apply_is_not_counted_but_still_told(self, desk, activity):
        one, two = a_gap(activity.id), a_gap(activity.id, place="purposes.1.basis")
        put(desk, activity, one, two, complete=Completeness(1, 7))
        dismissal = aside(desk, activity, one)
        assert counts(desk, activity) == (1, 0, 1, 7)
        with desk.work(read_only=True) as unit:
            assert unit.gaps.of(activity.id) == (one, two)
            assert unit.gaps.all() == (two,)
            assert unit.gaps.dismissals(activity.id) == (dismissal,)
            assert unit.audit.lines(1)[0].action == "set_aside"

    def test_the_next_check_of_the_same_version_counts_it_no_more(self, desk, activity):
        gap = a_gap(activity.id)
        put(desk, activity, gap)
        aside(desk, activity, gap)
        put(desk, activity, gap, complete=Completeness(1, 7))
        assert counts(desk, activity) == (0, 0, 1, 7)

    def test_it_comes_back_when_the_record_changed(self, desk, activity):
        gap = a_gap(activity.id)
        put(desk, activity, gap)
        aside(desk, activity, gap)
        changed = saved(desk, replace(activity, name="Other"))
        put(desk, activity, gap)
        assert counts(desk, activity)[0] == 1
        with desk.work(read_only=True) as unit:
            assert unit.gaps.all() == (gap,)
            assert len(unit.gaps.dismissals(activity.id)) == 1
        newest = aside(desk, changed, gap, "Still not.")
        with desk.work(read_only=True) as unit:
            assert unit.gaps.dismissals(activity.id)[0] == newest
            assert len(unit.gaps.dismissals(activity.id)) == 2
        assert counts(desk, activity)[0] == 0

    def test_it_comes_back_when_somebody_says_so(self, desk, activity):
        gap = a_gap(activity.id, severity=Severity.WARNING)
        put(desk, activity, gap)
        aside(desk, activity, gap)
        aside(desk, activity, gap, "said again")
        with desk.work() as unit:
            assert [each.reason for each in unit.gaps.dismissals(activity.id)] == ["said again"]
            unit.gaps.bring_back(activity.id, gap.key)
            unit.commit()
        assert counts(desk, activity)[:2] == (0, 1)
        with desk.work(read_only=True) as unit:
            assert unit.gaps.dismissals(activity.id) == ()

    def test_what_was_not_found_cannot_be_set_aside(self, desk, activity):
        with pytest.raises(NotFound):
            aside(desk, activity, a_gap(activity.id))
        with desk.work() as unit, pytest.raises(NotFound):
            unit.gaps.bring_back(activity.id, "nothing")

    def test_a_reason_no_database_keeps_is_refused(self, desk, activity):
        gap = a_gap(activity.id)
        put(desk, activity, gap)
        with pytest.raises(FieldError) as refused:
            aside(desk, activity, gap, "\0")
        assert refused.value.field == "reason"


class TestTerms:
    def test_terms_are_kept_replaced_and_dropped(self, desk):
        own = Term(kind=TermKind.MEASURE, id=new_id(), text="Été", own=True)
        shipped = Term(kind=TermKind.DATA_SUBJECT, id="customers", text="Clients", hidden=True)
        other = Term(kind=TermKind.MEASURE, id="customers", text="autre")
        with desk.work() as unit:
            for term in (own, shipped, other, replace(own, text="Épée")):
                unit.terms.save(term)
            unit.commit()
        with desk.work() as unit:
            assert unit.terms.of(TermKind.MEASURE) == (other, replace(own, text="Épée"))
            assert unit.terms.of(TermKind.PURPOSE) == ()
            assert set(unit.terms.all()) == {shipped, other, replace(own, text="Épée")}
            unit.terms.drop(TermKind.MEASURE, "customers")
            unit.terms.drop(TermKind.MEASURE, "customers")
            assert set(unit.terms.all()) == {shipped, replace(own, text="Épée")}
            actions = [line.action for line in unit.audit.lines()]
        assert actions == ["deleted", "changed", "created", "created", "created"]

    def test_a_text_no_database_keeps_is_refused(self, desk):
        with desk.work() as unit, pytest.raises(FieldError):
            unit.terms.save(Term(kind=TermKind.MEASURE, id="x", text="\ud800"))


class TestTexts:
    def test_a_text_is_kept_replaced_and_dropped(self, desk):
        text = KeptText(name="source", title="Politique", text="é\n" * 50_000, sha256="f" * 64, at=MOMENT)
        with desk.work() as unit:
            assert unit.texts.find("source") is None
            unit.texts.put(replace(text, text="old"))
            unit.texts.put(text)
            unit.commit()
        with desk.work() as unit:
            assert unit.texts.find("source") == text
            unit.texts.drop("source")
            unit.texts.drop("source")
            assert unit.texts.find("source") is None
            actions = [line.action for line in unit.audit.lines()]
        assert actions == ["deleted", "changed", "created"]
