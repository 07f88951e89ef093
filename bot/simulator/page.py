"""The demo in a browser: a page, its files, the state, a stream of changes, and actions.

For the own machine only: a foreign Host (DNS rebinding) or Origin is refused, and the page may
load nothing from elsewhere. What actions do stands in `demo`, what the state holds in `picture`.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.simulator.demo import ACTIONS, Complaint, Demo, Role
from bot.simulator.model import Json
from bot.simulator.picture import picture
from bot.simulator.watching import ScenarioError
from bot.templates import LOOK, MARK, look

__all__ = ["Demo", "Role", "routes"]

STATIC = Path(__file__).parent / "static"
_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HEADERS = {
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
_LARGEST_BODY = 64 << 10
_TRACE_CHECK = 1.0  # s; the trace cannot tell us when it changes

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(demo: Demo) -> list[Route]:
    """Return the page's routes, every one guarded."""

    async def state(request: Request) -> Response:
        return JSONResponse(picture(demo))

    async def events(request: Request) -> Response:
        return StreamingResponse(changes(demo), media_type="text/event-stream")

    async def act(request: Request) -> Response:
        return await _act(demo, request)

    async def style(request: Request) -> Response:
        topics = demo.trace().get("topics", ())
        return Response(look(one["id"] for one in topics), media_type="text/css")

    return [
        Route("/", _guarded(_index), methods=["GET"]),
        Route(f"/static/{LOOK.name}", _guarded(style), methods=["GET"]),
        Route("/static/{name:path}", _guarded(_static), methods=["GET"]),
        Route("/api/state", _guarded(state), methods=["GET"]),
        Route("/api/events", _guarded(events), methods=["GET"]),
        Route("/api/{action}", _guarded(act), methods=["POST"]),
    ]


def _guarded(endpoint: Endpoint) -> Endpoint:
    async def guarded(request: Request) -> Response:
        refusal = _refusal(request)
        response = refusal or await endpoint(request)
        response.headers.update(_HEADERS)
        return response

    return guarded


def _refusal(request: Request) -> Response | None:
    host = request.headers.get("host", "")
    name, colon, port = host.rpartition(":")
    if (name if colon and port.isdigit() else host) not in _HOSTS:
        return _error("Ta strona działa tylko na własnym komputerze.", 403)
    if request.method != "POST":
        return None
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != host:
        return _error("To polecenie przyszło z innej strony.", 403)
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return _error("Spodziewamy się JSON.", 415)
    return None


def _error(sentence: str, status: int = 400) -> Response:
    return JSONResponse({"error": sentence}, status)


async def _index(request: Request) -> Response:
    return _file("index.html")


async def _static(request: Request) -> Response:
    return _file(request.path_params["name"])


def _file(name: str) -> Response:
    if name == MARK.name:  # the website has it, too
        return FileResponse(MARK)
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC.resolve()) or not path.is_file():
        return _error("Nie ma takiego pliku.", 404)
    return FileResponse(path)


async def changes(demo: Demo) -> AsyncIterator[str]:
    """Yield a server-sent event with the version now and after every change."""
    changed, sent = demo.telegram.world.changed, -1
    while not demo.closed:
        seen = changed.count
        version = demo.version()
        yield f"data: {json.dumps({'version': version})}\n\n" if version != sent else ":\n\n"
        sent = version
        await changed.beyond(seen, _TRACE_CHECK)


async def _act(demo: Demo, request: Request) -> Response:
    action = ACTIONS.get(request.path_params["action"])
    if action is None:
        return _error("Nie ma takiego polecenia.", 404)
    try:
        return JSONResponse(await action(demo, await _body(request)))
    except Complaint as complaint:
        return _error(str(complaint))
    except ScenarioError:
        return _error("W tym miejscu nie da się tego zrobić.")


async def _body(request: Request) -> Json:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > _LARGEST_BODY:
            raise Complaint("To za dużo naraz.")
    try:
        body = json.loads(data or b"{}")
    except ValueError:
        raise Complaint("To nie jest poprawny JSON.") from None
    if not isinstance(body, dict):
        raise Complaint("Spodziewamy się obiektu JSON.")
    return body
