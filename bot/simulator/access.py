"""Who may be written to, and what the bot may do there: chats, rights, topics, messages.

Every method asks here first, so that refusals read the same everywhere.
"""

from __future__ import annotations

from bot.simulator.model import GENERAL, Chat, Message, Topic
from bot.simulator.parameters import Params
from bot.simulator.refusals import Refusal, forbidden, no_right, not_there
from bot.simulator.world import World


def chat_of(world: World, p: Params, *, name: str = "chat_id", write: bool = True) -> Chat:
    """Return the chat a parameter names, if the bot may read it, or write to it."""
    given = p.get(name)
    number = int(given) if isinstance(given, str) and given.lstrip("-").isdigit() else given
    chat = world.chats.get(number) if isinstance(number, int) else None
    user = world.users.get(number) if isinstance(number, int) else None
    if chat is None and user is not None and not user.is_bot:
        chat = world.private_chat(user)
    if chat is None:
        raise not_there("chat not found")
    if chat.user is not None:
        _check_private(chat, write)
    else:
        _check_group(world, chat, write)
    return chat


def _check_private(chat: Chat, write: bool) -> None:
    user = chat.user
    if user is None or not write:
        return
    if user.deactivated:
        raise forbidden("user is deactivated")
    if not user.started:
        raise forbidden("bot can't initiate conversation with a user")
    if user.blocked:
        raise forbidden("bot was blocked by the user")


def _check_group(world: World, chat: Chat, write: bool) -> None:
    kind = chat.type
    if chat.migrated_to is not None and write:
        raise Refusal(
            "group chat was upgraded to a supergroup chat",
            "access",
            migrate_to_chat_id=chat.migrated_to,
        )
    if world.bot.id not in chat.members:
        raise not_there("chat not found")
    place = world.bot_place(chat)
    if place.status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if not place.present:
        raise forbidden(f"bot is not a member of the {kind} chat")


def require(world: World, chat: Chat, right: str, refusal: str) -> None:
    """Refuse unless the bot has a right in the group; in private chats it needs none."""
    if not chat.private and not world.bot_place(chat).can(right):
        raise no_right(refusal)


def require_voice(world: World, chat: Chat) -> None:
    """Refuse to write to a group in which the bot is muted."""
    if not chat.private and world.bot_place(chat).muted:
        raise no_right("not enough rights to send text messages to the chat")


def message_in(chat: Chat, number: object, what: str) -> Message:
    """Return a message that stands in the chat, or refuse with "<what> not found"."""
    found = chat.messages.get(number) if isinstance(number, int) else None
    if found is None or found.deleted:
        raise not_there(f"{what} not found")
    return found


def thread_of(world: World, chat: Chat, p: Params) -> Topic | None:
    """Return the topic a message is meant for; None is General, or a chat without topics."""
    number = p.get("message_thread_id")
    if number is None:
        return None
    topic = chat.topics.get(number)
    if number == GENERAL or topic is None or topic.deleted or not chat.is_forum:
        raise no_right("message thread not found")
    return topic


def require_open(world: World, chat: Chat, topic: Topic | None) -> None:
    """Refuse to write to a closed topic without the right to manage it."""
    asked = topic or chat.topics.get(GENERAL)
    if asked is None or not asked.closed or asked.creator is world.bot:
        return
    if not world.bot_place(chat).can("can_manage_topics"):
        raise no_right("TOPIC_CLOSED")
