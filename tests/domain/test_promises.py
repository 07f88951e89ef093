"""By when we answer. The office of these tests is open on weekdays from 8:00 to 16:00."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.promises import (
    LEAST_WORK,
    Need,
    Promise,
    Reason,
    latest_start,
    moment_at_share,
    promise,
    resume,
)
from bot.domain.warsaw import WARSAW, local
from bot.domain.working_hours import WorkingHours
from tests.domain.hours import OFFICE, at, day

ASKED = st.datetimes(
    datetime.fromisoformat("2026-01-01"),
    datetime.fromisoformat("2028-01-01"),
    timezones=st.just(WARSAW),
    allow_imaginary=False,
)
TARGETS = st.integers(0, 10)
DEADLINES = st.none() | st.dates(date(2025, 12, 1), date(2028, 2, 1))


@pytest.mark.parametrize(
    ("asked", "need", "promised"),
    [
        # A Monday morning, with a topic that takes three working days.
        ("2026-11-23 10:00", Need.CALM, "2026-11-26 16:00"),
        ("2026-11-23 10:00", Need.WEEK, "2026-11-26 16:00"),
        ("2026-11-23 10:00", Need.NOW, "2026-11-24 16:00"),
        # After hours the next opening counts, and "tomorrow" is still tomorrow.
        ("2026-11-23 17:00", Need.CALM, "2026-11-27 16:00"),
        ("2026-11-23 17:00", Need.NOW, "2026-11-24 16:00"),
        # Thursday's "this week" is Friday; Friday's is the next Friday, or the topic's target.
        ("2026-11-26 10:00", Need.WEEK, "2026-11-27 16:00"),
        ("2026-11-27 10:00", Need.WEEK, "2026-12-02 16:00"),
        # A weekend, and the holidays.
        ("2026-11-28 10:00", Need.NOW, "2026-11-30 16:00"),
        ("2026-11-10 15:00", Need.NOW, "2026-11-12 16:00"),
        ("2026-12-23 12:00", Need.CALM, "2026-12-30 16:00"),
    ],
)
def test_needs_and_targets_give_the_date(asked: str, need: Need, promised: str) -> None:
    given_date = promise(at(asked), 3, need, None, OFFICE)
    assert (given_date.at, given_date.kept) == (at(promised), True)


def test_this_week_said_on_friday_is_the_next_friday() -> None:
    assert promise(at("2026-11-27 10:00"), 9, Need.WEEK, None, OFFICE) == Promise(
        at("2026-12-04 16:00"), True, Reason.NEED
    )


def test_a_week_that_ends_with_a_holiday_ends_before_it() -> None:
    # 1 May 2026 is a Friday.
    given_date = promise(at("2026-04-27 10:00"), 9, Need.WEEK, None, OFFICE)
    assert given_date.at == at("2026-04-30 16:00")


def test_a_deadline_is_answered_on_the_working_day_before_it() -> None:
    monday = at("2026-11-23 10:00")
    assert promise(monday, 5, Need.CALM, day("2026-11-26"), OFFICE) == Promise(
        at("2026-11-25 16:00"), True, Reason.DEADLINE
    )
    # A deadline on Monday: Friday.
    assert promise(monday, 9, Need.CALM, day("2026-11-30"), OFFICE).at == at("2026-11-27 16:00")


def test_a_deadline_that_the_target_meets_changes_nothing() -> None:
    given_date = promise(at("2026-11-23 10:00"), 3, Need.CALM, day("2026-12-10"), OFFICE)
    assert given_date == Promise(at("2026-11-26 16:00"), True, Reason.TOPIC)


@pytest.mark.parametrize(
    ("asked", "deadline", "soonest"),
    [
        ("2026-11-24 10:00", "2026-11-24", "2026-11-24 16:00"),  # today
        ("2026-11-24 15:00", "2026-11-25", "2026-11-25 16:00"),  # one hour is left today
        ("2026-11-24 17:00", "2026-11-25", "2026-11-25 16:00"),  # tomorrow, asked after hours
        ("2026-11-27 15:00", "2026-11-30", "2026-11-30 16:00"),  # over the weekend
        ("2026-11-24 10:00", "2026-11-20", "2026-11-24 16:00"),  # it has passed
    ],
)
def test_a_deadline_that_cannot_be_met_is_not_promised(
    asked: str, deadline: str, soonest: str
) -> None:
    given_date = promise(at(asked), 3, Need.NOW, day(deadline), OFFICE)
    assert given_date == Promise(at(soonest), False, Reason.DEADLINE)


def test_two_hours_are_enough_and_less_is_not() -> None:
    tomorrow = day("2026-11-25")
    assert promise(at("2026-11-24 14:00"), 3, Need.CALM, tomorrow, OFFICE).kept
    assert not promise(at("2026-11-24 14:01"), 3, Need.CALM, tomorrow, OFFICE).kept


def test_a_need_that_a_short_day_cannot_meet_is_not_kept() -> None:
    short = WorkingHours({1: ((time(8), time(9)),), 2: ((time(8), time(16)),)})
    assert promise(at("2026-11-23 12:00"), 5, Need.NOW, None, short) == Promise(
        at("2026-11-25 16:00"), False, Reason.NEED
    )


@given(ASKED, TARGETS, st.sampled_from(Need), DEADLINES)
def test_every_promise_leaves_two_working_hours_and_ends_a_working_day(
    asked: datetime, target: int, need: Need, deadline: date | None
) -> None:
    given_date = promise(asked, target, need, deadline, OFFICE)
    assert OFFICE.between(asked, given_date.at) >= LEAST_WORK
    assert given_date.at == OFFICE.end_of_working_day(local(given_date.at).date())
    if given_date.kept and deadline is not None:
        assert local(given_date.at).date() < deadline


@given(ASKED, TARGETS, DEADLINES)
def test_a_more_pressing_need_is_never_answered_later(
    asked: datetime, target: int, deadline: date | None
) -> None:
    dates = [
        promise(asked, target, need, deadline, OFFICE).at
        for need in (Need.NOW, Need.WEEK, Need.CALM)
    ]
    assert dates == sorted(dates)


@given(ASKED, ASKED, st.integers(1, 10), st.sampled_from(Need))
def test_asking_later_never_brings_an_earlier_promise(
    one: datetime, other: datetime, target: int, need: Need
) -> None:
    early, late = sorted((one, other))
    first, second = (promise(asked, target, need, None, OFFICE).at for asked in (early, late))
    assert first <= second


def test_half_and_four_fifths_of_the_working_time_are_found() -> None:
    start, end = at("2026-11-27 12:00"), at("2026-11-30 16:00")  # 4 + 8 hours
    assert moment_at_share(start, end, 0.5, OFFICE) == at("2026-11-30 10:00")
    assert moment_at_share(start, end, 0.8, OFFICE) == at("2026-11-30 13:36")
    assert moment_at_share(start, end, 1, OFFICE) == end
    with pytest.raises(ValueError, match="share"):
        moment_at_share(start, end, 1.5, OFFICE)


@given(ASKED, ASKED, ASKED, st.sampled_from([0.5, 0.8]))
def test_whoever_started_by_the_latest_start_is_past_that_moment_and_nobody_later(
    one: datetime, other: datetime, third: datetime, share: float
) -> None:
    start, now, promised = sorted((one, other, third))
    latest, second = latest_start(now, promised, share, OFFICE), timedelta(seconds=1)
    is_past = moment_at_share(start, promised, share, OFFICE) <= now
    if is_past:
        assert start <= latest + second
    elif OFFICE.between(start, promised):
        assert start > latest - second


def test_late_ones_all_count() -> None:
    friday = at("2026-11-27 16:00")
    assert latest_start(at("2026-11-30 09:00"), friday, 0.8, OFFICE) == at("2026-11-30 09:00")
    assert latest_start(at("2026-11-27 14:00"), friday, 0.8, OFFICE) == at("2026-11-26 14:00")


def test_a_share_without_working_time_is_of_plain_time() -> None:
    saturday, sunday = at("2026-11-28 12:00"), at("2026-11-29 12:00")
    assert moment_at_share(saturday, sunday, 0.5, OFFICE) == at("2026-11-29 00:00")


def test_the_working_time_left_before_a_wait_is_left_after_it() -> None:
    # Promised for Thursday; waiting began on Tuesday at noon: 4 + 8 + 8 hours were left.
    renewed = resume(
        at("2026-11-26 16:00"), at("2026-11-24 12:00"), at("2026-11-30 09:00"), None, OFFICE
    )
    assert renewed == Promise(at("2026-12-02 16:00"), True, Reason.TOPIC)


def test_an_overdue_promise_is_renewed_until_the_next_working_day() -> None:
    renewed = resume(
        at("2026-11-23 16:00"), at("2026-11-24 12:00"), at("2026-11-27 09:00"), None, OFFICE
    )
    assert renewed.at == at("2026-11-30 16:00")


def test_a_deadline_holds_after_a_wait() -> None:
    promised, since, resumed = "2026-11-26 16:00", "2026-11-24 12:00", "2026-11-30 09:00"
    met = resume(at(promised), at(since), at(resumed), day("2026-12-02"), OFFICE)
    assert met == Promise(at("2026-12-01 16:00"), True, Reason.DEADLINE)
    missed = resume(at(promised), at(since), at(resumed), day("2026-11-30"), OFFICE)
    assert missed == Promise(at("2026-11-30 16:00"), False, Reason.DEADLINE)


@given(ASKED, st.timedeltas(timedelta(0), timedelta(days=9)), ASKED)
def test_a_renewed_promise_leaves_at_least_what_was_left(
    since: datetime, ahead: timedelta, resumed: datetime
) -> None:
    renewed = resume(since + ahead, since, resumed, None, OFFICE)
    assert OFFICE.between(resumed, renewed.at) >= OFFICE.between(since, since + ahead)
