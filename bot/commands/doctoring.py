"""`doctor` and `health`: how an installation is, for a person, a program, and Docker."""

from __future__ import annotations

import json
import sys

import click

from bot.commands.refusing import FAILED, WRONG_CONFIGURATION, refuse

HEALTH_WITHIN = 5.0  # seconds


@click.command()
@click.option("--json", "for_program", is_flag=True, help="Wynik dla programu, jako JSON.")
def doctor(for_program: bool) -> None:
    """Sprawdź całą instalację: co jest dobrze, co nie, i co z tym zrobić."""
    from bot.observability import set_up_logging
    from bot.operations.doctor.examining import examine
    from bot.operations.doctor.findings import as_json, as_text, worst

    set_up_logging("json")  # whatever a library has to say goes through the filter of secrets
    found = examine()
    if for_program:
        click.echo(json.dumps(as_json(found), ensure_ascii=False))
    else:
        click.echo("\n".join(as_text(found)))
    sys.exit(FAILED if worst(found) == "broken" else 0)


@click.command()
def health() -> None:
    """Zapytaj działającego bota, czy żyje (dla HEALTHCHECK Dockera)."""
    from bot.operations.doctor.health import alive
    from bot.settings import WrongSettings, load

    try:
        listen = load().listen
    except WrongSettings as wrong:
        refuse(WRONG_CONFIGURATION, *wrong.complaints)
    if listen == "off" or listen.endswith(":0"):
        refuse(
            FAILED, "BOT_LISTEN: bez stałego adresu nie ma kogo zapytać; podaj np. 127.0.0.1:8080."
        )
    if not alive(listen, HEALTH_WITHIN):
        refuse(FAILED, f"Bot nie odpowiada pod {listen}.")
    click.echo("Bot żyje.")
