"""Duties and days off as advisors write them."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.domain.spoken_duties import (
    named,
    read_clock,
    read_days,
    read_duty,
    read_free,
    read_substitute,
)

TUESDAY = date(2026, 11, 24)
NAMES = {1: "Anna", 2: "Anna Maria Kos", 3: "Marek Żak", 4: "Ewa"}


@pytest.mark.parametrize(
    ("said", "days", "starts", "ends", "place", "rest"),
    [
        ("pon 9-13 biuro", (0,), time(9), time(13), "office", ()),
        ("w poniedziałki i środy od 9:00 do 13:30", (0, 2), time(9), time(13, 30), "any", ()),
        ("pn-pt 8.30–12 telefon", (0, 1, 2, 3, 4), time(8, 30), time(12), "phone", ()),
        ("Śr, czw. 14 - 17 w terenie prawo", (2, 3), time(14), time(17), "out", ("prawo",)),
        ("sobota 10-12 w biurze", (5,), time(10), time(12), "office", ()),
    ],
)
def test_weekly_duties_are_read(
    said: str, days: tuple[int, ...], starts: time, ends: time, place: str, rest: tuple[str, ...]
) -> None:
    found = read_duty(said)
    assert found is not None
    assert (found.weekdays, found.starts, found.ends) == (days, starts, ends)
    assert (found.place, found.rest) == (place, rest)


@pytest.mark.parametrize(
    "said", ["", "pon", "9-13", "pon 13-9", "pon 9-25", "pon 9-11 i 12-14", "kiedyś 9-13"]
)
def test_what_is_no_duty_is_not_guessed(said: str) -> None:
    assert read_duty(said) is None


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("26.11", date(2026, 11, 26), date(2026, 11, 26)),
        ("jutro", date(2026, 11, 25), date(2026, 11, 25)),
        ("do 4.12", TUESDAY, date(2026, 12, 4)),
        ("1.12-15.12", date(2026, 12, 1), date(2026, 12, 15)),
        ("od 1 grudnia do 15 grudnia", date(2026, 12, 1), date(2026, 12, 15)),
        ("3.05", date(2027, 5, 3), date(2027, 5, 3)),
        ("2026-12-01 - 2026-12-02", date(2026, 12, 1), date(2026, 12, 2)),
    ],
)
def test_days_off_are_read(said: str, first: date, last: date) -> None:
    assert read_days(said, TUESDAY) == (first, last)


@pytest.mark.parametrize("said", ["", "kiedyś", "31.02", "15.12-1.12", "do wiosny"])
def test_days_that_are_none_are_not_guessed(said: str) -> None:
    assert read_days(said, TUESDAY) is None


@pytest.mark.parametrize(
    ("said", "last", "hours"),
    [
        ("27.11", 27, None),
        ("26.11-27.11", 27, None),
        ("26.11 9-13", 26, (time(9), time(13))),
        ("jutro 9:30-11", 25, (time(9, 30), time(11))),
    ],
)
def test_free_hours_are_told_from_days(
    said: str, last: int, hours: tuple[time, time] | None
) -> None:
    found = read_free(said, TUESDAY)
    assert found is not None
    assert (found[0][1].day, found[1]) == (last, hours)
    assert read_free("9-13", TUESDAY) is None


def test_hours_stand_alone() -> None:
    assert read_clock("10:15-11:00") == (time(10, 15), time(11))
    assert read_clock("spotkanie 10-11, potem 12-13") is None


def test_who_stands_in_is_named_in_any_case() -> None:
    assert read_substitute("do 15.07, zastępuje Anna") == ("do 15.07", "Anna")
    assert read_substitute("do 15.07") == ("do 15.07", "")
    assert named("Ewę", NAMES) == [4]
    assert named("Anna", NAMES) == [1]
    assert named("anna maria kos", NAMES) == [2]
    assert named("Marek Zak", NAMES) == [3]
    assert named("Marek", NAMES) == [3]
    assert named("Zofia", NAMES) == []
