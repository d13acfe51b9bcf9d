"""A cell of a spreadsheet becomes the text a person would have written."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpo_desk.importers.base import text


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (33612345678.0, "33612345678"),
        (-1.5, "-1.5"),
        (1e22, "10000000000000000000000"),
        (100.0, "100"),
        (1e300, "1e+300"),
        (12, "12"),
        (True, "true"),
        (None, ""),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 14, 5), "2026-01-02T14:05"),
        (time(14, 5), "14:05:00"),
        (timedelta(hours=36, minutes=5), "36:05"),
        ("  a\r\nb ", "a\nb"),
    ],
)
def test_each_kind_of_cell_is_written_plainly(cell, shown):
    assert text(cell) == shown


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_number_keeps_its_first_fifteen_digits(value):
    shown = text(value)
    if abs(value) < 1e30:
        assert "e" not in shown.lower()
        assert Decimal(shown) == Decimal(format(value, ".15g"))
    else:
        assert shown == repr(value)
