"""A request is typed, locked away, and found again; outside the vault there is no trace of it."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dpo_desk.services.ports import ListQuery
from tests.desks import PASSPHRASE
from tests.journeys.at_the_desk import CTRL, Person, press, tab_to, traces, write
from tests.store.vaults import names

NAME = "Wilhelmine Ébauche-Œuvrard"
ASKED = "Que savez-vous de moi ? <b>Tout</b> & vite"


@pytest.fixture
def person(qapp, made_vault, tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    shutil.copyfile(made_vault, folder / "office.dpo")
    person = Person(folder)
    person.begin(folder / "office.dpo")
    yield person
    person.leave()


def take_in(person):
    page = person.page(Qt.Key.Key_2)
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    write(NAME)
    tab_to(page.intake.rights.ticks["access"].target())
    press(Qt.Key.Key_Space)
    tab_to(page.intake.fields.fields["asked"].editor.target())
    write(ASKED)
    press(Qt.Key.Key_S, CTRL)
    person.rest()
    return page


def test_a_request_typed_with_keys_is_found_again_and_leaves_no_trace_outside(person):
    vault = person.folder / "office.dpo"
    assert not person.unlock("wrong passphrase entirely")
    press(Qt.Key.Key_A, CTRL)
    assert person.unlock(PASSPHRASE)
    page = take_in(person)
    assert page.intake.banner.text == ""
    [case] = person.parts.cases.ids(ListQuery())
    view = person.parts.cases.view(case)
    assert (view.person.name, view.case.asked, view.case.right_ids) == (NAME, ASKED, ("access",))
    assert traces(person.folder, NAME, ASKED, "Wilhelmine") == []  # also while it is open

    person.lock()
    assert names(person.folder) == ["office.dpo", "settings"]
    assert traces(person.folder, NAME, ASKED, "Wilhelmine", "Société Imaginaire", PASSPHRASE) == []
    assert vault.read_bytes()[:16] != b"SQLite format 3\0"

    assert person.unlock(PASSPHRASE)
    page = person.page(Qt.Key.Key_2)
    press(Qt.Key.Key_F, CTRL)
    write("ebauche-oeuv")
    QTest.qWait(300)
    person.rest()
    model = page.list.model
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == [NAME]
    assert NAME not in person.window.windowTitle()


def test_a_request_received_tomorrow_is_told_at_its_field_and_the_typed_text_stays(person):
    from datetime import timedelta

    assert person.unlock(PASSPHRASE)
    page = person.page(Qt.Key.Key_2)
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    write(NAME)
    tab_to(page.intake.rights.ticks["access"].target())
    press(Qt.Key.Key_Space)
    day = page.intake.fields.fields["received"]
    tomorrow = (person.parts.cases.today() + timedelta(days=1)).isoformat()
    tab_to(day.editor.target())
    press(Qt.Key.Key_A, CTRL)
    write(tomorrow)
    press(Qt.Key.Key_S, CTRL)
    person.rest()
    assert person.parts.cases.ids(ListQuery()) == ()
    assert page.intake.banner.text
    assert day.editor.target().hasFocus()
    typed = page.intake.draft()
    assert (typed.person.name, typed.received, typed.rights) == (NAME, tomorrow, ("access",))


def test_what_was_typed_and_not_saved_waits_behind_the_lock(person):
    assert person.unlock(PASSPHRASE)
    person.page(Qt.Key.Key_2)
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    write(NAME)
    person.lock()
    assert traces(person.folder, NAME, "Wilhelmine") == []
    assert person.unlock(PASSPHRASE)
    page = person.page(Qt.Key.Key_2)
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    assert person.words("ui.common.form.kept") in page.intake.banner.text
    assert person.parts.cases.ids(ListQuery()) == ()


def test_the_window_can_be_closed_while_something_still_wants_to_ask_the_vault(person):
    assert person.unlock(PASSPHRASE)
    person.page(Qt.Key.Key_2)
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    write(NAME)  # persons like this are about to be looked for
    person.window.close()
    QTest.qWait(400)
    assert names(person.folder) == ["office.dpo", "settings"]
