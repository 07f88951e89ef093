"""Calendars that phones fetch by themselves: an address with a secret, or nothing at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

LONGEST = 64  # characters of a secret; ours are shorter
#: From a secret to a calendar; None when it is nobody's.
Read = Callable[[str], Awaitable[bytes | None]]


def calendar_route(path: str, read: Read) -> Route:
    """Return the route under which calendars stand; unknown and revoked ones are not found."""

    async def calendar(request: Request) -> Response:
        secret = request.path_params["secret"]
        content = await read(secret) if len(secret) <= LONGEST else None
        if content is None:
            return PlainTextResponse("", 404)
        headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
        return Response(content, media_type="text/calendar", headers=headers)

    return Route(f"{path}{{secret}}.ics", calendar)
