"""Checks of single values: numbers of people and groups, addresses, the token.

A complaint never repeats the value: it may be a secret.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{3,100}")
_LONGEST_TOKEN_FILE = 4096  # bytes: a token is short, and a wrong path may lead anywhere
_PERSON = re.compile(r"[1-9][0-9]{0,14}")
_GROUP = re.compile(r"-[1-9][0-9]{0,14}")


def user_ids(value: object) -> object:
    """Read "1, 2", a number or a list of numbers as a set of users."""
    if isinstance(value, str):
        parts: list[object] = list(value.split(","))
    else:
        parts = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
    written = [text for part in parts if (text := str(part).strip())]
    if not all(_PERSON.fullmatch(text) for text in written):
        raise ValueError("podaj numery użytkowników Telegrama po przecinku, np. 123,456")
    return frozenset(int(text) for text in written)


def group_id(value: object) -> object:
    """Read the id of a group; a person's id is a frequent mistake."""
    if value is None:
        return None
    written = str(value).strip()
    if _PERSON.fullmatch(written):
        raise ValueError(
            "to numer osoby, a nie grupy; numer grupy zaczyna się od minusa, np. -1001234567890"
        )
    if not _GROUP.fullmatch(written):
        raise ValueError(
            "podaj numer grupy, np. -1001234567890, albo usuń to ustawienie i napisz w grupie "
            "/polacz"
        )
    return int(written)


def web_address(value: str, advice: str) -> SplitResult:
    """Return the parts of a web address; ValueError with the advice when it is none."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError(advice) from None
    plain = value.isascii() and value.isprintable() and " " not in value
    if not plain or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(advice)
    if "@" in parts.netloc:
        raise ValueError("w adresie nie może być nazwy użytkownika ani hasła")
    return parts


def check_server(value: str) -> None:
    """Refuse an address of PostgreSQL that could not be used; never show it, nor its password."""
    advice = "podaj postgresql://użytkownik:hasło@host:port/baza"
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError(
            f"{advice}; znaki @ : / [ ] w haśle zapisz jako %40 %3A %2F %5B %5D"
        ) from None
    if not parts.path.strip("/"):
        raise ValueError(f"{advice} (brakuje nazwy bazy)")


def token_file_of(chosen: Path | None) -> Path | None:
    """Return the file of the token: the one named, or the credential systemd hands over."""
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    if chosen is None and directory and (Path(directory) / "bot_token").is_file():
        return Path(directory) / "bot_token"
    return chosen


def token_in(path: Path) -> SecretStr:
    """Return what a file holds as the token; ValueError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return SecretStr(file.read(_LONGEST_TOKEN_FILE).decode("utf-8-sig").strip())
    except OSError:
        raise ValueError(
            "BOT_TOKEN_FILE: nie da się odczytać tego pliku; sprawdź ścieżkę i uprawnienia"
        ) from None
    except UnicodeDecodeError:
        raise ValueError("BOT_TOKEN_FILE: to nie jest plik tekstowy z tokenem") from None


def wrong_token(token: str) -> str | None:
    """Return what is wrong with a token, without showing it."""
    if _TOKEN.fullmatch(token):
        return None
    if not token:
        return "plik jest pusty; wklej do niego token od BotFathera"
    if any(sign.isspace() for sign in token):
        return "w tokenie jest spacja albo koniec linii; wklej sam token, w jednej linii"
    return "to nie wygląda na token od BotFathera (cyfry:litery); skopiuj go jeszcze raz"


def days(value: Any) -> Any:
    """Read a number of days, 1 to 3650."""
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= 3650):
        raise ValueError("podaj liczbę dni od 1 do 3650")
    return int(text)


def age_recipient(value: str) -> str:
    """Refuse what is no public key of age; the secret one most of all, and never show it."""
    from pyrage import RecipientError, x25519  # only those who keep copies need it

    if value.upper().startswith("AGE-SECRET-KEY-"):
        raise ValueError(
            "to klucz tajny, trzymaj go poza serwerem; podaj tu klucz publiczny (age1...)"
        )
    try:
        x25519.Recipient.from_str(value)
    except RecipientError:
        raise ValueError(
            "podaj klucz publiczny age1..., taki jak wypisuje `dzialaj backup --new-key`"
        ) from None
    return value
