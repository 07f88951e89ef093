"""Which offset confirms what came: never one too few for ever, never one that did not come."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.confirming import next_offset, numbers_of


@pytest.mark.parametrize(
    ("updates", "numbers"),
    [
        ([{"update_id": 5}, {"update_id": 7}], [5, 7]),
        ([{"update_id": 5_000}, {"update_id": 2_100_000}, {"update_id": 900}],
         [5_000, 2_100_000, 900]),
        ([{}, [], None, 7, "words", 1.5], []),
        ([{"update_id": it} for it in ("12", True, 1.0, -1, 0, None, 2**63, float("nan"))], []),
        (['{"ok":true,"result":[{"update_id": 12,"x":[[['], [12]),
        (['{"update_id": 0123}'], []),
        (['{"update_id": ' + "9" * 5_000], []),
    ],
)  # fmt: skip
def test_only_numbers_that_can_be_used_are_read(updates: list[Any], numbers: list[int]) -> None:
    assert numbers_of(updates) == numbers


def test_what_came_is_confirmed_and_nothing_more() -> None:
    assert next_offset([5, 7, 6], 3, 5) == 8
    assert next_offset([2_100_000, 900], 2, None) == 2_100_001


def test_after_an_empty_answer_no_offset_is_kept() -> None:
    assert next_offset([], 0, 2_100_001) is None


@given(st.sets(st.integers(1, 500), min_size=1, max_size=60), st.integers(1, 20))
def test_updates_without_numbers_are_passed_without_passing_others(
    pending: set[int], batch: int
) -> None:
    """`pending` are the numbers that Telegram knows and does not tell."""
    offset, seen, left = None, set[int](), sorted(pending)
    for _ in range(600):
        came = left[:batch]
        seen.update(came)
        offset = next_offset([], len(came), offset)
        left = [number for number in left if offset is None or number >= offset]
        if not left:
            break
    assert (seen, left) == (pending, [])
