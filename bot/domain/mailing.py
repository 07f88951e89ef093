"""E-mail beside chats: numbers that stand for an address, and signs that lead a reply back.

Who writes by e-mail has a number of their own where others have a chat; no chat of Telegram's is
so high. A sign is a short MAC, bound to the address that it was sent to: it is worth nothing
to anybody else.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

_FIRST = 1 << 60
_PARTS = 100  # of one e-mail: its words in portions, its attachments
_TAG = re.compile(r"\+([to])([0-9]{1,18})\.([0-9a-f]{16})@")
_MESSAGE = re.compile(r"<o([0-9]{1,18})\.([0-9a-f]{16})@")
_NUMBER = re.compile(r"\[#([0-9]{1,12})\]")
PROBE = "+proba."


def chat_of(mail_id: int) -> int:
    """Return the number that stands where others have a chat."""
    return _FIRST + mail_id


def mail_of(chat_id: int) -> int | None:
    """Return whose number this is; None for a chat of Telegram's."""
    return chat_id - _FIRST if chat_id > _FIRST else None


def message_of(incoming: int, part: int = 0) -> int:
    """Return the number of an e-mail that came, or of a part of it, among the messages of a chat.

    What goes out is numbered upwards from one, so what comes in is numbered downwards.
    """
    return -(incoming * _PARTS + min(part, _PARTS - 1))


@dataclass(frozen=True, slots=True)
class Sign:
    """What a reply refers to: a ticket ("t") or what we sent ("o"), with the MAC it carries."""

    kind: str
    ident: int
    mac: str


def mac_of(secret: str, kind: str, ident: int, to: str) -> str:
    """Return the MAC of a ticket or of what was sent, for one address ("mail:5")."""
    return hmac.new(secret.encode(), f"{kind}{ident}:{to}".encode(), sha256).hexdigest()[:16]


def holds(sign: Sign, secret: str, to: str) -> bool:
    """Tell whether a sign was made for this address."""
    return hmac.compare_digest(sign.mac, mac_of(secret, sign.kind, sign.ident, to))


def tagged(address: str, secret: str, kind: str, ident: int, to: str) -> str:
    """Return our address with a sign in it: "biuro+t142.<mac>@fundacja.pl"."""
    name, _, host = address.rpartition("@")
    return f"{name}+{kind}{ident}.{mac_of(secret, kind, ident, to)}@{host}"


def message_id(address: str, secret: str, outbox_id: int, to: str) -> str:
    """Return the Message-ID of what is sent: the same at every attempt."""
    host = address.rpartition("@")[2]
    return f"<o{outbox_id}.{mac_of(secret, 'o', outbox_id, to)}@{host}>"


def probe(address: str, secret: str) -> str:
    """Return the address that shows whether signs in addresses arrive."""
    name, _, host = address.rpartition("@")
    return f"{name}{PROBE}{mac_of(secret, 'p', 0, '')}@{host}"


def signs(recipients: Iterable[str], references: Iterable[str]) -> list[Sign]:
    """Return the signs that an e-mail carries: first those of its addresses."""
    found = [Sign(*_read(m)) for one in recipients for m in _TAG.finditer(one)]
    named = (m for one in references for m in _MESSAGE.finditer(one))
    return found + [Sign("o", int(m[1]), m[2]) for m in named]


def _read(match: re.Match[str]) -> tuple[str, int, str]:
    return match[1], int(match[2]), match[3]


def number_in(subject: str) -> int | None:
    """Return the ticket's number that a subject names."""
    found = _NUMBER.search(subject)
    return int(found[1]) if found else None
