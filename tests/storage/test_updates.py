"""What can be told of an update before anybody reads it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.storage.updates import chat_of


@pytest.mark.parametrize(
    ("event", "chat"),
    [
        ({"message": {"chat": {"id": -5}, "from": {"id": 7}}}, "chat:-5"),
        ({"edited_message": {"chat": {"id": 5}}}, "chat:5"),
        ({"callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}}, "chat:-5"),
        ({"callback_query": {"from": {"id": 7}, "inline_message_id": "x"}}, "chat:7"),
        ({"my_chat_member": {"chat": {"id": 5}, "from": {"id": 5}}}, "chat:5"),
        ({"message_reaction": {"chat": {"id": -5}, "user": {"id": 7}}}, "chat:-5"),
        ({"poll": {"id": "77"}}, "none"),
        ({"message": {"chat": "what"}}, "none"),
        ({"message": "what"}, "none"),
        ({"message": {"chat": {"id": 2**70}}}, "none"),
        ({"message": {"chat": {"id": True}}}, "none"),
    ],
)
def test_the_chat_of_an_update_is_found_in_every_kind(event: dict[str, Any], chat: str) -> None:
    assert chat_of({"update_id": 1, **event}) == chat
