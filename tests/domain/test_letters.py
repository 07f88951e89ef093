"""Reading when a letter came and for how long, and counting its limit. Today is a Tuesday."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.holidays import public_holidays
from bot.domain.letters import letter_deadline, read_date, read_days
from tests.domain.hours import day

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.11", "2026-11-12"),
        ("12.11.", "2026-11-12"),
        ("12.11.2026", "2026-11-12"),
        ("12.11.26 r.", "2026-11-12"),
        ("12/11", "2026-11-12"),
        ("12-11-2026", "2026-11-12"),
        ("2026-11-12", "2026-11-12"),
        ("12 XI 2026", "2026-11-12"),
        ("12 listopada", "2026-11-12"),
        ("12 Listopada 2026", "2026-11-12"),
        ("12 listopda", "2026-11-12"),
        ("15-go września", "2026-09-15"),
        ("odebrałam 12 listopada na poczcie", "2026-11-12"),
        ("1.03", "2026-03-01"),
        ("dziś", "2026-11-24"),
        ("dzisiaj rano", "2026-11-24"),
        ("wczoraj", "2026-11-23"),
        ("wczoarj", "2026-11-23"),
        ("Przedwczoraj", "2026-11-22"),
        ("wczoraj, 23.11", "2026-11-23"),
        ("w poniedziałek", "2026-11-23"),
        ("w ponedzialek", "2026-11-23"),
        ("we wtorek", "2026-11-17"),
        ("w środę", "2026-11-18"),
        ("w zeszły czwartek", "2026-11-19"),
        ("w ubieglym tygodniu w piatek", "2026-11-20"),
        ("3 dni temu", "2026-11-21"),
        ("tydzień temu", "2026-11-17"),
        ("24.11.2025", "2025-11-24"),
    ],
)
def test_past_days_are_understood(text: str, expected: str) -> None:
    assert read_date(text, TODAY) == day(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30.02",
        "30.02.2026",
        "31 listopada",
        "25.11",
        "25.11.2026",
        "12.12",
        "23.11.2025",
        "12.11.2019",
        "jutro",
        "w przyszły piątek",
        "za tydzień",
        "12.11 albo 13.11",
        "12 i 13 listopada",
        "w zeszły poniedziałek",
        "miesiąc temu",
        "1-2 dni",
        "7",
        "nie pamiętam, chyba wczoraj",
        "24-12-111",
        "tel. 24 111 22 33",
        "12.11.20261",
        "pismo z urzędu",
    ],
)
def test_impossible_future_old_and_unclear_days_are_asked_again(text: str) -> None:
    assert read_date(text, TODAY) is None


def test_a_day_without_a_year_may_lie_in_the_last_months_of_last_year() -> None:
    assert read_date("12.11", date(2027, 1, 5)) == day("2026-11-12")
    assert read_date("29 lutego", date(2028, 3, 1)) == day("2028-02-29")


@given(st.dates(TODAY - timedelta(days=180), TODAY))
def test_every_recent_day_is_understood_however_it_is_written(then: date) -> None:
    written = [f"{then.day}.{then.month:02}", f"{then:%d.%m.%Y}", f"{then:%d/%m/%Y}", f"{then}"]
    assert [read_date(text, TODAY) for text in written] == [then] * 4


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    found, days = read_date(text, TODAY), read_days(text)
    assert found is None or date(2025, 11, 24) <= found <= TODAY
    assert days is None or 1 <= days <= 365


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("7", 7),
        ("7 dni", 7),
        ("7dni", 7),
        ("siedem", 7),
        ("Czternaście dni", 14),
        ("cztrnascie dni", 14),
        ("14-dniowy termin", 14),
        ("w ciągu 14 dni od doręczenia", 14),
        ("siedem (7) dni", 7),
        ("7 dni (siedem)", 7),
        ("7 dni od 12.11", 7),
        ("dwadzieścia jeden dni", 21),
        ("trzydzieści", 30),
        ("tydzień", 7),
        ("tydzen czasu", 7),
        ("dwa tygodnie", 14),
        ("miesiąc", 30),
        ("w ciągu miesiąca", 30),
        ("3 miesiące", 90),
        ("30 dni czyli miesiąc", 30),
    ],
)
def test_numbers_of_days_are_understood(text: str, days: int) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "0 dni",
        "366",
        "kilka dni",
        "pół roku",
        "półtora miesiąca",
        "7-14 dni",
        "12.11",
        "do końca tygodnia",
        "7 dni roboczych",
        "7 dni i 2 pisma",
        "cześć",
        "do 30 listopada",
        "nie wiem",
        "dni",
        "20 7 dni",
        "9" * 60,
    ],
)
def test_unclear_numbers_of_days_are_asked_again(text: str) -> None:
    assert read_days(text) is None


@pytest.mark.parametrize(
    ("delivered", "days", "last"),
    [
        ("2026-11-12", 7, "2026-11-19"),
        ("2026-11-14", 7, "2026-11-23"),  # Saturday to Monday
        ("2026-11-08", 7, "2026-11-16"),  # Sunday to Monday
        ("2026-11-04", 7, "2026-11-12"),  # Independence Day
        ("2026-12-17", 7, "2026-12-28"),  # Christmas Eve, Christmas, a weekend
        ("2024-12-17", 7, "2024-12-24"),  # Christmas Eve was no day off yet
    ],
)
def test_the_day_of_delivery_is_not_counted_and_days_off_move_the_end(
    delivered: str, days: int, last: str
) -> None:
    assert letter_deadline(day(delivered), days) == day(last)


def test_a_further_day_off_by_law_moves_the_end() -> None:
    assert letter_deadline(day("2018-11-05"), 7, frozenset({day("2018-11-12")})) == day(
        "2018-11-13"
    )


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 365))
def test_a_limit_ends_on_the_first_day_that_is_not_off(delivered: date, days: int) -> None:
    last = letter_deadline(delivered, days)
    moved = [delivered + timedelta(days=days + n) for n in range((last - delivered).days - days)]
    off = [d.weekday() >= 5 or d in public_holidays(d.year) for d in [*moved, last]]
    assert off == [True] * len(moved) + [False]


def test_a_limit_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        letter_deadline(TODAY, 0)
