"""The files of the requests come in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The step stands for itself: it keeps its own spelling of every list, whatever the program's lists become.
KINDS = "attachment identity_copy proof receipt answer other"

# A purge takes the name and the note, and nothing else changes: once, and never back.
PURGE = " AND ".join(
    [
        "OLD.purged_on IS NULL AND NEW.purged_on IS NOT NULL AND NEW.name = '' AND NEW.note = ''",
        *(
            f"OLD.{each} = NEW.{each}"
            for each in ("id", "uid", "case_uid", "media_type", "size", "sha256", "kind", "added_at")
        ),
    ]
)


def upgrade() -> None:
    _lay_files()
    _lay_bytes()


def _lay_files() -> None:
    kind = sa.Enum(*KINDS.split(), name="kind", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("case_uid", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("purged_on", sa.Date(), nullable=True),
        sa.Column("purge_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
        sa.ForeignKeyConstraint(["case_uid"], ["cases.uid"], ondelete="CASCADE"),
    )
    op.create_index(None, "files", ["case_uid", "added_at", "id"])
    op.create_index(None, "files", ["kind", "purged_on"])
    _refuse("files_never_changes", "UPDATE", "files", f"NOT ({PURGE})")
    _refuse(
        "files_replaces_nothing",
        "INSERT",
        "files",
        "EXISTS (SELECT 1 FROM files WHERE id = NEW.id OR uid = NEW.uid)",
    )
    _refuse("files_stays", "DELETE", "files", "EXISTS (SELECT 1 FROM cases WHERE uid = OLD.case_uid)")


def _lay_bytes() -> None:
    op.create_table(
        "file_bytes",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", "position"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], ondelete="CASCADE"),
    )
    same = "file_id = NEW.file_id AND position = NEW.position"
    held = "SELECT 1 FROM files WHERE id = OLD.file_id AND purged_on IS NULL"
    _refuse("file_bytes_never_changes", "UPDATE", "file_bytes", "TRUE")
    _refuse(
        "file_bytes_replaces_nothing",
        "INSERT",
        "file_bytes",
        f"EXISTS (SELECT 1 FROM file_bytes WHERE {same})",  # noqa: S608
    )
    _refuse("file_bytes_stays", "DELETE", "file_bytes", f"EXISTS ({held})")


def _refuse(name: str, event: str, table: str, when: str) -> None:
    """Lets the database itself refuse; replacing a row by inserting its key again asks no other trigger."""
    told = name.replace("_", " ")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{told}'); END"
    )
