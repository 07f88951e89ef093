"""The sender: what becomes of each kind after each result, order, pace and recovery."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import pytest
from sqlalchemy import Connection

from bot.domain.messages import POLICIES, Kind
from bot.domain.outgoing import Command, Result
from bot.helpdesk import practice_cards, proposal_cards
from bot.sender import Sender
from bot.storage import outbox, sending
from bot.storage.database import Database
from bot.storage.outbox import Later, OutboxRow, Outcome, Owed, Skip
from tests.scripted_channel import SENT, ScriptedChannel
from tests.stepped_clock import SteppedClock
from tests.until import until

LOST = Result("uncertain", reason="network")
AWAY = Result("retry", reason="network")
FLOOD = Result("retry", retry_after=7.0, reason="flood")
BLOCKED = Result("refused", reason="blocked")
MOVED = Result("refused", reason="migrated", migrated_to=-100)


@dataclass
class Office:
    """A sender over a database and a channel, with hooks that keep what they were told."""

    database: Database
    clock: SteppedClock
    channel: ScriptedChannel
    pacing: Literal["telegram", "off"] = "off"
    outcomes: list[tuple[str, str, str | None]] = field(default_factory=list)
    verdicts: dict[str, Skip | Later | Exception] = field(default_factory=dict)
    recorded: Callable[[Outcome], Later | None] = lambda outcome: None
    group: int = -1

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Start over, as after a crash."""
        self.sender = Sender(
            self.database, self.channel, self._prepare, self._record, self.clock, self.pacing
        )

    def _prepare(self, conn: Connection, row: OutboxRow, now: datetime) -> Command | Skip | Later:
        verdict = self.verdicts.get(row.key)
        if isinstance(verdict, Exception):
            raise verdict
        if verdict is not None:
            return verdict
        chat_id = int(row.to[5:]) if row.to.startswith("chat:") else self.group
        mark = "(ponowione) " if row.doubtful else ""
        state = row.params.get("state", "")
        message_id = 5 if row.operation == "edit" else None
        return Command(
            row.operation, chat_id, html=f"{mark}{row.key}{state}", message_id=message_id
        )

    def _record(
        self,
        conn: Connection,
        row: OutboxRow,
        outcome: Outcome,
        command: Command | None,
        now: datetime,
    ) -> Later | None:
        self.outcomes.append((row.key, outcome.state, outcome.reason))
        return self.recorded(outcome)

    async def owe(self, *owed: Owed) -> None:
        now = self.clock.now()
        await self.database.write(lambda conn: [outbox.owe(conn, one, now) for one in owed])

    async def pass_time(self, seconds: float) -> None:
        """Let time pass second by second, and send what becomes due."""
        await self.sender.drain()
        for _ in range(int(seconds)):
            self.clock.advance(seconds=1)
            await self.sender.drain()

    async def row(self, key: str) -> OutboxRow:
        rows = await self.database.read(lambda conn: outbox.latest(conn, 1000))
        return next(row for row in rows if row.key == key)

    async def state(self, key: str) -> str:
        return (await self.row(key)).state


@pytest.fixture
def office(sqlite: Database, clock: SteppedClock) -> Office:
    return Office(sqlite, clock, ScriptedChannel())


@pytest.fixture
def paced(sqlite: Database, clock: SteppedClock) -> Office:
    return Office(sqlite, clock, ScriptedChannel(), pacing="telegram")


def owed(key: str, kind: Kind = Kind.ANSWER, to: str = "chat:1", **values: Any) -> Owed:
    operation = {Kind.CARD: "card", Kind.EDIT: "edit", Kind.DELETE: "delete"}.get(kind, "send")
    return replace(Owed(key, kind, operation, to), **values)


@pytest.mark.parametrize("kind", list(Kind))
async def test_every_kind_is_sent_once(office: Office, kind: Kind) -> None:
    await office.owe(owed("a", kind))
    await office.sender.drain()
    assert (await office.state("a"), len(office.channel.asked)) == ("sent", 1)
    assert office.outcomes == [("a", "sent", None)]


@pytest.mark.parametrize("kind", list(Kind))
async def test_every_kind_waits_and_goes_again_when_telegram_is_away(
    office: Office, kind: Kind
) -> None:
    office.channel.answers.extend([AWAY] * 6)
    await office.owe(owed("a", kind))
    await office.pass_time(70)
    row = await office.row("a")
    assert (row.state, row.attempts, row.misses, row.doubtful) == ("sent", 1, 6, False)


