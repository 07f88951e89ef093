"""The mailbox: what has come since we last looked. A library that waits, so all of it in a thread.

Nothing is taken out of it, and nothing changed but that an e-mail counts as read, after it is
stored. A mailbox that was put in order numbers its e-mails anew: they are known by what they say.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from bot.settings.mail import MailSettings
from bot.storage.mail import Fetched, Mark

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

SECONDS, SOON = 8.0, 2.0
LARGEST = 25 * 1024 * 1024  # bytes; of larger ones only the beginning is read
BEGINNING = 512 * 1024
OVERLAP = timedelta(days=2)  # what may have come before, when all numbers are new
_TRACE = re.compile(rb"(?im)^(from|date|subject|message-id):[^\n]*(\n[ \t][^\n]*)*")


class MailboxAway(OSError):
    """The mailbox cannot be read now; of its server's words only the kind of error is told."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The numbers of what has come, and how far the mailbox is read once all of it is fetched."""

    uids: tuple[int, ...]
    to: Mark


class Mailbox(Protocol):
    """Where e-mails come to."""

    async def look(self, known: Mark | None, today: date) -> Looked:
        """Return what has come since `known`; raise what made that impossible."""

    async def fetch(self, uids: Sequence[int], validity: int) -> list[Fetched]:
        """Return these e-mails, without those that are gone."""

    async def seen(self, uids: Sequence[int]) -> None:
        """Let e-mails count as read."""

    async def break_off(self) -> None:
        """Leave at once."""


def mark_of(raw: bytes) -> str:
    """Return the mark of an e-mail: who says what, not by which way it came."""
    end = re.search(rb"\r?\n\r?\n", raw)
    top, body = (raw, b"") if end is None else (raw[: end.start()], raw[end.end() :])
    named = sorted(found[0] for found in _TRACE.finditer(top.replace(b"\r\n", b"\n")))
    return hashlib.sha256(b"\n".join(named) + b"\0" + body.replace(b"\r\n", b"\n")).hexdigest()


class ImapMailbox:
    """A mailbox on a server; the connection is kept, and made anew when it breaks."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._box: BaseMailBox | None = None
        self._lock = asyncio.Lock()

    async def look(self, known: Mark | None, today: date) -> Looked:
        """Return what has come since `known`; raise what made that impossible."""
        async with self._lock:
            looked: Looked = await self._in_thread(self._look, known, today)
            return looked

    async def fetch(self, uids: Sequence[int], validity: int) -> list[Fetched]:
        """Return these e-mails, without those that are gone."""
        async with self._lock:
            found: list[Fetched] = await self._in_thread(self._fetch, list(uids), validity)
            return found

    async def seen(self, uids: Sequence[int]) -> None:
        """Let e-mails count as read."""
        if uids:
            async with self._lock:
                await self._in_thread(self._seen, list(uids))

    async def close(self) -> None:
        """Leave, without waiting long for a server that is silent."""
        box, self._box = self._box, None
        if box is not None:
            await asyncio.to_thread(_leave, box)

    async def break_off(self) -> None:
        """Leave at once; what is being read is read again some other time."""
        if self._lock.locked() and self._box is not None:
            self._box.client.shutdown()
        else:
            await self.close()

    async def _in_thread(self, do: Any, *given: Any) -> Any:
        """Do it; a connection that was kept may have died meanwhile, so then once more."""
        kept = self._box is not None
        try:
            return await asyncio.to_thread(do, *given)
        except Exception as error:
            await self.close()
            if not kept:
                raise MailboxAway(type(error).__name__) from None
        return await self._in_thread(do, *given)

    def _connected(self) -> BaseMailBox:
        if self._box is not None:
            return self._box
        from imap_tools import MailBox, MailBoxUnencrypted

        where = self._settings.imap
        if where.encrypted:
            box: BaseMailBox = MailBox(
                where.host, where.port, timeout=SECONDS, ssl_context=_certificates()
            )
        else:
            box = MailBoxUnencrypted(where.host, where.port, timeout=SECONDS)
        box.login(where.user, self._settings.password, initial_folder=None)
        self._box = box
        return box

    def _look(self, known: Mark | None, today: date) -> Looked:
        box = self._connected()
        box.folder.set(self._settings.imap.folder)
        validity = int(box.folder.status(options=("UIDVALIDITY",))["UIDVALIDITY"])
        same = known is not None and known.validity == validity
        last = known.uid if known is not None and same else 0
        top = int(box.folder.status(options=("UIDNEXT",))["UIDNEXT"]) - 1
        found = (int(uid) for uid in box.uids(_criteria(known, same)))
        wanted = sorted(uid for uid in found if last < uid)
        return Looked(tuple(wanted), Mark(validity, max([last, top, *wanted]), today.isoformat()))

    def _fetch(self, uids: list[int], validity: int) -> list[Fetched]:
        box = self._connected()
        return [one for uid in uids if (one := _fetched(box, uid, validity))]

    def _seen(self, uids: list[int]) -> None:
        from imap_tools import MailMessageFlags

        self._connected().flag([str(uid) for uid in uids], [MailMessageFlags.SEEN], True)


def _criteria(known: Mark | None, same: bool) -> str:
    """Return what to ask for: what is new by its number, or, without numbers, by its day."""
    if known is None:
        return "UNSEEN"
    if same:
        return f"UID {known.uid + 1}:*"
    since = date.fromisoformat(known.day or datetime.now(UTC).date().isoformat()) - OVERLAP
    return f"OR UNSEEN SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _fetched(box: BaseMailBox, uid: int, validity: int) -> Fetched | None:
    """Fetch one e-mail, or the beginning of one that is too large; None when it is gone."""
    _kind, answer = box.client.uid("fetch", str(uid), "(RFC822.SIZE)")
    size = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(_bytes(answer)))
    whole = int(size[1]) if size else 0
    part = f"BODY.PEEK[]<0.{BEGINNING}>" if whole > LARGEST else "BODY.PEEK[]"
    _kind, answer = box.client.uid("fetch", str(uid), f"({part})")
    raw = next((one[1] for one in answer if isinstance(one, tuple)), None)
    if raw is None:
        return None
    return Fetched(uid, validity, mark_of(raw), raw, max(whole, len(raw)))


def _bytes(answer: Sequence[Any]) -> list[bytes]:
    return [
        part
        for one in answer
        for part in (one if isinstance(one, tuple) else (one,))
        if isinstance(part, bytes)
    ]


def _leave(box: BaseMailBox) -> None:
    try:
        box.client.sock.settimeout(SOON)
        box.logout()
    except Exception:
        box.client.shutdown()


def _certificates() -> ssl.SSLContext:
    import certifi

    return ssl.create_default_context(cafile=certifi.where())
