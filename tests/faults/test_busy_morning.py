"""What the programme and the office do, cut short at each named instant: it comes to the same.

Seats given up and taken, a waiting list that moves up, a consultation, an announcement, a card, a
closed month, a reminder, an export and an erasure, all on one morning (`busy_morning`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.helpdesk import floods
from tests.faults.busy_morning import Eve, morning, play_the_eve
from tests.faults.nursery import Nursery
from tests.faults.sizes import figure, sized

pytestmark = pytest.mark.slow

#: The deaths of one morning: at which point, and who presses before it (nobody: it is due, or
#: what was pressed before has not been done yet).
DEATHS = (
    ("mid_reminder_owe", ""),
    ("after_ledger", ""),
    ("mid_erasure@5", ""),
    ("mid_waitlist_promotion", "gives up"),
    ("mid_seat_booking", "signs up"),
    ("mid_reminder_materialise", ""),
    ("after_seat_booking_commit", ""),
    ("mid_consultation_booking", "books"),
    ("after_consultation_booking_commit", ""),
    ("mid_card_begun", "closes"),
    ("mid_card_issue", "issues"),
    ("after_card_issue_commit", ""),
    ("mid_month_close", "closes the month"),
    ("after_month_close_commit", ""),
    ("mid_export", "takes a copy"),
    ("mid_file_kept", ""),
    ("mid_audit", "approves"),
    ("mid_broadcast_freeze", ""),
    ("mid_broadcast_expand@2", ""),
)
#: A file is sent at most once: what was on its way is said to be uncertain.
UPLOADS = ("before_upload", "after_upload")


@dataclass(frozen=True, slots=True)
class Whole:
    """A morning on which nothing died, and the eve of all mornings."""

    eve: Eve
    came_to: list[str]
    copies: int


async def _whole(eve: Eve, directory: Path, nursery: Nursery) -> Whole:
    async with morning(directory, eve, nursery) as whole:
        await whole.end()
        return Whole(eve, whole.came_to(), whole.copies())


@pytest.fixture(scope="module")
def whole(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(floods, "HOLD", timedelta(milliseconds=20))  # people of the eve type fast
        eve = asyncio.run(play_the_eve(tmp_path_factory.mktemp("eve")))
    yield asyncio.run(_whole(eve, tmp_path_factory.mktemp("whole"), nursery))


@pytest.mark.parametrize("number", range(sized(1, 20)))
async def test_a_morning_cut_short_again_and_again_comes_to_the_same(
    number: int, tmp_path: Path, whole: Whole, nursery: Nursery
) -> None:
    async with morning(tmp_path, whole.eve, nursery) as cut:
        for point, when in DEATHS:
            await cut.dies(point, when)
        await cut.end()

        assert cut.came_to() == whole.came_to
        assert cut.copies() - whole.copies <= cut.in_flight
    figure(f"morning {number + 1}: {len(DEATHS)} deaths at named points, the same in the end")


@pytest.mark.parametrize("number", range(sized(1, 20)))
@pytest.mark.parametrize("point", UPLOADS)
async def test_a_file_whose_sending_was_cut_short_is_never_sent_twice(
    point: str, number: int, tmp_path: Path, whole: Whole, nursery: Nursery
) -> None:
    async with morning(tmp_path, whole.eve, nursery) as cut:
        await cut.dies(point, "takes a copy")
        await cut.end()

        names = cut.files("Anna")
        assert cut.uncertain() == 1
        assert len(set(names)) == len(names) == (2 if point == "after_upload" else 1)


async def test_a_morning_that_came_to_something_else_would_be_noticed(
    tmp_path: Path, whole: Whole, nursery: Nursery
) -> None:
    async with morning(tmp_path, whole.eve, nursery) as nobody_lived:
        assert nobody_lived.came_to() != whole.came_to
