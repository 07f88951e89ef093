"""Reading days to come, and what else the sentence says. Today is a Tuesday."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.coming_days import nearest, read_coming
from bot.templates import polish
from tests.domain.hours import day

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("raport do gminy 30 czerwca", "2027-06-30", "raport do gminy"),
        ("Raport do gminy do 30.06.2027 r.", "2027-06-30", "Raport do gminy"),
        ("30 czerwca 2027 roku raport do gminy", "2027-06-30", "raport do gminy"),
        ("wniosek do LGD za dwa tygodnie", "2026-12-08", "wniosek do LGD"),
        ("zebranie koła za 10 dni", "2026-12-04", "zebranie koła"),
        ("umowa za miesiąc", "2026-12-24", "umowa"),
        ("przegląd za trzy miesiące", "2027-02-24", "przegląd"),
        ("gaśnice za rok", "2027-11-24", "gaśnice"),
        ("zadzwonić do urzędu jutro", "2026-11-25", "zadzwonić do urzędu"),
        ("pojutrze faktura", "2026-11-26", "faktura"),
        ("oddać klucze dziś", "2026-11-24", "oddać klucze"),
        ("w piątek lista obecności", "2026-11-27", "lista obecności"),
        ("lista do piątku", "2026-11-27", "lista"),
        ("we wtorek zebranie", "2026-12-01", "zebranie"),
        ("w przyszły poniedziałek zebranie", "2026-11-30", "zebranie"),
        ("w przyszłym tygodniu w środę zebranie", "2026-12-02", "zebranie"),
        ("sprawozdanie do końca roku", "2026-12-31", "sprawozdanie"),
        ("koniec czerwca – rozliczenie", "2027-06-30", "rozliczenie"),
        ("do końca miesiąca składki", "2026-11-30", "składki"),
        ("koniec lutego 2028: PIT-11", "2028-02-29", "PIT-11"),
        ("24.11 zebranie", "2026-11-24", "zebranie"),
        ("23.11 zebranie", "2027-11-23", "zebranie"),
        ("29 lutego bal", "2028-02-29", "bal"),
        ("2027-06-30", "2027-06-30", ""),
        ("środa, 30 czerwca 2027", "2027-06-30", ""),
        ("raport\ndo gminy\n30 VI", "2027-06-30", "raport do gminy"),
        ("Ćwiczenia – święto straży, żółte kamizelki 4 maja", "2027-05-04",
         "Ćwiczenia – święto straży, żółte kamizelki"),
    ],
)  # fmt: skip
def test_coming_days_are_understood_and_the_rest_is_kept(
    text: str, expected: str, rest: str
) -> None:
    found = read_coming(text, TODAY)
    assert (found.day, found.rest) == (day(expected), rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "raport do gminy",
        "raport 30.02",
        "raport 31 listopada 2027",
        "raport 12.11.2026",
        "raport 12 i 13 grudnia",
        "raport 12.12 albo 13.12",
        "raport 1.12, poprawka 5.12",
        "czwartek, 30 czerwca 2027",
        "w przyszły piątek",
        "za 5 dni roboczych",
        "za kilka dni",
        "za pół roku",
        "3 dni temu",
        "raport w 2040",
        "30.06.2040",
        "tel. 24 111 22 33",
    ],
)
def test_past_impossible_and_double_days_are_asked_about(text: str) -> None:
    assert read_coming(text, TODAY).day is None


DAYS = st.dates(TODAY, TODAY + timedelta(days=364))


@given(DAYS)
def test_every_coming_day_is_understood_however_it_is_written(then: date) -> None:
    named = f"{polish.day(then)} {then.year}".replace("\u00a0", " ")
    written = [f"{then.day}.{then.month:02}", f"{then:%d.%m.%Y}", f"{then}", named, named[:-5]]
    assert [read_coming(f"raport {text}", TODAY).day for text in written] == [then] * 5
    assert {read_coming(f"raport {text}", TODAY).rest for text in written} == {"raport"}


@given(st.integers(1, 300))
def test_days_are_counted_from_today(number: int) -> None:
    assert read_coming(f"za {number} dni", TODAY).day == TODAY + timedelta(days=number)


@given(st.text(max_size=300), st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_no_text_breaks_the_reading_and_no_day_is_past(text: str, today: date) -> None:
    found = read_coming(text, today)
    assert found.day is None or found.day >= today
    assert len(found.rest) <= len(text)
    nearest(text, today)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 listopada", "2026-11-15"),
        ("15 grudnia", "2026-12-15"),
        ("3.01", "2027-01-03"),
        ("1 października 2026", "2026-10-01"),
        ("30.02", None),
        ("niedawno", None),
        ("1.12 i 2.12", None),
    ],
)
def test_a_day_that_may_have_been_is_the_nearer_one(text: str, expected: str | None) -> None:
    assert nearest(text, TODAY) == (expected and day(expected))
