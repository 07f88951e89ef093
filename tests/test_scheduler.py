"""The tick: a sweep that is cut short by the end says so, and is no error."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.scheduler import Scheduler


async def test_a_sweep_that_the_end_cuts_short_is_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    scheduler = Scheduler({"slow": slow})
    scheduler.start()
    scheduler.soon("slow", 0)
    await begun.wait()
    with capture_logs() as said:
        scheduler.stop()
        await ended.wait()
        await asyncio.sleep(0)
    assert [one["event"] for one in said] == ["sweep_cut_short"]
    assert [one.levelname for one in caplog.records if one.levelname == "ERROR"] == []


async def test_whoever_waits_for_a_sweep_may_be_cancelled() -> None:
    scheduler = Scheduler({"slow": asyncio.Event().wait})  # type: ignore[dict-item]
    scheduler.start()
    waiting = asyncio.create_task(scheduler.sweep_now())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    scheduler.stop()
    assert waiting.cancelled()
