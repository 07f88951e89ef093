"""The commands. Each is loaded when it is called, so that `--help` and `ask` start quickly.

Exit codes: 0 fine, 1 failed, 2 wrong usage, 75 another copy runs, 78 wrong configuration.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings import Settings

FAILED, ANOTHER_COPY, WRONG_CONFIGURATION = 1, 75, 78

#: Commands that live in modules of their own: name -> (module, attribute). Add yours here.
ELSEWHERE: dict[str, tuple[str, str]] = {
    "ask": ("bot.commands.knowing", "ask"),
    "check": ("bot.commands.knowing", "check"),
    "evaluate": ("bot.commands.knowing", "measure"),
    "demo": ("bot.commands.showing", "demo"),
    "chat": ("bot.commands.showing", "chat"),
}


class Commands(click.Group):
    """A group whose commands may live in modules that are imported only when needed."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*super().list_commands(context), *ELSEWHERE})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command, importing it when it lives elsewhere."""
        if name not in ELSEWHERE:
            return super().get_command(context, name)
        module, attribute = ELSEWHERE[name]
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands)
@click.version_option(package_name="dzialaj")
def main() -> None:
    """Helpdesk na Telegramie dla organizacji pozarządowych."""


def refuse(code: int, sentences: Sequence[str]) -> None:
    """Say on stderr what is wrong, a line each, and end with an exit code."""
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)


@main.command("run")
def run_command() -> None:
    """Uruchom bota (ustawienia: zmienne BOT_* albo bot.toml)."""
    gc.disable()  # what is made at start stays: looking for garbage in it is a tenth of the start
    from bot.settings import WrongSettings, load

    try:
        settings = load()
        settings.require_token()
    except WrongSettings as wrong:
        refuse(WRONG_CONFIGURATION, wrong.complaints)
        return
    from bot.observability import set_up_logging

    set_up_logging(settings.log)
    if settings.token_file_readable_by_others:
        import structlog

        structlog.get_logger(__name__).warning("token_file_readable_by_others")
    _run(settings)


def _run(settings: Settings) -> None:
    """Run the house, and translate what ended it into an exit code and a sentence."""
    from bot import app

    endings = _endings()
    try:
        asyncio.run(app.run(settings))
    except tuple(endings) as ending:
        code, sentence = endings[type(ending)]
        refuse(code, [sentence.format(ending)])


def _endings() -> dict[type[Exception], tuple[int, str]]:
    """Return what an operator is told when the program cannot run."""
    from bot.channels.telegram.polling import SomebodyElsePolls, TokenRefused
    from bot.channels.web.server import AddressRefused
    from bot.knowledge.complaints import KnowledgeError
    from bot.storage.database import CannotOpen, CannotReach
    from bot.storage.revisions import DatabaseTooNew
    from bot.storage.single import AnotherCopyRuns

    return {
        AnotherCopyRuns: (ANOTHER_COPY, "Inna kopia programu używa już tej bazy: {}."),
        SomebodyElsePolls: (
            ANOTHER_COPY,
            "Inny program odbiera wiadomości tego bota. Zatrzymaj jeden z nich.",
        ),
        TokenRefused: (
            WRONG_CONFIGURATION,
            "BOT_TOKEN: Telegram odrzuca ten token. Sprawdź go u BotFathera.",
        ),
        AddressRefused: (
            WRONG_CONFIGURATION,
            "BOT_LISTEN: adres {} jest zajęty albo niedostępny.",
        ),
        CannotOpen: (WRONG_CONFIGURATION, "BOT_DATABASE: nie da się otworzyć bazy: {}."),
        CannotReach: (FAILED, "BOT_DATABASE: serwer bazy nie odpowiada: {}."),
        DatabaseTooNew: (
            WRONG_CONFIGURATION,
            "BOT_DATABASE: tę bazę zapisał nowszy program. Zaktualizuj bota.",
        ),
        KnowledgeError: (WRONG_CONFIGURATION, "{}"),
    }
