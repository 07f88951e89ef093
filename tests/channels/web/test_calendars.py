"""Calendars over HTTP: what a secret opens, and that nothing else is told."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.web.calendars import calendar_route

SECRET = "k" + "x" * 32


async def read(secret: str) -> bytes | None:
    return b"BEGIN:VCALENDAR\r\n" if secret == SECRET else None


@pytest.fixture
def client() -> httpx.AsyncClient:
    application = Starlette(routes=[calendar_route("/kalendarz/", read)])
    transport = httpx.ASGITransport(application)
    return httpx.AsyncClient(transport=transport, base_url="http://house", timeout=5)


async def test_a_calendar_is_given_to_who_knows_its_address(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/kalendarz/{SECRET}.ics")
    assert (answer.status_code, answer.content) == (200, b"BEGIN:VCALENDAR\r\n")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    "path", [f"{SECRET}x.ics", "x.ics", ".ics", SECRET, f"{SECRET}.ics/", "a" * 5000 + ".ics"]
)
async def test_everything_else_is_not_there(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(f"/kalendarz/{path}", follow_redirects=False)
    assert answer.status_code in (404, 307)
    assert answer.content == b"" or b"VCALENDAR" not in answer.content


async def test_a_calendar_cannot_be_written(client: httpx.AsyncClient) -> None:
    assert (await client.post(f"/kalendarz/{SECRET}.ics")).status_code == 405
