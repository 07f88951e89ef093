"""`site`: the public website as a folder, without a token or a database."""

from __future__ import annotations

import sys
import time
from datetime import date, datetime
from pathlib import Path

import click

from bot.commands.words import Address, Day
from bot.domain.warsaw import WARSAW
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.library import find_directory
from bot.knowledge.loading import load
from bot.settings import WrongSettings
from bot.settings import load as load_settings
from bot.templates.polish import plural
from bot.website.building import build
from bot.website.site import Site
from bot.website.writing import CannotWrite, check, write

FAILED, WRONG_CONFIGURATION = 1, 78


@click.command()
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--base", "home", type=Address(), help="Adres strony w internecie, np. https://...")
@click.option("--on", type=Day(), default=None, help="Dzień, na który ma być strona.")
def site(out: Path, home: str | None, on: date | None) -> None:
    """Zbuduj stronę internetową w katalogu OUT (bez tokenu i bazy)."""
    began = time.monotonic()
    try:
        check(out)
        directory, base = _knowledge()
        day = on or datetime.now(WARSAW).date()
        files = build(Site(base, directory, day, home))
        write(out, files)
    except CannotWrite as refusal:
        _end([str(refusal)], FAILED)
        return
    _tell(out, files, time.monotonic() - began)
    if home is None:
        click.echo(
            "Bez --base nie ma mapy strony, kanału nowości ani obrazka przy linkach; "
            "podaj adres, pod którym strona będzie w internecie.",
            err=True,
        )


def _knowledge() -> tuple[Path, KnowledgeBase]:
    """Return the knowledge and where it lies, or end with every complaint."""
    try:
        directory = find_directory(load_settings().knowledge)
        return directory, load(directory)
    except WrongSettings as wrong:
        _end(wrong.complaints, WRONG_CONFIGURATION)
    except KnowledgeError as wrong_files:
        _end([str(complaint) for complaint in wrong_files.complaints], FAILED)
    raise AssertionError("unreachable")


def _end(sentences: list[str], code: int) -> None:
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)


def _tell(out: Path, files: dict[str, bytes], seconds: float) -> None:
    pages = sum(name.endswith(".html") for name in files)
    size = sum(len(content) for content in files.values()) / 1_000_000
    words = plural(pages, "strona", "strony", "stron")
    figures = f"{words}, {size:.1f} MB, {seconds:.1f} s".replace(".", ",")
    click.echo(f"Gotowe: {figures}. Katalog: {out}")
