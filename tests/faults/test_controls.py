"""Deliberate breaks of the program, each caught as what it is: a harness that cannot fail is none.

Each control is a short story with a mutant, the same story without it being whole. Where the
mistake shows only when the program dies, it dies at a named instant, so nothing is left to luck.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.simulator.faults import Kind
from tests.faults.ledger import findings
from tests.faults.mutants import MUTANTS
from tests.faults.nursery import Nursery
from tests.faults.story import Beginning, Story, a_world, story
from tests.faults.weather import Weather

pytestmark = pytest.mark.slow

Tell = Callable[[Story, str], Awaitable[Sequence[str]]]


class Once:
    """A weather of one fault, at the first `times` calls that fit."""

    retry_after = 1
    lives = 0

    def __init__(self, kind: Kind, fits: Callable[[str, dict[str, Any]], bool], times: int = 1):
        self.kind, self.fits, self.left = kind, fits, times

    def strikes(self, method: str, params: dict[str, Any]) -> Kind | None:
        if not self.left or not self.fits(method, params):
            return None
        self.left -= 1
        return self.kind

    def flooded(self, params: dict[str, Any], seconds: int) -> None:
        pass


def _says(words: str) -> Callable[[str, dict[str, Any]], bool]:
    return lambda method, params: words in str(params.get("text", ""))


def _ask_all(told: Story) -> None:
    for _ in told.people.turns:
        told.people.ask()


async def _to_the_end(told: Story, mutant: str) -> Sequence[str]:
    """Ask, answer, and look at the books."""
    told.advise()
    _ask_all(told)
    await told.end(mutant)
    return findings(told.books())


def _dying_at(point: str, inside: bool = False) -> Tell:
    """Die at a point, and let the mutant go on; `inside`: the mutant surrounds the point."""

    async def tell(told: Story, mutant: str) -> Sequence[str]:
        _ask_all(told)
        breaks = (point, mutant) if inside else (mutant, point)
        await told.dies(",".join(filter(None, breaks)))
        await told.rest(mutant)
        return findings(told.books())

    return tell


async def _dying_between(told: Story, mutant: str) -> Sequence[str]:
    """The mutant itself dies between its two transactions; the program as it is does not."""
    _ask_all(told)
    if mutant:
        await told.dies(mutant)
    await told.rest()
    return findings(told.books())


async def _twice(told: Story, mutant: str) -> Sequence[str]:
    """An update comes again when its question has been answered."""
    told.advise()
    async with told.life(mutant) as bot:
        await bot.ready()
        told.people.coordinator.send("/polacz", chat=told.people.group)
        await told.people.group.expect("Grupa połączona", timeout=20)
        await told.calm(bot)
        told.people.ask()
        told.people.clock.advance(timedelta(seconds=2))  # the answer is later than the question
        update = dict(told.telegram.world.updates.pending[-1])
        await told.calm(bot)
        assert await bot.terminate() == 0, bot.end_of_log
    told.telegram.world.updates.inject(update)  # a new life asks from no number on, and gets it
    await told.end(mutant)
    return findings(told.books())


async def _numbers_fall(told: Story, mutant: str) -> Sequence[str]:
    """Telegram begins to count anew, lower."""
    told.advise()
    async with told.life(mutant) as bot:
        await bot.ready()
        told.people.ask()
        await told.calm(bot)
        told.telegram.world.updates.next_id = 9_000
        told.people.ask()
        await told.quiet()
        await bot.terminate()
    return [one for one in findings(told.books()) if "page 1" not in one]


async def _poison(told: Story, mutant: str) -> Sequence[str]:
    """An update that nobody can parse comes before real ones."""
    told.people.poison(3)
    _ask_all(told)
    await told.rest(mutant)
    return findings(told.books())


def _with_fault(kind: Kind, words: str, times: int = 1) -> Tell:
    """Calls that carry these words fail."""

    async def tell(told: Story, mutant: str) -> Sequence[str]:
        told.server.weather = Once(kind, _says(words), times)
        told.advise()
        _ask_all(told)
        async with told.life(mutant) as bot:
            await bot.ready()
            await told.quiet()
            await bot.terminate()
        return findings(told.books())

    return tell


async def _flood(told: Story, mutant: str) -> Sequence[str]:
    """All that is sent is refused for two seconds; what is sent within them was not refused so."""
    told.server.weather = weather = Weather(
        1,
        {"flood": 1.0},
        retry_after=2,
        spared=frozenset({"getUpdates", "getMe", "getWebhookInfo"}),
    )
    async with told.life(mutant) as bot:
        await bot.ready()
        _ask_all(told)
        while not weather.struck["flood"]:
            await told.server.calls(told.server.begun.count + 1, within=20)
        await asyncio.sleep(1.8)
        await bot.kill()
    return [f"{method} came before retry_after was over" for method, *_ in weather.early]


# Presses, markup, nudges, logs


async def _foreign_press(told: Story, mutant: str) -> Sequence[str]:
    """A leader sends a press on somebody else's ticket, which no button offers."""
    told.people.ask()
    told.people.ask()
    async with told.life(mutant) as bot:
        await bot.ready()
        mine = await told.people.leaders[1].expect("Sprawa #", timeout=20)
        other = 1 if "#2" in mine.text else 2  # two people's questions may overtake each other
        _forge(told, told.people.leaders[1], mine, f"v1:withdraw:{other}")
        await told.quiet()
        await bot.terminate()
    states = _rows(told, f"SELECT state FROM ticket WHERE id = {other}")
    return [f"somebody else's press left it {state}" for (state,) in states if state != "queued"]


