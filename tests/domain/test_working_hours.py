"""Working time against a slow oracle that looks at every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.holidays import public_holidays
from bot.domain.warsaw import WARSAW
from bot.domain.working_hours import NeverOpen, WorkingHours
from tests.domain.hours import OFFICE, at, day, zulu

MINUTE = timedelta(minutes=1)
# Days where something happens: clock changes, holidays in a row, the turn of a year.
EVENTFUL = ["2026-03-28", "2026-10-24", "2027-03-26", "2027-10-30", "2026-12-23", "2026-04-30"]


@st.composite
def weeks(draw: st.DrawFn) -> WorkingHours:
    """Draw hours with edges at full hours, none of them inside the hour that autumn repeats."""
    week = {}
    for weekday in range(7):
        edges = sorted(draw(st.sets(st.integers(0, 24), max_size=6)))
        pairs = list(zip(edges[::2], edges[1::2], strict=False))
        week[weekday] = tuple((time(start), time(end % 24)) for start, end in pairs)
    week[draw(st.integers(0, 6))] = ((time(9), time(17)),)
    first = date.fromisoformat(draw(st.sampled_from(EVENTFUL)))
    closed = draw(st.frozensets(st.integers(0, 5), max_size=2))
    return WorkingHours(week, frozenset(first + timedelta(days=number) for number in closed))


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """Draw full minutes near an eventful day."""
    first = datetime.fromisoformat(draw(st.sampled_from(EVENTFUL))).replace(tzinfo=UTC)
    return first + draw(st.integers(0, 4 * 24 * 60)) * MINUTE


def open_by_the_clock(hours: WorkingHours, moment: datetime) -> bool:
    """Look at the wall clock and the calendar, as a person would."""
    shown = moment.astimezone(WARSAW)
    if shown.date() in hours.closed or shown.date() in public_holidays(shown.year):
        return False
    minute = shown.hour * 60 + shown.minute
    return any(
        start.hour * 60 <= minute < (end.hour or 24) * 60
        for start, end in hours.week.get(shown.weekday(), ())
    )


def minutes_open(hours: WorkingHours, a: datetime, b: datetime) -> int:
    """Count the open minutes from `a` to `b`, one by one."""
    count = 0
    while a < b:
        count += open_by_the_clock(hours, a)
        a += MINUTE
    return count


@settings(max_examples=60, deadline=None)
@given(weeks(), moments(), st.integers(0, 3 * 24 * 60))
def test_time_between_is_what_the_minutes_add_up_to(
    hours: WorkingHours, a: datetime, minutes: int
) -> None:
    b = a + minutes * MINUTE
    assert hours.between(a, b) == minutes_open(hours, a, b) * MINUTE


@settings(max_examples=60, deadline=None)
@given(weeks(), moments())
def test_next_opening_is_the_first_open_minute(hours: WorkingHours, moment: datetime) -> None:
    opening = hours.opens_next(moment)
    assert hours.is_open(moment) == open_by_the_clock(hours, moment)
    assert hours.is_open(opening)
    assert minutes_open(hours, moment, opening) == 0


@given(weeks(), moments(), st.timedeltas(timedelta(0), timedelta(hours=80)))
def test_added_working_time_lies_between(
    hours: WorkingHours, moment: datetime, working: timedelta
) -> None:
    later = hours.add(moment, working)
    assert hours.between(moment, later) == working
    if working:
        assert hours.between(moment, later - timedelta(microseconds=1)) < working


@given(weeks(), moments(), st.timedeltas(timedelta(0), timedelta(hours=80)))
def test_working_time_is_counted_back_as_well(
    hours: WorkingHours, moment: datetime, working: timedelta
) -> None:
    earlier = hours.before(moment, working)
    assert hours.between(earlier, moment) == working
    if working:
        assert hours.between(earlier + timedelta(microseconds=1), moment) < working


@given(weeks(), moments(), moments(), moments())
def test_working_time_adds_up_over_a_moment_in_the_middle(
    hours: WorkingHours, one: datetime, two: datetime, three: datetime
) -> None:
    a, b, c = sorted((one, two, three))
    assert hours.between(a, b) + hours.between(b, c) == hours.between(a, c)
    assert hours.between(c, a) == timedelta(0)


@given(weeks(), st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(1, 30))
def test_counting_working_days_back_and_forth_returns(
    hours: WorkingHours, start: date, n: int
) -> None:
    last = hours.add_working_days(start, n)
    steps = (last - start).days
    days = [start + timedelta(days=number) for number in range(1, steps + 1)]
    assert sum(hours.is_working_day(one) for one in days) == n
    assert hours.is_working_day(last)
    assert hours.add_working_days(last, -n) <= start or hours.is_working_day(start) is False


def test_the_night_that_skips_an_hour_is_shorter() -> None:
    nights = WorkingHours({6: ((time(1), time(5)),), 0: ((time(8), time(9)),)})
    # Easter falls on the clock change in 2027, so the change of 2026 is looked at.
    change = nights.between(zulu("2026-03-28 12:00"), zulu("2026-03-29 12:00"))
    assert change == timedelta(hours=3)
    repeated = nights.between(zulu("2026-10-24 12:00"), zulu("2026-10-25 12:00"))
    assert repeated == timedelta(hours=5)


def test_hours_inside_the_skipped_hour_do_not_exist_that_day() -> None:
    nights = WorkingHours({6: ((time(2), time(3)),)})
    assert nights.between(at("2026-03-28 12:00"), at("2026-03-29 12:00")) == timedelta(0)
    assert nights.opens_next(at("2026-03-28 12:00")) == at("2026-04-12 02:00")


def test_the_office_opens_after_the_long_weekend() -> None:
    assert OFFICE.opens_next(at("2026-12-23 16:00")) == at("2026-12-28 08:00")
    assert OFFICE.opens_next(at("2026-11-24 07:00")) == at("2026-11-24 08:00")
    assert OFFICE.opens_next(at("2026-11-24 12:34")) == at("2026-11-24 12:34")


def test_the_office_is_shut_from_its_closing_minute() -> None:
    assert OFFICE.is_open(at("2026-11-24 08:00"))
    assert OFFICE.is_open(at("2026-11-24 15:59"))
    assert not OFFICE.is_open(at("2026-11-24 16:00"))


def test_working_days_are_counted_without_the_first() -> None:
    assert OFFICE.add_working_days(day("2026-11-23"), 3) == day("2026-11-26")
    assert OFFICE.add_working_days(day("2026-11-28"), 1) == day("2026-11-30")
    assert OFFICE.add_working_days(day("2026-11-12"), -1) == day("2026-11-10")
    assert OFFICE.add_working_days(day("2026-11-28"), 0) == day("2026-11-30")
    assert OFFICE.add_working_days(day("2026-11-27"), 0) == day("2026-11-27")


def test_a_day_ends_with_its_last_hours() -> None:
    split = WorkingHours({1: ((time(8), time(12)), (time(14), time(0)))})
    assert split.end_of_working_day(day("2026-11-24")) == at("2026-11-25 00:00")
    assert split.day_reached(at("2026-11-24 08:00"), timedelta(hours=14)) == day("2026-11-24")
    with pytest.raises(ValueError, match="not a working day"):
        OFFICE.end_of_working_day(day("2026-11-11"))


@pytest.mark.parametrize(
    "wrong",
    [
        {7: ((time(8), time(16)),)},
        {0: ((time(16), time(8)),)},
        {0: ((time(8), time(12)), (time(11), time(16)))},
        {0: ((time(8), time(0)), (time(9), time(10)))},
        {0: ((time(8, tzinfo=UTC), time(9, tzinfo=UTC)),)},
        {0: ()},
    ],
)
def test_hours_that_cannot_be_counted_are_refused(wrong: dict[int, tuple[()]]) -> None:
    with pytest.raises(ValueError, match="weekday"):
        WorkingHours(wrong)


def test_an_office_that_is_shut_for_more_than_a_year_says_so() -> None:
    shut = frozenset(day("2026-01-01") + timedelta(days=number) for number in range(600))
    with pytest.raises(NeverOpen):
        WorkingHours({0: ((time(8), time(16)),)}, shut).opens_next(at("2026-02-01 08:00"))


def test_negative_working_time_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        OFFICE.add(at("2026-11-24 10:00"), -MINUTE)
