"""How fast we may speak at Telegram: limits as windows of time. Waiting itself is the sender's.

Telegram's figures are 30 messages a second overall, one a second in a private chat (short bursts
pass) and 20 a minute in a group; ours leave room for what others send with the same token.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from bot.clock import Clock
from bot.domain.outgoing import Command

EVERYWHERE = "*"
TO_MANY = "many"  # under this name all that is told to many rests
A_SECOND = 25  # messages overall
E_MAILS_A_MINUTE = 30  # small hosts take more for a flood
MANY_A_SECOND = 24  # of what is told to many: an answer always finds a place between
LONGEST_BACK_OFF = 30.0  # seconds
LOST_AFTER = 2  # failed calls in a row
_EDITS = frozenset({"edit", "edit_text", "edit_caption"})
_LIGHT = frozenset({"delete", "reaction", "menu", "pin"})


class Weight(Enum):
    """What a call counts as."""

    MESSAGE = "message"
    EDIT = "edit"
    LIGHT = "light"  # reactions, deletions, menus


@dataclass(slots=True)
class Window:
    """At most `limit` events within any `seconds`."""

    limit: int
    seconds: float
    stamps: deque[float] = field(default_factory=deque)

    def wait(self, cost: int, now: float) -> float:
        """Return how many seconds to wait until `cost` more fit."""
        while self.stamps and self.stamps[0] <= now - self.seconds:
            self.stamps.popleft()
        over = len(self.stamps) + min(cost, self.limit) - self.limit
        return 0.0 if over <= 0 else self.stamps[over - 1] + self.seconds - now

    def note(self, cost: int, now: float) -> None:
        """Remember that `cost` happened."""
        self.stamps.extend([now] * cost)

    def is_over(self, now: float) -> bool:
        """Tell whether nothing happened for so long that it may as well be forgotten."""
        return not self.stamps or self.stamps[-1] <= now - self.seconds


@dataclass(slots=True)
class Spacing:
    """One event each `interval` seconds on the average; `late` of them may catch up at once."""

    interval: float
    late: int
    next_at: float = 0.0

    def wait(self, now: float) -> float:
        """Return how many seconds to wait for the next one."""
        return max(0.0, self.next_at - now)

    def note(self, now: float) -> None:
        """Remember that one happened."""
        self.next_at = max(self.next_at, now - self.late * self.interval) + self.interval


class Pace:
    """The windows of one bot; `now` is monotonic seconds."""

    def __init__(self, overall: Window | None = None) -> None:
        self._overall = overall or Window(A_SECOND, 1.0)
        self.to_many = Spacing(1 / MANY_A_SECOND, late=12)
        self._chats: OrderedDict[int, Window] = OrderedDict()  # the one longest silent first

    @classmethod
    def of_mail(cls) -> Pace:
        """Return the pace of e-mail, which has nothing to do with Telegram's."""
        return cls(Window(E_MAILS_A_MINUTE, 60.0))

    def wait_overall(self, cost: int, now: float) -> float:
        """Return how long the whole bot has to wait."""
        return self._overall.wait(cost, now)

    def wait_chat(self, chat_id: int, weight: Weight, cost: int, now: float) -> float:
        """Return how long this chat has to wait."""
        window = self._chats.get(chat_id) if self._counts(chat_id, weight) else None
        return window.wait(cost, now) if window is not None else 0.0

    def note(self, chat_id: int, weight: Weight, cost: int, now: float) -> None:
        """Remember that a call is made."""
        self._overall.note(cost, now)
        if self._counts(chat_id, weight):
            fresh = Window(18, 60.0) if chat_id < 0 else Window(3, 3.0)
            self._chats.setdefault(chat_id, fresh).note(cost, now)
            self._chats.move_to_end(chat_id)
            self._forget(now)

    def _counts(self, chat_id: int, weight: Weight) -> bool:
        # Edits count in groups; in a private chat they pass freely.
        return weight is Weight.MESSAGE or (weight is Weight.EDIT and chat_id < 0)

    @property
    def chats(self) -> int:
        """Return how many chats are remembered: those of the last minute or so."""
        return len(self._chats)

    def _forget(self, now: float) -> None:
        while next(iter(self._chats.values())).is_over(now):
            self._chats.popitem(last=False)


