"""Public holidays of the places the program counts in."""

from __future__ import annotations

from datetime import date

import pytest

from dpo_desk.domain.ids import CalendarId
from dpo_desk.domain.organisation import Organisation
from dpo_desk.errors import DataFileBroken, NotFound
from dpo_desk.library.calendars import YEARS, calendar, calendar_ids, read_calendars
from dpo_desk.library.tables import table_of


def holidays(name: str, year: int) -> set[str]:
    return {day.strftime("%m-%d") for day in calendar(CalendarId(name)).holidays if day.year == year}


def test_france_has_its_eleven_days():
    expected = {
        "01-01",
        "04-06",
        "05-01",
        "05-08",
        "05-14",
        "05-25",
        "07-14",
        "08-15",
        "11-01",
        "11-11",
        "12-25",
    }
    assert holidays("FR", 2026) == expected


def test_alsace_and_moselle_have_two_days_more():
    assert holidays("FR-AM", 2026) - holidays("FR", 2026) == {"04-03", "12-26"}
    assert holidays("FR", 2026) <= holidays("FR-AM", 2026)


@pytest.mark.parametrize("year", [2005, 2006, 2007])
def test_whit_monday_stayed_a_holiday_while_it_was_worked(year):
    assert calendar(CalendarId("FR")).holidays & {date(2005, 5, 16), date(2006, 6, 5), date(2007, 5, 28)}
    assert len(holidays("FR", year)) == 11


@pytest.mark.parametrize(
    ("name", "off", "working"),
    [
        ("IT", date(2026, 6, 2), date(2026, 5, 8)),
        ("DE", date(2026, 10, 3), date(2026, 6, 4)),
        ("DE-NW", date(2026, 6, 4), date(2026, 1, 6)),
        ("DE-BY", date(2026, 1, 6), date(2026, 10, 30)),
        ("GB-ENG", date(2027, 3, 29), date(2026, 1, 2)),
        ("GB-SCT", date(2027, 3, 26), date(2027, 3, 29)),
        ("GB-NIR", date(2026, 3, 17), date(2026, 1, 2)),
        ("US-CA", date(2026, 11, 26), date(2026, 7, 14)),
    ],
)
def test_each_place_has_its_own_days(name, off, working):
    found = calendar(CalendarId(name))
    assert not found.works(off)
    assert found.works(working)


def test_a_british_holiday_on_a_weekend_is_made_up_for_a_french_one_is_not():
    assert not calendar(CalendarId("GB-ENG")).works(date(2027, 12, 27))  # for Saturday 25 December
    assert calendar(CalendarId("FR")).works(date(2027, 12, 27))


def test_every_calendar_opens_and_says_which_years_it_knows():
    for name in calendar_ids():
        found = calendar(name)
        assert found.id == name
        assert found.first_year <= 2018
        assert found.last_year >= 2100
        assert all(found.knows(day) for day in found.holidays)


def test_a_new_organisation_counts_in_a_calendar_that_covers_all_years_of_the_program():
    found = calendar(Organisation.holiday_calendar)
    assert (
        (found.id, found.first_year, found.last_year)
        == ("FR", YEARS.start, YEARS.stop - 1)
        == ("FR", 1990, 2100)
    )


def test_no_calendar_has_no_holidays_in_any_year():
    none = calendar(CalendarId("none"))
    assert none.holidays == frozenset()
    assert none.knows(date.min)
    assert none.knows(date.max)
    assert not none.works(date(2026, 11, 22))


def test_a_span_of_years_limits_what_is_known():
    found = calendar(CalendarId("FR"), range(2025, 2027))
    assert {day.year for day in found.holidays} == {2025, 2026}
    assert not found.knows(date(2027, 1, 1))


def test_a_calendar_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        calendar(CalendarId("XX"))


GOOD = '[source]\ntitle = "T"\naddress = "https://a"\nnote = "N"\n[calendars.FR]\ncountry = "FR"\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('title = "T"', ""),
        ('country = "FR"', "country = 33"),
        ('country = "FR"', 'land = "FR"'),
        ('country = "FR"', 'also_days_after_easter = ["one"]'),
        ('country = "FR"', "also_days_after_easter = [true]"),
    ],
)
def test_a_mistake_in_the_list_of_calendars_is_refused(before, after):
    assert list(read_calendars(table_of("c.toml", GOOD.encode()))) == ["FR"]
    with pytest.raises(DataFileBroken):
        read_calendars(table_of("c.toml", GOOD.replace(before, after).encode()))
