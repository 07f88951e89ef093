"""Presses and links that nobody was offered: none is accepted, and none is told anything.

A modified app may send any data for any message. What it cannot choose is who it is and where it
is, as Telegram says; those two, and the rows, decide.
"""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.callbacks import BadCallback, decode, encode
from bot.domain.start_links import parse
from bot.helpdesk import presses
from bot.storage import inbox, records
from bot.storage.rows import change
from bot.storage.tables import token
from tests.buttons import spelled
from tests.channels.telegram import rehearsal as stage
from tests.channels.telegram.rehearsal import Rehearsal

SEED = 20261124
_A_DAY = timedelta(days=1)
BATCH = 250
OUTSIDERS = (
    (stage.STRANGER, stage.STRANGER),
    (stage.COORDINATOR, stage.COORDINATOR),
    (stage.FOREIGNER, stage.FOREIGN_ID),
    (stage.FOREIGNER, stage.GROUP_ID),
    (stage.EX, stage.GROUP_ID),
    (stage.ASKER, stage.GROUP_ID),
    (stage.ANONYMOUS, stage.GROUP_ID),
    (stage.CHANNEL, stage.GROUP_ID),
    (stage.ROBOT, stage.GROUP_ID),
    (stage.STRANGER, stage.ASKER),  # another's chat, which Telegram would never say
    (stage.ASKER, stage.STRANGER),
    (stage.HOLDER, stage.FOREIGN_ID),
)
INSIDERS = ((stage.ASKER, stage.ASKER), (stage.HOLDER, stage.GROUP_ID))
EVERYTHING = spelled({*presses.LEADER, *presses.ADVISOR})
#: Of the holder: what is the leader's, or stands on the card of another ticket.
HOLDERS_UPGRADES = ("claim", "restore", "withdraw", "rate_good", "solved", "set_hide", "merge")
#: Of the asker: what stands on cards, or is over.
ASKERS_UPGRADES = (*spelled(presses.ADVISOR), "restore", "reopen", "rate_bad")


def rows(there: Rehearsal) -> list[int]:
    ids = there.ids
    return [1, 2, 3, ids.draft, ids.whole, ids.sent,
            ids.writing, ids.offered, ids.waiting, ids.gap, ids.part, ids.held, ids.answered,
            ids.suggested, ids.follow_up, ids.answer, ids.asked,
            *ids.persons.values(), 0, 999, 2**63 - 1]  # fmt: skip


def offered(there: Rehearsal, chance: random.Random) -> str:
    """Return data as a real button carries it."""
    return encode(chance.choice(EVERYTHING), chance.choice(rows(there)))


def flipped(data: str, chance: random.Random) -> str:
    """Return data with some of its bits turned, so that it is no button of ours any more."""
    raw = bytearray(data.encode())
    for _ in range(chance.randint(1, 3)):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw).decode("utf-8", "replace").replace("\x00", "")


def garbage(chance: random.Random) -> str:
    made = [
        "", "v1", "v1::", "v1:claim:", "v1:claim:-1", "v1:claim:01", "v1:claim:2 ", "v1:claim:٢",
        "v1:claim:²", "v1:CLAIM:2", "v1:claim:2:x", "v1:" + "a" * 70 + ":2",
        "v1:claim:" + "9" * 50,
        "../../etc", "v1:claim:2\n", "null", "{}", "v1:__class__:2", "v1:press:2", "v1:claim:１",
        "".join(chance.choices(string.printable, k=chance.randint(1, 64))),
        "".join(chr(chance.randrange(0x20, 0x2FFF)) for _ in range(chance.randint(1, 20))),
    ]  # fmt: skip
    return chance.choice(made)


def forged(there: Rehearsal, count: int) -> Iterator[dict[str, Any]]:
    """Yield presses that were never offered to those who make them."""
    chance = random.Random(SEED)
    for number in range(count):
        who, where = chance.choice(OUTSIDERS)
        message = chance.choice((stage.CARD, stage.MENU, stage.ASK, stage.RECEIPT, 1, 999_999))
        kind = number % 8
        if kind in (0, 1, 2):  # somebody else's button, in a place of one's own or not
            data = offered(there, chance)
            if (who, where) == (stage.STRANGER, stage.STRANGER) or who == stage.COORDINATOR:
                data = _not_own(there, chance)
        elif kind == 3:
            (who, where), data = chance.choice(INSIDERS), flipped(offered(there, chance), chance)
            if _parses(data):
                data = f"v1{data}"
        elif kind == 4:
            (who, where), data = chance.choice(INSIDERS), garbage(chance)
        elif kind == 5:  # another version of our own format
            (who, where) = chance.choice(INSIDERS)
            data = f"v{chance.choice('023459')}{offered(there, chance)[2:]}"
        elif kind == 6:
            who, where, message = stage.HOLDER, stage.GROUP_ID, stage.CARD
            data = encode(chance.choice(HOLDERS_UPGRADES), chance.choice((1, 3, 999)))
        else:
            who, where, message = stage.ASKER, stage.ASKER, stage.RECEIPT
            data = encode(chance.choice(ASKERS_UPGRADES), chance.choice((1, 2, 3, 999)))
        yield stage.press(who, where, message, data)


