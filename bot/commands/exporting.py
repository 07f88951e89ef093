"""`export`: what people wrote and confirmed inside Telegram, as files; the bot may be running."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from bot.commands.endings import writing_to
from bot.commands.stored import stored
from bot.knowledge.amendments import Over
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.beside import VALUES
from bot.knowledge.library import find_directory
from bot.knowledge.occasions_over import InChat, laid_over
from bot.knowledge.practice_pages import page
from bot.knowledge.redating import redated_page, redated_values
from bot.knowledge.reviews import Review, holding
from bot.knowledge.settling import load_amended
from bot.settings import load as load_settings


@click.command()
@click.argument("directory", metavar="KATALOG", type=click.Path(file_okay=False, path_type=Path))
def export(directory: Path) -> None:
    """Zapisz w KATALOGU, co ludzie napisali w Telegramie; istniejących plików nie zmienia."""
    with writing_to(directory):
        settings = load_settings()
        kept = stored(settings.database)
        practices = [(f"practices/{told.name}.md", page(told)) for told in kept.practices]
        written, dated = dict[str, str](), dict[str, str]()
        if kept.reviews or kept.amendments:
            root = find_directory(settings.knowledge)
            base, over, left_out = load_amended(root, kept.amendments)
            written, dated = dict(over), dict(_redated(root, base, over, kept.reviews))
            for left in left_out:
                click.echo(f"Pominięte: {left}", err=True)
        meetings = dict[str, str]()
        if kept.occasions:
            meetings = dict(laid_over(find_directory(settings.knowledge), kept.occasions))
        texts = [*practices, *(written | dated | meetings).items()]
        new = {name for name, text in texts if _write(directory / name, text)}
    _say([name for name, _ in practices], list(written), list(dated), new)
    _say_of_meetings(kept.occasions, list(meetings), new)


def _redated(
    root: Path, base: KnowledgeBase, over: Over, reviews: Sequence[Review]
) -> Iterator[tuple[str, str]]:
    """Yield the files of the knowledge whose dates were confirmed, with those dates in them."""
    confirmed = [one for one in holding(base, reviews) if one.until is not None]
    for one in confirmed:
        if one.kind == "entry" and one.until is not None:
            name = f"faq/{base.entries[one.name].topic}/{one.name}.md"
            yield name, redated_page(_text(root, name, over), one.on, one.until)
    values = [(one.name, one.on, one.until) for one in confirmed if one.kind == "value"]
    if values:
        dates = [(name, on, until) for name, on, until in values if until is not None]
        yield VALUES, redated_values(_text(root, VALUES, over), dates)


def _text(root: Path, name: str, over: Mapping[str, str]) -> str:
    return over[name] if name in over else (root / name).read_text(encoding="utf-8-sig")


def _write(path: Path, text: str) -> bool:
    """Write one file, unless it is there; tell whether it was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        click.echo(f"{path} (już jest, bez zmian)")
        return False
    click.echo(str(path))
    return True


def _say(practices: list[str], written: list[str], dated: list[str], new: set[str]) -> None:
    if new & set(practices):
        click.echo("W praktykach uzupełnij linie z # na początku i dodaj obrazek.")
    click.echo(
        f"Praktyki: {_counted(practices, new)}. "
        f"Pliki z potwierdzoną datą: {_counted(dated, new)}. "
        f"Hasła i sposoby pytania: {_counted(written, new)}."
    )
    if new:
        click.echo("Po przeniesieniu do bazy wiedzy uruchom dzialaj check.")


def _say_of_meetings(changed: Sequence[InChat], files: list[str], new: set[str]) -> None:
    if changed:
        click.echo(
            f"Spotkania zmienione na czacie: {len(changed)}. "
            f"Pliki programu: {_counted(files, new)}."
        )


def _counted(names: list[str], new: set[str]) -> str:
    return f"{len(new & set(names))} z {len(names)}"
