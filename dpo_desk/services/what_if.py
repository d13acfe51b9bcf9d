"""What if a decision fell, and what goes where: asked of the register by the tables in force."""

from __future__ import annotations

from datetime import date

from dpo_desk import paper as papers
from dpo_desk.library.wording import Wording
from dpo_desk.services.archive import draw
from dpo_desk.services.chapter_v import in_force
from dpo_desk.services.hanging import CountryLine, Hanging, by_country, hanging_on
from dpo_desk.services.hanging_paper import what_if_sheet
from dpo_desk.services.ports import Clock, Work
from dpo_desk.services.today import today_in


class HangingService:
    """The verbs; they read the whole register, so they belong on the lane."""

    def __init__(self, work: Work, clock: Clock) -> None:
        self._work, self._clock = work, clock

    def what_if(self, decision: str, day: date) -> Hanging:
        """Everything that hangs on this decision if it were gone on that day. Raises ``NotFound``."""
        with self._work(read_only=True) as unit:
            law = in_force(unit)
            return hanging_on(unit, law, law.decision(decision), day)

    def sheet(self, hanging: Hanging, words: Wording) -> papers.Rendered:
        """The same on paper."""
        with self._work(read_only=True) as unit:
            organisation, today = unit.organisation.find(), today_in(unit, self._clock)
        return draw(what_if_sheet(hanging, words, organisation), today)

    def by_country(self, day: date | None = None) -> tuple[CountryLine, ...]:
        """What goes where as of a day (today), the most flows first; unknown countries last."""
        with self._work(read_only=True) as unit:
            return by_country(unit, in_force(unit), day or today_in(unit, self._clock))
