"""Methods that repeat a message of one chat in another: copies, albums of copies, forwards."""

from __future__ import annotations

import copy

from bot.simulator.access import chat_of, message_in
from bot.simulator.model import Json, Message
from bot.simulator.parameters import Params, method
from bot.simulator.refusals import Refusal, not_there, wrong_call
from bot.simulator.sending import PLACE, caption_content, deliver
from bot.simulator.world import World


def _source(world: World, p: Params, what: str) -> Message:
    chat = chat_of(world, p, name="from_chat_id", write=False)
    return message_in(chat, p["message_id"], what)


def _copied(world: World, p: Params, original: Message, extra: Json | None = None) -> Message:
    if original.kind == "service":
        raise not_there("message can't be copied")
    if original.extra.get("has_protected_content"):
        raise not_there("message has protected content and can't be copied")
    content = copy.deepcopy(original.content)
    if "text" not in content and ("caption" in p or p.get("remove_caption")):
        content = {name: value for name, value in content.items() if "caption" not in name}
        content |= caption_content(p)
    return deliver(world, p, original.kind, content, extra)


@method(
    "copyMessage",
    "chat_id from_chat_id message_id",
    f"{PLACE} caption parse_mode caption_entities show_caption_above_media",
)
def copy_message(world: World, p: Params) -> Json:
    """Send a message's content anew, without a link to the original."""
    chat_of(world, p)
    return {"message_id": _copied(world, p, _source(world, p, "message to copy")).id}


@method(
    "copyMessages",
    "chat_id from_chat_id message_ids",
    "message_thread_id disable_notification protect_content remove_caption",
)
def copy_messages(world: World, p: Params) -> list[Json]:
    """Copy up to 100 messages in order; albums stay together, what is gone is passed over."""
    chat_of(world, p)
    numbers = message_ids(p)
    if numbers != sorted(set(numbers)):
        raise Refusal("message identifiers must be in a strictly increasing order")
    source = chat_of(world, p, name="from_chat_id", write=False)
    found = [
        message
        for number in numbers
        if (message := source.messages.get(number))
        and not message.deleted
        and message.kind != "service"
    ]
    if not found:
        raise not_there("there are no messages to copy")
    albums: dict[str, str] = {}
    return [{"message_id": _copied(world, p, one, _album(world, one, albums)).id} for one in found]


def _album(world: World, original: Message, albums: dict[str, str]) -> Json:
    group = original.extra.get("media_group_id")
    if group is None:
        return {}
    if group not in albums:
        albums[group] = str(world.number("album"))
    return {"media_group_id": albums[group]}


def message_ids(p: Params) -> list[int]:
    """Return the list of message numbers a call names, or refuse it."""
    numbers = list(p["message_ids"])
    if len(numbers) > 100:
        raise Refusal("too many message identifiers specified")
    if any(type(number) is not int or number <= 0 for number in numbers):
        raise wrong_call("invalid message identifier specified")
    return numbers


@method(
    "forwardMessage",
    "chat_id from_chat_id message_id",
    "message_thread_id disable_notification protect_content",
)
def forward_message(world: World, p: Params) -> Message:
    """Send a message on with the name of its author."""
    chat_of(world, p)
    original = _source(world, p, "message to forward")
    if original.kind == "service":
        raise not_there("message can't be forwarded")
    if original.extra.get("has_protected_content"):
        raise not_there("message has protected content and can't be forwarded")
    origin = original.extra.get("forward_origin") or {
        "type": "user",
        "sender_user": original.sender.json(),
        "date": int(original.sent.timestamp()),
    }
    content = copy.deepcopy(original.content)
    return deliver(world, p, original.kind, content, {"forward_origin": origin})
