"""Updates that nobody can parse, in many shapes, to arrive among real ones.

Each carries an update_id, which is given when it arrives, and nothing that a human could answer.
Real questions whose update cannot be parsed are `People.ask(mangled=True)`.
"""

from __future__ import annotations

from typing import Any

CHAT = {"id": -666, "type": "group", "title": "Obca"}


def _message(**fields: Any) -> dict[str, Any]:
    usual = {"message_id": 1, "date": 1_764_000_000, "chat": CHAT}
    kept = {name: value for name, value in (usual | fields).items() if value is not None}
    return {"message": kept}


def _deep(levels: int) -> dict[str, Any]:
    deep: Any = []
    for _ in range(levels):
        deep = [deep]
    return {"message": deep}


SHAPES: tuple[dict[str, Any], ...] = (
    {"message": "words"},
    {"message": 7},
    {"message": ["a", "list"]},
    _message(date="yesterday"),
    _message(date=2**60),
    _message(date=[]),
    _message(chat="the office"),
    _message(chat=None),
    _message(chat={"id": "666", "type": 5}, date="never"),
    {"message": {"from": "nobody"}},
    {"callback_query": "pressed"},
    {"callback_query": {"id": 5, "from": 5, "data": 5}},
    {"callback_query": {"data": "v1:claim:1"}},
    {"my_chat_member": {"chat": CHAT}},
    {"chat_member": True},
    {"edited_message": {"message_id": {}, "date": {}}},
    {"message_reaction": [1, 2, 3]},
    _deep(300),
)
