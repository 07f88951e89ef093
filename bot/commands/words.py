"""Kinds of words that commands take (days, ports, addresses, files), refused in Polish.

Stricter than the libraries: nothing that a person would not write is taken for a day or a number.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click


class Day(click.ParamType[date]):
    """A day written as RRRR-MM-DD."""

    name = "RRRR-MM-DD"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the day, strictly."""
        if isinstance(value, date):
            return value
        try:
            read = date.fromisoformat(value)
        except ValueError:
            read = None
        if read is None or value != read.isoformat():
            self.fail(f"„{value}” nie jest datą; podaj na przykład 2026-11-24", param, ctx)
        return read


class Port(click.ParamType[int]):
    """A port of this machine; 0 picks a free one."""

    name = "PORT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number, in plain digits."""
        written = str(value)
        if not (written.isascii() and written.isdigit() and int(written[:9]) <= 65535):
            self.fail(f"„{value}” nie jest portem; podaj liczbę od 0 do 65535", param, ctx)
        return int(written)


class Address(click.ParamType[str]):
    """The address of a website: a scheme, a host and perhaps a path; it ends with a slash."""

    name = "ADRES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the address, strictly."""
        written = str(value)
        try:
            parts = urlsplit(written)
            host, _port = parts.hostname, parts.port
        except ValueError:
            host = None
        plain = written.isascii() and written.isprintable() and not set(written) & set(' "<>?#@')
        if not (plain and host and parts.scheme in ("http", "https")):
            self.fail(
                f"„{value}” nie jest adresem strony; podaj na przykład https://example.org/wiedza/",
                param,
                ctx,
            )
        return written.rstrip("/") + "/"


class TextFile(click.ParamType[Path]):
    """A file that is there and may be read."""

    name = "PLIK"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Return its path."""
        path = Path(value)
        if path.is_dir():
            self.fail(f"„{path}” to katalog; podaj plik", param, ctx)
        try:
            path.open("rb").close()
        except OSError:
            self.fail(f"nie da się odczytać pliku „{path}”; sprawdź ścieżkę", param, ctx)
        return path
