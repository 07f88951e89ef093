"""The two servers of the e-mail channel, made as the settings say, or what stands for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.channels.email.mailbox import ImapMailbox, Mailbox
from bot.channels.email.posting import MOST_BYTES, MailChannel
from bot.domain.outgoing import Command, Result
from bot.settings.mail import MailSettings
from bot.templates import Texts


class Posting(Protocol):
    """What sends e-mails."""

    async def carry_out(self, command: Command) -> Result:
        """Send one."""

    async def there(self) -> bool:
        """Tell whether the server answers."""

    async def probe(self, to: str) -> None:
        """Send a note to ourselves."""


@dataclass(frozen=True, slots=True)
class Post:
    """The two servers, or what stands for them in a test."""

    mailbox: Mailbox
    channel: Posting


def real_post(
    settings: MailSettings,
    name: str,
    now: Callable[[], datetime],
    fetch: Callable[[str, int], Awaitable[bytes | None]],
    missing: Callable[[int], str],
) -> Post:
    """Return the servers that the settings name."""

    async def within(file_id: str) -> bytes | None:
        return await fetch(file_id, MOST_BYTES)

    channel = MailChannel(settings, name, now, within, missing)
    return Post(ImapMailbox(settings), channel)


def files_missing(texts: Texts, phone: str, count: int) -> str:
    """Return the words which say that so many files did not go."""
    return texts.render("mail/missing_files", {"count": count, "phone": phone}).html
