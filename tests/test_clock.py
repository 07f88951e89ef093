"""The checked clock: right when the machine is, and by what others say when it is not."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.clock import CheckedClock
from tests.stepped_clock import BEGINNING, SteppedClock

JUMPS = (
    timedelta(hours=1),
    timedelta(hours=-1),
    timedelta(days=1),
    timedelta(days=-1),
    timedelta(days=3652),
)


class Machine(SteppedClock):
    """A machine's clock that can be set wrong; its monotonic time cannot."""

    error = timedelta(0)

    def now(self):
        return super().now() + self.error


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def checked(machine: Machine) -> CheckedClock:
    clock = CheckedClock(machine)
    clock.heard(BEGINNING)
    return clock


@pytest.mark.parametrize("error", JUMPS)
def test_a_jump_is_noticed_at_once_and_corrected(
    machine: Machine, checked: CheckedClock, error: timedelta
) -> None:
    machine.error = error
    machine.advance(hours=5)
    assert (checked.ahead, checked.now()) == (error, BEGINNING + timedelta(hours=5))
    machine.error = timedelta(0)
    assert (checked.ahead, checked.now()) == (timedelta(0), BEGINNING + timedelta(hours=5))


@pytest.mark.parametrize("error", JUMPS)
def test_with_nothing_heard_the_machine_is_believed(machine: Machine, error: timedelta) -> None:
    checked = CheckedClock(machine)
    machine.error = error
    assert (checked.ahead, checked.now()) == (timedelta(0), BEGINNING + error)


@pytest.mark.parametrize("seconds", [-120, -3, 3, 120])
def test_small_differences_are_nobodys_fault(
    machine: Machine, checked: CheckedClock, seconds: int
) -> None:
    machine.error = timedelta(seconds=seconds)
    assert checked.now() == machine.now()


def test_a_clock_that_is_wrong_from_the_start_is_corrected(machine: Machine) -> None:
    machine.error = timedelta(days=-9000)
    checked = CheckedClock(machine)
    checked.heard(BEGINNING)
    assert checked.now() == BEGINNING


def test_the_newest_word_counts(machine: Machine, checked: CheckedClock) -> None:
    checked.heard(BEGINNING + timedelta(hours=2))
    assert checked.now() == BEGINNING + timedelta(hours=2)
    checked.heard(BEGINNING)
    assert checked.now() == BEGINNING


@pytest.mark.parametrize("error", [timedelta(days=-1), timedelta(days=3652)])
async def test_waiting_takes_as_long_as_it_should(
    machine: Machine, checked: CheckedClock, error: timedelta
) -> None:
    machine.error = error
    waiting = asyncio.create_task(checked.wait_until(BEGINNING + timedelta(seconds=10)))
    machine.advance(seconds=9)
    await asyncio.sleep(0.01)
    assert not waiting.done()
    machine.advance(seconds=1)
    await asyncio.wait_for(waiting, 5)