@pytest.mark.parametrize("kind", list(Kind))
async def test_every_kind_obeys_a_flood_and_does_not_count_it(office: Office, kind: Kind) -> None:
    office.channel.answers.append(FLOOD)
    await office.owe(owed("a", kind))
    await office.pass_time(6)
    assert len(office.channel.asked) == 1
    await office.pass_time(1)
    row = await office.row("a")
    assert (row.state, row.attempts, row.doubtful) == ("sent", 1, False)


@pytest.mark.parametrize("kind", list(Kind))
async def test_a_refusal_is_final_for_every_kind(office: Office, kind: Kind) -> None:
    office.channel.answers.append(BLOCKED)
    await office.owe(owed("a", kind))
    await office.pass_time(5)
    assert len(office.channel.asked) == 1
    assert office.outcomes == [("a", "failed", "blocked")]


@pytest.mark.parametrize("kind", list(Kind))
async def test_a_doubt_is_repeated_or_shown_by_the_policy_of_the_kind(
    office: Office, kind: Kind
) -> None:
    office.channel.answers.extend([LOST] * 9)
    await office.owe(owed("a", kind))
    await office.pass_time(200)
    policy = POLICIES[kind]
    assert len(office.channel.asked) == (policy.tries if policy.repeat_uncertain else 1)
    assert office.outcomes == [("a", "uncertain", "network")]


@pytest.mark.parametrize("kind", [kind for kind in Kind if POLICIES[kind].repeat_uncertain])
async def test_a_repeat_that_arrives_is_sent(office: Office, kind: Kind) -> None:
    office.channel.answers.append(LOST)
    await office.owe(owed("a", kind))
    await office.pass_time(5)
    assert office.outcomes == [("a", "sent", None)]


async def test_an_answer_repeated_says_so_once(office: Office) -> None:
    office.channel.answers.extend([LOST, LOST])
    await office.owe(owed("a"))
    await office.pass_time(20)
    assert office.channel.texts == ["a", "(ponowione) a"]  # the last waits for the outage to end
    await office.pass_time(20)
    assert office.channel.texts == ["a", "(ponowione) a", "(ponowione) a"]


async def test_a_repeat_after_a_flood_is_word_for_word_the_same(office: Office) -> None:
    office.channel.answers.append(FLOOD)
    await office.owe(owed("a"))
    await office.sender.drain()
    office.verdicts["a"] = Skip("would be rendered otherwise now")
    await office.pass_time(8)
    assert office.channel.texts == ["a", "a"]


@pytest.mark.parametrize("operation", ["card", practice_cards.CARD, proposal_cards.OPERATION])
async def test_a_card_repeated_shows_the_newest_state(office: Office, operation: str) -> None:
    office.channel.answers.append(FLOOD)
    await office.owe(owed("c", Kind.CARD, operation=operation))
    await office.sender.drain()
    office.verdicts["c"] = Skip("moved")
    await office.pass_time(8)
    assert office.outcomes == [("c", "cancelled", "moved")]


async def test_a_channel_that_breaks_leaves_a_doubt(office: Office) -> None:
    office.channel.answers.append(RuntimeError("bug"))
    await office.owe(owed("m", Kind.MEDIA))
    await office.sender.drain()
    assert office.outcomes == [("m", "uncertain", "RuntimeError")]


async def test_messages_of_one_person_keep_their_order_through_trouble(office: Office) -> None:
    office.channel.answers.extend([LOST, FLOOD, SENT, AWAY])
    await office.owe(*(owed(key) for key in "abc"))
    await office.pass_time(20)
    order = [text.removeprefix("(ponowione) ") for text in office.channel.texts if text]
    assert order == ["a", "a", "a", "b", "b", "c"]


async def test_a_flood_in_one_chat_does_not_hold_up_another(office: Office) -> None:
    office.channel.answers.append(FLOOD)
    await office.owe(owed("a"), owed("b"), owed("c", to="chat:2"))
    await office.sender.drain()
    assert office.channel.texts == ["a", "c"]


async def test_a_flood_in_the_group_holds_up_all_its_addresses(office: Office) -> None:
    office.channel.answers.append(FLOOD)
    await office.owe(owed("a", to="group/legal"))
    await office.sender.drain()
    await office.owe(owed("b", to="group/accounting"), owed("c", to="chat:-1"))
    await office.pass_time(6)
    assert office.channel.texts == ["a"]
    await office.pass_time(2)
    assert sorted(filter(None, office.channel.texts)) == ["a", "a", "b", "c"]


