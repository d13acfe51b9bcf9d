"""A request from its arrival to its end, with the keyboard alone."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.domain.case import CaseState, Outcome, Result
from dpo_desk.services.ports import ListQuery
from tests.desks import PASSPHRASE, ObedientClock, an_activity
from tests.journeys.at_the_desk import CTRL, Person, press, settled, tab_to, write


@pytest.fixture
def person(qapp, made_vault, tmp_path):
    folder, clock = tmp_path / "desk", ObedientClock()
    folder.mkdir()
    shutil.copyfile(made_vault, folder / "office.dpo")
    person = Person(folder, clock)
    person.clock = clock
    person.begin(folder / "office.dpo")
    assert person.unlock(PASSPHRASE)
    yield person
    person.leave()


class AtTheRequest:
    """Keys at the one request of the vault."""

    def __init__(self, person):
        self.person, self.page = person, person.page(Qt.Key.Key_2)

    @property
    def record(self):
        return self.page.case

    @property
    def view(self):
        [case] = self.person.parts.cases.ids(ListQuery())
        return self.person.parts.cases.view(case)

    def do(self, name):
        """Tab to the button of a step and press it; what has none is chosen from the menu with the arrows."""
        card = self.record.next
        if name in card.buttons:
            tab_to(card.buttons[name])
            press(Qt.Key.Key_Space)
        else:
            tab_to(card.more)
            press(Qt.Key.Key_Space)
            settled(lambda: QApplication.activePopupWidget() is not None, "the menu")
            menu = QApplication.activePopupWidget()
            for _ in range(list(card.actions_of_menu).index(name) + 1):
                QTest.keyClick(menu, Qt.Key.Key_Down)
            QTest.keyClick(menu, Qt.Key.Key_Return)
        self.person.rest()
        return self.record.form

    def field(self, form, name):
        tab_to(form.fields.fields[name].editor.target())

    def save(self):
        press(Qt.Key.Key_S, CTRL)
        self.person.rest()
        assert self.record.form is None, self.record.form.banner.text


def choose(combo, value):
    """Move down a box of choices until the value is there."""
    tab_to(combo)
    for _ in range(combo.count()):
        if combo.currentData() == value:
            return
        press(Qt.Key.Key_Down)
    raise AssertionError(f"{value} is not offered")


def test_a_request_goes_from_its_arrival_to_its_end_with_the_keyboard_alone(person):
    person.parts.register.activities.save(None, an_activity())
    person.clock.go_to(2026, 11, 16)
    at = AtTheRequest(person)
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    write("Zoé Fictive")
    intake = at.page.intake
    tab_to(intake.person.fields["country"].editor.target())
    write("France")
    tab_to(intake.rights.ticks["access"].target())
    press(Qt.Key.Key_Space)
    tab_to(intake.fields.fields["asked"].editor.target())
    write("Que savez-vous de moi ?")
    press(Qt.Key.Key_S, CTRL)
    person.rest()
    assert at.view.case.due.isoformat() == "2026-12-16"

    person.clock.go_to(2026, 11, 17)
    at.do("acknowledged")
    at.save()
    form = at.do("ask_identity")
    write("The address on file is another one.")
    choose(form.fields.fields["proof"].editor.target(), "order")
    at.save()
    assert (at.view.case.state, at.view.case.due) == (CaseState.IDENTITY, None)

    person.clock.go_to(2026, 11, 19)
    form = at.do("record_answer")
    at.field(form, "how")
    write("Number and amount of an order")
    at.save()
    assert at.view.case.due.isoformat() == "2026-12-18"

    at.do("extend")
    write("Several accounts have to be brought together.")
    at.save()
    assert at.view.case.state is CaseState.EXTENDED
    assert at.record.clock._values["due"].text() == "Thursday 18 February 2027"

    form = at.do("search")
    tab_to(form.findings.propose)
    press(Qt.Key.Key_Space)
    [row] = form.findings.rows
    choose(row.outcome.combo, Outcome.FOUND.value)
    tab_to(row.details.fields["data"].editor.target())
    write("Street: 12 rue de l’Adresse-Inventée")
    at.save()
    assert at.view.case.searched

    form = at.do("decide")
    choose(form.fields.fields["result"].editor.target(), Result.GRANTED.value)
    at.save()
    assert at.view.case.undecided == ()

    at.do("answered")
    at.save()
    assert at.view.case.state is CaseState.ANSWERED_FULLY
    at.do("close")
    assert at.view.case.state is CaseState.CLOSED
    assert at.record._state.text() == person.words("case.state.closed")
