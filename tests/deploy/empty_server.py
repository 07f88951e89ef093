"""From an empty Debian to the first answered question, by what `deploy/README.md` says.

Every block marked `sh` is run as it stands, in order, inside an empty Debian with a systemd of
its own; what the guide leaves to a person is done here by a person of the simulator, whose Bot API
is served on loopback. Ends with an error at the first command that fails or answer that does not
come.

    python -m tests.deploy.empty_server [--empty DIRECTORY]

An empty Debian is made there, or found there, and kept for the next time.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from bot.clock import SystemClock
from bot.simulator.people import Telegram
from tests.deploy import machine as machines
from tests.deploy.machine import Machine
from tests.deploy.reading import Block, blocks
from tests.faults.http_telegram import HttpTelegram, serve

COVERED = "Jak zarejestrować stowarzyszenie w KRS?"
UNCOVERED = "Czy stary traktor z remizy może jechać w paradzie przez miasto?"
REPLY = "Tak, po zgłoszeniu w gminie."
_LINK = re.compile(r"https://t\.me/\w+\?start=([\w-]+)")
_TOKEN_FILE = re.compile(r"editor /etc/dzialaj/(\w+)/token")
PATIENCE = 120.0  # seconds; the machine may have other things to do


class Evening:
    """One evening of somebody who installs the bot: on a server, and on telephones.

    Each organisation of the guide has a Telegram of its own, where its bot lives.
    """

    def __init__(self, server: Machine, worlds: Mapping[str, HttpTelegram]) -> None:
        self.server, self.worlds = server, worlds
        self.took = 0.0
        self.secret = ""
        self.answered: list[str] = []

    async def follow(self) -> None:
        """Do what stands in the guide, from its beginning to its end."""
        for block in blocks():
            began = time.monotonic()
            if block.language == "sh":
                said = await asyncio.to_thread(self.server.run, block.text)
                await self._on_telephones(block.text, said)
            elif block.language == "console":
                await asyncio.to_thread(self._by_hand, block)
            else:
                continue
            seconds = time.monotonic() - began
            self.took += seconds
            tell(seconds, block.text.splitlines()[0])

    def _by_hand(self, block: Block) -> None:
        """Fill in what the guide cannot know; what is for another day is left."""
        for line in block.script.splitlines():
            if line.startswith("git clone "):
                self.server.clone(line.split()[-1])
            elif name := _TOKEN_FILE.fullmatch(line.strip()):
                world = self.worlds[name[1]]
                settings = f"/etc/dzialaj/{name[1]}/settings.env"
                self.server.write(line.split()[1], f"{world.telegram.token}\n")
                self._add(settings, f"BOT_API_URL={world.address}")
            elif line.endswith("backup --new-key"):
                said = self.server.run(line)
                recipient = _found(r"BOT_BACKUP_RECIPIENT=age1\w+", said)
                self._add("/etc/dzialaj/plock/settings.env", recipient)
                self.secret = _found(r"AGE-SECRET-KEY-\w+", said)
            elif block.section == "Restore":
                self._restore(line)

    def _restore(self, line: str) -> None:
        """Do a line of what is done when a copy takes the place of what is there."""
        if line == "editor /root/plock.key":
            self.server.run(f"umask 077; echo {self.secret} > /root/plock.key")
            return
        if " restore " in line:
            copies = self.server.run("cd /var/lib/dzialaj/plock; ls data/backups/*.age").split()
            line = re.sub(r"data/backups/\S+\.age", copies[-1], f"{line} --yes")
        print(self.server.run(line), end="")  # noqa: T201

    def _add(self, path: str, line: str) -> None:
        self.server.write(path, f"{self.server.read(path)}\n{line}\n")

    async def _on_telephones(self, commands: str, said: str) -> None:
        """Do what comes next on telephones."""
        if link := _LINK.search(said):
            await self._first_questions(self.worlds["plock"].telegram, link[1])
            self.answered.append("plock")
        if "systemctl enable --now dzialaj@modra" in commands:
            anna = self.worlds["modra"].telegram.user(first_name="Anna")
            anna.start()
            await anna.expect("Dzień dobry", timeout=PATIENCE)
            self.answered.append("modra")

    async def _first_questions(self, telegram: Telegram, secret: str) -> None:
        """Become the coordinator, link a group, and let a leader be answered, twice."""
        zofia, anna = telegram.user(first_name="Zofia"), telegram.user(first_name="Anna")
        zofia.start(secret)
        await zofia.expect("koordynat", timeout=PATIENCE)
        group = telegram.group(title="Doradcy", forum=True, owner=zofia)
        group.add_bot(admin=True, can_manage_topics=True)
        zofia.send("/polacz", chat=group)
        await group.expect("Grupa połączona", timeout=PATIENCE)
        anna.start()
        await anna.expect("Dzień dobry", timeout=PATIENCE)
        anna.send(COVERED)
        await anna.expect(r"7\sosób", timeout=PATIENCE)
        anna.send(UNCOVERED)
        receipt = await anna.expect(r"Sprawa #\d+", timeout=PATIENCE)
        number = receipt.text.partition("#")[2].partition(":")[0]
        card = await group.expect(f"#{number} .*traktor", timeout=PATIENCE)
        zofia.send(REPLY, reply_to=card)
        await anna.expect(re.escape(REPLY), timeout=PATIENCE)


async def _asked_again(telegram: Telegram) -> None:
    asker = telegram.user(first_name="Barbara")
    asker.start()
    await asker.expect("Dzień dobry", timeout=PATIENCE)
    asker.send(COVERED)
    await asker.expect(r"7\sosób", timeout=PATIENCE)


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, text
    return found[0]


def tell(seconds: float, what: str) -> None:
    """Say how long something took."""
    print(f"{seconds:7.1f} s  {what}", flush=True)  # noqa: T201


async def follow(directory: Path) -> None:
    """Follow the whole guide on the empty system in a directory."""
    first, second = Telegram(SystemClock()), Telegram(SystemClock(), token=f"44:{'B' * 35}")
    async with serve(first) as plock, serve(second) as modra:
        with machines.booted(directory) as server:
            evening = Evening(server, {"plock": plock, "modra": modra})
            await evening.follow()
            await _asked_again(first)  # by now over a restored database
            # Beside the small Telegram, which has to answer meanwhile.
            look = "dzialaj-at plock doctor || true"
            doctor = await asyncio.to_thread(server.run, look)
            print(doctor)  # noqa: T201
            running = server.run("systemctl is-active dzialaj@plock dzialaj@modra || true")
    assert evening.answered == ["plock", "modra"], evening.answered
    assert not re.search("^źle ", doctor, re.M), doctor
    assert running.split() == ["active", "active"], running
    assert first.misuses == second.misuses == []
    tell(evening.took, "in all: two organisations, both answered")


def main() -> None:
    """Make an empty system, unless one is kept, and follow the guide on a copy of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--empty", type=Path)
    kept = parser.parse_args().empty
    if lacking := machines.missing():
        raise SystemExit(lacking)
    with tempfile.TemporaryDirectory(prefix="dzialaj-server-") as temporary:
        root = Path(temporary) / "root"
        if kept is None:
            machines.make(root)
        else:
            if not kept.exists():
                machines.make(kept)
            subprocess.run(["cp", "--archive", kept, root], check=True)
        asyncio.run(follow(root))


if __name__ == "__main__":
    main()
