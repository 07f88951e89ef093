"""The life of a ticket: its states, what may be done in each, and the times that rule it.

Who may do a thing, and what else happens with it, is left to the use cases; they also move the
row by a conditional update, since two people may act at once. Sources of the figures: the flows
agreed with the advisors (waiting, reopening) and the Bot API (48 hours for deleting a message).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

#: A leader may reopen a closed ticket for this long; later a new ticket refers to it.
REOPEN_WITHIN = timedelta(days=14)
#: When a leader who owes us an answer is reminded; after the last one the ticket may be closed.
WAITING_REMINDERS = (timedelta(days=3), timedelta(days=10))
#: For how long the card offers to undo the latest answer.
UNDO_ON_CARD = timedelta(minutes=10)
#: The Bot API lets a bot delete its own messages for this long.
DELETE_WITHIN = timedelta(hours=48)
#: Messages that one leader sends within this time are one question.
JOIN_WITHIN = timedelta(seconds=20)
#: A dialogue (typing a phone number, a note) ends by itself after this.
DIALOGUE_ENDS_AFTER = timedelta(minutes=15)
#: Parts of an album come as separate updates; the last one is waited for this long.
ALBUM_WAIT = timedelta(seconds=1.5)


class State(StrEnum):
    """Where a ticket is."""

    QUEUED = "queued"  # nobody has taken it
    CLAIMED = "claimed"  # an advisor holds it and the promise runs
    WAITING = "waiting"  # for the leader: the promise stands still
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # by the leader


class Action(StrEnum):
    """What people do with a ticket: the advisors' actions, then the leader's, then either's."""

    CLAIM = "claim"  # an advisor takes it
    RELEASE = "release"  # the advisor gives it back, or has left the group
    TRANSFER = "transfer"  # to another topic
    REPLY = "reply"  # an advisor answers the leader; answering an untaken ticket takes it
    NOTE = "note"  # among advisors
    WAIT = "wait"  # for the leader
    RESUME = "resume"  # without waiting for the leader any longer
    CLOSE = "close"  # by an advisor, or after a wait in vain
    WITHDRAW = "withdraw"  # the leader no longer wants an answer
    RESOLVE = "resolve"  # the leader says "Załatwione"
    FOLLOW_UP = "follow_up"  # the leader adds words to an open ticket
    REOPEN = "reopen"


class NotAllowed(Exception):
    """The action is not possible in the state; both are in `args`."""

    def __init__(self, state: State, action: Action) -> None:
        super().__init__(state, action)
        self.state = state
        self.action = action

    def __str__(self) -> str:
        return f"{self.action} is not possible in a {self.state} ticket"


_Q, _C, _W, _X, _G = State.QUEUED, State.CLAIMED, State.WAITING, State.CLOSED, State.WITHDRAWN

#: What comes of an action in each state; a state that is not listed refuses the action.
#: A late reply to a closed ticket still reaches the leader and leaves it closed.
_TABLE: Mapping[Action, Mapping[State, State]] = {
    Action.CLAIM: {_Q: _C},
    Action.RELEASE: {_C: _Q, _W: _Q},
    Action.TRANSFER: {_Q: _Q, _C: _Q, _W: _Q},
    Action.REPLY: {_Q: _C, _C: _C, _W: _W, _X: _X},
    Action.NOTE: {_Q: _Q, _C: _C, _W: _W, _X: _X, _G: _G},
    Action.WAIT: {_C: _W},
    Action.RESUME: {_W: _C},
    Action.CLOSE: {_Q: _X, _C: _X, _W: _X},
    Action.WITHDRAW: {_Q: _G, _C: _G, _W: _G},
    Action.RESOLVE: {_Q: _X, _C: _X, _W: _X},
    Action.REOPEN: {_X: _Q, _G: _Q},
    Action.FOLLOW_UP: {_Q: _Q, _C: _C, _W: _C},
}


def allowed(state: State, action: Action) -> bool:
    """Tell whether the action is possible in the state."""
    return state in _TABLE[action]


def after(state: State, action: Action) -> State:
    """Return the state that the action leads to; raise NotAllowed when it is not possible."""
    if not allowed(state, action):
        raise NotAllowed(state, action)
    return _TABLE[action][state]
