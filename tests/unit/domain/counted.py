"""Figures for trying what is counted of requests."""

from __future__ import annotations

from typing import Any

from dpo_desk.domain.case import CaseState
from dpo_desk.domain.statistics import Figure


def a_figure(case: str = "R-1", right: str = "access", **changes: Any) -> Figure:
    """One right of a request of France, answered in full and in time after ten days."""
    return Figure(
        **{
            "case": case,
            "right": right,
            "regime": "eu-gdpr",
            "country": "FR",
            "received": "2026-01",
            "state": CaseState.ANSWERED_FULLY,
            "days": 10,
            "in_time": True,
            **changes,
        }
    )
