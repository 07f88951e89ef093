"""The guard that keeps tests on this machine does see who reaches out."""

from __future__ import annotations

import asyncio
import socket

import pytest

from tests import network_guard
from tests.network_guard import ReachedOut

ADDRESSES = ("192.0.2.1", "198.51.100.7", "203.0.113.9", "8.8.8.8", "10.0.0.1")


@pytest.mark.parametrize("host", ADDRESSES)
def test_an_address_outside_is_refused(host: str) -> None:
    with socket.socket() as plain, pytest.raises(ReachedOut):
        plain.connect((host, 9))
    with socket.socket(type=socket.SOCK_DGRAM) as plain, pytest.raises(ReachedOut):
        plain.sendto(b"x", (host, 9))
    assert len(network_guard.refused) == 2
    network_guard.refused.clear()


def test_an_address_of_the_newer_kind_is_refused() -> None:
    with socket.socket(socket.AF_INET6) as plain, pytest.raises(ReachedOut):
        plain.connect(("2001:db8::1", 9))
    network_guard.refused.clear()


@pytest.mark.parametrize("name", ["telegram.org", "example.org"])
def test_a_name_outside_is_not_looked_up(name: str) -> None:
    with pytest.raises(ReachedOut):
        socket.getaddrinfo(name, 443)
    network_guard.refused.clear()


async def test_a_library_that_connects_by_itself_is_seen() -> None:
    with pytest.raises(ReachedOut):
        await asyncio.open_connection("192.0.2.1", 9)
    network_guard.refused.clear()


async def test_this_machine_may_be_talked_to() -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    assert await reader.read() == b""
    writer.close()
    server.close()
    await server.wait_closed()
    assert socket.getaddrinfo("localhost", 80) != []
