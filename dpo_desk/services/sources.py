"""The text quotations come from: read in, compared with what is quoted from it, kept in the vault."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dpo_desk.domain.checks.words import SourceText
from dpo_desk.domain.record import Evidence, RecordKind
from dpo_desk.errors import TextEmpty, TextNotUtf8, TextTooLarge, TextUnreadable
from dpo_desk.services.checker import SOURCE, Checker
from dpo_desk.services.links import AnyRecord, records_of
from dpo_desk.services.ports import Clock, KeptText, UnitOfWork, Work

LIMIT = 5  # megabytes
_BYTES = LIMIT * 1_000_000


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """A quotation in a record of the register."""

    kind: RecordKind
    record: str
    ref: str
    name: str
    place: str  # the field of the record's form
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class SourceReading:
    """
    A text that was read and not yet kept.

    ``found`` counts the quotations that stand in it; ``lost`` are those which do not, ``missed`` those among them
    which stand in the text kept so far.
    """

    title: str
    text: str
    sha256: str
    found: int
    lost: tuple[Quotation, ...]
    missed: tuple[Quotation, ...]


class SourceService:
    """The verbs of the source text; there is one in a vault."""

    def __init__(self, work: Work, clock: Clock, checker: Checker) -> None:
        self._work, self._clock, self._checker = work, clock, checker

    def current(self) -> KeptText | None:
        """The text kept now."""
        with self._work(read_only=True) as unit:
            return unit.texts.find(SOURCE)

    def read(self, path: Path) -> SourceReading:
        """
        The text of a file, compared with every quotation of the register; nothing is kept yet.

        Raises:
            TextUnreadable: The file cannot be opened.
            TextTooLarge: It has more than ``LIMIT`` megabytes.
            TextNotUtf8: It is no text in UTF-8.
            TextEmpty: There is no word in it.
        """
        content = _content(path)
        text, sha256 = _decoded(content), hashlib.sha256(content).hexdigest()
        source = SourceText(text, sha256)
        with self._work(read_only=True) as unit:
            kept = unit.texts.find(SOURCE)
            quotations = tuple(_quotations(unit))
        lost = tuple(each for each in quotations if not source.holds(each.evidence.quote))
        before = SourceText(kept.text, kept.sha256) if kept else None
        missed = tuple(each for each in lost if before and before.holds(each.evidence.quote))
        found = len(quotations) - len(lost)
        return SourceReading(title=path.stem, text=text, sha256=sha256, found=found, lost=lost, missed=missed)

    def accept(self, reading: SourceReading) -> None:
        """Keeps the text in place of the one before, and checks the register against it."""
        with self._work() as unit:
            unit.texts.put(
                KeptText(
                    name=SOURCE,
                    title=reading.title,
                    text=reading.text,
                    sha256=reading.sha256,
                    at=self._clock.now(),
                )
            )
            self._checker.check_all(unit)
            unit.commit()

    def forget(self) -> None:
        """Takes the text out of the vault; quotations stay, and are compared with nothing."""
        with self._work() as unit:
            unit.texts.drop(SOURCE)
            self._checker.check_all(unit)
            unit.commit()


def _quotations(unit: UnitOfWork) -> Iterator[Quotation]:
    for kind in RecordKind:
        records: tuple[AnyRecord, ...] = records_of(unit, kind).all()
        for record in records:
            for number, evidence in enumerate(record.evidence):
                yield Quotation(
                    kind=kind,
                    record=record.id,
                    ref=record.ref,
                    name=record.name,
                    place=f"evidence.{number}.quote",
                    evidence=evidence,
                )


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(_BYTES + 1)
    except (OSError, ValueError) as error:  # a name with a zero byte is no path
        raise TextUnreadable from error
    if len(content) > _BYTES:
        raise TextTooLarge(limit=LIMIT)
    return content


def _decoded(content: bytes) -> str:
    zero = content.find(b"\0")  # UTF-8, but never in a text
    if zero >= 0:
        raise TextNotUtf8(line=_line(content, zero))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextNotUtf8(line=_line(content, error.start)) from error
    if not text.strip():
        raise TextEmpty
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1
