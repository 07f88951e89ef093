"""`demo` and `chat`: the very same bot over the in-memory Telegram, in a browser or a terminal."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import tempfile
from functools import partial
from pathlib import Path

import click
from click.core import ParameterSource
from starlette.applications import Starlette

from bot.channels.web.server import AddressRefused, WebServer
from bot.commands.refusing import WRONG_CONFIGURATION, refuse
from bot.commands.show import show
from bot.commands.story import tell_story
from bot.commands.terminal import converse
from bot.commands.typing_in import typed_lines
from bot.commands.words import Port
from bot.observability import set_up_logging
from bot.simulator.page import Demo, routes


@click.command()
@click.option("--port", default=8080, show_default=True, type=Port())
@click.option("--empty", is_flag=True, help="Bez przykładowej historii.")
def demo(port: int, empty: bool) -> None:
    """Pokaż bota w przeglądarce, bez tokenu (tylko ten komputer)."""
    if os.environ.get("BOT_TOKEN") or os.environ.get("BOT_TOKEN_FILE"):
        click.echo("Pokaz działa bez tokenu; ustawienia BOT_* są w nim pomijane.", err=True)
    set_up_logging("console")
    logging.getLogger("bot.storage.journal").setLevel(logging.WARNING)  # its page shows all that
    chosen = click.get_current_context().get_parameter_source("port")
    try:
        asyncio.run(_demo(port, empty, wanted=chosen is ParameterSource.COMMANDLINE))
    except AddressRefused:
        refuse(WRONG_CONFIGURATION, f"Port {port} jest zajęty; podaj inny w --port albo 0.")


async def _demo(port: int, empty: bool, wanted: bool) -> None:
    """Show the bot; a port that was asked for is used or refused, another one may give way."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with tempfile.TemporaryDirectory(prefix="dzialaj-demo-") as directory:
        async with show(Path(directory)) as opened:
            if not empty:
                await tell_story(opened.stage)
            try:
                server = page_server(opened.demo, port)
            except AddressRefused:
                if wanted:
                    raise
                click.echo(f"Port {port} jest zajęty; biorę inny wolny.", err=True)
                server = page_server(opened.demo, 0)
            server.start()
            click.echo(f"\nPokaz: http://127.0.0.1:{server.port}  (koniec: Ctrl+C)\n")
            await stop.wait()
            opened.demo.close()
            await server.stop()


def page_server(shown: Demo, port: int) -> WebServer:
    """Return the web server of the demo's page."""
    return WebServer(f"127.0.0.1:{port}", Starlette(routes=routes(shown)))


@click.command()
def chat() -> None:
    """Porozmawiaj z botem w terminalu, bez tokenu."""
    set_up_logging("console")
    logging.disable(logging.INFO)  # only the conversation belongs on this screen
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_chat())
    click.echo("\nKoniec rozmowy.")


async def _chat() -> None:
    # Closed by whoever started us: nothing can be read, as if nobody typed.
    typed, somebody = (
        (-1, False) if sys.stdin is None else (sys.stdin.fileno(), sys.stdin.isatty())
    )
    ask = partial(click.echo, nl=False) if somebody else None
    with tempfile.TemporaryDirectory(prefix="dzialaj-chat-") as directory:
        async with show(Path(directory)) as opened:
            await converse(opened, typed_lines(typed), click.echo, ask)