async def _at_once(office: Office, first: int, seconds: float = 0.0) -> int:
    """Return how many of nine calls are made before the first of them has ended.

    Those made by then take so many seconds, as far as the sender can tell.
    """
    before = len(office.channel.asked)
    office.channel.gate.clear()
    await office.owe(*(owed(str(n), to=f"chat:{n}") for n in range(first, first + 9)))
    draining = asyncio.create_task(office.sender.drain())
    await until(lambda: len(office.channel.asked) > before)
    await asyncio.sleep(0.05)
    made = len(office.channel.asked) - before
    office.clock.advance(seconds=seconds)
    office.channel.gate.set()
    await draining
    assert len(office.channel.asked) == before + 9
    return made


async def test_one_call_at_a_time_is_enough_for_a_quick_api(office: Office) -> None:
    made = [await _at_once(office, first) for first in (1, 11, 21)]

    assert made == [1, 1, 1]


async def test_a_slow_api_gets_more_calls_at_once_but_never_above_six(office: Office) -> None:
    made = [await _at_once(office, first, seconds=5) for first in (1, 11, 21)]

    assert made == [1, 6, 6]


async def test_a_call_that_hangs_lets_others_pass(office: Office) -> None:
    office.channel.gate.clear()
    await office.owe(*(owed(str(n), to=f"chat:{n}") for n in range(1, 4)))
    running = asyncio.create_task(office.sender.run())
    await until(lambda: len(office.channel.asked) == 1)
    await asyncio.sleep(0.05)
    assert len(office.channel.asked) == 1
    office.clock.advance(seconds=0.2)
    await until(lambda: len(office.channel.asked) == 3)
    office.channel.gate.set()
    await office.sender.stop()
    await running


async def test_what_lost_its_use_is_never_sent(office: Office) -> None:
    end = office.clock.now() + timedelta(hours=1)
    await office.owe(owed("a", valid_until=end), owed("b"))
    office.clock.advance(hours=1)
    await office.sender.drain()
    assert office.channel.texts == ["b"]
    assert office.outcomes[0] == ("a", "expired", None)


async def test_an_automatic_answer_is_good_for_a_day(office: Office) -> None:
    await office.owe(owed("a", Kind.AUTOMATIC))
    office.clock.advance(hours=24)
    await office.sender.drain()
    assert office.outcomes == [("a", "expired", None)]


async def test_what_cannot_go_yet_is_looked_at_later(office: Office) -> None:
    office.verdicts["a"] = Later(office.clock.now() + timedelta(seconds=2))
    await office.owe(owed("a"), owed("b", to="chat:2"))
    await office.sender.drain()
    assert office.channel.texts == ["b"]
    del office.verdicts["a"]
    await office.pass_time(2)
    assert office.channel.texts == ["b", "a"]


async def test_a_message_that_cannot_be_rendered_fails_alone(office: Office) -> None:
    office.verdicts["a"] = ZeroDivisionError()
    await office.owe(owed("a"), owed("b"))
    await office.sender.drain()
    assert office.outcomes == [("a", "failed", "prepare: ZeroDivisionError"), ("b", "sent", None)]


async def test_a_mistake_in_recording_does_not_lose_the_outcome(office: Office) -> None:
    def fail(outcome: Outcome) -> Later | None:
        raise ZeroDivisionError

    office.recorded = fail
    await office.owe(owed("a"))
    await office.sender.drain()
    assert await office.state("a") == "sent"


async def test_recording_may_ask_for_another_try(office: Office) -> None:
    office.channel.answers.append(Result("refused", reason="thread_not_found"))
    now = office.clock.now()
    office.recorded = lambda outcome: Later(now) if outcome.state == "failed" else None
    await office.owe(owed("a", to="group/legal"))
    await office.sender.drain()
    assert await office.state("a") == "sent"


async def test_what_goes_to_a_group_that_moved_goes_to_its_new_address(office: Office) -> None:
    office.channel.answers.append(MOVED)

    def move(outcome: Outcome) -> None:
        office.group = outcome.migrated_to or office.group

    office.recorded = move
    await office.owe(owed("a", to="group/legal"))
    await office.sender.drain()
    assert [command.chat_id for command in office.channel.asked] == [-1, -100]
    assert await office.state("a") == "sent"


