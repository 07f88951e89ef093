"""Polish public holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.holidays import (
    easter,
    is_working_day,
    next_working_day,
    previous_working_day,
    public_holidays,
)
from tests.domain.hours import day


@pytest.mark.parametrize(
    "sunday",
    [
        "1981-04-19",
        "2008-03-23",
        "2011-04-24",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2028-04-16",
        "2029-04-01",
        "2038-04-25",
        "2049-04-18",
        "2076-04-19",
    ],
)
def test_easter_falls_where_the_calendars_say(sunday: str) -> None:
    assert easter(day(sunday).year) == day(sunday)


@given(st.integers(1900, 2299))
def test_easter_is_the_sunday_after_the_ecclesiastical_full_moon(year: int) -> None:
    golden = year % 19
    century = year // 100
    epact = (11 * golden + 8 - century + century // 4 + (8 * century + 13) // 25) % 30
    epact += epact == 24 or (epact == 25 and golden > 10)
    full_moon = date(year, 3, 21) + timedelta(days=(23 - epact) % 30)
    assert easter(year) == full_moon + timedelta(days=(6 - full_moon.weekday()) or 7)


def test_the_year_2027_has_all_its_holidays() -> None:
    expected = ["01-01", "01-06", "03-28", "03-29", "05-01", "05-03", "05-16", "05-27"]
    expected += ["08-15", "11-01", "11-11", "12-24", "12-25", "12-26"]
    assert sorted(public_holidays(2027)) == [day(f"2027-{rest}") for rest in expected]


def test_christmas_eve_is_free_from_2025_on() -> None:
    assert date(2024, 12, 24) not in public_holidays(2024)
    assert date(2025, 12, 24) in public_holidays(2025)


def test_working_days_are_weekdays_without_holidays_and_own_days_off() -> None:
    assert is_working_day(day("2026-11-24"))
    assert not is_working_day(day("2026-11-28"))
    assert not is_working_day(day("2026-11-11"))
    assert not is_working_day(day("2026-11-24"), frozenset({day("2026-11-24")}))


def test_the_working_day_around_a_day_is_itself_or_the_nearest() -> None:
    good_friday_week = [day("2027-03-26"), day("2027-03-27"), day("2027-03-29")]
    assert [next_working_day(one) for one in good_friday_week] == [
        day("2027-03-26"), day("2027-03-30"), day("2027-03-30"),
    ]  # fmt: skip
    assert [previous_working_day(one) for one in good_friday_week] == [day("2027-03-26")] * 3
