"""When something will be, as coordinators write it, and what cannot be."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.spoken_times import Hours, read_day, read_hours

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MARCH = Hours(date(2027, 3, 13), time(9, 30), time(15, 0))


@pytest.mark.parametrize(
    "text",
    [
        "13 marca 9:30-15:00",
        "13 marca 2027 9:30–15",
        "sobota 13.03 od 9.30 do 15",
        "sobota, 13.03.2027, godz. 9:30 - 15:00",
        "2027-03-13 09:30-15:00",
        "13 III 9:30-15:00",
        "13 marca 2027 r. 9:30 do 15.00",
        "od 9.30 do 15, 13.03",
    ],
)
def test_a_day_and_hours_in_words(text: str) -> None:
    assert read_hours(text, NOW) == MARCH


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("w marcu", "unclear"),
        ("13 marca", "unclear"),
        ("13 marca o 9", "unclear"),
        ("13 i 14 marca 9-15", "unclear"),
        ("9:30-15:00", "unclear"),
        ("31 kwietnia 9-15", "no_such"),
        ("13 marca 25:00-26:00", "no_such"),
        ("13 marca 15:00-9:30", "order"),
        ("niedziela 13 marca 2027 9-15", "weekday"),
        ("13 marca 2026 9-15", "past"),
        ("24 listopada 2026 9:30-15", "past"),
        ("28 marca 2027 2:30-5:00", "skipped"),
        ("31 października 2027 1:00-2:30", "doubled"),
    ],
)
def test_what_cannot_be_says_why(text: str, why: str) -> None:
    assert read_hours(text, NOW) == why


def test_a_day_without_a_year_is_the_next_one() -> None:
    today = date(2026, 11, 24)
    assert read_day("10 marca", today) == date(2027, 3, 10)
    assert read_day("24.11", today) == today
    assert read_day("29 lutego", today) == date(2028, 2, 29)
    assert read_day("1 stycznia 2020", today) == "past"
    assert read_day("kiedyś", today) == "unclear"
