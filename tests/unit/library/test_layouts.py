"""Which layout of letters is usual where."""

from __future__ import annotations

from typing import get_args

import pytest

from dpo_desk.library.layouts import usual_layouts
from reports.content import Layout


@pytest.mark.parametrize(
    ("countries", "layout"),
    [
        (("FR", "DE"), "fr_right"),
        (("DE", "FR"), "de_din5008_b"),
        (("AT", "FR"), "de_din5008_b"),
        (("GB", "FR"), "uk_left"),
        (("US", "FR"), "us_letter"),
        (("JP", "DE"), "de_din5008_b"),
        (("", "US"), "us_letter"),
        (("JP", "NO"), "fr_right"),
        ((), "fr_right"),
    ],
)
def test_the_first_country_that_has_a_layout_of_its_own_decides(
    countries: tuple[str, ...], layout: str
) -> None:
    assert usual_layouts().of(*countries) == layout


def test_the_layouts_of_the_file_are_those_that_can_be_drawn() -> None:
    usual = usual_layouts()
    assert {*usual.by_country.values(), usual.otherwise} == set(get_args(Layout))
