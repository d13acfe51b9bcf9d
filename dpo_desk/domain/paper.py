"""A finished paper: a letter or a register whose very bytes are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dpo_desk.domain.ids import CaseId, PaperId, PersonId


class PaperKind(StrEnum):
    """What sort of paper it is."""

    LETTER = "letter"
    REGISTER = "register"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is known of an archived paper; its bytes are read separately."""

    id: PaperId
    number: str  # L-2026-0001, A-2026-0001; gapless per year and kind
    kind: PaperKind
    template: str  # id of the letter or sheet it was made from
    language: str
    title: str  # never names a person
    made_at: datetime  # aware, UTC
    sha256: str
    size: int  # bytes
    pages: int
    case: CaseId | None = None
    person: PersonId | None = None
