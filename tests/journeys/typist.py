"""
A program of its own that somebody types in until it is killed: ``python -m tests.journeys.typist FOLDER VAULT``.

It types an activity that is saved, changes it and lets the change be kept unsaved, begins to take in a request, and
stands still in the middle of writing it. Each stage is told on the standard output.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dpo_desk.store.unit_of_work import SqlUnitOfWork
from dpo_desk.ui.forms import base
from tests.desks import PASSPHRASE, a_request
from tests.journeys.at_the_desk import CTRL, Person, press, write
from tests.store.vaults import register_fast_kdf

SAVED, KEPT, PERSON = "Livraison des colis", "Recrutement à moitié saisi", "Zoé Fictive"


def tell(stage):
    print(stage, flush=True)


def type_until_killed(folder, vault):
    register_fast_kdf()
    application = QApplication([])
    base.AUTOSAVE_MS = 300  # a person waits five seconds
    person = Person(folder)
    person.begin(vault)
    assert person.unlock(PASSPHRASE)
    person.page(Qt.Key.Key_3)
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    write(SAVED)
    press(Qt.Key.Key_S, CTRL)
    person.rest()
    tell("saved")
    press(Qt.Key.Key_N, CTRL)
    person.rest()
    write(KEPT)
    end = time.monotonic() + 2
    while time.monotonic() < end:
        application.processEvents()
    person.rest()
    tell("kept")

    def stand_still(unit):
        unit._session.flush()  # every row is with the database, nothing is committed
        tell("writing")
        time.sleep(600)

    SqlUnitOfWork.commit = stand_still
    person.parts.cases.open_case(a_request(received="2026-03-02"))


if __name__ == "__main__":
    type_until_killed(Path(sys.argv[1]), Path(sys.argv[2]))
