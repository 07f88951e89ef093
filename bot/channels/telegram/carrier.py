"""What carries calls to the Bot API over the network: aiohttp, behind the library's own seam.

The library's default client would do; with this one a message costs half of the processor's time.
An error keeps aiohttp's exception as its `__cause__`: only that tells whether a call can have had
an effect (see `refusals`). Each good answer also says what time it is there.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import aiohttp
import certifi
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

#: Is told what time it is at the Bot API.
Heard = Callable[[datetime], None]

CONNECT_TIMEOUT = 10.0  # seconds, waiting for a free connection included


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


class AiohttpCarrier(BaseRequest):
    """One pool of connections; times are seconds. `read_timeout` runs from byte to byte."""

    def __init__(self, heard: Heard, connections: int, read_timeout: float) -> None:
        self._heard = heard
        self._connections = connections
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How long an answer may take when nobody says otherwise."""
        return self._read_timeout

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer without printing it, which the library does with one it cannot read."""
        return read_answer(payload)

    async def initialize(self) -> None:
        """Make the pool; a second time changes nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ssl=_certificates()),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=True,  # a proxy that the environment names
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return the status and the body of the answer; raise TimedOut or NetworkError.

        Connecting and waiting for a free connection share one limit; writing has none of its own.
        """
        if self._session is None:
            raise RuntimeError("this carrier is not initialized")
        limits = aiohttp.ClientTimeout(
            total=None,
            connect=_chosen(connect_timeout, CONNECT_TIMEOUT),
            sock_read=_chosen(read_timeout, self._read_timeout),
        )
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=limits, allow_redirects=False
            ) as answer:
                body = await answer.read()
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error
        self._hear(answer)
        return answer.status, body

    def _hear(self, answer: aiohttp.ClientResponse) -> None:
        """Pass on what an answer says of the time; an error page may come from anybody."""
        if answer.status != 200:
            return
        try:
            moment = parsedate_to_datetime(answer.headers.get("date", ""))
        except ValueError:
            return
        if moment.tzinfo is not None:
            self._heard(moment)


@cache  # reading them takes as long as the rest of a start
def _certificates() -> ssl.SSLContext:
    """Trust the same authorities on every machine, whatever is installed there."""
    return ssl.create_default_context(cafile=certifi.where())


def _chosen(given: Any, usual: float) -> float | None:
    seconds: float | None = usual if given is BaseRequest.DEFAULT_NONE else given
    return seconds


def _form(data: RequestData | None) -> Any:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
