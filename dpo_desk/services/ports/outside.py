"""What other programs and this computer give: calendars, tables, signatures, the clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from dpo_desk.domain.ids import SigningKeyId
from dpo_desk.domain.organisation import TIME_ZONE
from dpo_desk.domain.signature import KeyFacts, SignatureReport
from dpo_desk.services.tables import ReadTable, TableFile


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """
    One whole day in a calendar another program shows; it names no person.

    ``uid`` stays the same and ``version`` grows, so that a second export replaces the first. ``alarms`` say how many
    days before it is recalled.
    """

    uid: str
    version: int
    title: str
    day: date
    alarms: tuple[int, ...] = ()


class CalendarWriter(Protocol):
    """Puts days into a form that calendars read."""

    def __call__(self, entries: Sequence[CalendarEntry], made_at: datetime) -> bytes:
        """The file. Raises ``FieldError`` ``line_break`` for a title of several lines."""
        ...


class TableReader(Protocol):
    """Reads tables of other programs."""

    @property
    def endings(self) -> tuple[str, ...]:
        """How names of files end that can be read, with the point."""
        ...

    def read(
        self,
        path: Path,
        *,
        encoding: str = "",
        separator: str = "",
        stopped: Callable[[], bool] = lambda: False,
    ) -> ReadTable:
        """
        The table in the file; encoding and separator are found out when they are not given.

        Raises ``TextUnreadable``, every ``ImportFailed`` that fits, and ``Stopped`` when ``stopped`` said so.
        """
        ...


class TableWriter(Protocol):
    """Writes one kind of table."""

    @property
    def ending(self) -> str:
        """How names of such files end, with the point."""
        ...

    def content(self, table: TableFile) -> bytes:
        """The bytes of the file. Raises ``CellTooLong``."""
        ...


@dataclass(frozen=True, eq=False)
class SigningKey:
    """A key that was opened: what its certificate says, and what only the signer understands. Never kept."""

    facts: KeyFacts
    secret: object = field(repr=False)


class Signer(Protocol):
    """Digital signatures; asks nobody outside this computer."""

    def open_key(self, key_file: bytes, passphrase: str) -> SigningKey:
        """
        The key of a file, whether or not it may sign today (``facts.trouble``).

        Args:
            key_file: A PKCS#12 file; or PEM texts one behind the other: a key, its certificate, those above it.
            passphrase: Empty when the file has none.

        Raises:
            WrongKeyPassphrase: The passphrase does not open it.
            KeyRefused: There is no key in it that could ever sign.
        """
        ...

    def sign(
        self, pdf: bytes, key: SigningKey, *, page: int, tip: str, reason: str, location: str, at: datetime
    ) -> bytes:
        """
        The file, signed whole and closed to every change; what is to be seen of it stands in the page already.

        Args:
            pdf: A paper of this program.
            key: What ``open_key`` gave.
            page: The index of the page that shows the signature.
            tip: What a reader that cannot see says of the signature.
            reason: Why it is signed; may be empty.
            location: Where; may be empty.
            at: The moment of signing, as the signature will say.

        Raises:
            KeyRefused: The key may not sign at this moment, or the file is signed already.
        """
        ...

    def verify(self, pdf: bytes, known: Collection[str] = ()) -> tuple[SignatureReport, ...]:
        """
        What each signature of the file shows; ``known`` are fingerprints of certificates kept in the vault.

        Raises:
            PdfUnreadable: It is no PDF, or too damaged to be read as one.
        """
        ...


class Passphrases(Protocol):
    """Passphrases of key files in the system's keychain, by the key's id; may wait for a dialog of the system."""

    def available(self) -> bool:
        """Whether this computer has a keychain that can be used."""
        ...

    def keep(self, key: SigningKeyId, passphrase: str) -> None:
        """Puts the passphrase into the keychain. Raises ``PassphraseNotKept``."""
        ...

    def find(self, key: SigningKeyId) -> str | None:
        """What was kept, or nothing."""
        ...

    def forget(self, key: SigningKeyId) -> None:
        """Takes it out; nothing happens when there is none."""
        ...


@dataclass(frozen=True)
class Picture:
    """A picture fit to be kept: a PNG written by this program, nothing but points in it."""

    png: bytes = field(repr=False)
    width: int
    height: int


class Clock(Protocol):
    """The one source of now and today."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...

    def today(self, time_zone: str = TIME_ZONE) -> date:
        """The day it is in this time zone."""
        ...
