"""The rules of the advice register: sums, limits, overlaps, months, and what advisors write."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import advice, advice_words

START = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
SUMS = st.lists(st.integers(1, advice.MOST_MINUTES), max_size=40).map(sum)
UNITS = st.integers(1, 60)
MONTHS = st.builds("{:04d}-{:02d}".format, st.integers(2026, 2028), st.integers(1, 12))


def span(start: int, length: int) -> tuple[datetime, datetime]:
    begins = START + timedelta(minutes=start)
    return begins, begins + timedelta(minutes=length)


@given(SUMS, UNITS)
def test_rounding_up_never_takes_a_minute_and_adds_less_than_a_unit(total: int, unit: int) -> None:
    up = advice.rounded(total, unit, "up")
    assert 0 <= up - total < unit
    assert up % unit == 0


@given(SUMS, UNITS)
def test_rounding_to_the_nearest_is_never_further_than_half_a_unit(total: int, unit: int) -> None:
    near = advice.rounded(total, unit, "nearest")
    assert 2 * abs(near - total) <= unit
    assert near % unit == 0


@given(SUMS, UNITS, st.sampled_from(["up", "nearest", "none"]))
def test_rounding_keeps_order_and_takes_back_what_it_gave(
    total: int, unit: int, how: advice.Rounding
) -> None:
    once = advice.rounded(total, unit, how)
    assert advice.rounded(once, unit, how) == once
    assert advice.rounded(total + 1, unit, how) >= once
    assert advice.rounded(-total, unit, how) == -once
    assert how != "none" or once == total


def test_a_month_of_short_answers_is_rounded_once() -> None:
    cards = [5] * 7  # each rounded by itself would make 105 minutes
    assert advice.rounded(sum(cards), 15, "up") == 45
    assert advice.rounded(22, 15, "nearest") == 15


@given(st.integers(0, 900), st.integers(0, 900), st.integers(1, 12))
def test_the_warning_comes_at_four_fifths_and_over_the_limit(
    before: int, adding: int, hours: int
) -> None:
    told, total, most = advice.used(before, adding, hours), before + adding, 60 * hours
    assert (told == "over") == (total > most)
    assert (told == "near") == (most >= total and 10 * total >= 8 * most)
    assert advice.used(before, adding, None) == ""


@given(st.integers(0, 90), st.integers(1, 90), st.integers(0, 90), st.integers(1, 90))
def test_cards_overlap_exactly_when_they_share_a_minute(a: int, b: int, c: int, d: int) -> None:
    shared = set(range(a, a + b)) & set(range(c, c + d))
    assert advice.overlap(span(a, b), span(c, d)) == bool(shared)


@given(MONTHS, MONTHS, st.frozensets(MONTHS, max_size=30))
def test_what_comes_late_counts_in_an_open_month_and_names_the_closed_one(
    own: str, today: str, closed: frozenset[str]
) -> None:
    month, concerns = advice.counts_in(f"{own}-10", f"{max(own, today)}-20", closed)
    assert month not in closed
    assert concerns == (own if own in closed else None)
    assert month == own or month >= max(own, today)


def test_months_follow_each_other_over_the_year() -> None:
    assert [advice.following(one) for one in ("2027-01", "2027-11", "2027-12")] == [
        "2027-02", "2027-12", "2028-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("confirmed", "rating", "told"),
    [
        ("helped", None, "helped"),
        ("not_helped", 3, "not_helped"),
        ("disputed", 3, "unknown"),
        (None, 3, "helped"),
        (None, 1, "not_helped"),
        (None, 2, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_there_are_three_classes_of_what_people_say(
    confirmed: str | None, rating: int | None, told: str
) -> None:
    assert advice.outcome(confirmed, rating) == told


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("40", 40), ("40 min", 40), ("5 minut", 5), ("1 h", 60), ("1h 20", 80), ("2 godziny", 120),
        ("1 godz. 15 min", 75), ("1,5 h", 90), ("0:25", 25), ("720", 720),
        ("0", None), ("721", None), ("dużo", None), ("10:00-10:45", None), ("", None),
        ("5" * 500, None),
    ],
)  # fmt: skip
def test_minutes_are_read_as_people_write_them(text: str, minutes: int | None) -> None:
    assert advice_words.read_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("10:00-10:45", (time(10), time(10, 45))),
        ("od 10 do 11", (time(10), time(11))),
        ("9.30 – 12.05", (time(9, 30), time(12, 5))),
        ("11:00-10:00", None),
        ("23:30-0:30", None),
        ("25:00-26:00", None),
        ("10:00", None),
    ],
)
def test_hours_are_read_from_and_to(text: str, read: tuple[time, time] | None) -> None:
    assert advice_words.read_span(text) == read


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("dziś", date(2027, 2, 10)), ("wczoraj", date(2027, 2, 9)), ("3.02", date(2027, 2, 3)),
        ("28.12", date(2026, 12, 28)), ("3.02.2027 r.", date(2027, 2, 3)),
        ("2027-01-31", date(2027, 1, 31)), ("11.02.2027", None), ("31.02", None),
        ("3.02.2020", None), ("kiedyś", None),
    ],
)  # fmt: skip
def test_a_day_is_read_that_has_been(text: str, day: date | None) -> None:
    assert advice_words.read_day(text, date(2027, 2, 10)) == day


@given(st.text(max_size=80))
def test_whatever_is_written_is_read_or_asked_again(text: str) -> None:
    minutes = advice_words.read_minutes(text)
    assert minutes is None or 1 <= minutes <= advice.MOST_MINUTES
    found = advice_words.read_span(text)
    assert found is None or found[0] < found[1]
    day = advice_words.read_day(text, date(2027, 2, 10))
    assert day is None or day <= date(2027, 2, 10)


def test_only_a_case_of_ones_own_in_tax_matters_needs_the_qualified() -> None:
    assert advice.is_own_matter("personal", letter=False)
    assert advice.is_own_matter("question", letter=True)
    assert not advice.is_own_matter("question", letter=False)
