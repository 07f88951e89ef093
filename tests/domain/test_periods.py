"""Periods are whole months by Poland's calendar; middles of spans are those of real ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.percentiles import percentile
from bot.domain.periods import (
    Period,
    before,
    following,
    month_of,
    number_of,
    numbered,
    of_month,
    of_year,
)

WHOLE = Period("2026-09", "2027-12")


def test_a_period_lasts_from_midnight_to_midnight_in_poland() -> None:
    march = of_month("2027-03")  # summer time begins within it
    assert (march.since, march.until) == (
        datetime(2027, 2, 28, 23, tzinfo=UTC),
        datetime(2027, 3, 31, 22, tzinfo=UTC),
    )
    assert (march.first_day, march.last_day) == (date(2027, 3, 1), date(2027, 3, 31))
    assert of_month("2028-02").last_day == date(2028, 2, 29)


def test_months_follow_each_other_over_a_year() -> None:
    assert Period("2026-11", "2027-02").months == ("2026-11", "2026-12", "2027-01", "2027-02")
    assert (before("2027-01"), following("2026-12")) == ("2026-12", "2027-01")
    assert month_of(date(2027, 5, 31)) == "2027-05"


@pytest.mark.parametrize(
    ("period", "name", "number"),
    [
        (of_month("2027-03"), "2027-03", 202703),
        (of_year(2027), "2027", 2027),
        (WHOLE, "2026-09_2027-12", 0),
    ],
)
def test_a_period_has_a_name_for_files_and_a_number_for_buttons(
    period: Period, name: str, number: int
) -> None:
    assert (period.name, number_of(period, WHOLE)) == (name, number)
    assert numbered(number, WHOLE) == period


def test_what_is_no_period_is_refused() -> None:
    assert [numbered(one, WHOLE) for one in (1, 202713, 202700, 99, 2**62)] == [None] * 5
    for first, last in (("2027-13", "2028-01"), ("2027-02", "2027-01"), ("2027", "2027")):
        with pytest.raises(ValueError, match=r"months|before"):
            Period(first, last)


def test_nine_of_ten_stay_under_the_ninetieth_percentile() -> None:
    hours = [timedelta(hours=n) for n in (9, 1, 8, 2, 7, 3, 6, 4, 5, 10)]
    assert percentile(hours, 0.5) == timedelta(hours=5)
    assert percentile(hours, 0.9) == timedelta(hours=9)
    assert percentile(hours[:1], 0.9) == timedelta(hours=9)
    assert percentile([], 0.5) is None
