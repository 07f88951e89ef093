"""Methods for forum topics: create, rename, close, reopen, delete, and their icons."""

from __future__ import annotations

from bot.simulator.access import chat_of, require
from bot.simulator.model import GENERAL, Chat, Json, Topic
from bot.simulator.parameters import Params, method
from bot.simulator.refusals import Refusal, no_right, not_there
from bot.simulator.world import World

COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
_ICONS = ("📰", "💡", "⚡️", "🎙", "🔝", "🗣", "🆒", "❗️", "📝", "📆", "💰", "✅", "❓", "🏛", "📣")


def _forum(world: World, p: Params) -> Chat:
    chat = chat_of(world, p)
    if not chat.is_forum:
        what = "a supergroup forum" if chat.type == "supergroup" else "a forum"
        raise no_right(f"the chat is not {what}")
    return chat


def _name(p: Params) -> str:
    name = str(p.get("name") or "").strip()
    if not name:
        raise Refusal("name must be non-empty")
    if len(name) > 128:
        raise Refusal("TOPIC_TITLE_TOO_LONG")  # Telegram cuts it silently; we want to know
    return name


@method("createForumTopic", "chat_id name", "icon_color icon_custom_emoji_id")
def create_forum_topic(world: World, p: Params) -> Json:
    """Open a topic."""
    chat = _forum(world, p)
    require(world, chat, "can_manage_topics", "not enough rights to create a topic")
    name, color = _name(p), p.get("icon_color", COLORS[0])
    if color not in COLORS:
        raise Refusal("invalid icon color specified")
    emoji = p.get("icon_custom_emoji_id")
    icon = {"icon_color": color, "icon_custom_emoji_id": emoji}
    return world.open_topic(chat, world.bot, name, **icon).json()


def _managed(world: World, p: Params, right: str, refusal: str) -> tuple[Chat, Topic]:
    chat = _forum(world, p)
    topic = chat.topics.get(p["message_thread_id"])
    if topic is None or topic.deleted or topic.id == GENERAL:
        raise no_right("TOPIC_ID_INVALID")
    if topic.creator is not world.bot:  # the bot's own topics need no right
        require(world, chat, right, refusal)
    return chat, topic


@method("editForumTopic", "chat_id message_thread_id", "name icon_custom_emoji_id")
def edit_forum_topic(world: World, p: Params) -> bool:
    """Rename a topic or change its icon."""
    refusal = "not enough rights to edit the topic"
    chat, topic = _managed(world, p, "can_manage_topics", refusal)
    changes: Json = {}
    if p.get("name") and _name(p) != topic.name:
        changes["name"] = topic.name = _name(p)
    icon = p.get("icon_custom_emoji_id", topic.icon_custom_emoji_id) or None
    if icon != topic.icon_custom_emoji_id:
        topic.icon_custom_emoji_id = icon
        changes["icon_custom_emoji_id"] = icon or ""
    if not changes:
        raise not_there("TOPIC_NOT_MODIFIED")
    world.post_service(chat, world.bot, {"forum_topic_edited": changes}, topic)
    return True


def _close(world: World, p: Params, closed: bool) -> bool:
    refusal = "not enough rights to close or open the topic"
    chat, topic = _managed(world, p, "can_manage_topics", refusal)
    if topic.closed == closed:
        raise not_there("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    event = "forum_topic_closed" if closed else "forum_topic_reopened"
    world.post_service(chat, world.bot, {event: {}}, topic)
    return True


@method("closeForumTopic", "chat_id message_thread_id")
def close_forum_topic(world: World, p: Params) -> bool:
    """Close a topic."""
    return _close(world, p, closed=True)


@method("reopenForumTopic", "chat_id message_thread_id")
def reopen_forum_topic(world: World, p: Params) -> bool:
    """Open a closed topic again."""
    return _close(world, p, closed=False)


@method("deleteForumTopic", "chat_id message_thread_id")
def delete_forum_topic(world: World, p: Params) -> bool:
    """Delete a topic with all its messages."""
    refusal = "not enough rights to delete the topic"
    chat, topic = _managed(world, p, "can_delete_messages", refusal)
    world.drop_topic(chat, topic)
    return True


@method("getForumTopicIconStickers")
def get_forum_topic_icon_stickers(world: World, p: Params) -> list[Json]:
    """List the emoji a topic may carry as its icon."""
    size = {"width": 100, "height": 100, "is_animated": True, "is_video": False}
    return [
        {
            "file_id": f"icon-{number}",
            "file_unique_id": f"icon{number}",
            "type": "custom_emoji",
            "emoji": emoji,
            "custom_emoji_id": str(5_300_000_000_000_000_000 + number),
            **size,
        }
        for number, emoji in enumerate(_ICONS)
    ]
