"""Each operation of a command, over the small Telegram and the library's Bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp.client_reqrep import ConnectionKey
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.connection import make_bot
from bot.channels.telegram.delivery import TelegramChannel
from bot.channels.telegram.refusals import reason_of, result_of
from bot.clock import SystemClock
from bot.domain.outgoing import Button, Command, File, Result
from bot.simulator.model import Message
from bot.simulator.people import Group, Person, Telegram
from bot.simulator.request import SimulatedRequest


@dataclass
class Line:
    """A channel into a small Telegram with Anna and a group of advisors."""

    telegram: Telegram
    channel: TelegramChannel
    anna: Person
    group: Group

    async def do(self, operation: str, chat_id: int | None = None, **values: Any) -> Result:
        chat = self.anna.user.id if chat_id is None else chat_id
        return await self.channel.carry_out(Command(operation, chat, **values))

    async def hello(self) -> int:
        return (await self.do("send", html="Dzień dobry")).message_ids[0]

    def said(self) -> list[Message]:
        return self.anna.messages


@pytest_asyncio.fixture
async def line() -> AsyncIterator[Line]:
    telegram = Telegram(SystemClock())
    anna = telegram.user(first_name="Anna")
    anna.start()
    group = telegram.group("Doradcy", forum=True)
    group.add_bot(admin=True, can_manage_topics=True)
    bot = make_bot(telegram.token, "https://api.telegram.org", SimulatedRequest(telegram.world))
    async with bot:
        yield Line(telegram, TelegramChannel(bot), anna, group)


async def test_our_words_are_markup(line: Line) -> None:
    result = await line.do("send", html="<b>Ważne</b>")
    assert result.status == "sent"
    assert line.said()[-1].id == result.message_ids[0]
    (call,) = line.telegram.requests("sendMessage")
    assert call.params["parse_mode"] == "HTML"
    assert call.params["link_preview_options"] == {"is_disabled": True}


async def test_peoples_words_are_never_markup(line: Line) -> None:
    entities = [{"type": "bold", "offset": 0, "length": 3}]
    await line.do("text", text="<b>5 < 6", entities=entities)
    (call,) = line.telegram.requests("sendMessage")
    assert call.params["text"] == "<b>5 < 6"
    assert call.params["entities"] == entities
    assert "parse_mode" not in call.params


async def test_a_reply_to_what_is_gone_is_sent_all_the_same(line: Line) -> None:
    result = await line.do("send", html="tak", reply_to=99_999)
    assert result.status == "sent"


async def test_every_sort_of_button_is_made(line: Line) -> None:
    rows = (
        (Button("Biorę", action="v1:take:1"), Button("Strona", url="https://example.org")),
        (Button("KRS", copy="0000123456"),),
    )
    await line.do("send", html="x", keyboard=rows)
    (call,) = line.telegram.requests("sendMessage")
    assert call.params["reply_markup"]["inline_keyboard"] == [
        [
            {"text": "Biorę", "callback_data": "v1:take:1"},
            {"text": "Strona", "url": "https://example.org"},
        ],
        [{"text": "KRS", "copy_text": {"text": "0000123456"}}],
    ]


async def test_a_reply_keyboard_comes_and_goes(line: Line) -> None:
    keys = ((Button("Podaj numer", contact=True),), (Button("Nie"),))
    await line.do("send", html="x", reply_keyboard=keys)
    await line.do("send", html="y", remove_keyboard=True)
    first, second = (call.params["reply_markup"] for call in line.telegram.requests("sendMessage"))
    assert first["keyboard"] == [
        [{"text": "Podaj numer", "request_contact": True}],
        [{"text": "Nie"}],
    ]
    assert second == {"remove_keyboard": True}


async def test_a_card_is_sent_and_then_edited_in_place(line: Line) -> None:
    sent = await line.do("card", html="#1 🔵")
    (number,) = sent.message_ids
    edited = await line.do("card", html="#1 🟡", message_id=number)
    same = await line.do("card", html="#1 🟡", message_id=number)
    assert (edited.status, same.status) == ("sent", "sent")
    assert [message.id for message in line.said() if message.id >= number] == [number]


async def test_an_edit_without_words_only_takes_the_buttons_away(line: Line) -> None:
    sent = await line.do("send", html="x", keyboard=((Button("Tak", action="v1:y:1"),),))
    result = await line.do("edit", message_id=sent.message_ids[0], keyboard=())
    assert result.status == "sent"
    assert line.telegram.requests("editMessageReplyMarkup")


async def test_an_edit_of_what_is_gone_is_refused(line: Line) -> None:
    result = await line.do("edit", html="x", message_id=99_999)
    assert (result.status, result.reason) == ("refused", "message_not_found")


async def test_a_deletion_of_what_is_gone_is_done(line: Line) -> None:
    number = await line.hello()
    assert (await line.do("delete", message_id=number)).status == "sent"
    assert (await line.do("delete", message_id=number)).status == "sent"


async def test_media_and_albums_are_copied(line: Line) -> None:
    first = line.anna.send("jeden").id
    second = line.anna.send("dwa").id
    source, target = line.anna.user.id, line.group.id
    one = await line.do("copy", target, from_chat_id=source, message_ids=(first,))
    both = await line.do("album", target, from_chat_id=source, message_ids=(second, first))
    assert (one.status, len(one.message_ids)) == ("sent", 1)
    assert (both.status, len(both.message_ids)) == ("sent", 2)


async def test_a_copy_of_what_is_gone_is_refused(line: Line) -> None:
    result = await line.do("copy", from_chat_id=line.anna.user.id, message_ids=(99_999,))
    assert (result.status, result.reason) == ("refused", "original_gone")


async def test_a_file_is_uploaded_and_then_sent_by_what_telegram_calls_it(line: Line) -> None:
    file = File("rok.html", "mark", content="<p>Zażółć</p>")
    first = await line.do("document", html="<b>Rok</b>", file=file)
    assert (first.status, len(first.message_ids)) == ("sent", 1)
    assert first.file_id is not None
    again = await line.do("document", html="x", file=File("", "mark", file_id=first.file_id))
    assert (again.status, again.file_id) == ("sent", first.file_id)
    (stored,) = line.telegram.world.files.values()
    assert (stored.data.decode(), stored.details["file_name"]) == ("<p>Zażółć</p>", "rok.html")
    assert line.said()[-2].text == "Rok"


async def test_a_photo_is_read_from_where_it_lies(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "koło.jpg"
    path.write_bytes(b"picture")
    first = await line.do("photo", html="Koło", file=File("koło.jpg", "mark", path=str(path)))
    path.unlink()
    again = await line.do("photo", html="x", file=File("", "mark", file_id=first.file_id))
    gone = await line.do("photo", html="x", file=File("koło.jpg", "mark", path=str(path)))
    assert [one.status for one in (first, again, gone)] == ["sent", "sent", "refused"]
    assert gone.reason == "bad_command: FileNotFoundError"


async def test_a_file_that_telegram_no_longer_knows_is_recognised(line: Line) -> None:
    result = await line.do("document", html="x", file=File("", "mark", file_id="document-old"))
    assert (result.status, result.reason) == ("refused", "wrong_file")


@pytest.mark.parametrize(
    "description",
    [
        "Wrong file identifier/HTTP URL specified",
        "Wrong remote file identifier specified: wrong string length",
        "Wrong file_id or the file is temporarily unavailable",
        "FILE_REFERENCE_EXPIRED",
    ],
)
def test_every_way_to_refuse_a_file_is_one_reason(description: str) -> None:
    assert reason_of(description, None) == "wrong_file"


async def test_a_thread_is_made_and_written_to(line: Line) -> None:
    made = await line.do("thread", line.group.id, name="⚖️ Prawo")
    assert made.status == "sent"
    assert made.thread_id is not None
    sent = await line.do("send", line.group.id, thread_id=made.thread_id, html="karta")
    assert sent.status == "sent"


async def test_a_thread_that_was_deleted_is_recognised(line: Line) -> None:
    made = await line.do("thread", line.group.id, name="Prawo")
    line.group.delete_topic(line.group.topics[-1])
    sent = await line.do("send", line.group.id, thread_id=made.thread_id, html="karta")
    assert (sent.status, sent.reason) == ("refused", "thread_not_found")


async def test_a_closed_thread_is_opened_and_an_open_one_is_as_wanted(line: Line) -> None:
    made = await line.do("thread", line.group.id, name="Prawo")
    line.group.close_topic(line.group.topics[-1])
    results = [await line.do("reopen", line.group.id, thread_id=made.thread_id) for _ in "ab"]
    assert [result.status for result in results] == ["sent", "sent"]
    assert not line.group.topics[-1].closed


async def test_a_group_is_left_once_and_for_all(line: Line) -> None:
    results = [await line.do("leave", line.group.id) for _ in "ab"]
    assert [result.status for result in results] == ["sent", "sent"]
    assert not line.telegram.world.bot_place(line.group.chat).present


async def test_a_bot_that_may_not_write_is_told_so(line: Line) -> None:
    line.group.mute_bot()
    result = await line.do("send", line.group.id, html="x")
    assert (result.status, result.reason) == ("refused", "no_rights")


async def test_reactions_pins_and_menus_are_made(line: Line) -> None:
    said = line.anna.send("dziękuję")
    hello = await line.hello()
    menu = (("start", "Zacznij"), ("pomoc", "Pomoc"))
    results = [
        await line.do("reaction", message_id=said.id, emoji="👌"),
        await line.do("reaction", message_id=said.id),
        await line.do("pin", message_id=hello),
        await line.do("menu", commands=menu, scope={"type": "all_private_chats"}),
    ]
    assert [result.status for result in results if result.reason != "unknown method"] == (
        ["sent"] * 4
    )


async def test_somebody_who_blocked_the_bot_is_recognised(line: Line) -> None:
    line.anna.block()
    result = await line.do("send", html="x")
    assert (result.status, result.reason) == ("refused", "blocked")


async def test_a_group_that_moved_tells_its_new_address(line: Line) -> None:
    basic = line.telegram.group("Mała", basic=True)
    basic.add_bot()
    moved = basic.upgrade()
    result = await line.do("send", basic.id, html="x")
    if result.migrated_to is None:  # the object may follow the move itself
        assert basic.id == moved.id
    else:
        assert (result.status, result.reason, result.migrated_to) == (
            "refused",
            "migrated",
            moved.id,
        )


@pytest.mark.parametrize("operation", ["fly", "edit", "delete", "copy", "document", "photo"])
async def test_a_command_that_makes_no_sense_is_refused_before_the_call(
    line: Line, operation: str
) -> None:
    before = len(line.telegram.world.calls)
    result = await line.do(operation, html="x")
    assert result.status == "refused"
    assert (result.reason or "").startswith("bad_command")
    assert len(line.telegram.world.calls) == before


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("refused", Result("retry", reason="network")),
        ("reset_before", Result("uncertain", reason="network")),
        ("reset_after", Result("uncertain", reason="network")),
        ("timeout", Result("uncertain", reason="network")),
        ("http_500", Result("uncertain", reason="server")),
        ("flood", Result("retry", retry_after=3.0, reason="flood")),
    ],
)
async def test_trouble_on_the_way_is_told_apart(line: Line, fault: Any, expected: Result) -> None:
    line.telegram.faults.next(fault)
    assert await line.do("send", html="x") == expected


KEY = ConnectionKey("api", 443, True, True, None, None, None)


def caused(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (
            caused(NetworkError("x"), aiohttp.ClientConnectorError(KEY, OSError())),
            "retry",
            "network",
        ),
        (caused(NetworkError("x"), aiohttp.InvalidURL("x")), "retry", "network"),
        (caused(TimedOut(), aiohttp.ConnectionTimeoutError()), "retry", "network"),
        (caused(TimedOut(), aiohttp.SocketTimeoutError()), "uncertain", "network"),
        (caused(NetworkError("x"), aiohttp.ServerDisconnectedError()), "uncertain", "network"),
        (caused(NetworkError("x"), aiohttp.ClientOSError()), "uncertain", "network"),
        (caused(NetworkError("x"), aiohttp.ClientPayloadError()), "uncertain", "network"),
        (NetworkError("Bad Gateway"), "uncertain", "server"),
        (NetworkError("Request Entity Too Large"), "refused", "too_large"),
        (TelegramError("Invalid server response"), "uncertain", "unreadable_answer"),
        (KeyError("message_id"), "uncertain", "KeyError"),
        (RetryAfter(5), "retry", "flood"),
        (Conflict("x"), "retry", "conflict"),
        (InvalidToken("x"), "retry", "token"),
        (ChatMigrated(-100), "refused", "migrated"),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), "refused", "kicked"),
        (Forbidden("Forbidden: something new"), "refused", "forbidden"),
        (BadRequest("Chat not found"), "refused", "chat_not_found"),
    ],
)
def test_errors_of_the_library_are_told_apart(error: Exception, status: str, reason: str) -> None:
    result = result_of(error)
    assert (result.status, result.reason) == (status, reason)


def test_a_reason_holds_nothing_that_people_wrote() -> None:
    description = 'Can\'t do 123: unexpected "Jan Kowalski, PESEL" at byte 77'
    assert reason_of(description, None) == "bad_request: Can..."
    assert reason_of("Wrong number 123456", None) == "bad_request: Wrong number #"
