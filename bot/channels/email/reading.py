"""An e-mail's bytes as plain values. Whatever they are, reading them ends, and never raises.

Headers count as far as 256 kB, parts as far as a hundred and twenty deep; what lies beyond is not
read. Nothing is fetched: pictures that lie elsewhere are not looked at.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.utils import getaddresses

from bot.channels.email.attachments import sorted_out
from bot.channels.email.decoding import (
    clean,
    decoded,
    header,
    headers,
    text_of,
    words_of_html,
    written_header,
)
from bot.channels.email.quoting import cut
from bot.domain.mail_words import one_line
from bot.domain.mailing import PROBE, Sign, number_in, signs
from bot.office.mail.letters import Read

LONGEST_HEADERS = 256 * 1024
LONGEST_TEXT = 40_000  # characters
MOST_PARTS, DEEPEST = 100, 20
SMALL_PICTURE = 20_000  # bytes: of a signature, not of a document
_NESTED = re.compile(rb"(?im)^content-type:\s*(multipart|message)/")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")
_ANSWERS = re.compile(r"^((re|odp|fwd|fw|pd|aw|tr)\s*(\[\d+\])?\s*:\s*)+", re.I)
_TAG = re.compile(r"\s{0,3}\[#\d{1,12}\]")
_TO = frozenset({"to", "cc", "delivered-to", "x-original-to", "envelope-to"})
_NAMED = frozenset({"in-reply-to", "references"})
_LISTS = frozenset({"list-id", "list-unsubscribe", "list-post"})
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MACHINES = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+=.-].*)?@")
_FAILED = re.compile(rb"(?im)^action:\s*failed")
_OURS = re.compile(r"<o([0-9]{1,18})\.([0-9a-f]{16})@")
_PROBE = re.compile(re.escape(PROBE) + r"([0-9a-f]{16})@")


def read(raw: bytes) -> Read:
    """Return what an e-mail says."""
    message = _parsed(raw)
    sender, name = _sender(message)
    subject = header(message, "subject")
    to, named = headers(message, _TO), headers(message, _NAMED)
    parts = list(_parts(message))
    written, quoted = cut(_text(parts))
    files, refused = sorted_out(_files(parts))
    probe = next((m[1] for one in to for m in [_PROBE.search(one)] if m), None)
    machine = _machine(message, sender)
    return Read(
        sender,
        name,
        one_line(_TAG.sub("", _ANSWERS.sub("", subject)), 200),
        written[:LONGEST_TEXT],
        quoted[:LONGEST_TEXT],
        tuple(files),
        tuple(refused),
        _message_id(message),
        tuple(signs(to, named)),
        number_in(subject),
        machine,
        _returned(raw, to) if machine in ("report", "returns", "machine") else (),
        probe,
    )


def _parsed(raw: bytes) -> Message:
    """Parse, or at least read the headers of what is nested beyond reason."""
    top, between, rest = _headers_apart(raw)
    if len(top) > LONGEST_HEADERS:
        top = top[: top.rfind(b"\n", 0, LONGEST_HEADERS) + 1]
    whole = top + between + rest
    shallow = len(_NESTED.findall(whole)) <= MOST_PARTS
    try:
        return email.message_from_bytes(whole if shallow else top, policy=policy.compat32)
    except Exception:  # RecursionError among them
        return email.message_from_bytes(top[:LONGEST_HEADERS], policy=policy.compat32)


def _headers_apart(raw: bytes) -> tuple[bytes, bytes, bytes]:
    found = re.search(rb"\r?\n\r?\n", raw)
    return (
        (raw, b"", b"") if found is None else (raw[: found.start()], found[0], raw[found.end() :])
    )


def _sender(message: Message) -> tuple[str | None, str]:
    """Return who wrote it, as they say; anybody can say anything."""
    said = " ".join(written_header(message, "from")[:2000].split())
    try:
        found = getaddresses([said])
    except Exception:
        found = []
    for name, address in found:
        if _ADDRESS.fullmatch(address) and ".." not in address:
            shown = one_line(decoded(name), 100) or address.partition("@")[0]
            return address.lower(), shown
    return None, ""


def _message_id(message: Message) -> str | None:
    found = re.search(r"<[^<>\s]{1,250}>", header(message, "message-id"))
    return found[0][:255] if found and found[0].isascii() else None


def _machine(message: Message, sender: str | None) -> str | None:
    """Return why nobody is to be answered: a machine wrote it, or it went to many."""
    if message.get_content_type() == "multipart/report":
        return "report"
    if header(message, "return-path").replace(" ", "") == "<>":
        return "returns"
    if header(message, "auto-submitted").lower() not in ("", "no"):
        return "automatic"
    if header(message, "x-autoreply") or header(message, "x-autorespond"):
        return "automatic"
    if header(message, "precedence").lower() in _BULK:
        return "bulk"
    if headers(message, _LISTS):
        return "list"
    return "machine" if sender is not None and _MACHINES.match(sender) else None


def _returned(raw: bytes, to: list[str]) -> tuple[Sign, ...]:
    """Return the signs of what a report says was not delivered."""
    if not _FAILED.search(raw):
        return ()
    named = [Sign("o", int(m[1]), m[2]) for m in _OURS.finditer(raw.decode("ascii", "replace"))]
    found = [*(one for one in signs(to, ()) if one.kind == "o"), *named]
    return tuple(dict.fromkeys(found))[:5]


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the parts that hold something, in their order, as far as is reasonable."""
    inside = message.get_payload() if message.is_multipart() else None
    apart = message.get_content_maintype() == "multipart" and depth < DEEPEST
    if apart and isinstance(inside, list):
        for part in inside[:MOST_PARTS]:
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)
    else:
        yield message


def _content(part: Message) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except Exception:
        return b""
    return found if isinstance(found, bytes) else b""


def _file_name(part: Message) -> str:
    try:
        given = part.get_filename()
    except Exception:
        given = "plik"
    if given is None and part.get_content_type() == "text/calendar":
        return "zaproszenie.ics"
    if given is None:
        return ""
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(given)))
    except Exception:
        return clean(given)


def _is_text(part: Message) -> bool:
    kind = part.get_content_type()
    apart = "attachment" in header(part, "content-disposition").lower()
    return kind in ("text/plain", "text/html") and not apart and not _file_name(part)


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except Exception:
        return None


def _text(parts: list[Message]) -> str:
    """Return what was written: as plain text, else what the HTML shows."""
    said: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in parts[:MOST_PARTS]:
        if _is_text(part):
            words = text_of(_content(part)[: 4 * LONGEST_TEXT], _charset(part))
            said[part.get_content_type()].append(words)
    plain = "\n\n".join(said["text/plain"]).strip()
    return plain or "\n\n".join(words_of_html(one) for one in said["text/html"]).strip()


def _files(parts: list[Message]) -> Iterator[tuple[str, bytes]]:
    for part in parts[:MOST_PARTS]:
        if _is_text(part) or part.get_content_type() in _REPORTS:
            continue
        content = _content(part)
        picture = part.get_content_maintype() == "image" and header(part, "content-id")
        if picture and len(content) < SMALL_PICTURE:
            continue
        name = _file_name(part)
        if name or part.get_content_maintype() not in ("text", "message"):
            yield name or f"plik.{part.get_content_subtype()}", content


_REPORTS = frozenset({"message/delivery-status", "text/rfc822-headers", "message/rfc822"})
