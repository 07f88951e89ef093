"""The library's Bot as we use it: where the Bot API stands, and how long to wait for it.

Each answer also says what time it is there: the machine's own clock is checked by that.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx
from telegram.ext import ExtBot
from telegram.request import BaseRequest, HTTPXRequest

LONG_POLL = 25.0  # seconds
#: The library gives durations as `timedelta`, as it will by itself one day; it asks each time.
os.environ.setdefault("PTB_TIMEDELTA", "true")


#: What carries calls to the Bot API: the network, or a world in memory.
Carrier = BaseRequest
#: Is told what time it is at the Bot API.
Heard = Callable[[datetime], None]


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
        request=request or _network(heard, connections=12, read_timeout=30.0),
        get_updates_request=request or _network(heard, connections=2, read_timeout=LONG_POLL + 10),
    )


def _date_of(response: httpx.Response) -> datetime | None:
    """Return what an answer says of the time; an error page may come from anybody on the way."""
    if not response.is_success:
        return None
    try:
        moment = parsedate_to_datetime(response.headers.get("date", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _network(heard: Heard, connections: int, read_timeout: float) -> HTTPXRequest:
    async def hear(response: httpx.Response) -> None:
        moment = _date_of(response)
        if moment is not None:
            heard(moment)

    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=read_timeout,
        write_timeout=30.0,
        connect_timeout=10.0,
        pool_timeout=10.0,
        httpx_kwargs={"event_hooks": {"response": [hear]}},
    )