class Rests:
    """Who has to be silent, and until when.

    By the wall clock, so that a clock moved forward ends a rest too, and by the monotonic one, so
    that a wall clock put back does not prolong it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, tuple[datetime, float]] = {}

    def rest(self, who: str, seconds: float) -> None:
        """Let somebody be silent for so long."""
        wall = self._clock.now() + timedelta(seconds=seconds)
        self._until[who] = (wall, self._clock.monotonic() + seconds)

    def left(self, who: str) -> float:
        """Return how many seconds somebody still has to rest."""
        if who not in self._until:
            return 0.0
        wall, monotonic = self._until[who]
        by_wall = (wall - self._clock.now()).total_seconds()
        left = min(by_wall, monotonic - self._clock.monotonic())
        if left <= 0:
            del self._until[who]
        return max(0.0, left)

    def resting(self) -> dict[str, float]:
        """Return all who rest, and for how many seconds more."""
        return {who: left for who in list(self._until) if (left := self.left(who))}


class Traffic:
    """Whether a call may be made now: our own pace, and what Telegram told us to wait.

    Without a pace only the latter is obeyed. After two calls in a row that failed Telegram is
    `lost`: then a call that changes nothing has to get through first, for each message has few
    attempts whose outcome nobody knows, and an outage of hours would use them up in seconds.
    """

    def __init__(self, clock: Clock, pace: Pace | None) -> None:
        self._clock = clock
        self._pace = pace
        self._failures = 0  # calls in a row that did not reach Telegram, or may not have
        self.lost = False
        self.failing_since: datetime | None = None
        self.rests = Rests(clock)

    def may_go(self, lane: str, command: Command) -> bool:
        """Tell whether the call may be made now; else let the lane, or everybody, rest."""
        wait = self.rests.left(chat_named(command.chat_id))
        if self._pace is not None:
            now, cost = self._clock.monotonic(), cost_of(command)
            if overall := self._pace.wait_overall(cost, now):
                self.rests.rest(EVERYWHERE, overall)
                return False
            wait = max(wait, self._pace.wait_chat(command.chat_id, weight_of(command), cost, now))
        if wait:
            self.rests.rest(lane, wait)
        return not wait

    def may_go_to_many(self) -> bool:
        """Tell whether one more of many alike may go now; else let all of them rest.

        They go evenly: in bursts they would fill the second, and an answer would wait for its end.
        """
        wait = 0.0 if self._pace is None else self._pace.to_many.wait(self._clock.monotonic())
        if wait:
            self.rests.rest(TO_MANY, wait)
        return not wait

    def goes(self, command: Command, *, to_many: bool = False) -> None:
        """Remember that the call is made."""
        if self._pace is not None:
            if to_many:
                self._pace.to_many.note(self._clock.monotonic())
            spent = (command.chat_id, weight_of(command), cost_of(command))
            self._pace.note(*spent, self._clock.monotonic())

    def flooded(self, lane: str, chat_id: int | None, seconds: float) -> None:
        """Let a chat rest because Telegram said so."""
        self.rests.rest(lane, seconds)
        if chat_id is not None:
            self.rests.rest(chat_named(chat_id), seconds)

    def reached(self) -> None:
        """Remember that Telegram is there."""
        self._failures, self.failing_since, self.lost = 0, None, False

    def found(self) -> None:
        """Let calls be made again: one that changes nothing has got through."""
        self.lost = False

    def doubted(self) -> None:
        """Remember that a call may not have reached Telegram."""
        self._failures += 1
        self.lost = self._failures >= LOST_AFTER
        self.failing_since = self.failing_since or self._clock.now()

    def unreached(self) -> float:
        """Let everybody rest because Telegram could not be reached; return for how long."""
        self.doubted()
        wait = back_off(self._failures)
        self.rests.rest(EVERYWHERE, wait)
        return wait


def chat_named(chat_id: int) -> str:
    """Return the name under which a chat rests."""
    return f"chat:{chat_id}"


def repeat_after(attempts: int) -> float:
    """Return how many seconds to wait before repeating what may have arrived.

    The last repeat waits for a short outage to pass, not for its first seconds only.
    """
    return 2.0 if attempts <= 1 else LONGEST_BACK_OFF


def back_off(failures: int) -> float:
    """Return how many seconds to wait after so many failures in a row."""
    return float(min(LONGEST_BACK_OFF, 2.0 ** max(0, failures - 1)))


def cost_of(command: Command) -> int:
    """Return how many messages a command is."""
    return max(1, len(command.message_ids)) if command.operation == "album" else 1


def weight_of(command: Command) -> Weight:
    """Return what a command counts as at Telegram."""
    if command.operation in _LIGHT:
        return Weight.LIGHT
    changes = command.operation == "card" and command.message_id is not None
    return Weight.EDIT if changes or command.operation in _EDITS else Weight.MESSAGE
