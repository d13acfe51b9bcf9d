"""The text quotations come from: read in, compared with what is quoted from it, kept in the vault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dpo_desk.domain.checks.words import SourceText
from dpo_desk.domain.record import Evidence, RecordKind
from dpo_desk.services.checker import SOURCE, Checker
from dpo_desk.services.links import AnyRecord, records_of
from dpo_desk.services.ports import Clock, KeptText, UnitOfWork, Work
from dpo_desk.services.text_files import read_text


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
        read = read_text(path)
        source = SourceText(read.text, read.sha256)
        with self._work(read_only=True) as unit:
            kept = unit.texts.find(SOURCE)
            quotations = tuple(_quotations(unit))
        lost = tuple(each for each in quotations if not source.holds(each.evidence.quote))
        before = SourceText(kept.text, kept.sha256) if kept else None
        missed = tuple(each for each in lost if before and before.holds(each.evidence.quote))
        found = len(quotations) - len(lost)
        return SourceReading(
            title=path.stem, text=read.text, sha256=read.sha256, found=found, lost=lost, missed=missed
        )

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
