"""From one revision of the schema to the next: in one transaction, after a verified copy, or not at all."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData

from dpo_desk.errors import VaultDamaged
from dpo_desk.store.base import NAMES
from dpo_desk.store.engine import READONLY

STEPS = Path(__file__).parent / "migrations"
"""The steps are files beside this one; Alembic finds them by their path, in a wheel and in a frozen program alike."""


def knows(revision: str) -> bool:
    """Whether this program can work with a vault of this revision; ``""`` is one whose schema is not laid yet."""
    return not revision or revision in revisions()


def head() -> str:
    """The revision this program works with."""
    return revisions()[-1]


def revisions() -> tuple[str, ...]:
    """Every revision, the oldest first."""
    return _revisions(STEPS)


@cache
def _revisions(steps: Path) -> tuple[str, ...]:
    return tuple(reversed([step.revision for step in _script(steps).walk_revisions()]))


def revision_of(engine: Engine) -> str:
    """The revision of the vault's schema; ``""`` before the first."""
    with engine.connect().execution_options(**{READONLY: True}) as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(engine: Engine) -> None:
    """
    Brings the schema to the newest revision; when any step fails, everything is as it was.

    Args:
        engine: Of the vault, in use by nobody else.

    Raises:
        VaultDamaged: Afterwards a reference would lead nowhere.
    """
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 — it was just taken from the pool
        # Rebuilding a table drops the old one, and that would delete what refers to it. The switch does nothing
        # inside a transaction.
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                _run(connection, _script(STEPS))
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise VaultDamaged(detail="references")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _run(connection: Connection, script: ScriptDirectory) -> None:
    def to_head(revision: str | tuple[str, ...], _context: MigrationContext) -> list[RevisionStep]:
        return script._upgrade_revs("head", revision)  # type: ignore[arg-type]  # noqa: SLF001 — as its own command does

    with EnvironmentContext(Config(), script, fn=to_head) as environment:
        environment.configure(
            connection=connection,
            target_metadata=MetaData(naming_convention=NAMES),
            transaction_per_migration=False,
            render_as_batch=True,
        )
        environment.run_migrations()


def _script(steps: Path) -> ScriptDirectory:
    return ScriptDirectory(str(steps), version_locations=[str(steps)])
