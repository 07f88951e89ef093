"""Both servers of e-mail in a few lines: a mailbox that is filled by hand, and what was sent."""

from __future__ import annotations

import email
from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import default

from telegram.ext import ExtBot

from bot.channels.email.house import Post
from bot.channels.email.mailbox import Looked, mark_of
from bot.channels.email.posting import MailChannel
from bot.channels.telegram.fetching import file_of
from bot.domain.outgoing import Letter, Result
from bot.programme.documents import NotNow
from bot.settings.mail import MailSettings, Server
from bot.storage.mail import Fetched, Mark

OURS = "pomoc@fundacja.example"
NOWHERE = Server("127.0.0.1", 1, "pomoc", encrypted=False)
SETTINGS = MailSettings(OURS, NOWHERE, NOWHERE, "tajne")


class PostOffice(MailChannel):
    """What goes out is really written, and then kept here; what comes is put here."""

    def __init__(self) -> None:
        super().__init__(
            SETTINGS, "Fundacja", lambda: datetime(2026, 11, 24, tzinfo=UTC), self.file, self.lost
        )
        self.validity = 7
        self.box: list[bytes] = []
        self.read: list[int] = []
        self.out: list[EmailMessage] = []
        self.answers: list[Result] = []
        self.bot: ExtBot[None] | None = None  # whose files go along
        self.away = self.files_away = False

    @property
    def post(self) -> Post:
        return Post(self, self)

    async def file(self, file_id: str) -> bytes | None:
        if self.files_away:
            raise NotNow
        return await file_of(self.bot, file_id, 1000) if self.bot is not None else None

    @staticmethod
    def lost(count: int) -> str:
        return f"Bez załączników: {count}."

    # what goes out

    async def _deliver(self, letter: Letter, whole: bytes) -> Result:
        if self.answers:
            return self.answers.pop(0)
        message = email.message_from_bytes(whole, policy=default)
        assert isinstance(message, EmailMessage)
        self.out.append(message)
        return Result("sent", (letter.ident,))

    async def there(self) -> bool:
        return True

    def to(self, address: str) -> list[EmailMessage]:
        return [one for one in self.out if one["To"] == address]

    # what comes

    def put(self, raw: bytes) -> None:
        self.box.append(raw)

    async def look(self, known: Mark | None, today: date) -> Looked:
        if self.away:
            raise OSError
        last = known.uid if known is not None and known.validity == self.validity else 0
        uids = tuple(range(last + 1, len(self.box) + 1))
        return Looked(uids, Mark(self.validity, len(self.box), today.isoformat()))

    async def fetch(self, uids: Sequence[int], validity: int) -> list[Fetched]:
        found = [(uid, self.box[uid - 1]) for uid in uids]
        return [Fetched(uid, validity, mark_of(raw), raw, len(raw)) for uid, raw in found]

    async def seen(self, uids: Sequence[int]) -> None:
        self.read += uids

    async def break_off(self) -> None:
        pass


def text(message: EmailMessage) -> str:
    """Return what a person reads, in long lines."""
    body = message.get_body(("plain",))
    assert body is not None
    return body.get_content().replace(" \n", " ")


def letter(
    words: str,
    *,
    sender: str = "Jan Nowak <jan@wies.example>",
    subject: str = "Pytanie",
    to: str = OURS,
    number: int = 1,
    answers: EmailMessage | None = None,
    files: Sequence[tuple[str, bytes]] = (),
    **headers: str,
) -> bytes:
    """Return an e-mail as somebody's program writes it."""
    message = EmailMessage(policy=default)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{number}@wies.example>"
    message["Date"] = "Tue, 24 Nov 2026 10:00:00 +0100"
    if answers is not None:
        message["In-Reply-To"] = answers["Message-ID"]
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    for name, content in files:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()
