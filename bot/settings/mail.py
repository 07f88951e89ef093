"""Where mail comes from and goes to: all of it together, or no mail at all.

Without encryption a server is believed only on this machine: a password would be read on the way.
"""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

_ADDRESS = re.compile(r"[A-Za-z0-9._%-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}")
_LONGEST_PASSWORD_FILE = 4096  # bytes
_PORTS = {"imaps": 993, "imap": 143, "smtps": 465, "smtp": 587}


@dataclass(frozen=True, slots=True)
class Server:
    """One server: how it is reached, and as whom."""

    host: str
    port: int
    user: str
    encrypted: bool  # from the first byte on
    upgrade: bool = False  # by STARTTLS
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """All that the e-mail channel needs."""

    address: str
    imap: Server
    smtp: Server
    password: str = field(repr=False)


def mail_settings(
    address: str | None, imap: str | None, smtp: str | None, password_file: Path | None
) -> MailSettings | None:
    """Return the settings of mail; None when none is wanted; ValueError says what is missing."""
    path = _password_file(password_file) if address or imap or smtp else password_file
    given = {
        "BOT_MAIL_ADDRESS": address,
        "BOT_MAIL_IMAP": imap,
        "BOT_MAIL_SMTP": smtp,
        "BOT_MAIL_PASSWORD_FILE": path,
    }
    missing = [name for name, value in given.items() if value is None]
    if len(missing) == len(given):
        return None
    if address is None or imap is None or smtp is None or path is None:
        raise ValueError(f"{missing[0]}: brakuje go, a poczta działa tylko z kompletem ustawień")
    if not _ADDRESS.fullmatch(address):
        raise ValueError("BOT_MAIL_ADDRESS: podaj sam adres, bez plusa, np. pomoc@fundacja.pl")
    return MailSettings(
        address.lower(),
        _server("BOT_MAIL_IMAP", imap, ("imaps", "imap"), "imaps://użytkownik@host/INBOX"),
        _server("BOT_MAIL_SMTP", smtp, ("smtps", "smtp"), "smtps://użytkownik@host"),
        _password_in(path),
    )


def _server(name: str, value: str, schemes: tuple[str, str], advice: str) -> Server:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError(f"{name}: podaj adres w postaci {advice}") from None
    if parts.scheme not in schemes or not parts.hostname or not parts.username:
        raise ValueError(f"{name}: podaj adres w postaci {advice}")
    if parts.password is not None:
        raise ValueError(f"{name}: hasło ma stać w pliku BOT_MAIL_PASSWORD_FILE, nie w adresie")
    upgrade = parts.query == "starttls" and parts.scheme == "smtp"
    if parts.query and not upgrade:
        raise ValueError(f"{name}: po znaku zapytania może stać tylko starttls, przy smtp://")
    encrypted = parts.scheme == schemes[0]
    if not (encrypted or upgrade or _is_loopback(parts)):
        raise ValueError(f"{name}: bez szyfrowania wolno łączyć się tylko z tą samą maszyną")
    return Server(
        parts.hostname,
        port or _PORTS[parts.scheme],
        unquote(parts.username),
        encrypted,
        upgrade,
        unquote(parts.path.strip("/")) or "INBOX",
    )


def _is_loopback(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _password_file(chosen: Path | None) -> Path | None:
    """Return the file of the password: the one named, or what systemd hands over."""
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    if chosen is None and directory and (Path(directory) / "mail_password").is_file():
        return Path(directory) / "mail_password"
    return chosen


def _password_in(path: Path) -> str:
    name = "BOT_MAIL_PASSWORD_FILE"
    try:
        with path.open("rb") as file:
            password = file.read(_LONGEST_PASSWORD_FILE).decode("utf-8-sig").strip("\r\n")
    except OSError:
        raise ValueError(f"{name}: nie da się odczytać tego pliku") from None
    except UnicodeDecodeError:
        raise ValueError(f"{name}: to nie jest plik tekstowy z hasłem") from None
    if not password:
        raise ValueError(f"{name}: plik jest pusty; wpisz do niego hasło do skrzynki")
    return password
