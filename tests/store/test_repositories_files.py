"""Files of requests: kept byte for byte in flat memory, never changed, and gone for good once they are purged."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from dpo_desk.domain.file import CaseFile, FileKind
from dpo_desk.domain.ids import new_id
from dpo_desk.errors import DiskFull, FieldError, FileChanged, NotFound, RuleBroken, VaultDamaged
from dpo_desk.store.files import PIECE
from tests.builders import MOMENT, PDF, a_case, a_file, a_person
from tests.store.desk import a_desk, opened, raw, saved, without_triggers
from tests.store.strategies import filled
from tests.store.vaults import ROOT

DAY = date(2026, 5, 4)


@pytest.fixture
def desk(tmp_path):
    desk = a_desk(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def case(desk):
    person = a_person()
    case = a_case(person=person.id)
    saved(desk, person, case)
    return case


def kept(desk, case, content=PDF, **fields):
    """A file with these bytes, committed."""
    file = a_file(content, case=case.id, **fields)
    with desk.work() as unit:
        unit.files.add(file, io.BytesIO(content))
        unit.commit()
    return file


def read(desk, file):
    with desk.work(read_only=True) as unit:
        return b"".join(unit.files.pieces(file.id))


# --- kept -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_file_and_its_very_bytes_come_back(desk, case, size):
    content = os.urandom(size)
    file = filled(
        CaseFile,
        id=new_id(),
        case=case.id,
        size=size,
        sha256=hashlib.sha256(content).hexdigest(),
        purged_on=None,
        purge_reason="",
    )
    with desk.work() as unit:
        unit.files.add(file, io.BytesIO(content))
        unit.commit()
    with desk.work(read_only=True) as unit:
        assert unit.files.get(file.id) == file
        assert unit.files.of_case(case.id) == (file,)
        pieces = list(unit.files.pieces(file.id))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= PIECE


def test_a_source_that_gives_little_at_a_time_is_kept_in_whole_pieces(desk, case):
    content = os.urandom(PIECE + 5000)

    class Trickle(io.BytesIO):
        def read(self, most=-1, /):
            return super().read(min(most, 4999))

    file = a_file(content, case=case.id)
    with desk.work() as unit:
        unit.files.add(file, Trickle(content))
        unit.commit()
    assert read(desk, file) == content
    assert raw(desk, "SELECT count(*) FROM file_bytes") == [(2,)]


def test_files_of_a_case_come_oldest_first_and_those_of_one_kind_over_all_cases(desk, case):
    late = kept(desk, case, b"late", added_at=MOMENT + timedelta(hours=1), kind=FileKind.IDENTITY_COPY)
    early = kept(desk, case, b"early", added_at=MOMENT, kind=FileKind.IDENTITY_COPY)
    kept(desk, case, b"other", added_at=MOMENT - timedelta(hours=1))
    with desk.work() as unit:
        assert [each.id for each in unit.files.of_case(case.id)][1:] == [early.id, late.id]
        assert unit.files.held(FileKind.IDENTITY_COPY) == (early, late)
        unit.files.purge(early.id, DAY, "seen")
        assert unit.files.held(FileKind.IDENTITY_COPY) == (late,)
        assert unit.files.total_size() == len(b"late") + len(b"other")


@pytest.mark.parametrize("content", [PDF[:-1], PDF + b" ", b"", b"x" * len(PDF)])
def test_a_source_that_is_not_what_was_hashed_is_refused_and_nothing_stays(desk, case, content):
    with pytest.raises(FileChanged), desk.work() as unit:
        unit.files.add(a_file(PDF, case=case.id), io.BytesIO(content))
    assert raw(desk, "SELECT count(*) FROM files") == raw(desk, "SELECT count(*) FROM file_bytes") == [(0,)]


def test_a_source_without_end_is_left_after_the_size_that_was_told(desk, case):
    class Endless:
        given = 0

        def read(self, most, /):
            self.given += most
            return bytes(most)

    source = Endless()
    with pytest.raises(FileChanged), desk.work() as unit:
        unit.files.add(a_file(bytes(PIECE), case=case.id), source)
    assert source.given == 2 * PIECE


def test_a_file_needs_its_case_and_storable_words(desk, case):
    with pytest.raises(NotFound), desk.work() as unit:
        unit.files.add(a_file(case=new_id()), io.BytesIO(PDF))
    with pytest.raises(FieldError) as refused, desk.work() as unit:
        unit.files.add(a_file(case=case.id, note="a\0"), io.BytesIO(PDF))
    assert refused.value.field == "note"
    with desk.work() as unit, pytest.raises(NotFound):
        unit.files.get(new_id())


def test_fifty_megabytes_pass_in_flat_memory(tmp_path):
    """In a process of its own: what others have used before would hide what this takes."""
    report = subprocess.run(
        [sys.executable, "-m", "tests.store.streaming", str(tmp_path), "50"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    written, read_back, same = report.stdout.split()
    assert same == "True"
    assert int(written) < 60_000  # KiB beyond a desk at rest; 32 MB of it are the cache of the database
    assert int(read_back) < 60_000


# --- never changed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE files SET name = 'x'",
        "UPDATE files SET note = '', name = ''",
        "UPDATE files SET purged_on = '2026-05-04'",  # with its name
        "UPDATE files SET purged_on = '2026-05-04', name = '', note = '', sha256 = 'x'",
        "UPDATE files SET purged_on = '2026-05-04', name = '', note = '', size = 1",
        "UPDATE file_bytes SET content = x'00'",
        "DELETE FROM files",
        "DELETE FROM file_bytes",
        "INSERT OR REPLACE INTO file_bytes SELECT file_id, position, x'00' FROM file_bytes",
        "INSERT OR REPLACE INTO files SELECT * FROM files",
    ],
)
def test_the_database_itself_refuses_changes(desk, case, sql):
    file = kept(desk, case, note="by post")
    with pytest.raises(Exception, match=r"never changes|stays|replaces nothing"):
        raw(desk, sql)
    assert read(desk, file) == PDF


def test_what_was_purged_cannot_come_back(desk, case):
    file = kept(desk, case)
    with desk.work() as unit:
        unit.files.purge(file.id, DAY, "seen")
        unit.commit()
    for sql in ("UPDATE files SET purged_on = NULL", "UPDATE files SET purge_reason = 'other'"):
        with pytest.raises(Exception, match="never changes"):
            raw(desk, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE file_bytes SET content = x'00'",
        "DELETE FROM file_bytes WHERE position = 1",
        "UPDATE file_bytes SET content = zeroblob(length(content))",
    ],
)
def test_bytes_that_were_changed_all_the_same_are_not_handed_out_as_whole(desk, case, sql):
    file = kept(desk, case, os.urandom(2 * PIECE))
    with without_triggers(desk, "file_bytes"):
        raw(desk, sql)
    with pytest.raises(VaultDamaged):
        read(desk, file)


# --- gone -------------------------------------------------------------------------------------------------------------


def test_a_purged_file_leaves_what_it_was_and_neither_bytes_nor_words(desk, case):
    file = kept(desk, case, note="Zoé’s card", kind=FileKind.IDENTITY_COPY)
    with desk.work() as unit:
        purged = unit.files.purge(file.id, DAY, "seen on the spot")
        unit.commit()
    assert purged == replace(file, name="", note="", purged_on=DAY, purge_reason="seen on the spot")
    with desk.work(read_only=True) as unit:
        assert unit.files.of_case(case.id) == (purged,)
        assert [(line.action, line.record) for line in unit.audit.lines(2)] == [
            ("purged", file.id),
            ("created", file.id),
        ]
        assert unit.audit.broken_at() is None
        with pytest.raises(RuleBroken):
            next(unit.files.pieces(file.id))
    with desk.work() as unit, pytest.raises(RuleBroken):
        unit.files.purge(file.id, DAY, "again")
    assert raw(desk, "SELECT count(*) FROM file_bytes") == [(0,)]


def test_a_deleted_case_takes_its_files_with_it_and_the_journal_says_so(desk, case):
    other = saved(desk, a_case(person=case.person))
    gone, stays = kept(desk, case, b"one"), kept(desk, other, b"two")
    with desk.work() as unit:
        unit.cases.delete(case.id)
        unit.commit()
    with desk.work(read_only=True) as unit:
        assert unit.files.of_case(case.id) == ()
        assert unit.files.of_case(other.id) == (stays,)
        assert gone.id in {line.record for line in unit.audit.lines() if line.action == "deleted"}
    assert raw(desk, "SELECT count(*) FROM file_bytes") == [(1,)]
    assert raw(desk, "PRAGMA foreign_key_check") == []


def decrypted(path, key):
    """Every page of the file in clear, free ones too: SQLCipher's own layout, a page at a time."""
    whole, clear = path.read_bytes(), []
    for start in range(0, len(whole), 4096):
        page = whole[start : start + 4096]
        body, vector = page[16 if start == 0 else 0 : -80], page[-80:-64]
        cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        clear.append(cipher.update(body) + cipher.finalize())
    return b"".join(clear)


