"""Warsaw time and UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.warsaw import local, require_aware, times_shown, utc
from tests.domain.hours import zulu

DAYS = st.dates(date(2015, 1, 1), date(2045, 12, 31))


def test_winter_is_one_hour_ahead_and_summer_two() -> None:
    assert utc(date(2026, 11, 24), time(10)) == zulu("2026-11-24 09:00")
    assert utc(date(2026, 7, 1), time(10)) == zulu("2026-07-01 08:00")


@pytest.mark.parametrize("skipped", [time(2, 0), time(2, 30), time(2, 59, 59)])
def test_a_time_that_spring_skips_becomes_the_end_of_the_gap(skipped: time) -> None:
    assert utc(date(2027, 3, 28), skipped) == zulu("2027-03-28 01:00")


def test_times_around_the_gap_stay_themselves() -> None:
    assert utc(date(2027, 3, 28), time(1, 59)) == zulu("2027-03-28 00:59")
    assert utc(date(2027, 3, 28), time(3, 0)) == zulu("2027-03-28 01:00")


def test_a_time_that_autumn_repeats_is_its_first_occurrence() -> None:
    assert utc(date(2027, 10, 31), time(2, 30)) == zulu("2027-10-31 00:30")
    assert utc(date(2027, 10, 31), time(2, 30, fold=1)) == zulu("2027-10-31 00:30")
    assert utc(date(2027, 10, 31), time(3, 0)) == zulu("2027-10-31 02:00")


@given(DAYS, st.times().map(lambda clock: clock.replace(microsecond=0)))
def test_local_undoes_utc_unless_the_time_was_skipped(day: date, clock: time) -> None:
    shown = local(utc(day, clock)).replace(tzinfo=None, fold=0)
    assert shown == datetime.combine(day, clock) or (shown.hour, shown.minute) == (3, 0)


@given(DAYS, st.times(), st.times())
def test_later_clock_times_are_never_earlier_moments(day: date, one: time, other: time) -> None:
    early, late = sorted((one, other))
    assert utc(day, early) <= utc(day, late)


def test_moments_without_an_offset_are_refused() -> None:
    aware = datetime(2026, 1, 1, tzinfo=UTC)
    assert require_aware(aware) == aware
    with pytest.raises(ValueError, match="without an offset"):
        local(datetime.fromisoformat("2026-01-01"))
    with pytest.raises(ValueError, match="no zone"):
        utc(date(2026, 1, 1), time(1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "clock", "times"),
    [
        (date(2027, 3, 28), time(1, 59), 1),
        (date(2027, 3, 28), time(2, 0), 0),
        (date(2027, 3, 28), time(3, 0), 1),
        (date(2027, 10, 31), time(1, 59), 1),
        (date(2027, 10, 31), time(2, 0), 2),
        (date(2027, 10, 31), time(2, 59), 2),
        (date(2027, 10, 31), time(3, 0), 1),
        (date(2027, 3, 27), time(2, 30), 1),
    ],
)
def test_clocks_skip_an_hour_in_spring_and_show_one_twice(
    day: date, clock: time, times: int
) -> None:
    assert times_shown(day, clock) == times
