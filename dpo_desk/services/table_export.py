"""Tables into files of other programs; an old file stays until the new one is complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dpo_desk.services.atomic import write_file
from dpo_desk.services.ports import TableWriter
from dpo_desk.services.tables import TableFile


@dataclass(frozen=True)
class TableExport:
    """Writes tables in every kind there is a writer for."""

    writers: Mapping[str, TableWriter]  # by the name of the kind, in the order in which they are offered

    def write(self, target: Path, kind: str, table: TableFile) -> None:
        """
        Writes the table as this kind.

        Raises:
            CellTooLong: A text does not fit into a cell of this kind; nothing was written.
            DiskFull, OutputError, VaultBusy: As ``write_file``.
        """
        write_file(target, self.writers[kind].content(table))
