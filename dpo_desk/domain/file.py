"""A file of a request: what somebody sent or handed over, kept inside the vault with its hash."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePosixPath

from dpo_desk.domain.ids import CaseId, FileId

MIB = 2**20
ASK_ABOVE = 25 * MIB
"""Above it the program asks first. A habit of mail programs, no rule of law."""
LARGEST = 500 * MIB
"""The largest file that is kept: what a desk can still copy, hash and back up in seconds. No rule of law."""

_LONGEST_NAME = 500  # letters; no system makes longer ones, only messages claim to


class FileKind(StrEnum):
    """What a file is to the request."""

    ATTACHMENT = "attachment"  # came with the request
    IDENTITY_COPY = "identity_copy"  # to be erased as soon as the identity is settled
    PROOF = "proof"  # a mandate, a proof of parenthood or of succession
    RECEIPT = "receipt"  # that something was posted or delivered
    ANSWER = "answer"  # what went out beside a letter
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """What is known of a file; its bytes are read separately, and are gone once it is purged."""

    id: FileId
    case: CaseId
    name: str  # as it came, never a place to write to; empty once purged, for it may name a person
    media_type: str
    size: int  # in bytes
    sha256: str
    kind: FileKind
    added_at: datetime  # aware, UTC
    note: str = ""
    purged_on: date | None = None
    purge_reason: str = ""

    @property
    def kept(self) -> bool:
        """Whether its bytes are still there."""
        return self.purged_on is None


# --- names -----------------------------------------------------------------------------------------------------------

_NEVER_IN_A_NAME = frozenset('<>:"/\\|?*')
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{each}{n}" for each in ("COM", "LPT") for n in "0123456789¹²³"}
)  # of Windows, with any suffix
_LONGEST_ENDING = 16  # letters of a suffix that is kept when a name is cut
_LONGEST_BYTES = 200  # leaves room within the 255 of every file system


def as_data(name: str) -> str:
    """The name as the vault keeps it: what no database stores is replaced, everything else is as it came."""
    storable = "".join("\ufffd" if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign for sign in name)
    return storable[:_LONGEST_NAME]


def safe_name(name: str, fallback: str) -> str:
    """
    A name a file can be written under in any folder of any system, and that says what it seems to say.

    Args:
        name: As it came, from whomever.
        fallback: Taken when nothing of the name is left.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign != "\ufffd")
    plain = "".join("_" if sign in _NEVER_IN_A_NAME else sign for sign in seen).strip(". ")
    if plain.startswith("-"):  # many a program would take it for an option
        plain = f"_{plain}"
    if plain.partition(".")[0].strip().upper() in _DEVICES:
        plain = f"_{plain}"
    return _cut(plain) or fallback


def _cut(name: str) -> str:
    ending = PurePosixPath(name).suffix
    if len(ending) > _LONGEST_ENDING:
        ending = ""
    room = _LONGEST_BYTES - len(ending.encode())
    return (
        name if len(name.encode()) <= _LONGEST_BYTES else f"{_first_bytes(name, room).rstrip('. ')}{ending}"
    )


def _first_bytes(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


# --- what it holds ---------------------------------------------------------------------------------------------------

UNKNOWN = "application/octet-stream"
MAIL = "message/rfc822"
PDF = "application/pdf"
TEXT = "text/plain"

IMAGES = frozenset(f"image/{each}" for each in ("bmp", "gif", "jpeg", "png", "tiff", "webp"))
"""The images that can be looked at; drawings that may fetch or run something are not among them."""
_TEXTS = frozenset({"application/json", "application/xml"})

# What a file begins with says more than what it is called.
_BEGINNINGS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_ENDINGS = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": MAIL,
    ".htm": "text/html",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".json": "application/json",
    ".log": TEXT,
    ".md": "text/markdown",
    ".msg": "application/vnd.ms-outlook",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".txt": TEXT,
    ".vcf": "text/vcard",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
_SEARCHED = 1024  # bytes at the beginning in which a PDF may start, as readers of PDF allow
HEAD = 4096
"""How many bytes of its beginning ``media_type_of`` looks at."""


def media_type_of(name: str, head: bytes) -> str:
    """What the file seems to hold, by its first bytes, else by the end of its name; nothing is trusted by it."""
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and head[6:10] == bytes(4):  # two letters alone begin many a text
        return "image/bmp"
    if b"%PDF-" in head[:_SEARCHED]:
        return PDF
    ending = PurePosixPath(name.replace("\\", "/")).suffix.casefold()
    return _ENDINGS.get(ending, TEXT if _reads_as_text(head) else UNKNOWN)


def can_be_seen(media_type: str) -> bool:
    """Whether the desk itself can show such a file."""
    return media_type in IMAGES | _TEXTS | {PDF, MAIL} or media_type.startswith("text/")


def _reads_as_text(head: bytes) -> bool:
    return bool(head) and not any(byte < 32 and byte not in b"\t\n\f\r" for byte in head)
