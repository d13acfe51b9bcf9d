"""The letterhead in the vault: kept whole, journaled, and told when its picture is damaged."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import text

from dpo_desk.domain.letterhead import Letterhead
from dpo_desk.errors import StaleRecord, VaultDamaged
from tests.builders import PDF
from tests.store.desk import a_desk, raw

FULL = Letterhead(
    lines=("Zoé 👩🏽‍⚖️", "<b>&amp;"),
    footer=("שלום", "two"),
    layout="us_letter",
    logo=hashlib.sha256(PDF).hexdigest(),
)


@pytest.fixture
def desk(tmp_path):
    made = a_desk(tmp_path)
    yield made
    made.close()


def kept(desk, letterhead=FULL, logo=PDF):
    with desk.work() as unit:
        stored = unit.letterhead.save(letterhead, logo)
        unit.commit()
    return stored


def test_before_it_is_saved_there_is_an_empty_one_without_a_picture(desk):
    with desk.work(read_only=True) as unit:
        assert unit.letterhead.get() == Letterhead()
        assert unit.letterhead.logo() == b""


def test_it_comes_back_as_it_was_kept_one_version_on(desk):
    stored = kept(desk)
    assert stored == replace(FULL, version=1)
    again = kept(desk, replace(stored, lines=(), logo=""), b"")
    with desk.work(read_only=True) as unit:
        assert unit.letterhead.get() == again == Letterhead(footer=FULL.footer, layout="us_letter", version=2)
        assert unit.letterhead.logo() == b""


def test_each_change_is_in_the_journal(desk):
    kept(desk, kept(desk), PDF)
    assert raw(desk, "SELECT action, kind FROM audit WHERE kind = 'letterhead' ORDER BY sequence") == [
        ("created", "letterhead"),
        ("changed", "letterhead"),
    ]


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(desk):
    kept(desk)
    with pytest.raises(StaleRecord):
        kept(desk, FULL)


def test_a_picture_that_is_not_the_one_named_is_a_bug(desk):
    with pytest.raises(ValueError, match="SHA-256"):
        kept(desk, FULL, b"another")
    with pytest.raises(ValueError, match="SHA-256"):
        kept(desk, replace(FULL, logo=""), PDF)


def test_a_picture_that_is_no_longer_what_was_kept_is_damage(desk):
    kept(desk)
    with desk.file.engine.begin() as connection:
        connection.execute(text("UPDATE letterhead SET logo = x'00'"))
    with desk.work(read_only=True) as unit, pytest.raises(VaultDamaged):
        unit.letterhead.logo()


def test_the_database_itself_allows_one(desk):
    kept(desk)
    with pytest.raises(Exception, match="CHECK"), desk.file.engine.begin() as connection:
        connection.execute(text("INSERT INTO letterhead SELECT 2, 1, '[]', '[]', '', '', x''"))
