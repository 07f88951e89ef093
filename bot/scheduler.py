"""The tick: runs the sweeps every few seconds. Nothing of ours is kept here, only in rows.

APScheduler is the clock and no more: in memory, never two runs of a sweep at once, late runs made
up for by one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)

Sweep = Callable[[], Awaitable[None]]
EVERY = timedelta(seconds=15)
_HABITS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Scheduler:
    """Runs named sweeps by the clock, or at once.

    While this copy of the program does not lead, only those that stand in `everywhere`.
    """

    def __init__(
        self,
        sweeps: Mapping[str, Sweep],
        every: timedelta = timedelta(seconds=15),
        leads: Callable[[], bool] = lambda: True,
        everywhere: Collection[str] = (),
    ) -> None:
        self._sweeps = dict(sweeps)
        self._leads, self._everywhere = leads, frozenset(everywhere)
        self._every = every
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            jobstores={"default": MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
            job_defaults=_HABITS,
        )

    def start(self) -> None:
        """Begin to tick."""
        for name in self._sweeps:
            self._scheduler.add_job(
                self._sweep, "interval", [name], seconds=self._every.total_seconds(), id=name
            )
        self._scheduler.start()

    def soon(self, name: str, delay_seconds: float) -> None:
        """Run one sweep after a while, besides its turns; a later call moves an earlier one."""
        when = datetime.now(UTC) + timedelta(seconds=delay_seconds)
        self._scheduler.add_job(
            self._sweep, "date", [name], run_date=when, id=f"soon:{name}", replace_existing=True
        )

    async def sweep_now(self) -> None:
        """Run all sweeps once, in their order (the demo moved the clock)."""
        for name in self._sweeps:
            await self._sweep(name)

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _sweep(self, name: str) -> None:
        if name not in self._everywhere and not self._leads():
            return
        try:
            await self._sweeps[name]()
        except asyncio.CancelledError:
            if self._scheduler.running:
                raise
            log.info("sweep_cut_short", name=name)  # the house closes; rows say what is left
        except Exception as error:
            log.error("sweep_failed", name=name, error=type(error).__name__)
