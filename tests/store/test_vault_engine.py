"""Every connection of the pool encrypts and keeps its word; transactions begin and end when we say so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from dpo_desk.errors import DiskFailed, NotEncryptedBuild, VaultBusy, VaultDamaged, VaultReadOnly
from dpo_desk.store import driver, faults, foundation
from dpo_desk.store.engine import POOL_SIZE, READONLY
from dpo_desk.store.vault_file import OpenVault, create
from tests.store.vaults import PASSPHRASE, a_vault, count, fill, reopened


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[OpenVault]:
    with create(tmp_path / "desk.dpo", PASSPHRASE) as vault:
        fill(vault, 10)
        yield vault


def test_every_connection_of_the_pool_has_every_setting_in_force(vault: OpenVault) -> None:
    expected = {
        "cipher_page_size": "4096",
        "cipher_use_hmac": "1",
        "cipher_hmac_algorithm": "HMAC_SHA512",
        "cipher_memory_security": "0",
        "temp_store": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "synchronous": 2,
        "journal_mode": "wal",
        "busy_timeout": 10_000,
        "fullfsync": 1,
        "checkpoint_fullfsync": 1,
    }
    connections = [vault.engine.connect() for _ in range(POOL_SIZE)]
    for connection in connections:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
        assert found == expected
        assert str(connection.exec_driver_sql("PRAGMA cipher_version").scalar()).startswith("4.")
        connection.rollback()
    for connection in connections:
        connection.close()


@pytest.mark.parametrize(
    "setting", ["temp_store", "secure_delete", "foreign_keys", "synchronous", "cipher_use_hmac"]
)
def test_a_library_that_does_not_take_a_setting_is_refused(vault: OpenVault, setting: str) -> None:
    real = driver._answer

    def stubborn(connection: driver.Connection, sql: str) -> object:
        return 77 if sql == f"PRAGMA {setting}" else real(connection, sql)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(NotEncryptedBuild) as caught:
        patch.setattr(driver, "_answer", stubborn)
        driver.connect(vault.path, vault.key)
    assert caught.value.params["setting"] == setting


def test_an_older_sqlite_is_refused(vault: OpenVault) -> None:
    with pytest.MonkeyPatch.context() as patch, pytest.raises(NotEncryptedBuild):
        patch.setattr(driver.dbapi, "sqlite_version_info", (3, 51, 2))
        driver.connect(vault.path, vault.key)


def test_a_transaction_that_writes_takes_the_lock_at_its_beginning(vault: OpenVault) -> None:
    with (
        vault.engine.connect() as writer,
        vault.engine.connect().execution_options(**{READONLY: True}) as reader,
    ):
        writer.exec_driver_sql("SELECT 1")
        assert reader.exec_driver_sql("SELECT count(*) FROM note").scalar() == 10
        with (
            foundation.connection(vault.path, vault.key, driver.Access.WRITE, busy_ms=1) as other,
            pytest.raises(driver.dbapi.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")


def test_a_reading_transaction_sees_one_moment_and_cannot_write(vault: OpenVault) -> None:
    readers = vault.engine.execution_options(**{READONLY: True})
    with readers.connect() as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM note").scalar() == 10
        fill(vault, 5)
        assert reader.exec_driver_sql("SELECT count(*) FROM note").scalar() == 10
    with pytest.raises(VaultReadOnly), vault.translated(), readers.begin() as reader:
        reader.exec_driver_sql("DELETE FROM note")
    assert count(vault) == 15
    fill(vault, 1)


def test_without_commit_nothing_happened_not_even_to_the_schema(vault: OpenVault) -> None:
    with vault.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE other (x)")
        with connection.begin_nested():
            connection.exec_driver_sql("DELETE FROM note")
    assert count(vault) == 10
    with vault.engine.connect() as connection:
        assert "other" not in sa.inspect(connection).get_table_names()


def test_after_a_vacuum_transactions_still_hold(vault: OpenVault) -> None:
    for _ in range(POOL_SIZE):
        with vault.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
    with vault.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE other (x)")
        connection.exec_driver_sql("DELETE FROM note")
    assert count(vault) == 10
    with vault.engine.connect() as connection:
        assert "other" not in sa.inspect(connection).get_table_names()


def test_eight_threads_lose_no_row_and_no_update(vault: OpenVault) -> None:
    with vault.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (n INTEGER)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")
    start = threading.Barrier(8)

    def work(_: int) -> None:
        start.wait()
        for _ in range(30):
            with vault.engine.begin() as connection:
                n = connection.exec_driver_sql("SELECT n FROM counter").scalar_one()
                connection.exec_driver_sql("UPDATE counter SET n = ?", (n + 1,))
                connection.exec_driver_sql("INSERT INTO note (text) VALUES ('x')")
            with vault.engine.connect().execution_options(**{READONLY: True}) as reader:
                reader.exec_driver_sql("SELECT count(*) FROM note").scalar_one()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    with vault.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT n FROM counter").scalar() == 240
    assert count(vault) == 250
    vault.verify()


def test_an_error_shows_no_value_of_a_statement(vault: OpenVault) -> None:
    with pytest.raises(sa.exc.OperationalError) as caught, vault.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", ("Zoé Martin",))
    assert "Martin" not in str(caught.value)


def test_a_mistake_of_ours_is_not_called_a_fault_of_the_disk(vault: OpenVault) -> None:
    with pytest.raises(sa.exc.OperationalError), vault.translated(), vault.engine.begin() as connection:
        connection.exec_driver_sql("SELECT nonsense")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (5, VaultBusy),
        (517, VaultBusy),
        (6, VaultBusy),
        (11, VaultDamaged),
        (26, VaultDamaged),
        (8, VaultReadOnly),
        (266, DiskFailed),
    ],
)
def test_codes_of_sqlite_become_our_errors(tmp_path: Path, code: int, expected: type[Exception]) -> None:
    (tmp_path / "desk.dpo").touch()
    error = driver.dbapi.OperationalError("x")
    error.sqlite_errorcode = code
    with pytest.raises(expected), faults.translated(tmp_path / "desk.dpo"):
        raise error


def test_a_checkpoint_brings_everything_into_the_main_file(vault: OpenVault) -> None:
    wal = vault.path.with_name("desk.dpo-wal")
    assert wal.stat().st_size > 0
    assert vault.checkpoint()
    assert wal.stat().st_size == 0
    with vault.engine.connect().execution_options(**{READONLY: True}) as reader:
        reader.exec_driver_sql("SELECT count(*) FROM note").scalar()
        fill(vault, 1)
        assert not vault.checkpoint()
    assert vault.checkpoint()


def test_closing_waits_for_the_last_unit_of_work_or_says_so(tmp_path: Path) -> None:
    a_vault(tmp_path / "desk.dpo")
    vault = reopened(tmp_path / "desk.dpo")
    late = vault.engine.connect()
    late.exec_driver_sql("INSERT INTO note (text) VALUES ('late')")
    with pytest.raises(VaultBusy):
        vault.close()
    assert vault.closed
    late.commit()
    late.close()
    with reopened(tmp_path / "desk.dpo") as vault:
        assert count(vault) == 51
