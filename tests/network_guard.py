"""No test reaches beyond this machine: whatever would be connected to or asked for is refused.

An audit hook sees every connection, datagram and name looked up in this process, by whatever
library. Programs that tests start are told addresses of loopback only.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import Any

#: Names under which only this machine is meant, and those that no resolver knows (RFC 2606).
HERE = {"", "localhost", "ip6-localhost", socket.gethostname()}
NOWHERE = (".invalid", ".example", ".test", ".localhost")
_WATCHED = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
            "socket.gethostbyname"}  # fmt: skip
refused: list[str] = []


class ReachedOut(AssertionError):
    """A test wanted to talk to somebody outside."""


def is_here(host: Any) -> bool:
    """Tell whether a host is this machine."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name is None or name in HERE:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _watch(event: str, given: tuple[Any, ...]) -> None:
    if event not in _WATCHED:
        return
    host = given[0]
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = given[1]
        if not isinstance(address, tuple):
            return  # a socket of this machine's file system, or one that is connected already
        host = address[0]
    if is_here(host) or (event.startswith("socket.get") and str(host).endswith(NOWHERE)):
        return
    refused.append(f"{event} {host}")
    raise ReachedOut(f"{event} {host}: a test may talk to this machine only")


def install() -> None:
    """Watch from now on, to the end of the process."""
    sys.addaudithook(_watch)
