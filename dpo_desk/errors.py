"""
Every error raised on purpose, so that each can be told to the user in words.

A class names what happened; its text (what, why, what now) stands in ``resources/wording/<language>/errors.toml``
in the table of the class's name. Parameters are safe to show and to log: no names of persons, no free text.
Whoever catches one translates it at the edge of the program; nobody parses messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class DeskError(Exception):
    """An error of our own kind; ``params`` fill the placeholders of its text."""

    def __init__(self, **params: object) -> None:
        super().__init__(type(self).__name__)
        self.params = params

    @property
    def key(self) -> str:
        """The wording key of the text: ``errors.<class name>``."""
        return f"errors.{type(self).__name__}"


# --- the user can put it right here ------------------------------------------------------------------------------


class UserError(DeskError):
    """The user can put it right where she stands."""


class FieldError(UserError):
    """
    One field of a form cannot be accepted.

    ``field`` is the draft's attribute (``received``, ``address.country``, ``purposes.0.text``);
    ``reason`` is the key below ``errors.field`` that says why (``empty``, ``not_a_date``, ``in_the_future`` …).
    """

    def __init__(self, field: str, reason: str, **params: object) -> None:
        super().__init__(**params)
        self.field = field
        self.reason = reason

    @property
    def key(self) -> str:
        """The wording key of the sentence shown at the field."""
        return f"errors.field.{self.reason}"


class DraftError(UserError):
    """A form cannot be accepted; every bad field is named at once."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__(count=len(errors))
        self.errors = errors


class RuleBroken(UserError):
    """The law or a rule of ours says no; ``rule`` is the key below ``errors.rule``, ``article`` its source."""

    def __init__(self, rule: str, article: str = "", **params: object) -> None:
        super().__init__(article=article, **params)
        self.rule = rule
        self.article = article

    @property
    def key(self) -> str:
        """The wording key of the sentence."""
        return f"errors.rule.{self.rule}"


class StepNotPossible(RuleBroken):
    """A request cannot take this step now; ``rule`` is that of the obstacle (``domain.case_steps``)."""

    @property
    def key(self) -> str:
        """The wording key of the sentence."""
        return f"case.obstacle.{self.rule}"


class Missing(Protocol):
    """A fact that is missing: the wording key below ``gaps``, and what fills its placeholders."""

    @property
    def rule(self) -> str: ...  # noqa: D102
    @property
    def facts(self) -> Mapping[str, str]: ...  # noqa: D102


class PaperBlocked(UserError):
    """A paper cannot be finished while facts are missing; ``gaps`` lists them."""

    def __init__(self, gaps: tuple[Missing, ...]) -> None:
        super().__init__(count=len(gaps))
        self.gaps = gaps


class NotFound(UserError):
    """The record does not exist (any more)."""


class StaleRecord(UserError):
    """The record was changed since it was read; saving would lose that change."""


# --- file, key, disk ----------------------------------------------------------------------------------------------


class VaultError(DeskError):
    """Something about the vault's file, key or disk."""


class WrongPassphrase(VaultError):
    """The passphrase does not open this vault."""


class WrongRecoveryCode(VaultError):
    """The recovery code is well formed but belongs to another vault or an earlier passphrase."""


class RecoveryCodeMistyped(VaultError):
    """The recovery code has the wrong length or its check characters do not match."""


class WeakPassphrase(VaultError):
    """The passphrase is too short or too easy to guess."""


class NotAVault(VaultError):
    """The path holds something that is no vault (folder, empty file, plain SQLite, another format)."""


class VaultIsFolder(NotAVault):
    """The path is a folder."""


class NotAFile(NotAVault):
    """The path is a device, a pipe or a socket."""


class VaultEmpty(NotAVault):
    """The file has no bytes."""


class VaultTooShort(NotAVault):
    """The file is shorter than the smallest vault."""


class VaultNotEncrypted(NotAVault):
    """The file is a plain SQLite database."""


class VaultUnreadable(VaultError):
    """The system does not let this user read the file."""


class VaultMissing(VaultError):
    """There is no file at this path."""


class FolderMissing(VaultError):
    """The folder in which a file is to be written does not exist."""


