"""Plain data as files of other programs. Each kind is a module of its own and one line in ``EXPORTERS``."""

from __future__ import annotations

from types import MappingProxyType

from dpo_desk.exporters.csv_file import CsvFile
from dpo_desk.exporters.json_file import JsonFile
from dpo_desk.exporters.ods_file import OdsFile
from dpo_desk.exporters.xlsx_file import XlsxFile
from dpo_desk.services.ports import TableWriter

EXPORTERS = MappingProxyType[str, TableWriter](
    {"xlsx": XlsxFile(), "ods": OdsFile(), "csv": CsvFile(), "json": JsonFile()}
)
"""By the name of the kind, in the order in which they are offered."""