async def _press_of_one_who_left(told: Story, mutant: str) -> Sequence[str]:
    """Somebody who has left the group sends the press of a card's button."""
    marek = told.telegram.user(first_name="Marek")
    told.people.group.add(marek)
    told.people.ask()
    async with told.life(mutant) as bot:
        await bot.ready()
        card = await told.people.group.expect("#1 🔵", timeout=20)
        marek.leave(told.people.group)
        _forge(told, marek, card, "v1:claim:1")
        await told.quiet()
        await bot.terminate()
    held = _rows(told, f"SELECT id FROM ticket WHERE advisor_id = {marek.id}")
    return [f"#{number} is held by somebody who has left" for (number,) in held]


def _forge(told: Story, person: Any, message: Any, data: str) -> None:
    """Send a press that an app would not, as a modified one can."""
    entry = {"text": "?", "callback_data": data}
    person._require_sight = lambda chat: None
    person.press_button(message, entry)


def _rows(told: Story, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(told.database)) as connection:
        return connection.execute(query).fetchall()


HOSTILE = '<a href="tg://user?id=900">Zofia</a>'


async def _hostile_name(told: Story, mutant: str) -> Sequence[str]:
    """A leader's name is markup, and another's question breaks it."""
    told.people.leaders[0].user.first_name = HOSTILE
    message = told.people.ask()
    told.people.leaders[1].user.first_name = "Anna <b"
    told.people.ask()
    await told.rest(mutant)
    links = [
        f"{HOSTILE} became a link"
        for one in told.people.group.messages()
        for entity in one.content.get("entities", ())
        if entity["type"] in ("text_mention", "text_link") and one.from_bot
    ]
    assert message.sender is told.people.leaders[0].user
    return [*findings(told.books()), *links]


async def _nudges(told: Story, mutant: str) -> Sequence[str]:
    """Half of the time for a question is over, and many sweeps see it."""
    told.orders["NOW"] = "2026-11-24T09:00:00+01:00"
    told.people.ask()
    await told.rest()
    told.orders |= {"NOW": "2026-11-26T09:00:00+01:00", "SWEEPS": "0.5"}
    for _ in range(2):
        await _some_sweeps(told, mutant)
    nudges = _rows(told, "SELECT ticket_id, count(*) FROM outbox WHERE role = 'nudge' GROUP BY 1")
    assert nudges, "no nudge was due"
    return [f"#{ticket} was nudged {n} times" for ticket, n in nudges if n > 1]


async def _some_sweeps(told: Story, mutant: str) -> None:
    """Live until a nudge has come, and some sweeps longer."""
    async with told.life(mutant) as bot:
        await bot.ready()
        owed = "SELECT 1 FROM outbox WHERE role = 'nudge'"
        while not _rows(told, owed):  # noqa: ASYNC110 - another process brings it about
            await asyncio.sleep(0.05)
        await asyncio.sleep(2.0)
        await bot.terminate()


