"""How much one person may do in a while before we slow down; nobody writing by hand notices.

Only counts, in memory: what is done above a limit is the use cases' business. The figures are far
above people (a story told in a dozen short messages) and far below machines.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

A_MINUTE = timedelta(minutes=1)
KEPT = 10_000  # people remembered; the one not seen for longest is forgotten first


@dataclass(frozen=True, slots=True)
class Limit:
    """So many things in so long a time are fine."""

    most: int
    within: timedelta


#: What one person writes in private: above it words are kept together, without an answer each.
MESSAGES = Limit(20, A_MINUTE)
#: Within it each message has its answer at once; above it an answer may wait a moment for others.
AT_ONCE = Limit(2, timedelta(seconds=2))
#: Buttons, and edits of messages.
PRESSES = Limit(30, A_MINUTE)
#: Commands of the group that post a list or a hint there.
LISTS = Limit(6, A_MINUTE)


class Recent:
    """The latest things that each person did: enough of them to tell whether a limit is passed."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        # Lists: most people have done one thing, and a deque takes half a kilobyte for that.
        self._seen: OrderedDict[Hashable, list[tuple[Hashable, datetime]]] = OrderedDict()

    def knows(self, who: Hashable) -> bool:
        """Tell whether anything this person did is remembered."""
        return who in self._seen

    def note(self, who: Hashable, what: Hashable, at: datetime) -> None:
        """Remember one thing; the same one again (an attempt repeated) counts once."""
        things = self._seen.setdefault(who, [])
        self._seen.move_to_end(who)
        if all(known != what for known, _at in things):
            things.append((what, at))
            del things[: -self.limit.most - 1]
        while len(self._seen) > KEPT:
            self._seen.popitem(last=False)

    def passed(self, who: Hashable, at: datetime, limit: Limit | None = None) -> bool:
        """Tell whether more was done by `at` than the limit (or a smaller one) allows."""
        allowed = limit or self.limit
        things = self._seen.get(who, ())
        return sum(moment > at - allowed.within for _what, moment in things) > allowed.most

    def floods(self, who: Hashable) -> bool:
        """Tell whether the last thing somebody did was above the limit."""
        things = self._seen.get(who)
        return self.passed(who, things[-1][1]) if things else False

    def too_many(self, who: Hashable, what: Hashable, at: datetime) -> bool:
        """Remember one thing and tell whether it is above the limit."""
        self.note(who, what, at)
        return self.passed(who, at)


@dataclass(slots=True)
class Limits:
    """What is counted in one house."""

    messages: Recent = field(default_factory=lambda: Recent(MESSAGES))
    presses: Recent = field(default_factory=lambda: Recent(PRESSES))
    edits: Recent = field(default_factory=lambda: Recent(PRESSES))
    lists: Recent = field(default_factory=lambda: Recent(LISTS))
