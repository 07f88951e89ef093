"""What the program answers over HTTP. The webhook confirms an update only after it is stored."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.observability import REGISTRY

log = structlog.get_logger(__name__)

MAX_BYTES = 1024 * 1024
JSON = "application/json"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name only


@dataclass(frozen=True, slots=True)
class Answers:
    """What the routes ask the house.

    `not_ready` returns a reason, or None; `refresh` brings the figures up to date; `store` returns
    when an update is committed. Without a `secret` no webhook is accepted.
    """

    not_ready: Callable[[], Awaitable[str | None]]
    refresh: Callable[[], Awaitable[None]]
    store: Callable[[list[Any]], Awaitable[None]]
    secret: str | None = None


class _Refused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def build(answers: Answers, more: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the web application: our routes, then those that others add."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_request: Request) -> Response:
        reason = await answers.not_ready()
        if reason is None:
            return JSONResponse({"status": "ready"})
        return JSONResponse({"status": "not ready", "reason": reason}, status_code=503)

    async def metrics(_request: Request) -> Response:
        await answers.refresh()
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

    async def telegram(request: Request) -> Response:
        try:
            _check_secret(request, answers.secret)
            _check_kind(request)
            await answers.store([_update(await _body(request))])
        except _Refused as refused:
            return PlainTextResponse("", refused.status)
        except Exception as error:
            log.error("webhook_not_stored", error=type(error).__name__)
            return PlainTextResponse("", 503)  # Telegram brings it again
        return PlainTextResponse("")

    routes = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
        Route("/telegram", telegram, methods=["POST"]),
    ]
    return Starlette(routes=[*routes, *more])


def _check_secret(request: Request, secret: str | None) -> None:
    given = request.headers.get(SECRET_HEADER, "")
    if secret is None or not hmac.compare_digest(given.encode(), secret.encode()):
        raise _Refused(401)


def _check_kind(request: Request) -> None:
    """Refuse what calls itself something else than JSON."""
    kind = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if kind != JSON:
        raise _Refused(415)


async def _body(request: Request) -> bytes:
    """Read the body, but never more than is allowed."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > MAX_BYTES:
        raise _Refused(413)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BYTES:
                raise _Refused(413)
    except ClientDisconnect as gone:
        raise _Refused(400) from gone
    return bytes(body)


def _update(body: bytes) -> Any:
    """Return what the body says, to be stored, or, where nothing can be read from it, its text.

    Only what is no JSON, or says two things at once, is refused: a refused update comes again and
    again, and one that will never be an update is better kept where somebody looks at it.
    """
    try:
        text = body.decode("utf-8")
        return json.loads(text, object_pairs_hook=_only_once)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise _Refused(400) from error
    except (ValueError, RecursionError) as error:  # a number too long, or brackets too deep
        if not text.rstrip().endswith(("}", "]")):
            raise _Refused(400) from error
        return text


def _only_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise _Refused(400)
    return values
