"""The library's Bot as we use it: where the Bot API stands, and how long to wait for it."""

from __future__ import annotations

import json
import os
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest, HTTPXRequest

LONG_POLL = 25.0  # seconds
#: The library gives durations as `timedelta`, as it will by itself one day; it asks each time.
os.environ.setdefault("PTB_TIMEDELTA", "true")


#: What carries calls to the Bot API: the network, or a world in memory.
Carrier = BaseRequest


def make_bot(token: str, api_url: str, request: Carrier | None = None) -> ExtBot[None]:
    """Return a bot for the Bot API at `scheme://host[:port]`; `request` replaces the network.

    The time-outs are generous: nobody knows the effect of a call given up too early.
    """
    return ExtBot(
        token=token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request or _network(connections=12, read_timeout=30.0),
        get_updates_request=request or _network(connections=2, read_timeout=LONG_POLL + 10),
    )


class Unreadable(TelegramError):
    """Telegram's answer came whole, but is too deep or too large to be read; `text` is all of it.

    The text stands in no message: it holds people's words.
    """

    def __init__(self, text: str) -> None:
        super().__init__("an answer that cannot be read")
        self.text = text


def read_answer(payload: bytes) -> dict[str, Any]:
    """Return Telegram's answer; Unreadable says that asking again would not help."""
    text = payload.decode("utf-8", "replace")
    try:
        answer: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as error:
        broken = isinstance(error, json.JSONDecodeError) or not text.rstrip().endswith("}")
        raise TelegramError("broken answer") if broken else Unreadable(text) from None
    return answer


class _Network(HTTPXRequest):
    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer without printing it, which the library does with one it cannot read."""
        return read_answer(payload)


def _network(connections: int, read_timeout: float) -> HTTPXRequest:
    return _Network(
        connection_pool_size=connections,
        read_timeout=read_timeout,
        write_timeout=30.0,
        connect_timeout=10.0,
        pool_timeout=10.0,
    )
