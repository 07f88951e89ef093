"""What stands behind `/start`: whatever it is, people are greeted, and only a true token opens."""

from __future__ import annotations

import pytest

from bot.storage import people, staff
from tests.corpus.window import CANARY, Window

pytestmark = pytest.mark.asyncio(loop_scope="module")

WELCOME = "Dzień dobry."
REFUSED = "Ten odnośnik był już użyty albo stracił ważność"

#: name: (payload, what whoever followed it reads)
PAYLOADS: dict[str, tuple[str, str]] = {
    "nothing": ("", WELCOME),
    "only spaces": ("   ", WELCOME),
    "spaces in a link": ("a_zbiorka publiczna", WELCOME),
    "Polish letters": ("a_zbiórka", WELCOME),
    "emoji": ("😀😀", WELCOME),
    "Arabic digits": ("١٢٣", WELCOME),
    "65 characters": ("k" + "x" * 64, WELCOME),
    "four thousand characters": ("x" * 4_000, WELCOME),
    "a way out of the directory": ("a_../../etc/passwd", WELCOME),
    "an encoded way out": ("a_%2e%2e%2f", WELCOME),
    "an entry that does not exist": ("a_nie-ma-takiego", WELCOME),
    "only the letter of an entry": ("a_", WELCOME),
    "a guide that does not exist": ("g_nie-ma-takiego", WELCOME),
    "a good practice that does not exist": ("p_nie-ma-takiej", WELCOME),
    "only the letter of a guide": ("g_", WELCOME),
    "a line break": ("k\nx", REFUSED),
    "tags": ("<b>x</b>", WELCOME),
    "a template": ("{{7*7}}", WELCOME),
    "a NUL": ("k\x00x", WELCOME),
    "half of a sign": ("k\ud83d", WELCOME),
    "a workshop with odd signs": ("w_A B", REFUSED),
    "64 characters that might be a token": ("k" + "x" * 63, REFUSED),
    "words": (CANARY, REFUSED),
    "the number of a ticket": ("142", REFUSED),
    "the data of a button": ("v1-claim-1", REFUSED),
}


@pytest.mark.parametrize(("payload", "reads"), PAYLOADS.values(), ids=PAYLOADS)
async def test_whatever_stands_in_a_link_its_follower_is_answered(
    window: Window, payload: str, reads: str
) -> None:
    author = window.somebody()
    command = {"type": "bot_command", "offset": 0, "length": 6}
    update = window.said(author, f"/start {payload}", entities=[command])
    await window.hand_in(update)
    assert await window.states(update["update_id"]) == ["done"]
    assert reads in window.told(author)
    assert (await window.case(author)).tickets == []


async def is_coordinator(window: Window, telegram_id: int) -> bool:
    known = await window.scene.house.database.read(lambda conn: staff.find(conn, telegram_id))
    return known is not None and known.coordinator


async def test_a_token_opens_once_and_for_the_first_only(window: Window) -> None:
    token = await window.scene.pairing_link()
    first, second = window.somebody(), window.somebody("Kamil")
    first.start(token)
    await window.finish()
    second.start(token)
    first.start(token)
    await window.finish()
    assert await is_coordinator(window, first.id)
    assert not await is_coordinator(window, second.id)
    assert REFUSED in window.told(second)
    assert window.told(first).count(REFUSED) == 1


async def test_a_changed_token_opens_nothing_and_the_true_one_still_does(window: Window) -> None:
    token = await window.scene.pairing_link()
    author = window.somebody()
    for wrong in (token[:-1], token + "x", token.swapcase(), token[::-1], token[1:]):
        author.start(wrong)
    await window.finish()
    assert not await is_coordinator(window, author.id)
    author.start(token)
    await window.finish()
    assert await is_coordinator(window, author.id)


async def test_a_token_that_is_too_old_opens_nothing(window: Window) -> None:
    token = await window.scene.pairing_link()
    await window.scene.forward(days=2, minutes=1)
    author = window.somebody()
    author.start(token)
    await window.finish()
    assert REFUSED in window.told(author)
    assert not await is_coordinator(window, author.id)


async def test_whoever_guesses_is_told_the_same_each_time_and_learns_nothing(
    window: Window,
) -> None:
    author = window.somebody()
    for number in range(30):
        author.start(f"kAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA{number}")
    await window.finish()
    told = [message.text for message in author.messages if message.from_bot]
    refusals = {text for text in told if REFUSED in text}
    assert len(refusals) == 1
    assert not await is_coordinator(window, author.id)


async def test_a_secret_is_not_kept_in_clear(window: Window) -> None:
    token = await window.scene.pairing_link()
    author = window.somebody()
    author.start(token)
    await window.finish()
    known = await window.scene.house.database.read(
        lambda conn: people.by_telegram(conn, author.id)
    )
    assert known is not None
    assert known.start_payload is None
