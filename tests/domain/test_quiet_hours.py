"""Quiet hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet_hours import is_quiet, next_allowed
from bot.domain.warsaw import WARSAW, local
from tests.domain.hours import at

MOMENTS = st.datetimes(
    datetime.fromisoformat("2020-01-01"),
    datetime.fromisoformat("2035-01-01"),
    timezones=st.just(WARSAW),
    allow_imaginary=False,
)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-24 19:59", "2026-11-24 19:59"),
        ("2026-11-24 20:00", "2026-11-25 08:00"),
        ("2026-11-25 00:00", "2026-11-25 08:00"),
        ("2026-11-25 07:59", "2026-11-25 08:00"),
        ("2026-11-25 08:00", "2026-11-25 08:00"),
        ("2027-03-27 22:00", "2027-03-28 08:00"),
        ("2027-10-30 22:00", "2027-10-31 08:00"),
    ],
)
def test_nights_are_quiet_until_eight(moment: str, allowed: str) -> None:
    assert next_allowed(at(moment)) == at(allowed)


@given(MOMENTS)
def test_what_is_allowed_is_not_quiet_and_soon(moment: datetime) -> None:
    allowed = next_allowed(moment)
    assert not is_quiet(allowed)
    assert timedelta(0) <= allowed - moment <= timedelta(hours=13)  # one hour comes twice
    assert (allowed == moment) == (not is_quiet(moment))


def test_each_day_of_a_year_is_quiet_for_twelve_hours_by_the_clock() -> None:
    for number in range(365):
        day = date(2027, 1, 1) + timedelta(days=number)
        hours = [at(f"{day} {hour:02}:30") for hour in range(24)]
        shown = {local(hour).hour for hour in hours if is_quiet(hour)}
        assert shown == {0, 1, 2, 3, 4, 5, 6, 7, 20, 21, 22, 23} - ({2} - {local(hours[2]).hour})