async def _log(told: Story, mutant: str) -> Sequence[str]:
    """The token stands in the address of each call."""
    told.people.ask()
    async with told.life(mutant) as bot:
        await bot.ready()
        await told.people.leaders[0].expect("Sprawa #1", timeout=20)
        await bot.terminate()
    lines = [line for line in bot.log if told.telegram.token in str(line)]
    return [f"the token stands in {len(lines)} lines of the log"] if lines else []


async def _foreign_group_moves(told: Story, mutant: str) -> Sequence[str]:
    """A group that is none of ours becomes a supergroup."""
    other = told.telegram.group("Obca", basic=True)
    other.add_bot()
    other.upgrade()
    return await _to_the_end_or_not(told, mutant)


async def _to_the_end_or_not(told: Story, mutant: str) -> Sequence[str]:
    _ask_all(told)
    await told.rest(mutant)
    return findings(told.books())


CONTROLS: dict[str, tuple[Tell, str]] = {
    "no_unique_keys": (_twice, "is stored 2 times"),
    "last_seen": (_numbers_fall, "was lost"),
    "confirm_before_storing": (_dying_at("before_inbox_commit", inside=True), "was lost"),
    "parse_before_storing": (_poison, "was lost"),
    "done_before_the_work": (_dying_at("after_claim"), "was lost"),
    "newest_first": (_to_the_end_or_not, "speaks of page 2"),
    "two_transactions": (_dying_between, "0 times its receipt"),
    "sent_before_sending": (_dying_at("before_send"), "0 times its receipt"),
    "crash_forgotten": (_dying_at("before_send"), "in 'sending'"),
    "no_head_of_line": (_with_fault("http_500", "Sprawa <b>#1</b>"), "in another order"),
    "repeat_for_ever": (_with_fault("reset_after", "Sprawa <b>#1</b>", 5), "times its receipt"),
    "repeat_unmarked": (_with_fault("reset_after", "w porządku"), "is a repeat"),
    "never_repeat": (_with_fault("reset_before", "Sprawa <b>#1</b>"), "0 times its receipt"),
    "uncertain_is_not_sent": (
        _with_fault("reset_after", "Sprawa <b>#1</b>", 5),
        "times its receipt",
    ),
    "flood_ignored": (_flood, "before retry_after was over"),
    "recipient_at_send": (_to_the_end, "of somebody else"),
    "nudge_without_key": (_nudges, "was nudged"),
    "anybody_presses": (_foreign_press, "somebody else's press"),
    "membership_unasked": (_press_of_one_who_left, "held by somebody who has left"),
    "any_group": (_foreign_group_moves, "0 times its card"),
    "no_escaping": (_hostile_name, "became a link"),
    "log_unfiltered": (_log, "the token stands in"),
}
#: Two questions of one leader, where it is their order that would break.
ONE_LEADER = {"newest_first", "no_head_of_line"}


@pytest.mark.parametrize("mutant", CONTROLS)
async def test_a_deliberate_break_is_caught(
    mutant: str, tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    tell, caught_as = CONTROLS[mutant]

    async with _opened(mutant, tmp_path, nursery, linked) as told:
        found = await tell(told, mutant)

    assert [one for one in found if caught_as in one], found


WHOLE = {tell: mutant for mutant, (tell, _) in reversed(CONTROLS.items())}


@pytest.mark.parametrize("mutant", WHOLE.values())
async def test_the_same_story_without_the_break_is_whole(
    mutant: str, tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    async with _opened(mutant, tmp_path, nursery, linked) as told:
        assert list(await CONTROLS[mutant][0](told, "")) == []


def _opened(mutant: str, directory: Path, nursery: Nursery, linked: Beginning):
    turns = (0, 0) if mutant in ONE_LEADER else (0, 1)
    if mutant == "no_unique_keys":  # its tables are made without the keys
        return story(directory, nursery, people=a_world(), turns=turns)
    return story(directory, nursery, linked, turns=turns)


def test_every_mutant_has_a_control() -> None:
    elsewhere = {"lead_for_ever"}  # test_paused_leader.py
    assert set(CONTROLS) | elsewhere == set(MUTANTS)
