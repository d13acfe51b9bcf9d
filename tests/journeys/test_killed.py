"""The program is killed while it writes: the vault is whole, and what was typed is offered again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt

from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.forms.base import AUTOSAVE_MS
from tests.desks import PASSPHRASE
from tests.journeys.at_the_desk import CTRL, Person, press, press_button, tab_to, traces
from tests.journeys.typist import KEPT, PERSON, SAVED
from tests.store.vaults import ROOT


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of Unix")
def test_a_program_killed_in_the_middle_of_a_save_loses_only_that_save(
    qapp, quick_keys, made_vault, tmp_path
):
    folder = tmp_path / "desk"
    folder.mkdir()
    vault = shutil.copyfile(made_vault, folder / "office.dpo")
    typist = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.typist", folder, vault],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert [typist.stdout.readline().strip() for _ in range(3)] == ["saved", "kept", "writing"]
        typist.send_signal(signal.SIGKILL)
        assert typist.wait(30) == -signal.SIGKILL
    finally:
        typist.kill()
        typist.wait(30)
        typist.stdout.close()
    assert traces(folder, SAVED, KEPT, PERSON) == []  # also in what the dead program left beside the vault

    person = Person(folder)
    try:
        person.begin(vault)
        assert person.unlock(PASSPHRASE)
        person.parts.vault.check()
        with person.parts.vault.work(read_only=True) as unit:
            assert unit.audit.broken_at() is None
        lines = person.parts.register.activities.lines(person.parts.register.activities.ids(ListQuery()))
        assert [line.name for line in lines] == [SAVED]
        assert person.parts.cases.ids(ListQuery()) == person.parts.cases.people_like(PERSON) == ()
        page = person.page(Qt.Key.Key_3).pane
        press(Qt.Key.Key_N, CTRL)
        person.rest()
        assert page.form.banner.text == person.words("ui.common.form.kept")
        press_button(page.form.banner, person.words("ui.common.form.restore"))
        assert page.form.values()["name"] == KEPT
        tab_to(page.form.fields.fields["name"].editor.target())
        press(Qt.Key.Key_S, CTRL)
        person.rest()
        lines = person.parts.register.activities.lines(person.parts.register.activities.ids(ListQuery()))
        assert sorted(line.name for line in lines) == sorted((SAVED, KEPT))
        person.lock()
        assert traces(folder, SAVED, KEPT, PERSON) == []
        assert sorted(each.name for each in folder.iterdir()) == ["office.dpo", "settings"]
    finally:
        person.leave()


def test_typing_is_kept_at_the_latest_after_five_seconds():
    assert AUTOSAVE_MS <= 5000
