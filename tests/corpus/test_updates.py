"""Updates that no Telegram should send: the shape is wrong, whatever the words are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio

from bot.simulator.people import Person
from bot.storage import inbox
from bot.storage.updates import arrived
from tests.corpus.window import CANARY, Handed, Window
from tests.until import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORDS = f"Czy stary traktor {CANARY} może jechać w paradzie?"
NOT_THERE = ...

#: What is no update at all. The operator sees an alarm; what came is kept for two weeks.
NO_UPDATES: dict[str, Any] = {
    "an empty object": {},
    "an empty list": [],
    "nothing": None,
    "a number": 7,
    "a text": CANARY,
    "a list of updates in an update": [{"update_id": 5, "message": {"text": CANARY}}],
}

#: Numbers that cannot be used. The words are somebody's all the same, and become a ticket.
NUMBERS: dict[str, Any] = {
    "a text": "12",
    "true": True,
    "not a number": float("nan"),
    "a fraction": 1.0,
    "negative": -1,
    "nought": 0,
    "beyond 64 bits": 2**63,
    "a list": [1],
    "nothing": None,
}


#: What is wrong with a private message: how it is spoilt, and what its ticket says.
SPOILT: dict[str, tuple[dict[str, Any], list[list[str]]]] = {
    "a date that is a word": ({"date": "abc"}, [[WORDS]]),
    "a date beyond all calendars": ({"date": 2**60}, [[WORDS]]),
    "a date that is missing": ({"date": NOT_THERE}, [[WORDS]]),
    "entities that are a word": ({"entities": "bold"}, [[WORDS]]),
    "an entity of nothing": ({"entities": [{}]}, [[WORDS]]),
    "a text that is a number": ({"text": 7}, [[""]]),
    "a text that is a list": ({"text": [WORDS]}, [[""]]),
    "a sender who is a word": ({"from": "Halina"}, [[WORDS]]),
    "a sender without a name": ({"from": {"id": 1, "is_bot": False}}, [[WORDS]]),
    "a sender who is missing": ({"from": NOT_THERE}, [[WORDS]]),
    "a chat that is missing": ({"chat": NOT_THERE}, []),
    "a chat that is a list": ({"chat": []}, []),
    "a chat with a number beyond 64 bits": ({"chat": {"id": 2**63, "type": "private"}}, []),
    "a message number that is a word": ({"message_id": "x"}, []),
    "a message number beyond 64 bits": ({"message_id": 2**64}, []),
}


#: What asks nothing of us: it is done, and nobody hears of it.
IGNORED: dict[str, dict[str, Any]] = {
    "a kind that nobody knows yet": {"telepathy": {"text": CANARY}},
    "nothing but a number": {},
    "a reaction to a message that nobody knows": {
        "message_reaction": {
            "chat": {"id": 77, "type": "private", "first_name": CANARY},
            "user": {"id": 77, "is_bot": False, "first_name": CANARY},
            "message_id": 5,
            "date": 1,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
    },
    "a post in a channel": {"channel_post": {"message_id": 5, "date": 1, "text": CANARY,
                            "chat": {"id": -1009, "type": "channel", "title": CANARY}}},
    "a message in a foreign group": {"message": {"message_id": 5, "date": 1, "text": CANARY,
                                     "from": {"id": 77, "is_bot": False, "first_name": "Obcy"},
                                     "chat": {"id": -1008, "type": "supergroup", "title": "x"}}},
    "a foreign group that says it moved": {"message": {"message_id": 6, "date": 1,
                                           "migrate_to_chat_id": -1005,
                                           "from": {"id": 77, "is_bot": False, "first_name": "O"},
                                           "chat": {"id": -1007, "type": "group", "title": "x"}}},
}  # fmt: skip


def _under(window: Window, number: Any) -> Callable[[Person], Any]:
    return lambda author: {
        "update_id": number,
        "message": window.message(author, {"text": WORDS}),
    }


def _spoilt(window: Window, changes: dict[str, Any]) -> Callable[[Person], Any]:
    return lambda author: window.said(author, WORDS, **changes)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def handed(window: Window) -> dict[str, Handed]:
    """All of the above, brought at once."""
    return await window.hand_in_all(
        {
            **{f"no update: {name}": lambda _, raw=raw: raw for name, raw in NO_UPDATES.items()},
            **{f"number: {name}": _under(window, it) for name, it in NUMBERS.items()},
            **{f"spoilt: {name}": _spoilt(window, it[0]) for name, it in SPOILT.items()},
            **{
                f"ignored: {name}": lambda _, it=it: window.update(**it)
                for name, it in IGNORED.items()
            },
        }
    )


@pytest.mark.parametrize("name", NO_UPDATES)
async def test_what_is_no_update_goes_to_quarantine_once(
    window: Window, handed: dict[str, Handed], name: str
) -> None:
    raw = handed[f"no update: {name}"].update
    row = await window.row(arrived(raw).update_id)
    assert row is not None
    assert (row.state, row.error) == ("quarantine", "no update_id")
    before = await window.quarantined()
    await window.hand_in(raw)
    assert await window.quarantined() == before


@pytest.mark.parametrize("name", NUMBERS)
async def test_a_question_under_a_number_that_cannot_be_used_is_not_lost(
    window: Window, handed: dict[str, Handed], name: str
) -> None:
    one = handed[f"number: {name}"]
    row = await window.row(arrived(one.update).update_id)
    assert row is not None
    assert (row.state, row.error) == ("quarantine", "no update_id")
    assert (await window.case(one.author)).tickets == [[WORDS]]
    assert window.told(one.author).count("Sprawa #") == 1


@pytest.mark.parametrize("name", SPOILT)
async def test_a_message_that_cannot_be_read_goes_to_quarantine_and_to_a_human(
    window: Window, handed: dict[str, Handed], name: str
) -> None:
    one, kept = handed[f"spoilt: {name}"], SPOILT[name][1]
    assert await window.states(one.update["update_id"]) == ["quarantine"]
    assert (await window.case(one.author)).tickets == kept
    assert window.told(one.author).count("Sprawa #") == len(kept)


@pytest.mark.parametrize("name", IGNORED)
async def test_what_asks_nothing_of_us_is_done_in_silence(
    window: Window, handed: dict[str, Handed], name: str
) -> None:
    update = handed[f"ignored: {name}"].update
    assert await window.states(update["update_id"]) == ["done"]
    assert [
        call.params["text"]
        for call in window.scene.telegram.requests("sendMessage")
        if CANARY in str(call.params["text"]) and "#" not in str(call.params["text"])
    ] == []


async def test_a_question_without_any_number_is_not_lost(window: Window) -> None:
    author = window.somebody()
    await window.hand_in({"message": window.message(author, {"text": WORDS})})
    assert (await window.case(author)).tickets == [[WORDS]]


async def test_the_same_spoilt_message_in_polling_stops_nobody(window: Window) -> None:
    author = window.somebody()
    update = window.said(author, WORDS, date="abc")
    await window.poll(update)
    assert await window.states(update["update_id"]) == ["quarantine"]
    assert (await window.case(author)).tickets == [[WORDS]]
    assert "Sprawa #" in window.told(author)


@pytest.mark.parametrize("raw", [*NO_UPDATES.values(), {"update_id": "x"}, {"update_id": 1.0}])
async def test_polling_moves_on_from_what_has_no_number(window: Window, raw: Any) -> None:
    updates = window.scene.telegram.world.updates
    await window.poll(raw)
    while raw in updates.pending:
        await window.scene.settle()


async def test_an_update_with_a_huge_number_does_not_hold_up_others(window: Window) -> None:
    updates = window.scene.telegram.world.updates
    await window.poll({"update_id": 2**63})
    updates.pending.clear()


async def test_a_voice_message_that_cannot_be_read_keeps_its_recording(window: Window) -> None:
    author = window.somebody()
    voice = {"file_id": "v", "file_unique_id": "u", "duration": "long"}
    message = window.message(author, {"voice": voice}, date="abc")
    await window.hand_in(window.update(message=message))
    assert (await window.case(author)).questions == [("", "ticket", "voice")]
    assert "Sprawa #" in window.told(author)


async def test_a_command_that_cannot_be_read_is_answered_with_help(window: Window) -> None:
    author = window.somebody()
    await window.hand_in(window.said(author, "/sprawy", date="abc"))
    assert "/sprawy" in window.told(author)
    assert (await window.case(author)).tickets == []


async def test_an_operator_hears_of_quarantine_once_an_hour(window: Window) -> None:
    scene = window.scene
    await scene.forward(hours=1)
    begun = scene.clock.now()

    def alarms() -> int:
        return sum(
            "nie udało się przetworzyć" in message.text and message.sent >= begun
            for message in scene.group.messages(scene.coordination)
        )

    await window.hand_in({}, {"update_id": "a"}, {"update_id": "b"})
    await until(alarms)
    await window.finish()
    assert alarms() == 1


def deep(levels: int) -> Any:
    value: Any = CANARY
    for _ in range(levels):
        value = [value]
    return value


async def test_an_update_that_is_too_deep_is_quarantined_and_its_question_kept(
    window: Window,
) -> None:
    author = window.somebody()
    update = window.said(author, WORDS, invoice=deep(5_000))
    await window.hand_in(update)
    row = await window.row(update["update_id"])
    assert row is not None
    assert (row.state, row.error) == ("quarantine", "unreadable: RecursionError")
    assert (await window.case(author)).tickets == [[WORDS]]


async def test_an_update_that_is_too_large_is_quarantined_and_its_beginning_kept(
    window: Window,
) -> None:
    author = window.somebody()
    update = window.said(author, WORDS + " a" * 300_000)
    await window.hand_in(update)
    row = await window.row(update["update_id"])
    assert row is not None
    assert (row.state, row.error, len(row.raw) < 8_192) == ("quarantine", "too large", True)
    ((kept,),) = (await window.case(author)).tickets
    assert (kept.startswith(WORDS), len(kept)) == (True, 4_096)
    assert "Sprawa #" in window.told(author)


async def test_a_field_that_nobody_knows_yet_does_not_spoil_a_question(window: Window) -> None:
    author = window.somebody()
    await window.hand_in(window.said(author, WORDS, telepathy={"deep": [CANARY]}))
    assert (await window.case(author)).tickets == [[WORDS]]


@pytest.mark.parametrize("days", [2, 30], ids=["two days", "a month"])
async def test_a_question_from_a_backlog_is_taken_like_any_other(
    window: Window, days: int
) -> None:
    author = window.somebody()
    when = int(window.scene.clock.now().timestamp()) - days * 86_400
    await window.hand_in(window.said(author, WORDS, date=when))
    assert (await window.case(author)).tickets == [[WORDS]]
    assert "Odpowiemy do" in window.told(author)


async def test_a_date_in_the_future_joins_no_later_question_to_the_first(window: Window) -> None:
    author = window.somebody()
    later = int(window.scene.clock.now().timestamp()) + 10 * 86_400
    await window.hand_in(window.said(author, WORDS, date=later))
    await window.scene.forward(minutes=5)
    await window.hand_in(
        window.said(author, "Czy stary autobus z remizy może jechać w paradzie przez miasto?")
    )
    assert [len(words) for words in (await window.case(author)).tickets] == [1, 1]


async def test_somebody_unknown_leaving_the_group_changes_nothing(window: Window) -> None:
    user = {"id": 123_456, "is_bot": False, "first_name": CANARY}
    update = window.update(
        chat_member={
            "chat": window.scene.group.chat.json(),
            "from": user,
            "date": 1,
            "old_chat_member": {"status": "member", "user": user},
            "new_chat_member": {"status": "left", "user": user},
        }
    )
    await window.hand_in(update)
    assert await window.states(update["update_id"]) == ["done"]


async def test_the_same_message_number_in_two_chats_makes_two_questions(window: Window) -> None:
    one, other = window.somebody(), window.somebody("Kamil")
    first = window.said(one, WORDS)
    number = first["message"]["message_id"]
    await window.hand_in(first, window.said(other, WORDS, message_id=number))
    assert (await window.case(one)).tickets == (await window.case(other)).tickets == [[WORDS]]


async def test_the_same_update_many_times_at_once_asks_once(window: Window) -> None:
    author = window.somebody()
    update = window.said(author, WORDS)
    await asyncio.gather(*(window.scene.house.store([update, update]) for _ in range(5)))
    await window.finish()
    assert (await window.case(author)).tickets == [[WORDS]]
    assert window.told(author).count("Sprawa #") == 1


async def test_the_same_message_under_two_numbers_asks_once(window: Window) -> None:
    author = window.somebody()
    update = window.said(author, WORDS)
    again = {**update, "update_id": window.number()}
    await window.hand_in(update, again)
    assert await window.states(update["update_id"], again["update_id"]) == ["done", "done"]
    assert (await window.case(author)).tickets == [[WORDS]]


async def test_an_update_taken_out_of_quarantine_asks_nothing_twice(window: Window) -> None:
    author: Person = window.somebody()
    update = window.said(author, WORDS + " a" * 300_000)
    await window.hand_in(update)
    number = update["update_id"]
    await window.scene.house.database.write(lambda conn: inbox.requeue(conn, number))
    await window.finish()
    assert await window.states(number) == ["done"]
    assert len((await window.case(author)).tickets) == 1
