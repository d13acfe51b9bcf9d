"""The list of recent vaults is a convenience: whatever happens to it, the program goes on."""

from __future__ import annotations

import json
import os

import pytest

from dpo_desk.services.recent import RecentVaults


@pytest.fixture
def recent(tmp_path):
    return RecentVaults(tmp_path / "settings" / "recent.json")


def a_file(folder, name):
    path = folder / name
    path.write_bytes(b"x")
    return path


def test_the_last_opened_stands_first_and_once_and_only_five_are_kept(recent, tmp_path):
    vaults = [a_file(tmp_path, f"{number}.dpo") for number in range(7)]
    for vault in (*vaults, vaults[3]):
        recent.put_first(vault)
    assert [path.name for path in recent.all()] == ["3.dpo", "6.dpo", "5.dpo", "4.dpo", "2.dpo"]
    recent.forget(vaults[6])
    assert [path.name for path in recent.all()] == ["3.dpo", "5.dpo", "4.dpo", "2.dpo"]


def test_a_vault_that_is_gone_is_not_shown(recent, tmp_path):
    vault = a_file(tmp_path, "a.dpo")
    recent.put_first(vault)
    vault.unlink()
    assert recent.all() == ()


def test_names_of_any_letters_are_kept(recent, tmp_path):
    vault = a_file(tmp_path, "coffre é 🦄 \udcff.dpo" if os.name == "posix" else "coffre é.dpo")
    recent.put_first(vault)
    assert recent.all() == (vault.resolve(),)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"\xff\xfe\x00", b"null", b"[]", b"7", b'"vaults"', b"{}", b'{"vaults": null}', b'{"vaults": 7}',
        b'{"vaults": [7, null, {}]}', b'{"vaults": ["/etc/passwd"]}', b"[" * 100_000,
        b'{"vaults": [{"path": "/", "header": "xyz"}]}', b'{"vaults": [{"path": 7, "header": ""}]}',
        b'{"vaults": [{"path": "\\u0000", "header": ""}, {"path": "\\ud800", "header": ""}]}',
        json.dumps({"vaults": [{"path": "/" + "x" * 5000, "header": ""}]}).encode(),
    ],
)  # fmt: skip
def test_a_damaged_list_is_an_empty_one_and_the_next_vault_mends_it(recent, tmp_path, content):
    recent.file.parent.mkdir()
    recent.file.write_bytes(content)
    assert recent.all() == ()
    vault = a_file(tmp_path, "a.dpo")
    recent.put_first(vault)
    assert recent.all() == (vault.resolve(),)


def test_a_folder_that_may_not_be_searched_hides_its_vault_only(recent, tmp_path, monkeypatch):
    near, far = a_file(tmp_path, "near.dpo"), a_file(tmp_path, "far.dpo")
    recent.put_first(near)
    recent.put_first(far)
    real = type(near).is_file

    def is_file(path):
        if path.name == "far.dpo":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(type(near), "is_file", is_file)
    assert recent.all() == (near.resolve(),)


def test_a_list_that_cannot_be_written_keeps_no_vault_from_opening(tmp_path):
    (tmp_path / "settings").write_bytes(b"a file where the folder should be")
    recent = RecentVaults(tmp_path / "settings" / "recent.json")
    recent.put_first(a_file(tmp_path, "a.dpo"))
    assert recent.all() == ()


def test_nothing_of_a_vault_but_its_path_and_its_public_header_is_kept(desk):
    kept = json.loads((desk.path.parent / "settings" / "recent.json").read_text("utf-8"))
    header = desk.path.read_bytes()[:16]
    assert kept == {"vaults": [{"path": str(desk.path.resolve()), "header": header.hex()}]}


def test_the_header_is_that_of_the_last_opening(recent, tmp_path):
    vault = a_file(tmp_path, "a.dpo")
    assert recent.header(vault) == b""
    for header in (b"old", b"new"):
        recent.put_first(vault, header)
    assert recent.header(vault) == b"new"
    assert recent.header(a_file(tmp_path, "b.dpo")) == b""
