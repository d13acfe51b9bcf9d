"""How requests are told in lists and cards: days left, states, rights, steps and what stands in their way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dpo_desk.domain.case import CaseState, IdentityStatus, Outcome, Result
from dpo_desk.domain.case_steps import Obstacle
from dpo_desk.domain.deadlines import Deadline
from dpo_desk.domain.ids import RightId
from dpo_desk.domain.law import Regime
from dpo_desk.library.wording import Wording
from dpo_desk.ui.models.paged import Cell
from dpo_desk.ui.theme import Tone

SOON = 7  # days before the due date in which a request asks for attention

STATE_LOOK = {
    CaseState.RECEIVED: (Tone.ACCENT, "inbox"),
    CaseState.IDENTITY: (Tone.WARNING, "clock"),
    CaseState.CLARIFICATION: (Tone.WARNING, "clock"),
    CaseState.IN_WORK: (Tone.ACCENT, "circle"),
    CaseState.EXTENDED: (Tone.ACCENT, "calendar-days"),
    CaseState.ANSWERED_FULLY: (Tone.GOOD, "circle-check"),
    CaseState.ANSWERED_PARTLY: (Tone.GOOD, "circle-check"),
    CaseState.REFUSED: (Tone.GOOD, "circle-slash-2"),
    CaseState.NO_DATA: (Tone.GOOD, "circle-check"),
    CaseState.WITHDRAWN: (Tone.NEUTRAL, "undo-2"),
    CaseState.UNANSWERED: (Tone.NEUTRAL, "circle-x"),
    CaseState.CLOSED: (Tone.NEUTRAL, "archive"),
    CaseState.PURGED: (Tone.NEUTRAL, "trash-2"),
}
OUTCOME_LOOK = {
    Outcome.FOUND: (Tone.ACCENT, "circle-check"),
    Outcome.NOTHING: (Tone.NEUTRAL, "circle-x"),
    Outcome.SEARCHED: (Tone.WARNING, "search"),
    Outcome.NOT_SEARCHED: (Tone.WARNING, "circle-question-mark"),
}
IDENTITY_LOOK = {
    IdentityStatus.PROVEN: (Tone.GOOD, "circle-check"),
    IdentityStatus.ASKED: (Tone.WARNING, "clock"),
    IdentityStatus.NOT_CHECKED: (Tone.NEUTRAL, "circle-question-mark"),
}
RESULT_LOOK = {
    Result.GRANTED: (Tone.GOOD, "circle-check"),
    Result.PARTLY: (Tone.WARNING, "circle-check"),
    Result.REFUSED: (Tone.DANGER, "circle-slash-2"),
    Result.NO_DATA: (Tone.NEUTRAL, "circle-x"),
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


def no_period(words: Wording, received: date, today: date) -> str:
    """What stands in the place of the days left where the law sets no period: the days that have passed."""
    return words("ui.requests.left.no_period", count=(today - received).days)


def left_of(words: Wording, deadline: Deadline, received: date, today: date) -> str:
    """The days left of one deadline; where the law sets no period, the days that have passed."""
    if deadline.due is None and deadline.prudent is None:
        return no_period(words, received, today)
    return days_left(words, (deadline.due - today).days if deadline.due else None)


def left_cell(words: Wording, due: date | None, today: date) -> str | Cell:
    """The days left as a cell."""
    days = (due - today).days if due else None
    tone, icon = left_look(days)
    text = days_left(words, days)
    return Cell(text, tone, icon) if tone else text


def right_names(words: Wording, rights: Iterable[RightId]) -> str:
    """The rights by name, as one line."""
    return ", ".join(words(f"law.right.{right}") for right in rights)


def rights_with_articles(words: Wording, law: Regime, rights: Iterable[RightId]) -> str:
    """The rights by name, each with the article it rests on."""
    return ", ".join(right_with_article(words, law, right) for right in rights)


def right_with_article(words: Wording, law: Regime, right: RightId) -> str:
    """A right by its name and the article it rests on."""
    name, article = words(f"law.right.{right}"), law.right(right).article
    return words(f"ui.requests.right.{law.id}", name=name, article=article)


def obstacle_text(words: Wording, obstacle: Obstacle) -> str:
    """Why a step is not possible now, with the article behind it."""
    reason = words(f"case.obstacle.{obstacle.rule}", **obstacle.params)
    if not obstacle.article:
        return reason
    return words("ui.requests.next.reason", reason=reason, article=obstacle.article)
