"""The life of a ticket."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.domain.tickets import Action, NotAllowed, State, after, allowed

OPEN = {State.QUEUED, State.CLAIMED, State.WAITING}


def test_a_ticket_is_claimed_once() -> None:
    assert after(State.QUEUED, Action.CLAIM) is State.CLAIMED
    with pytest.raises(NotAllowed, match="claim is not possible in a claimed ticket"):
        after(State.CLAIMED, Action.CLAIM)


def test_a_leader_who_writes_ends_the_wait() -> None:
    assert after(State.WAITING, Action.FOLLOW_UP) is State.CLAIMED


def test_an_answer_to_a_ticket_in_the_queue_takes_it() -> None:
    assert after(State.QUEUED, Action.REPLY) is State.CLAIMED


def test_a_late_answer_reaches_the_leader_without_reopening() -> None:
    assert after(State.CLOSED, Action.REPLY) is State.CLOSED
    assert not allowed(State.WITHDRAWN, Action.REPLY)


def test_a_withdrawn_ticket_can_come_back_to_the_queue() -> None:
    assert after(State.WITHDRAWN, Action.REOPEN) is State.QUEUED


@pytest.mark.parametrize("state", State)
def test_notes_move_nothing(state: State) -> None:
    assert after(state, Action.NOTE) is state


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_what_is_allowed_has_a_result_and_the_rest_is_refused(
    state: State, action: Action
) -> None:
    if allowed(state, action):
        assert after(state, action) in State
    else:
        with pytest.raises(NotAllowed) as refused:
            after(state, action)
        assert (refused.value.state, refused.value.action) == (state, action)


class TicketLife(RuleBasedStateMachine):
    """Any sequence of actions, against what people know of a ticket without the table."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.QUEUED
        self.held = False

    @rule(action=st.sampled_from(Action))
    def act(self, action: Action) -> None:
        before = self.state
        try:
            self.state = after(before, action)
        except NotAllowed:
            return
        if action in (Action.CLAIM, Action.REPLY):
            self.held = self.held or before is State.QUEUED
        elif action in (Action.RELEASE, Action.TRANSFER) or self.state not in OPEN:
            self.held = False

    @precondition(lambda self: self.state in OPEN)
    @rule()
    def an_open_ticket_can_always_be_ended_by_both_sides(self) -> None:
        ends = {after(self.state, Action.CLOSE), after(self.state, Action.RESOLVE)}
        assert ends == {State.CLOSED}
        assert after(self.state, Action.WITHDRAW) is State.WITHDRAWN

    @precondition(lambda self: self.state not in OPEN)
    @rule()
    def an_ended_ticket_comes_back_only_by_reopening(self) -> None:
        back = {a for a in Action if allowed(self.state, a) and after(self.state, a) in OPEN}
        assert back == {Action.REOPEN}

    @invariant()
    def somebody_holds_it_exactly_when_it_is_claimed_or_waiting(self) -> None:
        assert self.held == (self.state in (State.CLAIMED, State.WAITING))


test_any_life_of_a_ticket_makes_sense = TicketLife.TestCase
