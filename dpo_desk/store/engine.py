"""SQLAlchemy over the vault: a small pool of proven connections and transactions that begin when we say so."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection as EngineConnection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from dpo_desk.store.driver import Connection, dbapi

READONLY = "readonly"
"""Execution option: the transaction takes no write lock and cannot write."""

POOL_SIZE = 5


def open_engine(
    connect: Callable[[], Connection],
    still_there: Callable[[], None],
    closed: Callable[[], bool],
    *,
    read_only: bool,
) -> Engine:
    """
    An engine; nothing is opened before the first use.

    A transaction takes the write lock at its beginning, so that what it read is still true when it writes; one with
    the option ``readonly`` takes none and sees one moment throughout.

    Args:
        connect: Gives a proven connection.
        still_there: Raises when the vault's name no longer leads to the file that is open.
        closed: Whether connections that come back are to be closed and not kept.
        read_only: Every transaction is a reading one.
    """
    engine = create_engine(
        "sqlite://",
        module=dbapi,
        creator=connect,
        poolclass=QueuePool,  # the default pool for SQLite dies with more than five threads
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,  # no personal data in errors
    )

    @event.listens_for(engine, "begin")
    def begin(connection: EngineConnection) -> None:
        options = connection.get_execution_options()
        reads = read_only or bool(options.get(READONLY))
        driver = connection.connection.dbapi_connection
        if driver is None:
            return
        driver.execute(f"PRAGMA query_only = {int(reads)}")
        if options.get("isolation_level") == "AUTOCOMMIT":
            return
        driver.isolation_level = (
            None  # SQLAlchemy sets '' after AUTOCOMMIT, and the driver would begin on its own
        )
        if reads:
            connection.exec_driver_sql("BEGIN DEFERRED")
            return
        still_there()  # on a file that has gone SQLite would only speak of an I/O error
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            still_there()  # it may have gone while we waited for the lock
        except BaseException:
            driver.rollback()
            raise

    @event.listens_for(engine, "checkin")
    def checkin(driver: Connection | None, _record: object) -> None:
        if driver is not None and closed():
            driver.close()

    return engine
