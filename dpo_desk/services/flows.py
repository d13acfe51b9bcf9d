"""Where personal data flow, for pictures: read in one piece, judged as of today."""

from __future__ import annotations

from dataclasses import dataclass

from dpo_desk.domain.activity_picture import activity_picture
from dpo_desk.domain.ids import ActivityId
from dpo_desk.domain.picture import Picture
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.register_picture import register_picture
from dpo_desk.errors import NotFound
from dpo_desk.services.checker import Checker
from dpo_desk.services.links import live, near
from dpo_desk.services.ports import Work


@dataclass(frozen=True)
class Flows:
    """The pictures of the register."""

    work: Work
    checker: Checker

    def of_activity(self, activity: ActivityId) -> Picture:
        """
        Whose data an activity uses, which, who gets them, and where.

        Raises:
            NotFound: It does not exist, or is in the trash.
        """
        with self.work(read_only=True) as unit:
            record = live(unit, RecordKind.ACTIVITY, activity)
            if record is None:
                raise NotFound(kind=RecordKind.ACTIVITY)
            rules, beside = self.checker.rules(unit), near(unit, RecordKind.ACTIVITY, record)
            return activity_picture(
                record,
                beside.processors,
                beside.transfers,
                {flow.id: rules.judgement(flow).verdict for flow in beside.transfers},
                rules.around.inside,
            )

    def by_country(self) -> Picture:
        """The whole register: each country, and who gets data there."""
        with self.work(read_only=True) as unit:
            rules, organisation = self.checker.rules(unit), unit.organisation.find()
            transfers = unit.transfers.all()
            return register_picture(
                organisation.name if organisation else "",
                unit.activities.all(),
                unit.processors.all(),
                transfers,
                {flow.id: rules.judgement(flow).verdict for flow in transfers},
                rules.around.inside,
            )
