"""The small Telegram as a test or the demo plays it: people, groups, and what the bot did wrong.

telegram = Telegram()
anna = telegram.user(first_name="Anna")
anna.start()
hello = await anna.expect("Dzień dobry")
press = anna.click("Pytanie")
await press.answered()
"""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock, SystemClock
from bot.simulator.faults import Faults
from bot.simulator.group import Group
from bot.simulator.model import Chat, Message, Topic, User
from bot.simulator.person import Person
from bot.simulator.records import Call, Callback, Violation
from bot.simulator.refusals import UNFORESEEABLE
from bot.simulator.watching import Press, ScenarioError
from bot.simulator.world import TOKEN, World

__all__ = [
    "Chat",
    "Group",
    "Message",
    "Person",
    "Press",
    "ScenarioError",
    "Telegram",
    "Topic",
    "World",
]


class Telegram:
    """One small Telegram with one bot."""

    def __init__(
        self, clock: Clock | None = None, limits: bool = False, token: str = TOKEN
    ) -> None:
        self.clock = clock or SystemClock()
        self.world = World(self.clock, limits=limits, token=token)
        self._people: dict[int, Person] = {}

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.token

    @property
    def faults(self) -> Faults:
        """The faults ordered between the bot and this Telegram."""
        return self.world.faults

    def user(
        self,
        id: int | None = None,  # noqa: A002 - Telegram's word
        first_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "pl",
        last_name: str | None = None,
    ) -> Person:
        """Return a person, created at first use; the same id gives the same person."""
        if id is not None and id in self._people:
            return self._people[id]
        number = self.world.number("user") if id is None else id
        name = first_name or f"User{number}"
        user = User(number, name, last_name, username, language_code)
        self._people[number] = Person(self.world, self.world.add_user(user))
        return self._people[number]

    def group(
        self,
        title: str = "Grupa",
        *,
        forum: bool = False,
        basic: bool = False,
        owner: Person | None = None,
        id: int | None = None,  # noqa: A002 - Telegram's word
    ) -> Group:
        """Create a supergroup (a forum if asked), or a basic group, with an owner of its own."""
        creator = (owner or self.user(first_name="Właścicielka")).user
        chat = self.world.add_group(title, creator, forum=forum, basic=basic, number=id)
        return Group(self.world, chat)

    # -- findings

    @property
    def violations(self) -> list[Violation]:
        """Every rule the bot broke, floods and ordered faults left out."""
        return self.world.violations

    @property
    def misuses(self) -> list[Violation]:
        """The violations that a careful bot never commits."""
        return [one for one in self.violations if one.kind not in UNFORESEEABLE]

    @property
    def refusals(self) -> list[Violation]:
        """Every refused call, floods and ordered faults too."""
        return self.world.refusals

    def assert_clean(self, *, allow: tuple[str, ...] = ()) -> None:
        """Fail if the bot broke a rule; `allow` names kinds, or parts of texts, to pass over."""
        left = [
            violation
            for violation in self.violations
            if violation.kind not in allow and not any(part in str(violation) for part in allow)
        ]
        assert not left, f"{len(left)} violations:\n" + "\n".join(map(str, left[:20]))

    def forget_history(self) -> None:
        """Empty the lists of calls and findings; the world itself stays."""
        for found in (self.world.calls, self.world.violations, self.world.refusals):
            found.clear()

    def unanswered_callbacks(self, older_than: float = 0.0) -> list[Callback]:
        """Return the presses left without an answer for so many seconds."""
        latest = self.clock.now() - timedelta(seconds=older_than)
        presses = self.world.callbacks.values()
        return [one for one in presses if one.answer is None and one.pressed <= latest]

    def requests(self, method: str | None = None, chat: int | None = None) -> list[Call]:
        """Return the bot's calls, all or those of a method or to a chat."""
        return [
            call
            for call in self.world.calls
            if method in (None, call.method) and chat in (None, call.params.get("chat_id"))
        ]
