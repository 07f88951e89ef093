"""How long an offer waits, what cannot wait, what plain words mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet_hours import is_quiet
from bot.domain.signups import (
    is_urgent,
    map_search,
    offer_until,
    same_organisation,
    wants_list,
    wants_to_leave,
)
from bot.domain.warsaw import WARSAW, local


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("now", "starts", "until"),
    [
        (at(1, 10), at(13, 9), at(2, 10)),  # a day at most
        (at(12, 10), at(12, 18), at(12, 12)),  # a quarter of the time left
        (at(12, 15), at(13, 15), at(13, 9)),  # would end at nine in the evening: the morning
        (at(12, 19), at(13, 8, 30), at(12, 19, 59)),  # the morning is too late: the evening
        (at(12, 19, 55), at(13, 8, 30), None),  # no time to answer
        (at(12, 22), at(20, 9), None),  # nothing is offered in the night
        (at(12, 10), at(12, 10, 30), None),  # too near
        (at(12, 10), at(12, 9), None),
    ],
)
def test_how_long_a_seat_is_offered(now: datetime, starts: datetime, until: datetime) -> None:
    assert offer_until(now, starts) == until


@given(
    st.integers(min_value=0, max_value=60 * 24 * 365),
    st.integers(min_value=0, max_value=60 * 24 * 30),
)
def test_no_offer_begins_or_ends_in_quiet_hours(minute: int, minutes: int) -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    starts = now + timedelta(minutes=minutes)
    until = offer_until(now, starts)
    if until is not None:
        assert not is_quiet(now)
        assert not is_quiet(until)
        assert now < until < starts
        assert until - now <= timedelta(hours=25) or local(until).hour == 9


@pytest.mark.parametrize(
    ("starts", "urgent"),
    [
        ([at(13, 22)], True),
        ([at(13, 22, 1)], False),
        ([at(30, 10), at(13, 10)], True),  # moved away from tomorrow
        ([at(12, 8)], True),  # people are there now
        ([at(11, 8)], False),
    ],
)
def test_what_is_near_is_urgent(starts: list[datetime], urgent: bool) -> None:
    assert is_urgent(at(12, 10), *starts) is urgent


@pytest.mark.parametrize(
    "words",
    ["zapisz mnie na warsztat", "Chcę się zapisać", "chciałabym sie zapisac na szkolenie",
     "proszę nas zapisać na warsztaty", "Dzień dobry, chcę się zapisać na warsztat", "warsztaty",
     "zapisz mnie na warsztat o księgowości w Bielsku",
     "dzien dobry chciala bym sie zapisac na warstaty z ksiegowosci"],
)  # fmt: skip
def test_words_that_want_a_seat(words: str) -> None:
    assert wants_list(words)


@pytest.mark.parametrize(
    "words",
    ["jak zapisać fundację do rejestru", "jak zapisać się na warsztat o księgowości",
     "czy mogę zapisać na warsztaty dwie osoby", "zapisać w statucie prowadzenie warsztatów",
     "chcę założyć koło", "czy warsztaty są płatne", "zapisać statut", ""],
)  # fmt: skip
def test_words_that_want_something_else(words: str) -> None:
    assert not wants_list(words)


def test_leaving_in_words() -> None:
    assert wants_to_leave("Rezygnuję.")
    assert wants_to_leave("proszę mnie wypisać")
    assert not wants_to_leave("rezygnuję z funkcji prezesa")


def test_one_organisation_is_known_however_it_is_written() -> None:
    assert same_organisation("KGW „Łąck”", "kgw lack")
    assert not same_organisation("KGW Łąck", "KGW Bielsk")
    assert not same_organisation("", "")
    assert not same_organisation("„”", "„”")


def test_a_place_without_a_point_is_searched_for() -> None:
    assert map_search("Łąck, szkoła").endswith("query=%C5%81%C4%85ck%2C+szko%C5%82a")
