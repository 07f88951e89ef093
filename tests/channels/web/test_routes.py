"""What the program answers over HTTP; the webhook refuses all that is not Telegram's."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.channels.web.routes import SECRET_HEADER, Answers, build
from bot.channels.web.server import AddressRefused, WebServer


@dataclass
class Office:
    """The house as the web sees it."""

    reason: str | None = None
    kept: list[dict[str, Any]] = field(default_factory=list)
    refreshed: int = 0
    full: bool = False

    async def not_ready(self) -> str | None:
        return self.reason

    async def refresh(self) -> None:
        self.refreshed += 1

    async def store(self, updates: list[dict[str, Any]]) -> None:
        if self.full:
            raise OSError("no space left")
        self.kept += updates


@pytest.fixture
def office() -> Office:
    return Office()


def client_of(office: Office, secret: str | None = "s3cret") -> httpx.AsyncClient:
    application = build(Answers(office.not_ready, office.refresh, office.store, secret))
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(application), base_url="http://house", timeout=5
    )


@pytest_asyncio.fixture
async def client(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(office) as client:
        yield client


TELEGRAM = {SECRET_HEADER: "s3cret"}


async def test_being_alive_and_being_ready_are_two_things(
    client: httpx.AsyncClient, office: Office
) -> None:
    office.reason = "starting"
    assert (await client.get("/healthz")).status_code == 200
    not_ready = await client.get("/readyz")
    assert (not_ready.status_code, not_ready.json()["reason"]) == (503, "starting")
    office.reason = None
    assert (await client.get("/readyz")).status_code == 200


async def test_figures_are_fresh(client: httpx.AsyncClient, office: Office) -> None:
    answer = await client.get("/metrics")
    assert "dzialaj_inbox_lag_seconds" in answer.text
    assert office.refreshed == 1


async def test_an_update_is_confirmed_when_it_is_stored(
    client: httpx.AsyncClient, office: Office
) -> None:
    answer = await client.post("/telegram", json={"update_id": 7}, headers=TELEGRAM)
    assert (answer.status_code, answer.text) == (200, "")
    assert office.kept == [{"update_id": 7}]


async def test_an_update_that_cannot_be_stored_is_not_confirmed(
    client: httpx.AsyncClient, office: Office
) -> None:
    office.full = True
    answer = await client.post("/telegram", json={"update_id": 7}, headers=TELEGRAM)
    assert answer.status_code == 503


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: ""}])
async def test_whoever_does_not_know_the_secret_is_refused(
    client: httpx.AsyncClient, office: Office, headers: dict[str, str]
) -> None:
    answer = await client.post("/telegram", json={"update_id": 7}, headers=headers)
    assert (answer.status_code, answer.text, office.kept) == (401, "", [])


async def test_without_a_secret_no_webhook_is_accepted(office: Office) -> None:
    async with client_of(office, secret=None) as client:
        answer = await client.post("/telegram", json={"update_id": 7}, headers=TELEGRAM)
        assert answer.status_code == 401


async def test_only_posts_are_accepted(client: httpx.AsyncClient) -> None:
    assert (await client.get("/telegram", headers=TELEGRAM)).status_code == 405


async def test_a_body_above_a_megabyte_is_refused(
    client: httpx.AsyncClient, office: Office
) -> None:
    announced = await client.post("/telegram", content=b"x" * 1_048_577, headers=TELEGRAM)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    streamed = await client.post("/telegram", content=pieces(), headers=TELEGRAM)
    assert (announced.status_code, streamed.status_code, office.kept) == (413, 413, [])


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff\xfe"])
async def test_what_is_no_json_is_refused(
    client: httpx.AsyncClient, office: Office, body: bytes
) -> None:
    answer = await client.post("/telegram", content=body, headers=TELEGRAM)
    assert (answer.status_code, office.kept) == (400, [])


async def test_a_server_listens_where_it_says(office: Office) -> None:
    application = build(Answers(office.not_ready, office.refresh, office.store))
    server = WebServer("127.0.0.1:0", application)
    server.start()
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{server.address}/healthz")
    await server.stop()
    assert answer.json() == {"status": "ok"}
    assert "server" not in answer.headers


def test_a_busy_address_is_refused_at_once(office: Office) -> None:
    application = build(Answers(office.not_ready, office.refresh, office.store))
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(AddressRefused):
        WebServer(f"127.0.0.1:{taken.getsockname()[1]}", application)
