"""The one place that reads the computer's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dpo_desk.domain.organisation import TIME_ZONE


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self, time_zone: str = TIME_ZONE) -> date:
        """The day it is in this time zone; receipt counts in the controller's own."""
        return datetime.now(ZoneInfo(time_zone)).date()
