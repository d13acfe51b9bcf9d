"""The registers and reports, one line each; a new one is a new file beside this one and a line in the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..content import Sheet
from ..words import Words
from . import (
    activity,
    client_excerpt,
    processor,
    purge_certificate,
    questionnaire,
    register,
    requests_year,
    transfers,
    week_list,
)


@dataclass(frozen=True)
class SheetKind:
    """
    A register or report that can be printed; ``title`` is a key of the wording.

    What it is built of is its own: ``RegisterFacts``, ``YearFacts``, ``CertificateFacts``.
    """

    id: str
    title: str
    build: Callable[[Any, Words], Sheet]


SHEETS: tuple[SheetKind, ...] = (
    SheetKind("register", "sheets.register.title", register.build),
    SheetKind("activity", "sheets.activity.title", activity.build),
    SheetKind("processor", "sheets.processor.title", processor.build),
    SheetKind("transfers", "sheets.transfers.title", transfers.build),
    SheetKind("client_excerpt", "sheets.client_excerpt.title", client_excerpt.build),
    SheetKind("questionnaire", "sheets.questionnaire.title", questionnaire.build),
    SheetKind("requests_year", "sheets.requests_year.title", requests_year.build),
    SheetKind("purge_certificate", "sheets.purge_certificate.title", purge_certificate.build),
    SheetKind("week_list", "sheets.week_list.title", week_list.build),
)