def test_no_byte_of_a_purged_file_is_left_in_any_page_of_the_vault(desk, case):
    needle, name, note = b"ATAEDI-4711 ", "Carte d’identité Zoé.jpg", "Remarque Zoé"
    file = kept(desk, case, needle * 40_000, name=name, note=note)
    key, path = desk.file.key.raw, desk.path
    desk.close()
    clear = decrypted(path, key)
    assert clear.count(needle) > 30_000  # the test can see it while it is there
    assert name.encode() in clear
    again = opened(path)
    with again.work() as unit:
        unit.files.purge(file.id, DAY, "seen")
        unit.commit()
    again.close()
    clear = decrypted(path, key)
    for gone in (needle, name.encode(), note.encode()):
        assert gone not in clear
    assert b"seen" in clear


def test_neither_bytes_nor_name_of_a_file_can_be_read_in_the_vault_while_it_is_open_or_closed(desk, case):
    needle, name = b"QUODERATDEMONSTRANDUM", "Aiguille.txt"
    kept(desk, case, needle * 100_000, name=name)
    folder = desk.path.parent
    for _moment in range(2):
        files = [each for each in folder.iterdir() if each.is_file()]
        assert files
        for each in files:
            content = each.read_bytes() if each != desk.path or desk.file.closed else b""
            assert needle not in content
            assert name.encode() not in content
            assert name.encode("utf-16-le") not in content
        desk.close()


def test_a_file_that_finds_no_room_is_not_kept_in_part(desk, case):
    content = os.urandom(3 * PIECE)
    pages = raw(desk, "PRAGMA page_count")[0][0]
    raw(desk, f"PRAGMA max_page_count = {pages + PIECE // 4096}")
    with pytest.raises(DiskFull), desk.work() as unit:
        unit.files.add(a_file(content, case=case.id), io.BytesIO(content))
    raw(desk, "PRAGMA max_page_count = 1073741823")
    assert raw(desk, "SELECT count(*) FROM files") == raw(desk, "SELECT count(*) FROM file_bytes") == [(0,)]