def _not_own(there: Rehearsal, chance: random.Random) -> str:
    """Return a button of the private chat that is not this person's own settings or list."""
    action = chance.choice([name for name in EVERYTHING if name != "cases"])
    own = {there.ids.persons[stage.STRANGER], there.ids.persons[stage.COORDINATOR]}
    if action in ("practice", "practice_fresh"):
        own.add(0)  # whoever presses
    personal = action in ("read", "cancel", "practice", "practice_fresh") or action.startswith(
        "set_"
    )
    return encode(
        action, chance.choice([row for row in rows(there) if not (personal and row in own)])
    )


def _parses(data: str) -> bool:
    try:
        decode(data)
    except BadCallback:
        return False
    return True


async def accepted(there: Rehearsal, updates: list[dict[str, Any]]) -> tuple[int, set[str]]:
    """Deal with updates; return how many changed a row, and all that was told."""
    found, told = 0, set()
    for start in range(0, len(updates), BATCH):
        before = there.snapshot()
        batch = updates[start : start + BATCH]
        told |= await there.play(batch)
        if there.snapshot() != before:
            found += 1
    return found, told


async def refused(count: int) -> tuple[int, set[str]]:
    with stage.stage() as there:
        await there.open()
        there.put_into("claimed")
        return await accepted(there, list(forged(there, count)))


WORDS = {"To już nieaktualne. Odświeżam.", "Te przyciski są dla członków grupy doradców."}


async def test_five_hundred_forged_presses_are_refused() -> None:
    found, told = await refused(500)
    assert found == 0
    assert told <= WORDS


@pytest.mark.slow
async def test_ten_thousand_forged_presses_are_refused() -> None:
    found, told = await refused(10_000)
    assert found == 0
    assert told <= WORDS


async def test_the_check_notices_a_press_that_is_accepted() -> None:
    with stage.stage() as there:
        await there.open()
        there.put_into("queued")
        real = stage.press(stage.OTHER, stage.GROUP_ID, stage.CARD, encode("claim", stage.MAIN))
        found, _told = await accepted(there, [*forged(there, 20), real])
        assert found == 1


async def test_a_used_button_works_once() -> None:
    with stage.stage() as there:
        await there.open()
        for action, ident in (
            ("helped", there.ids.answered),
            ("pick_a", there.ids.suggested),
            ("drop", there.ids.rephrase),
            ("withdraw", stage.MAIN),
            ("new", there.ids.follow_up),
        ):
            used = stage.press(stage.ASKER, stage.ASKER, stage.RECEIPT, encode(action, ident))
            await there.play([used])
            assert await accepted(there, [used]) == (0, {"To już nieaktualne. Odświeżam."})


def links(there: Rehearsal, count: int) -> Iterator[str]:
    """Yield payloads close to a real one, and far from it."""
    chance = random.Random(SEED)
    real = records.make_token(there.conn, "coordinator", there.clock.now(), _A_DAY)
    letters = string.ascii_letters + string.digits + "_-"
    for number in range(count):
        kind = number % 5
        if kind == 0:
            place = chance.randrange(len(real))
            turned = chance.choice(letters.replace(real[place], ""))
            yield real[:place] + turned + real[place + 1 :]
        elif kind == 1:
            yield "".join(chance.choices(letters, k=chance.randint(1, 64)))
        elif kind == 2:
            yield chance.choice((real[:-1], real + "x", real.swapcase(), real[::-1], f"{real}=="))
        elif kind == 3:
            yield f"{chance.choice('awc')}_{''.join(chance.choices(letters, k=12))}"
        else:
            yield chance.choice(
                (" ", "%00", "ą" * 9, "'; DROP TABLE token;--", "../x", "٢", "a" * 999)
            )


async def _paired(there: Rehearsal, payloads: list[str]) -> int:
    """Follow links as a stranger; return how many made them a coordinator."""
    there.clock.advance(minutes=2)
    await there.play(
        [
            stage.message(stage.STRANGER, stage.STRANGER, f"/start {payload}", number=5_000 + n)
            for n, payload in enumerate(payloads)
        ],
        unlimited=True,
    )
    paired = [row for row in there.snapshot()["audit"] if "paired" in row]
    return len(paired)


@pytest.mark.parametrize("count", [100, pytest.param(2_000, marks=pytest.mark.slow)])
async def test_forged_start_links_pair_nobody(count: int) -> None:
    with stage.stage() as there:
        await there.open()
        payloads = list(links(there, count))
        before = there.snapshot()["token"]
        assert await _paired(there, payloads) == 0
        assert there.snapshot()["token"] == before


async def test_a_link_for_something_else_or_out_of_date_pairs_nobody() -> None:
    with stage.stage() as there:
        await there.open()
        other = records.make_token(there.conn, "other", there.clock.now(), _A_DAY)
        late = records.make_token(there.conn, "coordinator", there.clock.now(), _A_DAY)
        change(there.conn, token, token.c.purpose == "coordinator", expires_at=there.clock.now())
        assert await _paired(there, [other, late]) == 0


async def test_a_real_link_pairs_once() -> None:
    with stage.stage() as there:
        await there.open()
        real = records.make_token(there.conn, "coordinator", there.clock.now(), _A_DAY)
        assert parse(real) is not None
        assert await _paired(there, [real, real]) == 1
        assert not inbox.waiting(there.conn)
