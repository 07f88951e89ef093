"""Sending e-mail: one connection for each, and what its answer means for what we owe.

A server that is away, or says "later", has surely sent nothing. What it refuses stays refused. A
connection that breaks once the words are under way leaves nobody knowing.
Nothing of a server's answer is logged: there are addresses in it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from email.utils import make_msgid
from typing import TYPE_CHECKING

import structlog

from bot.channels.email.writing import Content, own_content, written
from bot.domain.outgoing import Command, Letter, Result
from bot.programme.documents import NotNow
from bot.settings.mail import MailSettings

if TYPE_CHECKING:
    from aiosmtplib import SMTP

log = structlog.get_logger(__name__)

SECONDS = 30.0
SOON = 5.0
LATER = 120.0  # seconds, after "not now" (greylisting)
MOST_BYTES = 10 * 1024 * 1024  # of all files together
#: From what Telegram calls a file to what is in it; None when it cannot be had.
Fetch = Callable[[str], Awaitable[bytes | None]]
Missing = Callable[[int], str]
REFUSED = "mail_refused"  # the address takes nothing
REJECTED = "mail_rejected"  # this e-mail was not taken; another one may be


class MailChannel:
    """The channel of one address; `missing` says that so many files were too large to go."""

    def __init__(
        self,
        settings: MailSettings,
        name: str,
        now: Callable[[], datetime],
        fetch: Fetch,
        missing: Missing,
    ) -> None:
        self._settings, self._name, self._now = settings, name, now
        self._fetch, self._missing = fetch, missing

    async def carry_out(self, command: Command) -> Result:
        """Send an e-mail and return what is known then; a call begun is never broken off."""
        letter = command.letter
        if letter is None:
            return Result("refused", reason="bad_command: no letter")
        try:
            whole = await self._whole(letter)
        except NotNow:  # where the files are
            return Result("retry", retry_after=LATER, reason="file_later")
        except (OSError, ValueError, LookupError) as error:
            return Result("refused", reason=f"bad_command: {type(error).__name__}")
        return await asyncio.shield(asyncio.ensure_future(self._deliver(letter, whole)))

    async def there(self) -> bool:
        """Tell whether the server answers, and soon."""
        try:
            async with asyncio.timeout(SOON):
                server = await self._connected()
        except Exception:
            return False
        await _leave(server)
        return True

    async def probe(self, to: str) -> None:
        """Send a note to our own address with a sign in it, to see whether it arrives."""
        ours = self._settings.address
        named = make_msgid(domain=ours.rpartition("@")[2])
        words = "Próba znaków w adresie"
        note = Letter(0, to, words, words, f"<p>{words}</p>", named, ours, ours, automatic=True)
        await self._deliver(note, written(note, ours, "", self._now(), ()))

    async def _whole(self, letter: Letter) -> bytes:
        files, left_out = await self._files(letter)
        if left_out:
            words = self._missing(left_out)
            letter = replace(
                letter,
                text=f"{words}\n\n{letter.text}",
                html=letter.html.replace("<p>", f"<p>{words}</p>\n<p>", 1),
            )
        return written(letter, self._settings.address, self._name, self._now(), files)

    async def _files(self, letter: Letter) -> tuple[list[Content], int]:
        """Return what goes along, and how many files were too large, or cannot be had."""
        found: list[Content] = []
        for file in letter.files:
            kept = file.file_id is not None
            content = await self._fetch(file.file_id or "") if kept else own_content(file)
            if (
                content is not None
                and sum(len(one) for _, one in found) + len(content) <= MOST_BYTES
            ):
                found.append((file.name, content))
        return found, len(letter.files) - len(found)

    async def _connected(self) -> SMTP:
        from aiosmtplib import SMTP

        where = self._settings.smtp
        server = SMTP(
            hostname=where.host,
            port=where.port,
            timeout=SECONDS,
            use_tls=where.encrypted,
            start_tls=where.upgrade,
            tls_context=_certificates() if where.encrypted or where.upgrade else None,
            local_hostname="localhost",
        )
        await server.connect()
        try:
            await server.ehlo()
            if server.supports_extension("auth"):
                await server.login(where.user, self._settings.password)
        except BaseException:
            server.close()
            raise
        return server

    async def _deliver(self, letter: Letter, whole: bytes) -> Result:
        from aiosmtplib import SMTPAuthenticationError, SMTPResponseException

        try:
            server = await self._connected()
        except SMTPAuthenticationError:
            log.error("mail_login_refused")
            return Result("retry", reason="login")
        except Exception as error:
            return Result("retry", reason=type(error).__name__)
        try:
            if not await self._begun(server, letter):
                await _leave(server)
                log.error("mail_sender_refused")  # that is about us, not about who is written to
                return Result("retry", retry_after=LATER, reason="mail_sender")
            await server.rcpt(letter.to)
        except SMTPResponseException as error:
            await _leave(server)
            return _refused(error.code)
        except Exception as error:
            await _leave(server)
            return Result("retry", reason=type(error).__name__)
        return await _handed_over(server, letter, whole)

    async def _begun(self, server: SMTP, letter: Letter) -> bool:
        """Say who writes: with a sign if the server lets us, else plainly; False if not at all."""
        from aiosmtplib import SMTPResponseException

        for sender in dict.fromkeys((letter.sender, self._settings.address)):
            try:
                await server.mail(sender)
            except SMTPResponseException as error:
                if error.code < 500:
                    raise
            else:
                return True
        return False


async def _handed_over(server: SMTP, letter: Letter, whole: bytes) -> Result:
    from aiosmtplib import SMTPResponseException

    try:
        await server.data(whole)
    except SMTPResponseException as error:
        await _leave(server)
        known = error.code > 0  # a connection that broke has a code of no server
        return _refused(error.code, REJECTED) if known else Result("uncertain", reason="network")
    except Exception:
        server.close()
        return Result("uncertain", reason="network")
    await _leave(server)
    return Result("sent", (letter.ident,))


def _refused(code: int, reason: str = REFUSED) -> Result:
    if 400 <= code < 500:
        return Result("retry", retry_after=LATER, reason="mail_later")
    return Result("refused", reason=reason)


async def _leave(server: SMTP) -> None:
    with contextlib.suppress(Exception):
        async with asyncio.timeout(SOON):
            await server.quit()
    server.close()


def _certificates() -> ssl.SSLContext:
    import certifi

    return ssl.create_default_context(cafile=certifi.where())
