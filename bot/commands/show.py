"""The bot on a stage: started, stopped, restarted over the same database, moved through time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.app import House, open_house
from bot.clock import SystemClock
from bot.domain.warsaw import local
from bot.helpdesk import views
from bot.helpdesk.desk import topic_view
from bot.knowledge.library import find_directory
from bot.knowledge.loading import read_organisation
from bot.settings import Settings, load
from bot.simulator.clock import MovableClock
from bot.simulator.page import Demo
from bot.simulator.request import SimulatedRequest
from bot.simulator.stage import COORDINATOR, Stage, set_stage
from bot.storage import inbox, outbox, questions, tickets

WORKING_DAY = timedelta(days=1)
LOOK_EVERY = 0.3  # seconds between looks at what the bot decided


class Show:
    """The bot on a stage: started, restarted over the same database, moved through time."""

    def __init__(self, stage: Stage, settings: Settings) -> None:
        self.stage = stage
        self._settings = settings
        self._trace: dict[str, Any] = {}
        self._house: House | None = None
        self._living: asyncio.Task[None] | None = None
        self._stack = contextlib.AsyncExitStack()
        self.demo = Demo(
            stage.telegram,
            stage.clock,
            stage.leaders,
            stage.advisors,
            stage.group,
            lambda: self._trace,
            self.advance,
            self.restart,
        )

    @property
    def house(self) -> House:
        """Return the bot that is running."""
        assert self._house is not None
        return self._house

    async def start(self) -> None:
        """Start the bot over the stage's Telegram."""
        self._house = await self._stack.enter_async_context(
            open_house(
                self._settings,
                clock=self.stage.clock,
                request=SimulatedRequest(self.stage.telegram.world),
            )
        )
        self._living = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stop the bot; the database and the stage stay."""
        if self._living is not None:
            self._living.cancel()
            await asyncio.gather(self._living, return_exceptions=True)
        await self._stack.aclose()
        self._house = None

    async def restart(self) -> None:
        """Stop and start the bot, as an operator would."""
        await self.stop()
        await self.start()

    async def advance(self, span: timedelta) -> None:
        """Move the clock, over days off when a working day is asked for, and sweep."""
        if span == WORKING_DAY:
            span = self._to_next_working_day()
        self.stage.clock.advance(span)
        await self.house.sweep_now()

    def _to_next_working_day(self) -> timedelta:
        desk = self.house.services.desk("clock")
        days = 1
        while not desk.hours.is_working_day(desk.today + timedelta(days=days)):
            days += 1
        return timedelta(days=days)

    async def _watch(self) -> None:
        """Keep what the page shows of the bot's decisions up to date."""
        while True:
            trace = await self.house.database.read(self._read)
            if trace != self._trace:
                self._trace = trace
                self.demo.touch()
            await asyncio.sleep(LOOK_EVERY)

    def _read(self, conn: Connection) -> dict[str, Any]:
        desk = self.house.services.desk("trace")
        names = {role.person.id: role.person.user.name for role in self.demo.roles()}
        decider = self.house.library.current.decider
        counts = outbox.counts(conn)
        return {
            "programme": desk.base.organisation.programme,
            "topics": [topic_view(topic) for topic in desk.topics.values()],
            "thresholds": {"answer": decider.answer_from, "suggest": decider.suggest_from},
            "questions": [
                _plain(views.trace_question(conn, desk, one)) for one in questions.latest(conn, 20)
            ],
            "outbox": [_owed(row, names) for row in outbox.latest(conn, 30)],
            "counts": {
                "inbox_waiting": inbox.waiting(conn),
                "outbox_waiting": counts.get("pending", 0) + counts.get("sending", 0),
                "tickets_open": sum(
                    count
                    for state, count in tickets.count_by_state(conn).items()
                    if state in tickets.OPEN
                ),
                "quarantine": inbox.in_quarantine(conn),
            },
        }


def _plain(question: dict[str, Any]) -> dict[str, Any]:
    asked = question["asked"]
    return question | {"asked": local(asked).strftime("%H:%M")}


def _owed(row: outbox.OutboxRow, names: dict[int, str]) -> dict[str, Any]:
    moment: datetime = row.finished_at or row.created_at
    return {
        "id": row.id,
        "kind": row.kind,
        "ticket": row.ticket_id,
        "to": _to_whom(row.to, names),
        "what": row.template or row.role or row.operation,
        "state": row.state,
        "attempts": row.attempts,
        "reason": row.reason,
        "at": local(moment).strftime("%H:%M"),
    }


def _to_whom(address: str, names: dict[int, str]) -> str:
    """Return who stands behind an outbox address: a person, the advisors, or everybody."""
    number = address.removeprefix("chat:")
    if not number.isdigit():
        return "Doradcy"
    return names.get(int(number), "wszyscy")


@asynccontextmanager
async def show(directory: Path, knowledge: Path | None = None) -> AsyncIterator[Show]:
    """Open a show with a linked group, over a database in `directory`."""
    us = read_organisation(find_directory(knowledge))
    stage = set_stage(MovableClock(SystemClock()), us.programme, us.bot_username)
    settings = load(
        environment={},
        token=stage.telegram.token,
        api_url="http://127.0.0.1",
        database=f"sqlite:///{directory}/demo.db",
        knowledge=knowledge,
        encoder=None,
        coordinators=str(COORDINATOR),
        listen="off",
        pacing="off",
        mode="polling",
    )
    opened = Show(stage, settings)
    await opened.start()
    try:
        stage.role(COORDINATOR).person.send("/polacz", chat=stage.group)
        await stage.group.expect("Grupa połączona", timeout=20)
        yield opened
    finally:
        opened.demo.close()
        await opened.stop()
