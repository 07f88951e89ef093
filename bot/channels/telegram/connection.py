"""The library's Bot as we use it: where the Bot API stands, and how long to wait for it."""

from __future__ import annotations

import os
from datetime import datetime

from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.channels.telegram.carrier import AiohttpCarrier, Heard

LONG_POLL = 25.0  # seconds
#: The library gives durations as `timedelta`, as it will by itself one day; it asks each time.
os.environ.setdefault("PTB_TIMEDELTA", "true")


#: What carries calls to the Bot API: the network, or a world in memory.
Carrier = BaseRequest


def _nobody(_moment: datetime) -> None:
    """Need no time."""


def make_bot(
    token: str, api_url: str, request: Carrier | None = None, heard: Heard = _nobody
) -> ExtBot[None]:
    """Return a bot for the Bot API at `scheme://host[:port]`; `request` replaces the network.

    The time-outs are generous: nobody knows the effect of a call given up too early.
    """
    return ExtBot(
        token=token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request or AiohttpCarrier(heard, connections=12, read_timeout=30.0),
        get_updates_request=request or AiohttpCarrier(heard, 2, read_timeout=LONG_POLL + 10),
    )
