"""Messages we owe: the states they pass through, and how hard each kind tries.

Sending, pacing and storing are left to the sender; this is the table it obeys. Source of the
rules: a connection that breaks looks the same before and after the effect, so each kind has to
choose between a possible copy (at least once) and a possible loss (at most once).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType


class MessageState(StrEnum):
    """Where an outgoing message is."""

    PENDING = "pending"
    SENDING = "sending"  # stored before the call: after a crash nobody knows
    SENT = "sent"
    FAILED = "failed"  # refused for good
    UNCERTAIN = "uncertain"  # may have arrived; repeated or shown to people, by policy
    EXPIRED = "expired"  # no longer useful
    CANCELLED = "cancelled"  # no longer wanted


#: States that no message leaves by itself.
FINAL = frozenset(
    {MessageState.SENT, MessageState.FAILED, MessageState.EXPIRED, MessageState.CANCELLED}
)


class Kind(StrEnum):
    """What a message is to the one who gets it."""

    RECEIPT = "receipt"  # "your question is #142, answer by ..."
    AUTOMATIC = "automatic"  # an entry sent as the answer
    ANSWER = "answer"  # an advisor's words
    MEDIA = "media"  # an advisor's or leader's file, photo, voice
    CARD = "card"  # a ticket as advisors see it
    EDIT = "edit"  # of something sent before
    NOTICE = "notice"  # what we say in a dialogue, to either side
    REMINDER = "reminder"
    BROADCAST = "broadcast"
    AMENDMENT = "amendment"  # of a broadcast: its correction, its recall
    ALARM = "alarm"  # to coordination
    THREAD = "thread"  # a forum topic to be created
    PLACE = "place"  # a thread to be opened again, a foreign group to be left
    REACTION = "reaction"
    DELETE = "delete"
    MENU = "menu"  # the command list of a chat


@dataclass(frozen=True, slots=True)
class Policy:
    """How a kind is sent.

    `tries` limits attempts whose outcome nobody knows; an attempt that surely had no effect (429,
    no connection) is not counted. `repeat_uncertain` is the choice of "at least once"; without it
    an uncertain message stays so. `marked` repeats say that they are repeats. `valid_for` holds
    from the moment it was owed, unless the message has its own end. `priority`: 1 goes first.
    """

    tries: int
    repeat_uncertain: bool
    marked: bool
    valid_for: timedelta | None
    priority: int


def _at_least_once(
    tries: int, priority: int, *, marked: bool = False, valid_for: timedelta | None = None
) -> Policy:
    return Policy(tries, True, marked, valid_for, priority)


def _at_most_once(priority: int) -> Policy:
    return Policy(1, False, False, None, priority)


_DAY = timedelta(days=1)

POLICIES: Mapping[Kind, Policy] = MappingProxyType(
    {
        # Silence makes people write again; a receipt shows the newest state, so needs no mark.
        Kind.RECEIPT: _at_least_once(3, 1),
        Kind.AUTOMATIC: _at_least_once(3, 1, marked=True, valid_for=_DAY),
        # Lost advice is worse than a copy of it.
        Kind.ANSWER: _at_least_once(3, 1, marked=True),
        # Big, and confusing when it comes twice: people get [Wyślij ponownie] instead.
        Kind.MEDIA: _at_most_once(1),
        Kind.NOTICE: _at_least_once(3, 1),
        Kind.ALARM: _at_least_once(3, 1),
        # Somebody took an answer back: before more people read it.
        Kind.DELETE: _at_least_once(5, 1, valid_for=2 * _DAY),
        Kind.CARD: _at_least_once(3, 2),
        # Doing these twice changes nothing.
        Kind.EDIT: _at_least_once(5, 2),
        Kind.REACTION: _at_least_once(2, 2, valid_for=_DAY),
        Kind.PLACE: _at_least_once(5, 2),
        # Two threads of one name would split the advisors; the card works without a thread.
        Kind.THREAD: _at_most_once(2),
        Kind.REMINDER: _at_least_once(2, 3, valid_for=2 * _DAY),
        Kind.MENU: _at_least_once(5, 3),
        # A copy of an announcement is an annoyance that gets a bot reported.
        Kind.BROADCAST: _at_most_once(4),
        # Doing these twice changes nothing, but there are as many of them.
        Kind.AMENDMENT: _at_least_once(3, 4, valid_for=2 * _DAY),
    }
)
