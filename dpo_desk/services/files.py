"""The verbs of a request's files: added, saved out, erased; each with its line in the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dpo_desk.domain.case import ENDED, EntryKind
from dpo_desk.domain.file import CaseFile, FileKind, media_type_of
from dpo_desk.domain.ids import CaseId, FileId, new_id
from dpo_desk.errors import Stopped, TargetExists
from dpo_desk.services import parsing
from dpo_desk.services.atomic import write_pieces
from dpo_desk.services.case_desk import CaseDesk
from dpo_desk.services.incoming import Incoming, Watch, go_on, incoming
from dpo_desk.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Added:
    """The file as it is kept; ``known`` when the request had these very bytes already, and nothing was added."""

    file: CaseFile
    known: bool


class FileService(CaseDesk):
    """One verb is one unit of work: the bytes, the line of the history and that of the journal, or none of them."""

    # -- reading

    def of_case(self, case: CaseId) -> tuple[CaseFile, ...]:
        """The files of the request, oldest first, those erased too."""
        with self.work(read_only=True) as unit:
            return unit.files.of_case(case)

    def content(self, file: FileId) -> bytes:
        """
        All bytes of the file at once.

        Raises:
            NotFound: There is no such file.
            RuleBroken: ``file_purged``: they were erased.
            VaultDamaged: They no longer fit their SHA-256.
        """
        with self.work(read_only=True) as unit:
            return b"".join(unit.files.pieces(file))

    def total_size(self) -> int:
        """How many bytes of files the vault holds."""
        with self.work(read_only=True) as unit:
            return unit.files.total_size()

    def copies_to_erase(self) -> tuple[CaseFile, ...]:
        """
        The copies of identity documents that have served: who asks is settled, or the request has ended.

        Source: GDPR Art. 5(1)(c) and (e).
        """
        with self.work(read_only=True) as unit:
            return tuple(copy for copy in unit.files.held(FileKind.IDENTITY_COPY) if _served(unit, copy))

    # -- changing

    def add(
        self,
        case: CaseId,
        path: Path,
        kind: FileKind,
        *,
        note: str = "",
        large: bool = False,
        watch: Watch = go_on,
    ) -> Added:
        """
        The file taken into the vault, and told in the history of the request.

        Args:
            case: The request it belongs to.
            path: Where it lies now; it stays there.
            kind: What it is to the request.
            note: Anything to remember about it.
            large: Whether the user was told that it is large, and wants it.
            watch: Told how far it is; may stop it.

        Raises:
            FileUnreadable, FileNotOrdinary, FileEmpty, FileTooLarge, FileLarge, FileOfOpenVault: It is not taken in.
            FileChanged: It was changed while it was read.
            Stopped: The watch said so.
            NotFound: There is no such request.
            DraftError: The note cannot be accepted.
            DiskFull: There is no room for it.
        """
        with parsing.fields() as found:
            words = found.parse(parsing.prose, note, "note", "")
        with incoming(path, large=large, watch=watch) as source:
            file = self._described(case, source, kind, words)
            with self.work() as unit:
                record = unit.cases.get(case)
                twin = next((e for e in unit.files.of_case(case) if e.kept and e.sha256 == file.sha256), None)
                if twin is not None:
                    return Added(file=twin, known=True)
                unit.files.add(file, source)
                # Not its name: lines of the history never change, and a purge takes the name too.
                self.tell(unit, record, EntryKind.FILE_ADDED, sha256=file.sha256, kind=kind)
                unit.commit()
        return Added(file=file, known=False)

    def save_copy(self, file: FileId, target: Path, *, replace: bool = False, watch: Watch = go_on) -> None:
        """
        Writes the bytes into a file outside the vault: complete, or not at all.

        Args:
            file: Which one.
            target: A place the user chose.
            replace: Whether a file that stands there may be replaced.
            watch: Told how far it is; may stop it.

        Raises:
            TargetExists: A file stands there.
            RuleBroken: ``file_purged``: the bytes were erased.
            VaultDamaged: They no longer fit their SHA-256; nothing was written.
            NotFound, Stopped, DiskFull, OutputError, VaultBusy: Nothing was written.
        """
        if not replace and target.exists():
            raise TargetExists
        with self.work(read_only=True) as unit:
            size = unit.files.get(file).size
            write_pieces(target, _watched(unit.files.pieces(file), size, watch), size)

    def purge(self, file: FileId, reason: str) -> CaseFile:
        """
        The file without its bytes and its name; that it was there, and why it is not any more, stays in the history.

        Raises:
            DraftError: No reason was given.
            RuleBroken: ``file_purged``: it was erased before.
            NotFound: There is no such file.
        """
        with parsing.fields() as found:
            why = found.parse(parsing.required_prose, reason, "reason", "")
        with self.work() as unit:
            purged = unit.files.purge(file, self.today_in(unit), why)
            facts = {"sha256": purged.sha256, "kind": str(purged.kind), "reason": why}
            self.tell(unit, unit.cases.get(purged.case), EntryKind.FILE_PURGED, **facts)
            unit.commit()
        return purged

    # -- inside

    def _described(self, case: CaseId, source: Incoming, kind: FileKind, note: str) -> CaseFile:
        media_type = media_type_of(source.name, source.head())
        return CaseFile(
            id=FileId(new_id()),
            case=case,
            name=source.name,
            media_type=media_type,
            size=source.size,
            sha256=source.sha256(),
            kind=kind,
            added_at=self.clock.now(),
            note=note,
        )


def _served(unit: UnitOfWork, copy: CaseFile) -> bool:
    case = unit.cases.get(copy.case)
    return case.identity.proven_on is not None or case.state in ENDED


def _watched(pieces: Iterator[bytes], size: int, watch: Watch) -> Iterator[bytes]:
    done = 0
    for piece in pieces:
        if not watch(done, size):
            raise Stopped
        yield piece
        done += len(piece)