async def test_a_frozen_address_does_not_move(office: Office) -> None:
    office.channel.answers.append(MOVED)
    await office.owe(owed("a", to="chat:-1"))
    await office.sender.drain()
    assert office.outcomes == [("a", "failed", "migrated")]


@pytest.mark.parametrize(
    ("kind", "state"),
    [(Kind.ANSWER, "sent"), (Kind.MEDIA, "uncertain"), (Kind.BROADCAST, "uncertain")],
)
async def test_what_was_on_its_way_when_the_program_died_is_in_doubt(
    office: Office, kind: Kind, state: str
) -> None:
    await office.owe(owed("a", kind))
    await office.database.write(_take_first)
    office.open()
    await office.pass_time(3)
    assert await office.state("a") == state
    assert office.channel.texts == (["(ponowione) a"] if state == "sent" else [])


def _take_first(conn: Connection) -> None:
    (row,) = outbox.latest(conn, 1)
    sending.set_sending(
        conn, row, {"operation": "send", "chat_id": 1, "html": "a"}, row.created_at
    )


async def test_a_row_cancelled_in_time_is_not_sent(office: Office) -> None:
    await office.owe(owed("a"))
    row = await office.row("a")
    await office.database.write(
        lambda conn: outbox.cancel_pending(conn, row.id, "undone", office.clock.now())
    )
    await office.sender.drain()
    assert office.channel.texts == []


async def test_a_person_gets_three_at_once_and_then_one_a_second(paced: Office) -> None:
    await paced.owe(*(owed(str(n)) for n in range(8)))
    await paced.sender.drain()
    assert len(paced.channel.asked) == 3
    await paced.pass_time(3)
    assert len(paced.channel.asked) == 6


async def test_a_group_gets_eighteen_a_minute_edits_included(paced: Office) -> None:
    await paced.owe(*(owed(str(n), Kind.CARD, "group") for n in range(10)))
    await paced.owe(*(owed(f"e{n}", Kind.EDIT, "group") for n in range(10)))
    await paced.pass_time(30)
    assert len(paced.channel.asked) == 18
    await paced.pass_time(30)
    assert len(paced.channel.asked) == 20


async def test_all_chats_together_get_twenty_five_a_second(paced: Office) -> None:
    await paced.owe(*(owed(str(n), to=f"chat:{n + 1}") for n in range(40)))
    await paced.sender.drain()
    assert len(paced.channel.asked) == 25
    await paced.pass_time(1)
    assert len(paced.channel.asked) == 40


async def test_what_is_told_to_many_goes_evenly_and_lets_an_answer_pass(paced: Office) -> None:
    many = [owed(f"m{number}", Kind.BROADCAST, f"chat:{number}") for number in range(100, 130)]
    await paced.owe(*many)
    await paced.sender.drain()
    assert len(paced.channel.asked) == 13  # as many as may catch up, and no more
    for _ in range(10):
        paced.clock.advance(seconds=0.042)
        await paced.sender.drain()
    assert len(paced.channel.asked) == 13 + 10
    await paced.owe(owed("answer"))
    await paced.sender.drain()
    assert paced.channel.texts[23:] == ["answer"]


async def test_reactions_are_not_slowed_down_by_the_pace_of_messages(paced: Office) -> None:
    await paced.owe(
        *(owed(f"r{n}", Kind.REACTION, "group", operation="reaction") for n in range(20))
    )
    await paced.sender.drain()
    assert len(paced.channel.asked) == 20


async def test_the_running_sender_sends_what_is_owed_and_stops(office: Office) -> None:
    running = asyncio.create_task(office.sender.run())
    await office.owe(owed("a"))
    await until(lambda: office.outcomes)
    await office.sender.stop()
    await running
    assert office.outcomes == [("a", "sent", None)]


async def test_stopping_waits_for_a_call_on_its_way(office: Office) -> None:
    office.channel.gate.clear()
    running = asyncio.create_task(office.sender.run())
    await office.owe(owed("a"), owed("b"))
    await until(lambda: office.channel.asked)
    stopping = asyncio.create_task(office.sender.stop())
    await asyncio.sleep(0)
    office.channel.gate.set()
    await stopping
    await running
    assert (await office.state("a"), await office.state("b")) == ("sent", "pending")
