"""The vault as the services know it: its file, its schema and its units of work in one hand."""

from __future__ import annotations

import pytest

from dpo_desk.errors import (
    RecoveryCodeMistyped,
    RuleBroken,
    VaultBusy,
    VaultError,
    VaultExists,
    VaultState,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryCode,
)
from dpo_desk.store import keychain as system_keychain
from tests.builders import a_person
from tests.store.desk import FILES, a_desk, opened, saved
from tests.store.vaults import OTHER, PASSPHRASE, names


@pytest.fixture
def desk(tmp_path):
    desk = a_desk(tmp_path)
    yield desk
    desk.close()


def test_a_weak_passphrase_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(WeakPassphrase):
        FILES.prepare(tmp_path / "x.vault", "password")
    assert names(tmp_path) == []


def test_a_prepared_vault_is_not_written_before_it_is_finished(tmp_path):
    new = FILES.prepare(tmp_path / "x.vault", PASSPHRASE)
    code = new.recovery.code
    new.abandon()
    assert names(tmp_path) == []
    desk = new.finish()
    assert desk.recovery_code() == code
    assert not desk.read_only
    desk.close()
    with pytest.raises(VaultExists):
        FILES.prepare(tmp_path / "x.vault", PASSPHRASE)


def test_both_lines_of_the_recovery_sheet_open_a_vault_whose_beginning_is_gone(tmp_path):
    new = FILES.prepare(tmp_path / "x.vault", PASSPHRASE)
    sheet = new.recovery
    new.finish().close()
    path = tmp_path / "x.vault"
    sound = path.read_bytes()
    path.write_bytes(bytes(16) + sound[16:])
    with pytest.raises(VaultError):
        FILES.open_with_code(path, sheet.code)
    with pytest.raises(RecoveryCodeMistyped):
        FILES.open_with_code(path, f"{sheet.code} {sheet.header[:-1]}0")
    FILES.open_with_code(path, f" {sheet.code.lower()}\n{sheet.header} ").close()
    assert path.read_bytes()[:16] == sound[:16]
    FILES.open(path, PASSPHRASE).close()


def test_the_recovery_code_opens_it_and_others_do_not(desk, tmp_path):
    person = a_person()
    saved(desk, person)
    code, path = desk.recovery_code(), desk.path
    desk.close()
    again = FILES.open_with_code(path, code)
    with again.work(read_only=True) as unit:
        assert unit.people.get(person.id) == person
    again.close()
    with pytest.raises(RecoveryCodeMistyped):
        FILES.open_with_code(path, code[:-1])
    other = a_desk(tmp_path, "other.vault")
    with pytest.raises(WrongRecoveryCode):
        FILES.open_with_code(path, other.recovery_code())
    other.close()


def test_a_computer_that_remembers_opens_it_until_it_forgets(desk):
    path = desk.path
    assert FILES.keychain_available()
    desk.close()
    assert FILES.open_remembered(path) is None
    desk = opened(path)
    assert desk.remember()
    desk.close()
    again = FILES.open_remembered(path)
    assert again is not None
    again.forget()
    again.close()
    assert FILES.open_remembered(path) is None


def test_where_there_is_no_keychain_remembering_says_no(desk, monkeypatch):
    monkeypatch.setattr(system_keychain, "available", lambda: False)
    assert not desk.remember()
    desk.forget()
    path = desk.path
    desk.close()
    assert FILES.open_remembered(path) is None


def test_another_passphrase_brings_another_code_and_the_keychain_follows(desk, keychain):
    saved(desk, person := a_person())
    assert desk.remember()
    before, shown = desk.recovery_code(), []

    def confirm(recovery):
        shown.append(recovery.code)
        return True

    changed = FILES.change_passphrase(desk, PASSPHRASE, OTHER, confirm)
    assert shown == [changed.recovery_code()]
    assert changed.recovery_code() != before
    with changed.work(read_only=True) as unit:
        assert unit.people.get(person.id) == person
    path = changed.path
    changed.close()
    with pytest.raises(WrongPassphrase):
        opened(path)
    assert len(keychain.entries) == 1
    again = FILES.open_remembered(path)
    assert again is not None
    again.close()
    FILES.open(path, OTHER).close()


def test_a_passphrase_is_changed_only_by_who_knows_it_to_a_good_one_and_when_confirmed(desk):
    def never(_code):
        raise AssertionError

    with pytest.raises(WrongPassphrase):
        FILES.change_passphrase(desk, "not the passphrase", OTHER, never)
    with pytest.raises(WeakPassphrase):
        FILES.change_passphrase(desk, PASSPHRASE, "password", never)
    with pytest.raises(RuleBroken) as refused:
        FILES.change_passphrase(desk, PASSPHRASE, OTHER, lambda _code: False)
    assert refused.value.rule == "recovery_code_not_confirmed"
    saved(desk, a_person())  # still open, as before
    desk.close()
    opened(desk.path).close()


def test_a_second_program_is_told_that_it_is_open(desk):
    with pytest.raises(VaultBusy):
        opened(desk.path)


def test_a_closed_vault_is_one_file_and_does_no_more_work(desk, tmp_path):
    saved(desk, a_person())
    desk.checkpoint()
    desk.close()
    desk.close()
    assert names(tmp_path) == ["desk.vault"]
    with pytest.raises(VaultState):
        desk.recovery_code()
    with pytest.raises(VaultState), desk.work() as unit:
        unit.people.save(a_person())


def test_a_backup_opens_with_the_same_passphrase_and_holds_the_same(desk, tmp_path):
    saved(desk, person := a_person())
    desk.backup(tmp_path / "copy.vault")
    copy = opened(tmp_path / "copy.vault")
    with copy.work(read_only=True) as unit:
        assert unit.people.get(person.id) == person
    copy.verify()
    copy.close()
