"""`labels`: what use has taught, as labelled questions in a file; the bot may be running."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import click

from bot.commands.endings import writing_to
from bot.commands.reading import read_database
from bot.helpdesk import labelling, proposal_decisions
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.library import find_directory
from bot.knowledge.settling import load_amended
from bot.settings import Settings
from bot.settings import load as load_settings

_OWNER_ONLY = 0o600  # names are hidden by rules, which miss some
_NAMES = {
    "question": "z właściwym hasłem",
    "uncovered": "bez hasła",
    None: "z hasłem, które nie pasowało",
}


@click.command()
@click.argument("file", metavar="PLIK", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--database", metavar="ADRES", help="Baza zamiast tej z BOT_DATABASE.")
def labels(file: Path, database: str | None) -> None:
    """Zapisz w PLIKU pytania z rozmów razem z tym, co było na nie odpowiedzią (JSON w linii).

    Imiona, miejscowości i numery są zakryte. Plik czytają evaluate i uczenie wag.
    """
    with writing_to(file):
        settings = load_settings(database=database) if database else load_settings()
        base = _base(settings)
        found = read_database(settings.database, lambda conn: labelling.lines(conn, base))
        _write(file, found)
    _say(found)


def _base(settings: Settings) -> KnowledgeBase:
    """Return the knowledge as it is in force: with what people approved inside Telegram."""
    amendments = read_database(settings.database, proposal_decisions.in_force)
    return load_amended(find_directory(settings.knowledge), amendments)[0]


def _write(file: Path, found: list[dict[str, Any]]) -> None:
    """Write a line for each question, in place of what the file held."""

    def closed(path: str, flags: int) -> int:
        descriptor = os.open(path, flags, _OWNER_ONLY)
        os.fchmod(descriptor, _OWNER_ONLY)  # one that was there may have been open to all
        return descriptor

    with open(file, "w", encoding="utf-8", newline="\n", opener=closed) as out:
        for line in found:
            out.write(_one_line(line))


def _one_line(line: dict[str, Any]) -> str:
    """Return a JSON line; what some readers take for a line's end is escaped inside it."""
    written = json.dumps(line, ensure_ascii=False)
    for sign in "\u0085\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written + "\n"


def _say(found: list[dict[str, Any]]) -> None:
    kinds = Counter(line["kind"] for line in found)
    parts = ", ".join(f"{name}: {kinds[kind]}" for kind, name in _NAMES.items())
    click.echo(f"Pytania: {len(found)} ({parts}).")
    if found:
        click.echo("Przejrzyj plik przed podaniem dalej: zakrywanie nazw nie jest doskonałe.")
