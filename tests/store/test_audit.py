"""The journal: its chain is whole, and whoever tampers with it is found out."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from dpo_desk.domain.audit import FIRST
from dpo_desk.errors import VaultDamaged
from dpo_desk.store.audit import AuditJournal
from tests.builders import a_person, an_activity, an_organisation
from tests.store.desk import START, a_desk, opened, raw, saved, without_triggers


@pytest.fixture
def desk(tmp_path):
    desk = a_desk(tmp_path)
    activity = saved(desk, an_activity())
    saved(desk, activity, an_organisation(), a_person(name="Zoé Unique"))
    with desk.work() as unit:
        unit.audit.record("printed", "paper", "f" * 32)
        unit.commit()
    yield desk
    desk.close()


def broken_at(desk):
    with desk.work(read_only=True) as unit:
        return unit.audit.broken_at()


def test_lines_come_newest_first_each_bound_to_the_one_before(desk):
    with desk.work(read_only=True) as unit:
        lines = unit.audit.lines()
        assert unit.audit.lines(2) == lines[:2]
    assert [line.sequence for line in lines] == [5, 4, 3, 2, 1]
    assert [line.action for line in lines] == ["printed", "created", "created", "changed", "created"]
    assert [line.previous for line in lines] == [*(line.own for line in lines[1:]), FIRST]
    assert all(line.at >= START and line.at.tzinfo for line in lines)
    assert broken_at(desk) is None


def test_the_chain_goes_on_over_closing_and_opening(desk):
    desk.close()
    again = opened(desk.path)
    saved(again, an_activity())
    again.verify()
    with again.work(read_only=True) as unit:
        assert unit.audit.lines(1)[0].sequence == 6
        assert unit.audit.broken_at() is None
    again.close()


def test_the_journal_holds_no_words_of_the_records(desk):
    everything = str(raw(desk, "SELECT * FROM audit"))
    for word in ("Zoé", "Unique", "Fictive", "Orders"):
        assert word not in everything


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        ("UPDATE audit SET action = 'deleted' WHERE sequence = 2", 2),
        ("UPDATE audit SET kind = 'x' WHERE sequence = 1", 1),
        ("UPDATE audit SET record = 'x' WHERE sequence = 3", 3),
        ("UPDATE audit SET digest = '' WHERE sequence = 3", 3),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE sequence = 5", 5),
        ("UPDATE audit SET own = previous WHERE sequence = 4", 4),
        ("DELETE FROM audit WHERE sequence = 1", 1),
        ("DELETE FROM audit WHERE sequence = 3", 3),
        ("UPDATE audit SET sequence = 9 WHERE sequence = 5", 5),
        ("DELETE FROM audit WHERE sequence < 3", 1),
    ],
)
def test_a_line_that_was_tampered_with_is_named(desk, tamper, found):
    with without_triggers(desk, "audit"):
        raw(desk, tamper)
    assert broken_at(desk) == found
    with pytest.raises(VaultDamaged) as refused:
        desk.verify()
    assert refused.value.params == {"detail": "journal"}


def test_a_clock_in_another_zone_gives_the_same_chain(desk):
    with desk.work() as unit:
        east = timezone(timedelta(hours=5, minutes=30))
        journal = AuditJournal(unit._session, lambda: START.astimezone(east))
        journal.record("opened", "vault", "x")
        assert unit.audit.lines(1)[0].at == START
        assert unit.audit.broken_at() is None


def test_a_clock_set_back_breaks_nothing(desk):
    with desk.work() as unit:
        AuditJournal(unit._session, lambda: START - timedelta(days=400)).record("opened", "vault", "x")
        assert unit.audit.broken_at() is None
