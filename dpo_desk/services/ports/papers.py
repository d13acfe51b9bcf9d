"""Papers, files, and what papers are made with: letterhead, signatures, keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from dpo_desk.domain.file import CaseFile, FileKind
from dpo_desk.domain.ids import CaseId, FileId, PaperId, SignatureId, SigningKeyId
from dpo_desk.domain.letterhead import Letterhead
from dpo_desk.domain.paper import Paper, PaperKind
from dpo_desk.domain.signature import KeptKey, SignatureImage
from dpo_desk.services.ports.lists import ListQuery, PaperLine


class Papers(Protocol):
    """Finished papers and their bytes; never changed, never replaced."""

    def add(self, paper: Paper, pdf: bytes) -> None:
        """Archives the bytes. The caller has computed size and SHA-256; they are checked here again."""
        ...

    def get(self, paper: PaperId) -> Paper:
        """What is known of the paper. Raises ``NotFound``."""
        ...

    def pdf(self, paper: PaperId) -> bytes:
        """The very bytes. Raises ``NotFound``; ``VaultDamaged`` when they no longer fit their SHA-256."""
        ...

    def of_case(self, case: CaseId) -> tuple[Paper, ...]:
        """The papers of the case, oldest first."""
        ...

    def ids(self, query: ListQuery) -> tuple[PaperId, ...]:
        """The identifiers of all papers that match, in the order asked for (newest first)."""
        ...

    def lines(self, ids: Sequence[PaperId]) -> tuple[PaperLine, ...]:
        """The lines of these papers, in the same order."""
        ...

    def next_number(self, kind: PaperKind, year: int) -> str:
        """The next number of its kind and year, without gaps among committed papers."""
        ...


class Source(Protocol):
    """Where the bytes of a file come from."""

    def read(self, most: int, /) -> bytes:
        """The next bytes, at most this many; none at the end."""
        ...


class Files(Protocol):
    """The files of the requests; never changed, and their bytes go for good when they are purged."""

    def add(self, file: CaseFile, source: Source) -> None:
        """
        Keeps the file with the bytes of the source, piece by piece.

        Raises ``NotFound`` when its case is not there, ``FileChanged`` when size or SHA-256 are not those of the
        source: what was read until then must not be committed.
        """
        ...

    def get(self, file: FileId) -> CaseFile:
        """What is known of the file. Raises ``NotFound``."""
        ...

    def of_case(self, case: CaseId) -> tuple[CaseFile, ...]:
        """The files of the case, oldest first, the purged ones too."""
        ...

    def held(self, kind: FileKind) -> tuple[CaseFile, ...]:
        """The files of this kind whose bytes are still there, oldest first."""
        ...

    def pieces(self, file: FileId) -> Iterator[bytes]:
        """
        The bytes, piece by piece.

        Raises ``NotFound``; ``RuleBroken`` ``file_purged``; at the end ``VaultDamaged`` when they do not fit their
        SHA-256.
        """
        ...

    def purge(self, file: FileId, day: date, reason: str) -> CaseFile:
        """The file without its bytes, its name and its note. Raises ``NotFound``, ``RuleBroken`` ``file_purged``."""
        ...

    def total_size(self) -> int:
        """How many bytes of files the vault holds."""
        ...


class Letterheads(Protocol):
    """The one letterhead of the vault."""

    def get(self) -> Letterhead:
        """The letterhead; an empty one before it was first saved."""
        ...

    def logo(self) -> bytes:
        """Its picture, or nothing. Raises ``VaultDamaged`` when it no longer fits its SHA-256."""
        ...

    def save(self, letterhead: Letterhead, logo: bytes) -> Letterhead:
        """The letterhead as stored, one version on; the caller has computed the SHA-256. Raises ``StaleRecord``."""
        ...


class Signatures(Protocol):
    """Pictures of signatures."""

    def add(self, image: SignatureImage, png: bytes) -> None:
        """Keeps the picture. The caller has computed the SHA-256; it is checked here again."""
        ...

    def all(self) -> tuple[SignatureImage, ...]:
        """What is known of each, by name."""
        ...

    def png(self, image: SignatureId) -> bytes:
        """The picture. Raises ``NotFound``; ``VaultDamaged`` when it no longer fits its SHA-256."""
        ...

    def delete(self, image: SignatureId) -> None:
        """Takes it out for good. Raises ``NotFound``."""
        ...


class SigningKeys(Protocol):
    """Key files, as they were chosen; without their passphrases."""

    def add(self, key: KeptKey, key_file: bytes) -> None:
        """Keeps the file."""
        ...

    def all(self) -> tuple[KeptKey, ...]:
        """What is known of each, by name."""
        ...

    def key_file(self, key: SigningKeyId) -> bytes:
        """The file. Raises ``NotFound``."""
        ...

    def delete(self, key: SigningKeyId) -> None:
        """Takes it out for good. Raises ``NotFound``."""
        ...
