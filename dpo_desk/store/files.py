"""The files of the requests: kept in pieces, so that the largest needs no more memory than one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.file import CaseFile, FileKind
from dpo_desk.domain.ids import CaseId, FileId
from dpo_desk.errors import FileChanged, NotFound, RuleBroken, VaultDamaged
from dpo_desk.services.ports import Source
from dpo_desk.store import contents
from dpo_desk.store.base import Base, UTCDateTime, closed, table_of
from dpo_desk.store.records import Shared

KIND = "file"
PIECE = 2**20
"""Bytes of one piece: larger ones are no faster."""


class FileRow(Base):
    """What is known of one file. Triggers refuse every change but the one purge."""

    __tablename__ = "files"
    __table_args__ = (Index(None, "case_uid", "added_at", "id"), Index(None, "kind", "purged_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("cases.uid", ondelete="CASCADE"))
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    kind: Mapped[FileKind] = mapped_column(closed(FileKind, "kind"))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime())
    note: Mapped[str]
    purged_on: Mapped[date | None]
    purge_reason: Mapped[str]


class FileBytesRow(Base):
    """One piece of a file's bytes. Triggers refuse every change, and deleting while the file is not purged."""

    __tablename__ = "file_bytes"

    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class FileRepository:
    """Keeps ``services.ports.Files``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def add(self, file: CaseFile, source: Source) -> None:
        """
        Keeps the file with the bytes of the source, piece by piece.

        Raises:
            NotFound: Its case is not there.
            FileChanged: Size or SHA-256 are not those of the source; do not commit.
            FieldError: A text holds what no database keeps.
            ValueError: It is purged already; a bug of the caller.
        """
        if not file.kept:
            raise ValueError("a file comes before its purge")
        digest = contents.digest(file)
        row = _row(file)
        self._session.add(row)
        try:
            self._session.flush()
        except IntegrityError as error:
            if "FOREIGN KEY" not in str(error.orig):
                raise
            raise NotFound(kind="case") from error
        self._write(row.id, file, source)
        self._shared.audit.record("created", KIND, file.id, digest)

    def get(self, file: FileId) -> CaseFile:
        """What is known of the file. Raises ``NotFound``."""
        return _file(self._row(file))

    def of_case(self, case: CaseId) -> tuple[CaseFile, ...]:
        """The files of the case, oldest first, the purged ones too."""
        rows = select(FileRow).where(FileRow.case_uid == case).order_by(FileRow.added_at, FileRow.id)
        return tuple(map(_file, self._session.scalars(rows)))

    def held(self, kind: FileKind) -> tuple[CaseFile, ...]:
        """The files of this kind whose bytes are still there, oldest first."""
        rows = select(FileRow).where(FileRow.kind == kind, FileRow.purged_on.is_(None))
        return tuple(map(_file, self._session.scalars(rows.order_by(FileRow.added_at, FileRow.id))))

    def pieces(self, file: FileId) -> Iterator[bytes]:
        """
        The bytes, piece by piece.

        Raises:
            NotFound: There is no such file.
            RuleBroken: ``file_purged``: its bytes are gone.
            VaultDamaged: At the end, when they do not fit their size and their SHA-256.
        """
        row = self._row(file)
        if row.purged_on is not None:
            raise RuleBroken("file_purged")
        found, size = hashlib.sha256(), 0
        # By its place, one statement a piece: a statement over all would keep the driver's cursor open between them.
        for position in range(_count(row.size)):
            piece = self._session.scalars(
                select(FileBytesRow.content).where(
                    FileBytesRow.file_id == row.id, FileBytesRow.position == position
                )
            ).one_or_none()
            if piece is None:
                break
            found.update(piece)
            size += len(piece)
            yield piece
        if (size, found.hexdigest()) != (row.size, row.sha256):
            raise VaultDamaged(detail=KIND)

    def purge(self, file: FileId, day: date, reason: str) -> CaseFile:
        """
        The file without its bytes, its name and its note; what it was stays to be read.

        Raises:
            NotFound: There is no such file.
            RuleBroken: ``file_purged``: it was purged before.
        """
        row = self._row(file)
        if row.purged_on is not None:
            raise RuleBroken("file_purged")
        gone = {"name": "", "note": "", "purged_on": day, "purge_reason": reason}
        self._session.execute(update(FileRow).where(FileRow.id == row.id).values(gone))
        self._session.execute(delete(FileBytesRow).where(FileBytesRow.file_id == row.id))
        self._session.refresh(row)
        purged = _file(row)
        self._shared.audit.record("purged", KIND, file, contents.digest(purged))
        return purged

    def total_size(self) -> int:
        """How many bytes of files the vault holds."""
        return self._session.scalar(select(func.sum(FileRow.size)).where(FileRow.purged_on.is_(None))) or 0

    def _write(self, key: int, file: CaseFile, source: Source) -> None:
        found, size, position = hashlib.sha256(), 0, 0
        while size <= file.size and (piece := _full(source)):
            found.update(piece)
            size += len(piece)
            # Past the session: it would hold every piece until the end.
            values = {"file_id": key, "position": position, "content": piece}
            self._session.execute(insert(table_of(FileBytesRow)), values)
            position += 1
        if (size, found.hexdigest()) != (file.size, file.sha256):
            raise FileChanged

    def _row(self, file: FileId) -> FileRow:
        row = self._session.scalars(select(FileRow).where(FileRow.uid == file)).one_or_none()
        if row is None:
            raise NotFound(kind=KIND)
        return row


def _full(source: Source) -> bytes:
    """One whole piece, or what is left: a source may give less than it was asked for."""
    piece = bytearray()
    while len(piece) < PIECE and (more := source.read(PIECE - len(piece))):
        piece += more
    return bytes(piece)


def _count(size: int) -> int:
    return -(-size // PIECE)


def _row(file: CaseFile) -> FileRow:
    return FileRow(
        uid=file.id,
        case_uid=file.case,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        kind=file.kind,
        added_at=file.added_at,
        note=file.note,
        purged_on=None,
        purge_reason="",
    )


def _file(row: FileRow) -> CaseFile:
    return CaseFile(
        id=FileId(row.uid),
        case=CaseId(row.case_uid),
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        kind=row.kind,
        added_at=row.added_at,
        note=row.note,
        purged_on=row.purged_on,
        purge_reason=row.purge_reason,
    )
