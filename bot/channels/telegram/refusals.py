"""What an error of the library means for a call: no effect, refused for good, or nobody knows.

A connection that breaks raises the same class before and after the effect; only its cause tells
more. Reasons are stable words of ours: nothing that people wrote gets into them.
"""

from __future__ import annotations

import re
from datetime import timedelta

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.domain.outgoing import Result

#: Raised before a request left the machine, so it had no effect.
_NOT_SENT = (
    aiohttp.ClientConnectorError,  # a proxy that cannot be reached, too
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,  # waiting for a free connection, too
    aiohttp.InvalidURL,
)
_REASONS = (
    ("bot was blocked", "blocked"),
    ("user_is_blocked", "blocked"),
    ("user is deactivated", "deactivated"),
    ("can't initiate conversation", "not_started"),
    ("bot was kicked", "kicked"),
    ("bot is not a member", "kicked"),
    ("chat was deleted", "kicked"),
    ("chat not found", "chat_not_found"),
    ("peer_id_invalid", "chat_not_found"),
    ("message thread not found", "thread_not_found"),
    ("topic_deleted", "thread_not_found"),
    ("topic_id_invalid", "thread_not_found"),
    ("topic_closed", "thread_closed"),
    ("not a forum", "not_a_forum"),
    ("message is not modified", "not_modified"),
    ("topic_not_modified", "not_modified"),
    ("message to copy not found", "original_gone"),
    ("message to forward not found", "original_gone"),
    ("no messages to copy", "original_gone"),
    ("there are no messages to", "original_gone"),
    ("message can't be edited", "not_editable"),
    ("message can't be deleted", "not_deletable"),
    ("message_id_invalid", "message_not_found"),
    ("message to edit not found", "message_not_found"),
    ("message to delete not found", "message_not_found"),
    ("message to react not found", "message_not_found"),
    ("message to pin not found", "message_not_found"),
    ("message not found", "message_not_found"),
    ("not enough rights", "no_rights"),
    ("have no rights to send", "no_rights"),
    ("chat_admin_required", "no_rights"),
    ("administrator rights", "no_rights"),
    ("chat_write_forbidden", "no_rights"),
    ("upgraded to a supergroup", "migrated"),
    ("message is too long", "too_long"),
    ("message_too_long", "too_long"),
    ("caption is too long", "too_long"),
    ("wrong remote file identifier", "wrong_file"),
    ("wrong file identifier", "wrong_file"),
    ("wrong file_id", "wrong_file"),
    ("file reference", "wrong_file"),
    ("file_reference_expired", "wrong_file"),
    ("can't parse entities", "bad_html"),
    ("reaction_invalid", "bad_reaction"),
)


def result_of(error: Exception) -> Result:
    """Return what is known after this error."""
    if isinstance(error, RetryAfter):
        return Result("retry", retry_after=_seconds(error.retry_after), reason="flood")
    if isinstance(error, ChatMigrated):
        return Result("refused", reason="migrated", migrated_to=error.new_chat_id)
    if isinstance(error, Forbidden):
        return Result("refused", reason=reason_of(error.message, "forbidden"))
    if isinstance(error, BadRequest):
        return Result("refused", reason=reason_of(error.message, None))
    if isinstance(error, InvalidToken | EndPointNotFound | Conflict):
        return Result("retry", reason="token" if not isinstance(error, Conflict) else "conflict")
    if isinstance(error, NetworkError):
        return _broken(error)
    unknown = "unreadable_answer" if isinstance(error, TelegramError) else type(error).__name__
    return Result("uncertain", reason=unknown)


def _broken(error: NetworkError) -> Result:
    if isinstance(error.__cause__, _NOT_SENT):
        return Result("retry", reason="network")
    if "entity too large" in error.message.lower():
        return Result("refused", reason="too_large")
    return Result("uncertain", reason="network" if error.__cause__ else "server")


def _seconds(wait: float | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def reason_of(description: str, otherwise: str | None) -> str:
    """Return a stable word for Telegram's description."""
    low = description.lower()
    for part, reason in _REASONS:
        if part in low:
            return reason
    return otherwise or f"bad_request: {_impersonal(description)}"


def _impersonal(description: str) -> str:
    """Take out of a description what may have come from a message: quotations and numbers."""
    without = re.sub(r"""["'«„“].*""", "...", description)
    return re.sub(r"\d+", "#", without)[:100]
