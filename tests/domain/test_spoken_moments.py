"""Moments to come as people write them, and those that are asked for again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.spoken_moments import read_moment
from bot.domain.warsaw import local

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, ten in Poland


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("jutro 9:00", "2026-11-25 09:00"),
        ("Jutro o 9", "2026-11-25 09:00"),
        ("pojutrze o godzinie 14", "2026-11-26 14:00"),
        ("dziś 15:30", "2026-11-24 15:30"),
        ("w piątek o 8:00", "2026-11-27 08:00"),
        ("we wtorek 12:00", "2026-12-01 12:00"),
        ("5 grudnia 10:00", "2026-12-05 10:00"),
        ("sobota, 5 grudnia, 10:00", "2026-12-05 10:00"),
        ("5.12 10:00", "2026-12-05 10:00"),
        ("5.12.2026 o 8.30", "2026-12-05 08:30"),
        ("2026-12-05 10:00", "2026-12-05 10:00"),
        ("3 lutego 2027 o 21", "2027-02-03 21:00"),
        ("3 lutego 9:00", "2027-02-03 09:00"),
    ],
)
def test_a_moment_is_read_as_it_was_meant(said: str, meant: str) -> None:
    found = read_moment(said, NOW)
    assert found is not None
    assert f"{local(found):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    "said",
    [
        "jutro",
        "10:00",
        "dziś 9:00",
        "24 listopada 2025 10:00",
        "31 kwietnia 10:00",
        "jutro 25:00",
        "jutro 9:00 albo 10:00",
        "w środę 27 listopada 10:00",
        "28 marca 2027 2:30",
        "24 grudnia 2028 10:00",
        "kiedyś",
        "",
    ],
)
def test_what_is_unclear_past_or_impossible_is_asked_for_again(said: str) -> None:
    assert read_moment(said, NOW) is None
