"""How requests are told in lists and cards: days left, states, rights."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dpo_desk.domain.case import CaseState
from dpo_desk.domain.ids import RegimeId, RightId
from dpo_desk.library.lawbook import regime
from dpo_desk.library.wording import Wording
from dpo_desk.ui.models.paged import Cell
from dpo_desk.ui.theme import Tone

SOON = 7  # days before the due date in which a request asks for attention

STATE_LOOK = {
    CaseState.OPEN: (Tone.ACCENT, "circle"),
    CaseState.WAITING: (Tone.WARNING, "clock"),
    CaseState.ANSWERED: (Tone.GOOD, "circle-check"),
    CaseState.CLOSED: (Tone.NEUTRAL, "circle-x"),
}


def days_left(words: Wording, days: int | None) -> str:
    """The days left, in words; None while no period runs."""
    if days is None:
        return words("ui.requests.left.still")
    if days < 0:
        return words("ui.requests.left.late", count=-days)
    if days < 2:
        return words("ui.requests.left.tomorrow" if days else "ui.requests.left.today")
    return words("ui.requests.left.days", count=days)


def left_look(days: int | None) -> tuple[Tone | None, str]:
    """How days left stand out: late, soon, or not at all."""
    if days is None:
        return Tone.NEUTRAL, "clock"
    if days < 0:
        return Tone.DANGER, "circle-alert"
    return (Tone.WARNING, "clock") if days <= SOON else (None, "")


def left_cell(words: Wording, due: date | None, today: date, *, running: bool) -> str | Cell:
    """The days left as a cell; empty when nothing is owed any more."""
    if not running:
        return ""
    days = (due - today).days if due else None
    tone, icon = left_look(days)
    text = days_left(words, days)
    return Cell(text, tone, icon) if tone else text


def right_names(words: Wording, rights: Iterable[RightId]) -> str:
    """The rights by name, as one line."""
    return ", ".join(words(f"law.right.{right}") for right in rights)


def rights_with_articles(words: Wording, law: RegimeId, rights: Iterable[RightId]) -> str:
    """The rights by name, each with its main article."""
    found = regime(law)
    return ", ".join(right_with_article(words, right, found.right(right).article) for right in rights)


def right_with_article(words: Wording, right: RightId, article: str) -> str:
    """A right by its name and article."""
    return words("ui.requests.right", name=words(f"law.right.{right}"), article=article)
