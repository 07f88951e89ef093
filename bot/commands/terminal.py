"""A conversation in the terminal: what one types is said by a leader or by an advisor.

How a message looks in plain letters is `printing`'s business, where lines come from `typing_in`'s.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from bot.commands.printing import printed
from bot.commands.show import Show
from bot.simulator.group import Group
from bot.simulator.model import Message
from bot.simulator.person import Person
from bot.simulator.watching import Press, ScenarioError

HELP = """Pisz jak w Telegramie. Polecenia terminala:
  1, 2, 3 ...   naciśnij przycisk o tym numerze
  @doradca      dalej pisze doradca, w grupie; @lider: znowu osoba pytająca
  > tekst       odpowiedz na ostatnią wiadomość bota (doradca: na kartę)
  ! tekst       wyślij zdjęcie z podpisem
  ?             pokaż tę pomoc
  Ctrl+D        zakończ"""
LEADER, ADVISOR = 101, 201
Say = Callable[[str], None]


class Terminal:
    """Who is speaking, what was shown to whom, and what stands there already."""

    def __init__(self, show: Show, say: Say) -> None:
        self._show = show
        self._say = say
        self._leader = show.stage.role(LEADER).person
        self._advisor = show.stage.role(ADVISOR).person
        self._group: Group | None = None
        self._shown: dict[bool, Message] = {}  # the last message with buttons: in the group or not
        self._seen: dict[Message, tuple[str, list[list[str]]]] = {}

    @property
    def speaker(self) -> Person:
        """Return whose words come next."""
        return self._leader if self._group is None else self._advisor

    def prompt(self) -> str:
        """Return what stands before the words to be typed."""
        return f"\n{self.speaker.user.name}{' (w grupie)' if self._group else ''}: "

    async def begin(self) -> None:
        """Let the leader press Start; what the group did before is nobody's news."""
        self._news()
        self._say(HELP)
        self._leader.start()
        await self.catch_up()

    async def take(self, line: str) -> None:
        """Do what a line says, and print what came of it."""
        words = line.strip()
        try:
            if words in ("@doradca", "@lider"):
                self._group = self._show.stage.group if words == "@doradca" else None
            elif words == "?":
                self._say(HELP)
            elif words.isascii() and words.isdigit():
                await self._press(int(words))
            elif words:
                self._write(words)
        except ScenarioError as error:
            self._say(f"  ({error})")
        await self.catch_up()

    def _write(self, words: str) -> None:
        kind, rest = words[0], words[1:].strip()
        about = self._shown.get(self._group is not None) if kind == ">" else None
        thread = about.thread_id if about is not None and self._group else None
        if kind == "!":
            self.speaker.send_photo(caption=rest, chat=self._group)
        elif kind == ">" and not rest:
            self._say("  (po znaku > proszę napisać odpowiedź)")
        else:
            text = rest if kind == ">" else words
            self.speaker.send(text, reply_to=about, thread=thread, chat=self._group)

    async def _press(self, number: int) -> None:
        shown = self._shown.get(self._group is not None)
        buttons = shown.buttons if shown is not None else []
        if shown is None or not 1 <= number <= len(buttons):
            self._say("  (nie ma takiego przycisku)")
            return
        pressed = self.speaker.press_button(shown, buttons[number - 1])
        words = (await pressed.answered()).get("text") if isinstance(pressed, Press) else pressed
        if words:
            self._say(f"  ({words})")

    async def catch_up(self) -> None:
        """Wait until the bot has done all there is to do, then print what is new."""
        await self._show.house.settle()
        for message, before in self._news():
            self._say(printed(message, before))
            if message.rows:
                self._shown[not message.chat.private] = message

    def _news(self) -> list[tuple[Message, str | None]]:
        """Return what the bot has written since the last look, or changed, with the old text."""
        news = []
        for message in [*self._leader.messages, *self._show.stage.group.messages()]:
            now = message.text, message.rows
            before = self._seen.get(message)
            if message.from_bot and message.text and before != now:
                news.append((message, before[0] if before else None))
                self._seen[message] = now
        return news


async def converse(show: Show, lines: AsyncIterator[str], say: Say, ask: Say | None) -> None:
    """Let a person talk with the bot until the lines end.

    `ask` prints a prompt; without it nobody is typing, and each line is printed as it is taken.
    """
    terminal = Terminal(show, say)
    await terminal.begin()
    if ask:
        ask(terminal.prompt())
    async for line in lines:
        if not ask and line.strip():
            say(terminal.prompt() + line.strip())
        await terminal.take(line)
        if ask:
            ask(terminal.prompt())
