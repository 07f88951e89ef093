"""Limits: what a person does in a minute is counted, and nobody writing by hand is above them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.limits import AT_ONCE, KEPT, MESSAGES, Limit, Recent

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_story_in_a_dozen_short_messages_is_fine() -> None:
    seen = Recent(MESSAGES)
    assert [n for n in range(12) if seen.too_many(1, n, after(4 * n))] == []


def test_the_twenty_first_message_of_a_minute_is_too_many() -> None:
    seen = Recent(MESSAGES)
    assert [n for n in range(1, 25) if seen.too_many(1, n, after(n))] == [21, 22, 23, 24]


def test_one_message_in_three_seconds_is_fine_all_day() -> None:
    seen = Recent(MESSAGES)
    assert not any(seen.too_many(1, n, after(3 * n)) for n in range(500))


def test_after_a_quiet_minute_all_is_as_before() -> None:
    seen = Recent(MESSAGES)
    for n in range(100):
        seen.note(1, n, after(n / 10))
    assert (seen.passed(1, after(67)), seen.passed(1, after(71))) == (True, False)


def test_somebody_floods_as_long_as_the_last_thing_was_too_much() -> None:
    seen = Recent(Limit(2, timedelta(minutes=1)))
    assert not seen.floods(1)
    flooded = []
    for n in (1, 2, 3, 90):
        seen.note(1, n, after(n))
        flooded.append(seen.floods(1))
    assert flooded == [False, False, True, False]


def test_an_attempt_repeated_counts_once() -> None:
    seen = Recent(Limit(2, timedelta(minutes=1)))
    assert [seen.too_many(1, "same", NOON) for _ in range(9)] == [False] * 9


def test_people_are_counted_apart() -> None:
    seen = Recent(MESSAGES)
    for n in range(100):
        seen.note(1, n, NOON)
    assert (seen.too_many(2, 1, NOON), seen.too_many(1, 101, NOON)) == (False, True)


def test_a_handful_at_once_is_seen_as_such() -> None:
    seen = Recent(MESSAGES)
    found = []
    for n in range(4):
        seen.note(1, n, after(0.1 * n))
        found.append(seen.passed(1, after(0.1 * n), AT_ONCE))
    assert found == [False, False, True, True]


def test_those_not_seen_for_longest_are_forgotten_first() -> None:
    seen = Recent(MESSAGES)
    for person in range(KEPT + 5):
        seen.note(person, 0, NOON)
    assert (seen.knows(4), seen.knows(5)) == (False, True)
