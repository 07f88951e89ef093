"""Whether a running bot answers at its own address; loads nothing else, for it is asked often."""

from __future__ import annotations

import http.client
import json
from typing import Any

#: Who listens everywhere is found at home.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - nothing is bound here


def _web_address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    return _EVERYWHERE.get(host, host), int(port)


def ask_web(listen: str, path: str, patience: float) -> tuple[int, dict[str, Any]] | None:
    """Return the status and the answer of our own web server; None when nobody is there."""
    host, port = _web_address(listen)
    connection = http.client.HTTPConnection(host, port, timeout=patience)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        given = json.loads(answer.read(10_000) or b"{}")
        return answer.status, given if isinstance(given, dict) else {}
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


def alive(listen: str, patience: float) -> bool:
    """Tell whether the bot's event loop answers in time."""
    told = ask_web(listen, "/healthz", patience)
    return told is not None and told[0] == 200
