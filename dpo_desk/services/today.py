"""The day it is for the organisation, and who answers for the register on it."""

from __future__ import annotations

from datetime import date

from dpo_desk.services.ports import Clock, UnitOfWork


def today_in(unit: UnitOfWork, clock: Clock) -> date:
    """The day it is in the organisation's time zone."""
    organisation = unit.organisation.find()
    return clock.today(organisation.time_zone) if organisation else clock.today()


def officer_in(unit: UnitOfWork) -> str:
    """The name of the data protection officer; empty before it was entered."""
    organisation = unit.organisation.find()
    return organisation.dpo.name if organisation else ""
