"""What the program opens, and what it takes from whoever starts it."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import stat
from pathlib import Path

import click
import pytest
from sqlalchemy import text

from bot.channels.web.routes import Answers, build
from bot.channels.web.server import WebServer
from bot.cli import main
from bot.settings import load
from bot.storage.database import Database
from bot.storage.sqlite import _READING, _WRITING
from tests.test_secrets import loud_house

LISTENING = "0A"
NUMBERS = {"synchronous": {"FULL": 2, "OFF": 0}, "journal_mode": {"WAL": "wal"}}


def listening() -> list[str]:
    """Return the addresses on which this process listens, as the kernel writes them."""
    own = set()
    for one in Path("/proc/self/fd").iterdir():
        try:
            own.add(str(one.readlink()))
        except OSError:
            continue
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/self/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == LISTENING and f"socket:[{columns[9]}]" in own:
                found.append(columns[1])
    return found


async def test_a_bot_that_polls_opens_no_port_but_the_one_it_was_told(tmp_path: Path) -> None:
    before = listening()
    async with loud_house(tmp_path):
        assert listening() == before
    server = WebServer("127.0.0.1:0", build(Answers(_ready, _nothing, _kept)))
    server.start()
    assert len(listening()) == len(before) + 1  # it would be seen
    await asyncio.sleep(0)
    await server.stop()


async def _ready() -> str | None:
    return None


async def _nothing() -> None:
    pass


async def _kept(updates: list[object]) -> None:
    pass


def test_unless_told_otherwise_only_this_machine_is_listened_to() -> None:
    host = load(environment={}).listen.rpartition(":")[0]
    assert ipaddress.ip_address(host).is_loopback


def commands(group: click.Command, name: str = "") -> list[tuple[str, click.Command]]:
    found = [(name, group)]
    for child, command in getattr(group, "commands", {}).items():
        found += commands(command, f"{name} {child}".strip())
    return found


def test_no_command_takes_a_secret_where_every_program_can_read_it() -> None:
    """What stands on a command line stands in /proc for all."""
    root = click.Group("dzialaj", commands={}) if not isinstance(main, click.Command) else main
    taken = [
        (name, parameter.name)
        for name, command in commands(root)
        for parameter in command.params
        if any(word in str(parameter.name) for word in ("token", "secret", "password"))
    ]
    assert taken == []


@pytest.mark.parametrize("kind", ["writer", "reader"])
async def test_every_connection_is_as_careful_as_agreed(sqlite: Database, kind: str) -> None:
    def asked(conn: object) -> dict[str, object]:
        names = [one.partition("=")[0] for one in (_READING if kind == "reader" else _WRITING)]
        return {name: conn.execute(text(f"PRAGMA {name}")).scalar() for name in names}  # type: ignore[attr-defined]

    for _ in range(3):  # readers are several
        found = await (sqlite.read(asked) if kind == "reader" else sqlite.write(asked))
        assert found.get("foreign_keys", 1) == 1
        assert found["trusted_schema"] == 0
        assert found["cell_size_check"] == 1
        assert found["busy_timeout"] == 5000
        if kind == "reader":
            assert found["query_only"] == 1
        else:
            assert (found["journal_mode"], found["secure_delete"]) == ("wal", 1)


async def test_what_lies_beside_the_database_is_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    before = os.umask(0o000)  # whatever the system thinks
    try:
        database = await Database.open(f"sqlite:///{folder / 'bot.db'}")
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()}
        await database.close()
    finally:
        os.umask(before)
    assert {name: mode for name, mode in modes.items() if mode & 0o077} == {}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "bot.db" in modes
