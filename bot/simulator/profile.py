"""Methods that read chats and members, and those about the bot itself and its updates."""

from __future__ import annotations

import re
from typing import Any

from bot.simulator.access import chat_of
from bot.simulator.model import Json, Member
from bot.simulator.parameters import Params, method
from bot.simulator.refusals import Refusal, not_there, wrong_call
from bot.simulator.world import World

_SCOPE_NAMES = (
    "default all_private_chats all_group_chats all_chat_administrators chat "
    "chat_administrators chat_member"
)
_SCOPES = frozenset(_SCOPE_NAMES.split())


@method("getMe")
def get_me(world: World, p: Params) -> Json:
    """Introduce the bot."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": world.no_privacy,
        "supports_inline_queries": False,
    }
    return {**world.bot.json(), **abilities}


@method("getUpdates", takes="offset limit timeout allowed_updates")
async def get_updates(world: World, p: Params) -> list[Json]:
    """Wait for what people did."""
    world.updates.allow(p.get("allowed_updates"))
    limit = p.get("limit", 100)
    return await world.updates.get(p.get("offset", 0), limit, p.get("timeout", 0))


@method(
    "setWebhook",
    takes="url allowed_updates drop_pending_updates max_connections secret_token ip_address",
)
def set_webhook(world: World, p: Params) -> bool:
    """Note the address of a webhook; nothing is delivered there in this world."""
    url, secret = p.get("url", ""), p.get("secret_token", "")
    if url and not re.match(r"https?://[^\s/]+", url):
        raise Refusal("invalid webhook URL specified")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise Refusal("secret token contains unallowed characters")
    world.updates.allow(p.get("allowed_updates"))
    return _switch(world, p, url)


@method("deleteWebhook", takes="drop_pending_updates")
def delete_webhook(world: World, p: Params) -> bool:
    """Go back to polling."""
    return _switch(world, p, "")


def _switch(world: World, p: Params, url: str) -> bool:
    if p.get("drop_pending_updates"):
        world.updates.clear()
    world.updates.set_webhook(url)
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, p: Params) -> Json:
    """Tell what is set and how much waits."""
    updates = world.updates
    info: Json = {"url": updates.webhook, "has_custom_certificate": False}
    info["pending_update_count"] = len(updates.pending)
    if updates.webhook_error is not None:
        moment, told = updates.webhook_error
        info |= {"last_error_date": int(moment.timestamp()), "last_error_message": told}
    return info | ({"allowed_updates": sorted(updates.allowed)} if updates.allowed else {})


@method("getChat", "chat_id")
def get_chat(world: World, p: Params) -> Json:
    """Describe a chat."""
    chat = chat_of(world, p, write=False)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    info: Json = {"accent_color_id": 0, "max_reaction_count": 11}
    info["accepted_gift_types"] = dict.fromkeys((*gifts, "gifts_from_channels"), False)
    return {**chat.json(), **info}


@method("getChatMember", "chat_id user_id")
def get_chat_member(world: World, p: Params) -> Json:
    """Tell somebody's place in a chat."""
    chat = chat_of(world, p, write=False)
    user = world.users.get(p["user_id"])
    if user is None or (chat.private and user.id not in (chat.id, world.bot.id)):
        raise not_there("member not found" if chat.private else "PARTICIPANT_ID_INVALID")
    if chat.private:
        return Member(user).json()
    return (chat.members.get(user.id) or Member(user, "left")).json()


@method("getChatAdministrators", "chat_id")
def get_chat_administrators(world: World, p: Params) -> list[Json]:
    """List the human administrators, and the bot if it is one."""
    chat = chat_of(world, p, write=False)
    if chat.private:
        raise Refusal("there are no administrators in the private chat")
    leading = ("creator", "administrator")
    return [place.json() for place in chat.members.values() if place.status in leading]


@method("leaveChat", "chat_id")
def leave_chat(world: World, p: Params) -> bool:
    """Take the bot out of a group."""
    chat = chat_of(world, p, write=False)
    if chat.private:
        raise Refusal("chat member status can't be changed in private chats")
    world.move(chat, world.bot, Member(world.bot, "left"))
    return True


@method("getFile", "file_id")
def get_file(world: World, p: Params) -> Json:
    """Tell where a file may be fetched; up to 20 MB."""
    stored = world.files.get(p["file_id"])
    if stored is None:
        raise not_there("invalid file_id")
    if len(stored.data) > 20 << 20:
        raise Refusal("file is too big")
    return {**stored.json(), "file_path": stored.path}


def _scope(world: World, p: Params) -> str:
    scope: Json = p.get("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise wrong_call("can't parse BotCommandScope: unsupported type specified")
    place = ""
    if str(kind) in ("chat", "chat_administrators", "chat_member"):
        place = str(chat_of(world, scope, write=False).id)
    return f"commands {kind} {place} {scope.get('user_id', '')} {_language(p)}"


def _language(p: Params) -> str:
    code: str = p.get("language_code", "")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise Refusal("invalid language code specified")
    return code


@method("setMyCommands", takes="commands scope language_code")
def set_my_commands(world: World, p: Params) -> bool:
    """Set the command menu of a scope."""
    commands: list[Json] = list(p.get("commands", []))
    if len(commands) > 100:
        raise Refusal("BOT_COMMANDS_TOO_MUCH")
    for entry in commands:
        _check_command(entry)
    world.profile[_scope(world, p)] = commands
    return True


def _check_command(entry: Json) -> None:
    if not re.fullmatch(r"[a-z0-9_]{1,32}", entry.get("command", "")):
        raise Refusal("BOT_COMMAND_INVALID")
    if not entry.get("description", "").strip():
        raise Refusal("command description must be non-empty")
    if len(entry["description"]) > 256:
        raise Refusal("command description length must not exceed 256")


@method("getMyCommands", takes="scope language_code")
def get_my_commands(world: World, p: Params) -> Any:
    """Return the command menu of a scope."""
    return world.profile.get(_scope(world, p), [])


@method("deleteMyCommands", takes="scope language_code")
def delete_my_commands(world: World, p: Params) -> bool:
    """Empty the command menu of a scope."""
    world.profile.pop(_scope(world, p), None)
    return True


@method("setMyDescription", takes="description language_code")
def set_my_description(world: World, p: Params) -> bool:
    """Set the text people see before they press Start."""
    if len(p.get("description", "")) > 512:
        raise Refusal("BOT_DESCRIPTION_TOO_LONG")
    world.profile[f"description {_language(p)}"] = p.get("description", "")
    return True


@method("setMyShortDescription", takes="short_description language_code")
def set_my_short_description(world: World, p: Params) -> bool:
    """Set the text on the bot's profile page."""
    if len(p.get("short_description", "")) > 120:
        raise Refusal("BOT_ABOUT_TOO_LONG")
    world.profile[f"short_description {_language(p)}"] = p.get("short_description", "")
    return True


@method("setChatMenuButton", takes="chat_id menu_button")
def set_chat_menu_button(world: World, p: Params) -> bool:
    """Set the button beside the input field."""
    if "chat_id" in p and not chat_of(world, p, write=False).private:
        raise Refusal("chat is not a private chat")
    button = p.get("menu_button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise wrong_call("can't parse MenuButton: unsupported type specified")
    world.profile[f"menu {p.get('chat_id', '')}"] = button
    return True
