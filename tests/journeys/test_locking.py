"""The desk is locked in the worst moment: while a vault is opened, while a letter is finished, while it is saved."""

from __future__ import annotations

import shutil
import sys
import time

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from dpo_desk.errors import DiskFull, VaultDamaged
from dpo_desk.services.ports import ListQuery
from dpo_desk.services.vault import State
from dpo_desk.ui.messages import MessageBox
from dpo_desk.ui.unlock.screen import UnlockScreen
from dpo_desk.window import VaultDrafts, faults_told
from tests.desks import PASSPHRASE
from tests.journeys.at_the_desk import CTRL, Person, press, settled, tab_to, write
from tests.store.vaults import names


@pytest.fixture
def person(qapp, made_sample, tmp_path, monkeypatch):
    folder = tmp_path / "desk"
    folder.mkdir()
    shutil.copyfile(made_sample, folder / "office.dpo")
    faults = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: faults.append(error))
    person = Person(folder)
    person.begin(folder / "office.dpo")
    yield person
    person.leave()
    assert faults == []


def begin_to_unlock(person):
    person.come_forward()
    write(PASSPHRASE)
    press(Qt.Key.Key_Return)


def test_a_window_closed_while_the_vault_opens_leaves_one_closed_file(person):
    begin_to_unlock(person)
    person.window.close()
    assert person.parts.vault.state is State.LOCKED
    assert names(person.folder) == ["office.dpo", "settings"]


def test_a_session_locked_while_the_vault_opens_finds_no_open_desk(person):
    begin_to_unlock(person)
    person.window._session.lock_wanted.emit()
    person.rest()
    assert person.parts.vault.state is State.LOCKED
    assert person.window.frame is None
    assert person.screen.trouble.accessibleName() == person.words("ui.shell.locked_system")
    assert person.unlock(PASSPHRASE)


def test_nothing_leads_away_from_the_door_while_it_opens(person, tmp_path):
    begin_to_unlock(person)
    assert not any(way.isEnabled() for way in person.screen._elsewhere)
    person.window.come_forward(tmp_path / "other.dpo")
    person.rest()
    assert person.window.frame is not None


def test_the_program_started_again_with_another_vault_turns_to_it_only_at_the_door(person, tmp_path):
    other = tmp_path / "other.dpo"
    person.window.come_forward(other)
    assert person.screen.path == other
    wizard = person.window.show_wizard()
    person.window.come_forward(tmp_path / "third.dpo")
    assert person.window.centralWidget() is wizard


def test_a_letter_finished_at_the_moment_of_the_lock_is_whole_and_nothing_asks_the_closing_vault(person):
    assert person.unlock(PASSPHRASE)
    case = person.parts.cases.ids(ListQuery(text="Camille"))[0]
    before = len(person.parts.cases.view(case).papers)
    page = person.page(Qt.Key.Key_2)
    page.open_record(case)
    page.compose(case, "acknowledgement")
    person.rest()
    page.composer._finish()
    deadline = time.monotonic() + 10
    while len(person.parts.cases.view(case).papers) == before and time.monotonic() < deadline:
        time.sleep(0.05)  # it is finished, and the window has not heard of it yet
    time.sleep(0.1)
    person.window.lock()
    settled(lambda: person.parts.vault.state is State.LOCKED, "the lock")
    person.rest()
    assert isinstance(person.window.centralWidget(), UnlockScreen)
    assert names(person.folder) == ["office.dpo", "settings"]
    assert person.unlock(PASSPHRASE)
    papers = person.parts.cases.view(case).papers
    assert len(papers) == before + 1
    assert person.parts.papers.pdf(papers[-1].id).startswith(b"%PDF")


def test_typing_that_could_not_be_kept_at_the_lock_is_not_said_to_be_kept(person, monkeypatch):
    assert person.unlock(PASSPHRASE)
    page = person.page(Qt.Key.Key_2)
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    write("Zoé Fictive")

    def full(_drafts, _key, _values):
        raise DiskFull(free=0)

    monkeypatch.setattr(VaultDrafts, "save", full)
    person.window.lock()
    person.rest()
    told = [box.accessibleName() for box in person.window.findChildren(MessageBox) if box.isVisible()]
    assert told == [person.words("errors.WorkLost.what")]
    assert not isValid(page) or not page.isVisible()


def test_a_vault_that_breaks_while_it_is_read_is_told_in_the_window_and_not_in_the_terminal(
    person, monkeypatch, capsys
):
    assert person.unlock(PASSPHRASE)
    hook = faults_told(person.window.messages)
    monkeypatch.setattr(sys, "excepthook", hook)

    def damaged(_service, _query):
        raise VaultDamaged

    monkeypatch.setattr(type(person.parts.cases), "ids", damaged)
    person.page(Qt.Key.Key_2)
    told = [box.accessibleName() for box in person.window.findChildren(MessageBox) if box.isVisible()]
    assert told == [person.words("errors.VaultDamaged.what")]
    hook(KeyError, KeyError("Zoé Fictive"), None)  # the same a moment later: one dialog at a time
    assert len([box for box in person.window.findChildren(MessageBox) if box.isVisible()]) == 1
    person.window._close_dialogs()
    hook(KeyError, KeyError("Zoé Fictive"), None)
    [box] = [box for box in person.window.findChildren(MessageBox) if box.isVisible()]
    assert "Zoé" not in box.accessibleName() + box.accessibleDescription()
    assert "Zoé" not in "".join(capsys.readouterr())


def test_what_is_saved_in_the_moment_of_the_lock_is_not_offered_a_second_time(person):
    assert person.unlock(PASSPHRASE)
    page = person.page(Qt.Key.Key_2)
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    write("Zoé Fictive")
    tab_to(page.intake.rights.ticks["access"].target())
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_S, CTRL)
    person.window.lock()
    person.rest()
    assert person.unlock(PASSPHRASE)
    assert len(person.parts.cases.ids(ListQuery(text="Zoé"))) == 1
    page = person.page(Qt.Key.Key_2)
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    assert page.intake.banner.text == ""
