"""Calls that can never be right, and chats that cannot be written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.simulator.parameters import METHODS, TYPES
from bot.simulator.people import Group, Person, Telegram
from bot.simulator.sending import PLACE

if TYPE_CHECKING:
    from tests.simulator.conftest import Raw


async def test_unknown_methods_and_parameters_are_refused_and_recorded(
    raw: Raw, telegram: Telegram, anna: Person
) -> None:
    assert await raw.no("sendDice", chat_id=anna.id) == "Bad Request: unknown method sendDice"
    answer = await raw.no("sendMessage", chat_id=anna.id, text="a", colour="red")
    assert answer == "Bad Request: unknown parameter colour"
    assert [str(one) for one in telegram.violations] == [
        "[schema] sendDice: Bad Request: unknown method sendDice",
        "[schema] sendMessage: Bad Request: unknown parameter colour",
    ]
    with pytest.raises(AssertionError, match="2 violations"):
        telegram.assert_clean()
    telegram.assert_clean(allow=("sendDice", "colour"))
    assert [call.ok for call in telegram.world.calls] == [False, False]


async def test_missing_and_mistyped_parameters_are_refused(raw: Raw, anna: Person) -> None:
    assert await raw.no("sendMessage", text="a") == "Bad Request: chat_id is empty"
    assert await raw.no("sendMessage", chat_id=anna.id, text=5) == (
        "Bad Request: parameter text must be str, not int"
    )


async def test_every_registered_parameter_has_a_type() -> None:
    assert len(METHODS) >= 40
    used = {name for method in METHODS.values() for name in method.needs | method.takes}
    assert used - set(TYPES) == set()
    assert set(PLACE.split()) <= used


async def test_writing_where_one_may_not(raw: Raw, telegram: Telegram, anna: Person) -> None:
    stranger, group = telegram.user(), telegram.group()
    send = "sendMessage"
    assert await raw.no(send, chat_id=stranger.id, text="a") == (
        "Forbidden: bot can't initiate conversation with a user"
    )
    assert await raw.no(send, chat_id=77, text="a") == "Bad Request: chat not found"
    assert await raw.no(send, chat_id=group.id, text="a") == "Bad Request: chat not found"
    anna.block()
    assert await raw.no(send, chat_id=anna.id, text="a") == (
        "Forbidden: bot was blocked by the user"
    )
    group.add_bot()
    group.kick_bot()
    assert await raw.no(send, chat_id=group.id, text="a") == (
        "Forbidden: bot was kicked from the supergroup chat"
    )
    group.add_bot()
    await raw.ok("leaveChat", chat_id=group.id)
    assert await raw.no(send, chat_id=group.id, text="a") == (
        "Forbidden: bot is not a member of the supergroup chat"
    )


async def test_upgraded_group_names_its_new_number(raw: Raw, telegram: Telegram) -> None:
    old = telegram.group("Doradcy", basic=True)
    old.add_bot(admin=True)
    new = old.upgrade()
    status, answer = await raw.api.call("sendMessage", {"chat_id": old.id, "text": "a"})
    assert (status, answer["parameters"]) == (400, {"migrate_to_chat_id": new.id})
    assert "upgraded to a supergroup chat" in answer["description"]
    await raw.ok("sendMessage", chat_id=new.id, text="a")
    updates = await raw.ok("getUpdates")
    services = [u["message"] for u in updates if "migrate" in str(u)]
    assert [message["chat"]["id"] for message in services] == [old.id, new.id]


async def test_members_and_administrators(raw: Raw, group: Group, anna: Person) -> None:
    place = {"chat_id": group.id, "user_id": anna.id}
    assert (await raw.ok("getChatMember", **place))["status"] == "left"
    group.add(anna, admin=True, can_pin_messages=True)
    assert (await raw.ok("getChatMember", **place))["can_pin_messages"] is True
    admins = await raw.ok("getChatAdministrators", chat_id=group.id)
    assert [one["status"] for one in admins] == ["creator", "administrator", "administrator"]
    assert await raw.no("getChatMember", chat_id=group.id, user_id=77) == (
        "Bad Request: PARTICIPANT_ID_INVALID"
    )
    assert (await raw.ok("getChat", chat_id=group.id))["is_forum"] is True


async def test_profile_texts_and_commands_have_lengths(raw: Raw, anna: Person) -> None:
    await raw.ok("setMyDescription", description="x" * 512, language_code="pl")
    assert await raw.no("setMyDescription", description="x" * 513) == (
        "Bad Request: BOT_DESCRIPTION_TOO_LONG"
    )
    assert await raw.no("setMyShortDescription", short_description="x" * 121) == (
        "Bad Request: BOT_ABOUT_TOO_LONG"
    )
    bad = [{"command": "Pomoc", "description": "a"}]
    assert await raw.no("setMyCommands", commands=bad) == "Bad Request: BOT_COMMAND_INVALID"
    await raw.ok("setChatMenuButton", chat_id=anna.id, menu_button={"type": "commands"})
    scope = {"type": "chat_member", "chat_id": anna.id, "user_id": anna.id}
    await raw.ok("setMyCommands", commands=[{"command": "a", "description": "b"}], scope=scope)
    await raw.ok("deleteMyCommands", scope=scope)
    assert await raw.ok("getMyCommands", scope=scope) == []
