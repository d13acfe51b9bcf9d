"""Tables into files of other programs; an old file stays until the new one is complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dpo_desk.errors import RuleBroken
from dpo_desk.services.atomic import write_file
from dpo_desk.services.ports import Clock, TableWriter
from dpo_desk.services.tables import Sheet, TableFile


@dataclass(frozen=True)
class TableExport:
    """Writes tables in every kind there is a writer for."""

    writers: Mapping[str, TableWriter]  # by the name of the kind, in the order in which they are offered
    clock: Clock

    @property
    def endings(self) -> tuple[str, ...]:
        """How names of files end that can be written, with the point."""
        return tuple(each.ending for each in self.writers.values())

    def write(self, target: Path, *sheets: Sheet) -> None:
        """
        Writes the sheets as the kind the target's name ends with.

        Raises:
            RuleBroken: ``table_kind_unknown``; the name ends with none of ``endings``.
            CellTooLong: A text does not fit into a cell of this kind; nothing was written.
            DiskFull, OutputError, VaultBusy: As ``write_file``.
        """
        ending = target.suffix.casefold()
        writer = next((each for each in self.writers.values() if each.ending == ending), None)
        if writer is None:
            raise RuleBroken("table_kind_unknown", endings=", ".join(self.endings))
        write_file(target, writer.content(TableFile(sheets=sheets, made_at=self.clock.now())))
