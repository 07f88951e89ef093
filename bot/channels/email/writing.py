"""An e-mail of ours as bytes: text and HTML, files, and the headers that keep machines silent.

Addresses and subjects go through the library's own policy: a line break in one of them is an error
there, so nobody can add a header of their own.
"""

from __future__ import annotations

import mimetypes
from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from bot.domain.mail_words import one_line
from bot.domain.outgoing import File, Letter

Content = tuple[str, bytes]


def written(
    letter: Letter, ours: str, name: str, now: datetime, files: Sequence[Content]
) -> bytes:
    """Return an e-mail as it goes out; ValueError when it cannot be one."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(ours, name)
    message["To"] = _address(letter.to)
    message["Subject"] = one_line(letter.subject, 200)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = letter.message_id
    message["Reply-To"] = _address(letter.reply_to, name)
    if letter.answers:
        message["In-Reply-To"] = letter.answers
        message["References"] = letter.answers
    if letter.automatic:
        message["Auto-Submitted"] = "auto-replied" if letter.answers else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    message.set_content(
        letter.text + "\n", charset="utf-8", cte="quoted-printable", params={"format": "flowed"}
    )
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
    for title, content in files:
        kind, _, subkind = (
            mimetypes.guess_type(title)[0] or "application/octet-stream"
        ).partition("/")
        message.add_attachment(
            content, maintype=kind, subtype=subkind, filename=one_line(title, 150)
        )
    return message.as_bytes()


def _address(address: str, name: str = "") -> Address:
    return Address(display_name=one_line(name, 100), addr_spec=address)


def own_content(file: File) -> bytes:
    """Return a file of ours."""
    if file.content is not None:
        return file.content.encode()
    return b64decode(file.data) if file.data else Path(file.path or "").read_bytes()
