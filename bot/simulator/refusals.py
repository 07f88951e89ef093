"""How this Telegram says no: status, Telegram's own words, and whose fault it was.

The kinds: schema (a wrong call), content (a wrong text or keyboard), state (a message or query
that is not there), access (blocked, kicked, no rights), conflict, flood, and fault (ordered by
a test).
"""

from __future__ import annotations

from typing import Any, Literal

Kind = Literal["schema", "content", "state", "access", "conflict", "flood", "fault"]

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
}

#: Kinds that a careful bot may still meet.
UNFORESEEABLE = frozenset({"access", "flood", "fault"})


class Refusal(Exception):
    """One refused call; the text is what stands behind "Bad Request: "."""

    def __init__(
        self, text: str, kind: Kind = "content", code: int = 400, **parameters: int
    ) -> None:
        title = _TITLES[code]
        self.description = f"{title}: {text}" if text else title
        self.kind: Kind = kind
        self.code = code
        self.parameters = parameters
        super().__init__(self.description)

    def answer(self) -> dict[str, Any]:
        """Return the body of the HTTP answer."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def wrong_call(text: str) -> Refusal:
    """Refuse a call that no state of the world would make right."""
    return Refusal(text, "schema")


def not_there(text: str) -> Refusal:
    """Refuse because of what stands, or no longer stands, in the chat."""
    return Refusal(text, "state")


def no_right(text: str) -> Refusal:
    """Refuse a bot that lacks a right or a place to write to."""
    return Refusal(text, "access")


def forbidden(text: str) -> Refusal:
    """Refuse with 403."""
    return Refusal(text, "access", 403)


def too_fast(seconds: int) -> Refusal:
    """Refuse with 429 and the seconds to wait."""
    return Refusal(f"retry after {seconds}", "flood", 429, retry_after=seconds)


def not_modified() -> Refusal:
    """Refuse an edit that changes nothing."""
    return not_there(
        "message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )


def old_query() -> Refusal:
    """Refuse the answer to a press that is unknown, answered or too long ago."""
    return not_there("query is too old and response timeout expired or query ID is invalid")
