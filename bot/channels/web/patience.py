"""How long the web server waits for strangers: a connection that says nothing is not kept.

uvicorn waits for the first request as long as it takes, and counts who waits against those who
ask. Here a request has to come in a few seconds, and when there are too many connections, the one
that has said nothing for the longest gives way.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds for the head of a request, and then for its body.
HEAD_WITHIN, BODY_WITHIN = 5.0, 10.0
MOST_CONNECTIONS = 500
_SECONDS = {h11.IDLE: HEAD_WITHIN, h11.SEND_BODY: BODY_WITHIN}


class HurriedProtocol(H11Protocol):
    """HTTP that closes connections whose request does not come in time."""

    _awaited: type | None = None
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, and make room for it when there are too many."""
        super().connection_made(transport)
        self._watch()
        if len(self.connections) > MOST_CONNECTIONS:
            silent = (one for one in self.connections if isinstance(one, HurriedProtocol))
            min(silent, key=HurriedProtocol._worth).transport.close()

    def data_received(self, data: bytes) -> None:
        """Read on; each part of a request has a deadline that more data does not move."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadline."""
        self._expect(None)
        super().connection_lost(exc)

    def _watch(self) -> None:
        self._expect(self.conn.their_state)

    def _expect(self, part: type | None) -> None:
        if part is self._awaited:
            return
        self._awaited = part
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if part in _SECONDS:
            self._deadline = self.loop.call_later(_SECONDS[part], self._too_late)

    def _too_late(self) -> None:
        self._deadline = None
        self.transport.close()

    def _worth(self) -> tuple[bool, float]:
        """Return what decides who gives way: those who have asked stay, then the newest."""
        waits = self._awaited is h11.IDLE and self._deadline is not None
        return (not waits, self._deadline.when() if self._deadline else self.loop.time())
