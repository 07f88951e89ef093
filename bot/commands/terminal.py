"""A conversation in the terminal: what one types is said by a leader or by an advisor."""

from __future__ import annotations

import asyncio
import sys

import click

from bot.simulator.group import Group
from bot.simulator.model import Message
from bot.simulator.person import Person
from bot.simulator.stage import Stage
from bot.simulator.watching import Press, ScenarioError

HELP = """Pisz jak w Telegramie. Polecenia terminala:
  1, 2, 3 ...       naciśnij przycisk o tym numerze
  @doradca          dalej pisze doradca (Ewa), w grupie; @lider: znowu Halina
  > tekst           odpowiedz na ostatnią wiadomość bota (doradca: na kartę)
  ! tekst           zdjęcie z podpisem
  ?                 ta pomoc;  Ctrl+D: koniec"""


class Terminal:
    """Who is speaking, and what was last shown."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._leader = stage.role(101).person
        self._advisor = stage.role(201).person
        self._group: Group | None = None
        self._shown: Message | None = None

    @property
    def speaker(self) -> Person:
        """Return whose words come next."""
        return self._leader if self._group is None else self._advisor

    def prompt(self) -> str:
        """Return what stands before the words to be typed."""
        return f"{self.speaker.user.name}: "

    def take(self, line: str) -> None:
        """Do what a line says."""
        words = line.strip()
        if words in ("@doradca", "@lider"):
            self._group = self._stage.group if words == "@doradca" else None
        elif words == "?":
            click.echo(HELP)
        elif words.isascii() and words.isdigit():
            self._press(int(words))
        elif words.startswith(">"):
            self._say(words.removeprefix(">").strip(), self._shown)
        elif words.startswith("!"):
            self.speaker.send_photo(caption=words.removeprefix("!").strip(), chat=self._group)
        elif words:
            self._say(words, None)

    def _say(self, words: str, reply_to: Message | None) -> None:
        thread = reply_to.thread_id if reply_to is not None and self._group else None
        self.speaker.send(words, reply_to=reply_to, thread=thread, chat=self._group)

    def _press(self, number: int) -> None:
        labels = self._shown.buttons if self._shown is not None else []
        if self._shown is None or not 1 <= number <= len(labels):
            click.echo("Nie ma takiego przycisku.")
            return
        pressed = self.speaker.press_button(self._shown, labels[number - 1])
        if not isinstance(pressed, Press):
            click.echo(f"  ({pressed})")

    def show(self, message: Message, edited: bool) -> None:
        """Print a message of the bot with its buttons numbered."""
        where = "grupa" if not message.chat.private else "bot"
        click.echo(f"\n[{where}{', zmienione' if edited else ''}] {message.text}")
        number = 0
        for row in message.rows:
            keys = []
            for label in row:
                number += 1
                keys.append(f"{number}. [{label}]")
            click.echo("   " + "  ".join(keys))
        if message.rows:
            self._shown = message


async def converse(stage: Stage) -> None:
    """Let a person talk with the bot until the input ends."""
    terminal = Terminal(stage)
    click.echo(HELP)
    stage.group.skip()
    showing = [
        asyncio.create_task(_show(terminal, person, stage.group))
        for person in (stage.role(101).person,)
    ]
    stage.role(101).person.start()
    try:
        while line := await asyncio.to_thread(_read, terminal.prompt()):
            try:
                terminal.take(line)
            except ScenarioError as error:
                click.echo(str(error))
            await asyncio.sleep(0.4)
    finally:
        for task in showing:
            task.cancel()
        await asyncio.gather(*showing, return_exceptions=True)


def _read(prompt: str) -> str:
    sys.stdout.write(prompt)
    sys.stdout.flush()
    return sys.stdin.readline()


async def _show(terminal: Terminal, person: Person, group: Group) -> None:
    """Print what the bot writes, to the leader and to the group."""
    seen: dict[int, str] = {}
    async for _change in group.world.subscribe():
        for message in [*person.messages, *group.messages()]:
            key = id(message)
            mark = f"{message.text}{message.rows}"
            if not message.from_bot or seen.get(key) == mark:
                continue
            if message.text or message.rows:
                terminal.show(message, key in seen)
            seen[key] = mark