class NameTooLong(VaultError):
    """The file's name leaves no room for the names of the files beside it (``longest``, in bytes)."""


class VaultExists(VaultError):
    """A file stands where the new vault should go."""


class VaultDamaged(VaultError):
    """The key is right, or the header is, but the contents cannot be trusted."""


class VaultTooNew(VaultError):
    """The vault was written by a newer version of the program."""


class VaultBusy(VaultError):
    """Another program has the vault open."""


class VaultMoved(VaultError):
    """The file was moved, replaced or removed while it was open."""


class VaultReadOnly(VaultError):
    """The file or its folder cannot be written."""


class DiskFull(VaultError):
    """There is no room left on the disk, or none that this user may fill; ``needed`` and ``free`` in bytes."""

    def __init__(self, needed: int = 1, free: int = 0) -> None:
        super().__init__(needed_mb=max(1, -(-needed // 1_000_000)), free_mb=free // 1_000_000)


class DiskFailed(VaultError):
    """Reading or writing failed for another reason the system gave."""


class WorkLost(VaultError):
    """The desk was locked, and what was typed last could not be written into the vault."""


class NotEncryptedBuild(VaultError):
    """The SQLite in this process does not encrypt; nothing is opened or written."""


class NotEnoughMemory(VaultError):
    """The key derivation could not get its memory."""


class VaultState(VaultError):
    """An action was asked for in a state that does not allow it (``state``, ``action``)."""


class KeychainUnavailable(VaultError):
    """The system's keychain cannot be used."""


# --- coming in -----------------------------------------------------------------------------------------


class TextUnreadable(UserError):
    """A text file the user chose cannot be read."""


class TextTooLarge(UserError):
    """A text file is larger than what is taken in; ``limit`` is in megabytes."""


class TextNotUtf8(UserError):
    """A file is no text in UTF-8; ``line`` is where that shows first."""


class TextEmpty(UserError):
    """There is not a word in the text file."""


class FileUnreadable(UserError):
    """A file the user gave cannot be read, or went away while it was read."""


class FileNotOrdinary(UserError):
    """What the user gave is no ordinary file: a folder, a pipe or a device."""


class FileEmpty(UserError):
    """There is not a byte in the file."""


class FileTooLarge(UserError):
    """The file is larger than any that is kept; ``limit`` is in megabytes."""


class FileLarge(UserError):
    """The file is so large that the user must want it; ``size`` and ``limit`` are in megabytes."""


class FileChanged(UserError):
    """The file was changed while it was read."""


class FileOfOpenVault(UserError):
    """The file is, or belongs to, a vault that is open: reading it would end its protection against other programs."""


class Stopped(UserError):
    """The user stopped the work before its end."""


class ImportFailed(UserError):
    """A file of another program cannot be taken in; nothing in the vault has changed."""


class NotATable(ImportFailed):
    """The file is none of the tables the program reads."""


class TableProtected(ImportFailed):
    """The table asks for a password."""


class TableDamaged(ImportFailed):
    """The file is a table by its beginning, but it cannot be read to its end."""


class TableLineBroken(ImportFailed):
    """A line of a text file is no row of a table; ``line`` is where, from 1."""


class TableWrongEncoding(ImportFailed):
    """A text file is not written in this ``encoding``; ``line`` is where that shows first."""


class TableEmpty(ImportFailed):
    """There is no row in the table."""


class TableTooLarge(ImportFailed):
    """The table is larger than what is taken in, packed or unpacked; the limits are in the parameters."""


class LawFileRefused(RuleBroken):
    """A table of law the user chose is not sound; ``rule`` says what is wrong, ``line`` and ``key`` where."""


# --- going out -----------------------------------------------------------------------------------------


class OutputError(DeskError):
    """A printer, a signer or a target folder refused."""


class TargetExists(OutputError):
    """A file stands where a copy should go, and nobody said that it may be replaced."""


class CellTooLong(OutputError):
    """A text is longer than a cell of this kind of file may hold (``limit`` characters), in this ``row``."""


class NoDisplay(DeskError):
    """There is no display on which a window could be seen."""


class DataFileBroken(DeskError):
    """A file of resources/ is not sound; names file and place. A packaging fault, never the user's."""
