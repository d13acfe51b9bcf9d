"""Files of other programs as plain data. Each kind is a module of its own and one line in ``IMPORTERS``."""

from __future__ import annotations

from dpo_desk.importers.base import Importer
from dpo_desk.importers.csv_table import CsvTable
from dpo_desk.importers.ods_table import OdsTable
from dpo_desk.importers.xls_table import XlsTable
from dpo_desk.importers.xlsx_table import XlsxTable

IMPORTERS: tuple[Importer, ...] = (XlsxTable(), OdsTable(), XlsTable(), CsvTable())
"""In the order in which a file is offered to them; text comes last, for it takes nearly everything."""
