"""From nothing to a vault with an activity, opened again with the recovery code; and another passphrase for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from dpo_desk.domain.case import CaseState
from dpo_desk.errors import WrongPassphrase, WrongRecoveryCode
from dpo_desk.library.sample import load_sample
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.unlock.change import ChangePassphrase
from tests.desks import PASSPHRASE
from tests.journeys.at_the_desk import (
    CTRL,
    Person,
    press,
    press_button,
    settled,
    tab_to,
    traces,
    type_back,
    write,
)
from tests.store.vaults import OTHER, names

CONTROLLER = "Établissements Œdipe & Fils"
ACTIVITY = "Paie des salariés <2026>"


@pytest.fixture
def person(qapp, quick_keys, tmp_path):
    (tmp_path / "desk").mkdir()
    person = Person(tmp_path / "desk")
    yield person
    person.leave()


def first_run(person, name=CONTROLLER):
    """The wizard, with the keyboard; gives the recovery code."""
    person.window.begin()
    wizard = person.window.centralWidget()
    press_button(wizard, person.words("ui.unlock.wizard.next"))
    assert wizard.step == "place"
    press(Qt.Key.Key_A, CTRL)
    write(str(person.folder / "office"))
    press(Qt.Key.Key_Return)
    assert wizard.step == "passphrase"
    write(PASSPHRASE)
    press(Qt.Key.Key_Return)
    write(PASSPHRASE)
    press(Qt.Key.Key_Return)
    person.rest()
    assert wizard.step == "sheet"
    assert names(person.folder) == []  # nothing is written before the last page
    code = type_back(wizard.recovery)
    press_button(wizard, person.words("ui.unlock.wizard.next"))
    assert wizard.step == "organisation"
    write(name)
    press(Qt.Key.Key_Return)
    person.rest()
    return wizard, code


def add_activity(person):
    page = person.page(Qt.Key.Key_3)
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    write(ACTIVITY)
    press(Qt.Key.Key_S, CTRL)
    person.rest()
    return page


def test_from_nothing_to_an_activity_that_the_recovery_code_opens(person):
    _, code = first_run(person)
    assert person.window.frame is not None
    assert person.parts.organisation.get().name == CONTROLLER
    add_activity(person)
    [activity] = person.parts.register.activities.ids(ListQuery())
    assert person.parts.register.activities.get(activity).record.name == ACTIVITY
    person.lock()
    assert names(person.folder) == ["office.dpo", "settings"]
    assert traces(person.folder, CONTROLLER, ACTIVITY, code, PASSPHRASE) == []

    assert not person.unlock_with_code("0000-0000")
    press(Qt.Key.Key_A, CTRL)
    write(code.replace("-", " ").lower())
    press(Qt.Key.Key_Return)
    person.rest()
    assert person.window.frame is not None
    page = person.page(Qt.Key.Key_3).pane
    model = page.list.model
    assert ACTIVITY in {model.index(0, column).data() for column in range(model.columnCount())}


def test_a_name_that_cannot_be_is_told_and_the_second_try_makes_the_vault(person):
    wizard, _ = first_run(person, name="\u202eX" * 200 + "Y" * 200)
    assert person.window.frame is None
    assert wizard.step == "organisation"
    assert wizard._name_field.error
    assert names(person.folder) in ([], ["settings"])
    tab_to(wizard.name.line)
    press(Qt.Key.Key_A, CTRL)
    write(CONTROLLER)
    press(Qt.Key.Key_Return)
    person.rest()
    assert person.window.frame is not None
    assert person.parts.organisation.get().name == CONTROLLER


def test_a_place_that_is_taken_or_is_none_is_told_on_the_spot(person):
    (person.folder / "taken.dpo").write_bytes(b"x")
    (person.folder / "folder").mkdir()
    person.window.begin()
    wizard = person.window.centralWidget()
    press_button(wizard, person.words("ui.unlock.wizard.next"))
    for place in ("taken.dpo", "taken", "folder", "nowhere/office"):
        press(Qt.Key.Key_A, CTRL)
        write(str(person.folder / place))
        press(Qt.Key.Key_Return)
        person.rest()
        assert wizard.step == "place", place
    assert names(person.folder) == ["folder", "taken.dpo"]


def test_another_passphrase_takes_the_place_of_the_old_one_with_its_code(person):
    _, old_code = first_run(person)
    add_activity(person)
    vault = person.folder / "office.dpo"
    person.window._change_passphrase()
    dialog = person.dialog(ChangePassphrase)
    write("not the passphrase")
    tab_to(dialog.passphrase.line)
    write(OTHER)
    tab_to(dialog.repeat.line)
    write(OTHER)
    dialog.next()
    person.rest()
    assert not dialog.trouble.isHidden()  # the old one was wrong
    tab_to(dialog.current.line)
    press(Qt.Key.Key_A, CTRL)
    write(PASSPHRASE)
    dialog.next()
    settled(lambda: dialog._stack.currentIndex() == 1, "the new code")
    new_code = type_back(dialog.recovery)
    dialog.next()
    person.rest()
    assert not isValid(dialog)
    assert new_code != old_code
    person.lock()
    assert names(person.folder) == ["office.dpo", "settings"]
    assert not person.unlock(PASSPHRASE)
    press(Qt.Key.Key_A, CTRL)
    assert person.unlock(OTHER)
    assert len(person.parts.register.activities.ids(ListQuery())) == 1
    person.lock()
    with pytest.raises(WrongRecoveryCode):
        person.parts.vault.unlock_with_code(vault, old_code)
    with pytest.raises(WrongPassphrase):
        person.parts.vault.unlock(vault, PASSPHRASE)
    assert person.unlock_with_code(new_code)


def test_a_change_given_up_at_the_code_changes_nothing(person):
    _, old_code = first_run(person)
    person.window._change_passphrase()
    dialog = person.dialog(ChangePassphrase)
    for field, text in ((dialog.current, PASSPHRASE), (dialog.passphrase, OTHER), (dialog.repeat, OTHER)):
        tab_to(field.line)
        write(text)
    dialog.next()
    settled(lambda: dialog._stack.currentIndex() == 1, "the new code")
    person.window.lock()  # in the middle of it, as the clock of silence does
    person.rest()
    assert not person.unlock(OTHER)
    press(Qt.Key.Key_A, CTRL)
    assert person.unlock(PASSPHRASE)
    person.lock()
    assert person.unlock_with_code(old_code)


def test_the_sample_can_be_the_first_vault(person):
    person.window.show_wizard(sample=True)
    wizard = person.window.centralWidget()
    press_button(wizard, person.words("ui.unlock.wizard.next"))
    press(Qt.Key.Key_A, CTRL)
    write(str(person.folder / "example.dpo"))
    press(Qt.Key.Key_Return)
    write(PASSPHRASE)
    press(Qt.Key.Key_Return)
    write(PASSPHRASE)
    press(Qt.Key.Key_Return)
    person.rest()
    type_back(wizard.recovery)
    press_button(wizard, person.words("ui.unlock.wizard.next"))
    press_button(wizard, person.words("ui.unlock.wizard.finish"))
    person.rest()
    assert person.window.frame is not None
    lines = person.parts.cases.lines(person.parts.cases.ids(ListQuery()))
    assert len(lines) == len(load_sample().cases)
    assert {CaseState.RECEIVED, CaseState.IDENTITY, CaseState.CLOSED} <= {line.state for line in lines}
