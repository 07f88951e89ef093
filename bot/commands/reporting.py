"""`report`: the files of a report, from a database and without a token; the bot may be running."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Connection

from bot.commands.endings import writing_to
from bot.commands.opening import knowledge_directory
from bot.commands.reading import read_database
from bot.commands.refusing import FAILED, refuse
from bot.domain.periods import Period
from bot.domain.working_hours import WorkingHours
from bot.helpdesk.desk import Desk
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.loading import load
from bot.office.reports import every_file
from bot.programme.documents import Made
from bot.settings import load as load_settings


class Month(click.ParamType[str]):
    """A month: "2027-03"."""

    name = "RRRR-MM"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the month, or say how to write one."""
        try:
            return Period(value, value).first
        except ValueError:
            self.fail(f"„{value}” nie jest miesiącem; napisz RRRR-MM, na przykład 2027-03")


@click.command()
@click.option("--from", "first", type=Month(), required=True, help="Pierwszy miesiąc.")
@click.option("--to", "last", type=Month(), required=True, help="Ostatni miesiąc, włącznie.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True,
              help="Katalog, w którym powstaną pliki.")  # fmt: skip
def report(first: str, last: str, out: Path) -> None:
    """Zapisz raport za pełne miesiące: arkusz, pliki CSV i wydruki (z BOT_DATABASE)."""
    if last < first:
        raise click.BadParameter("--to jest przed --from; zamień miesiące")
    with writing_to(out):
        settings = load_settings()
        desk = _desk()
        period = Period(first, last)

        def work(conn: Connection) -> every_file.Given:
            return every_file.collect(conn, desk, period)

        given = read_database(settings.database, work)
        for made in every_file.make(given):
            _write(out, made)


def _desk() -> Desk:
    try:
        base = load(knowledge_directory())
    except KnowledgeError as wrong:
        refuse(FAILED, *wrong.complaints)
    org = base.organisation
    hours = WorkingHours(org.office_hours.by_weekday, frozenset(org.closed))
    return Desk(base, hours, datetime.now(UTC), "report")


def _write(out: Path, made: Made) -> None:
    out.mkdir(parents=True, exist_ok=True)
    path = out / made.name
    path.write_bytes(made.content)
    path.chmod(0o600)  # there are names in it
    click.echo(str(path))
