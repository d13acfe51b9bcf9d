"""Saves for ever, twenty rows and a number at a time, and says so after each commit; to be killed."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.store.vaults import register_fast_kdf, reopened

register_fast_kdf()
vault = reopened(Path(sys.argv[1]))
saved = 0
while True:
    with vault.engine.begin() as connection:
        saved = connection.exec_driver_sql("SELECT coalesce(max(batch), 0) + 1 FROM batch").scalar_one()
        for number in range(20):
            connection.exec_driver_sql("INSERT INTO row VALUES (?, ?, ?)", (saved, number, "Zoé" + "x" * 400))
        connection.exec_driver_sql("INSERT INTO batch VALUES (?)", (saved,))
        if saved % 7 == 0:
            connection.exec_driver_sql("DELETE FROM row WHERE batch < ? - 20", (saved,))
            connection.exec_driver_sql("DELETE FROM batch WHERE batch < ? - 20", (saved,))
    print(saved, flush=True)
    if saved % 5 == 0:
        vault.checkpoint()
