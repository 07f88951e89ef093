"""`site`: the public website as a folder, without a token or a database."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from bot.commands.opening import also_database, tell_left_out, what_is_stored, with_knowledge
from bot.commands.refusing import FAILED, refuse
from bot.commands.words import Address, Day
from bot.domain.warsaw import WARSAW
from bot.knowledge.amendments import Over
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.loading import load
from bot.knowledge.occasions_over import InChat, laid_over
from bot.knowledge.reviews import with_reviews
from bot.knowledge.settling import load_amended
from bot.templates.polish import plural
from bot.website.building import build
from bot.website.site import Site
from bot.website.writing import CannotWrite, check, write


@click.command()
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--base", "home", type=Address(), help="Adres strony w internecie, np. https://...")
@click.option("--on", type=Day(), default=None, help="Dzień, na który ma być strona.")
@also_database
def site(out: Path, home: str | None, on: date | None, with_database: bool) -> None:
    """Zbuduj stronę internetową w katalogu OUT (bez tokenu i, jeśli nie chcesz inaczej, bazy)."""
    began = time.monotonic()
    try:
        check(out)
        directory, base = _written(with_database)
        day = on or datetime.now(WARSAW).date()
        files = build(Site(base, directory, day, home))
        write(out, files)
    except CannotWrite as refusal:
        refuse(FAILED, refusal)
    _tell(out, files, time.monotonic() - began)
    if home is None:
        click.echo(
            "Bez --base nie ma mapy strony, kanału nowości ani obrazka przy linkach; "
            "podaj adres, pod którym strona będzie w internecie.",
            err=True,
        )


def _written(with_database: bool) -> tuple[Path, KnowledgeBase]:
    """Return the knowledge as its files have it, or with what was approved and confirmed."""
    if not with_database:
        return with_knowledge(lambda found: (found, load(found)))
    kept = what_is_stored()
    directory, (base, over, left_out) = with_knowledge(
        lambda found: (found, load_amended(found, kept.amendments))
    )
    tell_left_out(left_out)
    base = _with_meetings(directory, base, over, kept.occasions)
    return directory, with_reviews(base, kept.reviews)


def _with_meetings(
    directory: Path, base: KnowledgeBase, over: Over, changed: Sequence[InChat]
) -> KnowledgeBase:
    """Return the knowledge with the meetings that the chat changed, if they go with the files."""
    laid = laid_over(directory, changed)
    try:
        return load(directory, {**over, **laid}) if laid else base
    except KnowledgeError as error:
        click.echo(f"uwaga: zmienione na czacie, ale nie pasuje do plików: {error}", err=True)
        return base


def _tell(out: Path, files: dict[str, bytes], seconds: float) -> None:
    pages = sum(name.endswith(".html") for name in files)
    size = sum(len(content) for content in files.values()) / 1_000_000
    words = plural(pages, "strona", "strony", "stron")
    figures = f"{words}, {size:.1f} MB, {seconds:.1f} s".replace(".", ",")
    click.echo(f"Gotowe: {figures}. Katalog: {out}")
