"""A connection of one's own to a PostgreSQL server: its locks end with it, and it hears news.

What is locked here is free as soon as the connection ends, however that ends. Nothing is written.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import asyncpg
from sqlalchemy.engine import URL

#: How sessions are known to each other in the server's own list.
NAME = "dzialaj session"
CHANNEL = "dzialaj"
_CONNECTS_WITHIN, _ANSWERS_WITHIN = 10.0, 10.0  # seconds

#: Whatever says that the server is not there, or not yet.
AWAY = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # cut off in the middle, the driver no longer knows where it is
    TimeoutError,
)


class SessionLost(ConnectionError):
    """The server is away; what was locked is free."""


class Session:
    """The connection; `heard` is called with each piece of news, `lost` when it has ended."""

    def __init__(self, url: URL, heard: Callable[[str], None], lost: Callable[[], None]) -> None:
        self._dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._heard, self._lost = heard, lost
        self._connection: Any = None
        self._asking = asyncio.Lock()
        self.generation = 0  # locks of an earlier one are gone

    @property
    def open(self) -> bool:
        """Whether the connection stands."""
        return self._connection is not None

    async def connect(self) -> None:
        """Connect anew; raises what the driver raises."""
        connection = await asyncpg.connect(
            self._dsn,
            timeout=_CONNECTS_WITHIN,
            command_timeout=_ANSWERS_WITHIN,
            server_settings={
                "application_name": NAME,
                "tcp_keepalives_idle": "5",
                "tcp_keepalives_interval": "2",
                "tcp_keepalives_count": "3",
            },
        )
        try:
            connection.add_termination_listener(self._ended)
            await connection.add_listener(CHANNEL, self._news)
        except BaseException:
            connection.terminate()
            raise
        self.generation += 1
        self._connection = connection

    def _news(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        self._heard(payload)

    def _ended(self, connection: Any) -> None:
        if connection is self._connection:
            self._connection = None
            self._lost()

    async def ask(self, query: str, *values: Any) -> list[Any]:
        """Return the rows of a query; SessionLost when there is no answer."""
        async with self._asking:
            connection = self._connection
            if connection is None:
                raise SessionLost
            try:
                rows: list[Any] = await connection.fetch(query, *values)
            except AWAY as error:
                connection.terminate()
                self._ended(connection)
                raise SessionLost from error
            return rows

    async def close(self) -> None:
        """End the connection, and with it its locks."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(*AWAY):
                await connection.close(timeout=2)
