"""The texts that files of the law cite, and the citations themselves."""

from __future__ import annotations

from collections.abc import Iterable

from dpo_desk.domain.law import Citation, Source, cited
from dpo_desk.library.tables import Table


def read_sources(top: Table) -> tuple[Source, ...]:
    """The texts a file cites (``[sources.<id>]``). Raises ``DataFileBroken``."""
    return tuple(read_source(name, table) for name, table in top.named_tables("sources"))


def read_source(name: str, table: Table) -> Source:
    """One text a file cites. Raises ``DataFileBroken``."""
    found = Source(
        id=name,
        title=table.text("title"),
        address=table.text("address"),
        verified_on=table.day_or_none("verified_on"),
        note=table.text("note", ""),
    )
    if not found.address.startswith("https://"):
        table.fault("address", "not an https address")
    table.end()
    return found


def citations(table: Table, name: str, sources: Iterable[str]) -> tuple[Citation, ...]:
    """The provisions listed under this key; each names one of the sources. Raises ``DataFileBroken``."""
    found = tuple(Citation(text) for text in table.texts(name))
    for each in found:
        source, provision = cited(each)
        if source not in sources or not provision:
            table.fault(name, "cites no known source")
    return found
