"""The commands. Each is loaded when it is called, so that `--help` and `ask` start quickly.

Exit codes: 0 fine, 1 failed, 2 wrong usage, 75 another copy runs, 78 wrong configuration,
130 interrupted by Ctrl+C. Nothing ends with a traceback that somebody's mistake may bring about.
"""

from __future__ import annotations

import asyncio
import codecs
import errno
import gc
import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfoNotFoundError

import click

from bot.commands.refusing import FAILED, INTERRUPTED, WRONG_CONFIGURATION, refuse

if TYPE_CHECKING:
    from bot.settings import Settings

_CANNOT_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EIO)

#: Commands that live in modules of their own: name -> (module, attribute). Add yours here.
ELSEWHERE: dict[str, tuple[str, str]] = {
    "ask": ("bot.commands.knowing", "ask"),
    "audit": ("bot.commands.auditing", "audit"),
    "backup": ("bot.commands.copies", "backup"),
    "check": ("bot.commands.knowing", "check"),
    "evaluate": ("bot.commands.measuring", "measure"),
    "export": ("bot.commands.exporting", "export"),
    "demo": ("bot.commands.showing", "demo"),
    "doctor": ("bot.commands.doctoring", "doctor"),
    "follow": ("bot.commands.following", "follow"),
    "health": ("bot.commands.doctoring", "health"),
    "labels": ("bot.commands.labelling", "labels"),
    "move": ("bot.commands.copies", "move"),
    "report": ("bot.commands.reporting", "report"),
    "restore": ("bot.commands.copies", "restore"),
    "site": ("bot.commands.publishing", "site"),
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

    def resolve_command(
        self, context: click.Context, words: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or name those that there are."""
        if not words[0].startswith("-") and self.get_command(context, words[0]) is None:
            known = ", ".join(self.list_commands(context))
            context.fail(f"nie ma polecenia „{words[0]}”. Są: {known}.")
        return super().resolve_command(context, words)

    def invoke(self, context: click.Context) -> Any:
        """Run the command; Ctrl+C ends it quietly."""
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None

    def main(self, *words: Any, **more: Any) -> Any:
        """Run the program, whatever the locale, and say so when its output cannot be written."""
        speak_utf8()
        try:
            return super().main(*words, **more)
        except ZoneInfoNotFoundError:
            lacking = "Brakuje danych o strefach czasowych; zainstaluj tzdata."
            refuse(WRONG_CONFIGURATION, lacking)
        except OSError as error:
            if error.errno not in _CANNOT_WRITE:
                raise
            refuse(FAILED, "Nie da się zapisać wyniku; sprawdź, czy na dysku jest miejsce.")


def speak_utf8() -> None:
    """Write Polish even where the locale knows no letters; elsewhere never fail on a sign."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            plain = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if plain else None, errors="backslashreplace")


@click.group(cls=Commands)
@click.version_option(package_name="dzialaj")
def main() -> None:
    """Helpdesk na Telegramie dla organizacji pozarządowych."""


@main.command("run")
def run_command() -> None:
    """Uruchom bota (ustawienia: zmienne BOT_* albo bot.toml)."""
    gc.disable()  # what is made at start stays: looking for garbage in it is a tenth of the start
    from bot.settings import WrongSettings, load

    try:
        settings = load()
        settings.require_token()
    except WrongSettings as wrong:
        refuse(WRONG_CONFIGURATION, *wrong.complaints)
    from bot.observability import set_up_logging

    set_up_logging(settings.log)
    if settings.token_file_readable_by_others:
        import structlog

        structlog.get_logger(__name__).warning("token_file_readable_by_others")
    _run(settings)


def _run(settings: Settings) -> None:
    """Run the house, and translate what ended it into an exit code and a sentence."""
    os.umask(0o077)  # whatever it writes while it runs is for its owner
    from bot import app
    from bot.commands.endings import endings, last_words

    try:
        asyncio.run(app.run(settings))
    except tuple(endings()) as ending:
        code, sentence = last_words(ending)
        refuse(code, sentence)
