"""E-mails as nobody should write them, by the numbers of the list of bad input, 181 to 205."""

from __future__ import annotations

import base64
import io
import zipfile

PLAIN = "From: Jan <jan@wies.example>\nTo: pomoc@fundacja.example\nSubject: Pytanie\n"


def mime(*parts: str, kind: str = "mixed", top: str = PLAIN) -> bytes:
    """Return an e-mail of several parts."""
    body = "".join(f"--B\n{part}\n" for part in parts)
    return f"{top}Content-Type: multipart/{kind}; boundary=B\n\n{body}--B--\n".encode()


def part(name: str, content: bytes, kind: str = "application/octet-stream") -> str:
    """Return a part that is a file."""
    coded = base64.encodebytes(content).decode()
    return (
        f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n"
        f'Content-Disposition: attachment; filename="{name}"\n\n{coded}'
    )


WORDS = "Content-Type: text/plain; charset=utf-8\n\nCzy kgw moze sprzedawac miod?\n"


def packed(content: bytes, name: str = "a.txt") -> bytes:
    """Return an archive with one file."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return into.getvalue()


def locked() -> bytes:
    """Return an archive that says that it is encrypted."""
    raw = bytearray(packed(b"x" * 100))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


def deep(levels: int) -> bytes:
    """Return parts within parts."""
    opened = "".join(
        f"--B{n}\nContent-Type: multipart/mixed; boundary=B{n + 1}\n\n" for n in range(levels)
    )
    return f"{PLAIN}Content-Type: multipart/mixed; boundary=B0\n\n{opened}".encode()


BODY = "\nCzy kgw moze sprzedawac miod?\n"
QUESTION = "Czy kgw moze sprzedawac miod?"
REPORT = (
    "--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\n\n"
    "--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: <o12.0123456789abcdef@f.example>\n"
    "\n--B--\n"
)
HTML = (
    "Content-Type: text/html; charset=utf-8\n\n<html><head><style>p{color:red}</style></head>"
    '<body><p>Czy kgw moze sprzedawac miod?</p><div style="display:none">UKRYTE</div>'
    '<img src="https://sledzi.example/p.gif" width=1><script>alert(1)</script></body></html>\n'
)

#: By number: the e-mail, and what is expected of what is read (names of `Read`, or "file"/"why").
CORPUS: dict[str, tuple[bytes, dict[str, object]]] = {
    "181": (f"{PLAIN}{BODY}".encode(), {"message_id": None, "text": QUESTION}),
    "183": (
        f"{PLAIN}Authentication-Results: x; spf=fail; dkim=fail\n{BODY}".encode(),
        {"sender": "jan@wies.example", "machine": None},
    ),
    "184": (
        f"{PLAIN}In-Reply-To: <o5.ffffffffffffffff@f.example>\n{BODY}".encode(),
        {"signed": 5},
    ),
    "185": (f"{PLAIN}Auto-Submitted: auto-replied\n{BODY}".encode(), {"machine": "automatic"}),
    "186": (f"{PLAIN}Precedence: bulk\n{BODY}".encode(), {"machine": "bulk"}),
    "187": (f"{PLAIN}Return-Path: <>\n{BODY}".encode(), {"machine": "returns"}),
    "188": (
        f"{PLAIN}Content-Type: multipart/report; boundary=B\n\n{REPORT}".encode(),
        {"machine": "report", "came_back": 12},
    ),
    "189": (f"{PLAIN}List-Id: <x.example>\n{BODY}".encode(), {"machine": "list"}),
    "190": (
        PLAIN.replace("jan@wies", "pomoc@fundacja").encode(),
        {"sender": "pomoc@fundacja.example"},
    ),
    "192": (
        f"From: =?utf-8?q?Jan=0D=0ABcc=3A_x=40y?= <jan@wies.example>\n"
        f"Subject: =?utf-8?q?a=0D=0ABcc=3A_x=40y?=\n{BODY}".encode(),
        {"name": "Jan Bcc: x@y", "subject": "a Bcc: x@y"},
    ),
    "193": (
        "".join(f"X-{n}: {n}\n" for n in range(10_000)).encode() + f"{PLAIN}{BODY}".encode(),
        {"sender": "jan@wies.example", "text": QUESTION},
    ),
    "194": (deep(1000), {"sender": "jan@wies.example", "text": ""}),
    "195a": (
        PLAIN.encode()
        + b"Content-Type: text/plain; charset=unknown-8bit\n\n"
        + b"za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87\n",
        {"text": "zażółć"},
    ),
    "195b": (
        PLAIN.encode() + b"Content-Type: text/plain; charset=utf-8\n\nza\xbf\xf3\xb3\xe6\n",
        {"text": "zażółć"},
    ),
    "196": (
        mime(WORDS, part("winmail.dat", b"\x78\x9f\x3e\x22")),
        {"why": "kind", "text": QUESTION},
    ),
    "197": (mime(WORDS, part("zera.zip", packed(b"\0" * 60_000_000))), {"why": "bomb"}),
    "198": (mime(WORDS, part("tajne.zip", locked())), {"why": "locked"}),
    "199a": (mime(WORDS, part("plyta.iso", b"CD001")), {"why": "kind"}),
    "199b": (mime(WORDS, part("faktura.pdf.js", b"alert(1)")), {"why": "kind"}),
    "199c": (mime(WORDS, part("pismo.lnk", b"L\0\0\0")), {"why": "kind"}),
    "199d": (mime(WORDS, part("pismo.pdf", b"MZ\x90\0")), {"why": "kind"}),
    "199e": (mime(WORDS, part("p.zip", packed(b"MZ", "p.exe"))), {"why": "kind"}),
    "199f": (mime(WORDS, part("umowa\u202efdp.exe", b"x")), {"why": "kind"}),
    "200": (PLAIN.encode() + HTML.encode(), {"text": QUESTION}),
    "202": (
        f"From: Jan <jan@wies.example>\nSubject: {'‮' * 100_000}x\n{BODY}".encode(),
        {"text": QUESTION, "subject": ""},
    ),
    "203": (
        mime(WORDS, "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n"),
        {"file": "zaproszenie.ics", "text": QUESTION},
    ),
    "204": (f"{PLAIN}Date: Thu, 1 Jan 1970 00:00:00 +0000\n{BODY}".encode(), {"text": QUESTION}),
    "205a": (f"Subject: x\n{BODY}".encode(), {"sender": None}),
    "205b": (f"From: undisclosed-recipients:;\n{BODY}".encode(), {"sender": None}),
    "205c": (f"From: a@b@c\n{BODY}".encode(), {"sender": None}),
    "pdf": (mime(WORDS, part("umowa.pdf", b"%PDF-1.7")), {"file": "umowa.pdf", "text": QUESTION}),
    "nul": (
        PLAIN.encode() + b'Content-Type: text/plain; charset="\0"\n\nCzy kgw\xff?\n',
        {"sender": "jan@wies.example"},
    ),
    "empty": (b"", {"sender": None, "text": ""}),
    "zeros": (b"\0" * 5000, {"sender": None}),
}
