"""How hard each kind of message tries."""

from __future__ import annotations

import pytest

from bot.domain.messages import FINAL, POLICIES, Kind, MessageState


def test_every_kind_has_a_policy() -> None:
    assert set(POLICIES) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_only_what_is_repeated_has_several_tries_or_a_mark(kind: Kind) -> None:
    policy = POLICIES[kind]
    assert policy.repeat_uncertain == (policy.tries > 1)
    assert policy.repeat_uncertain or not policy.marked
    assert policy.priority in (1, 2, 3, 4)


def test_what_annoys_or_confuses_twice_is_never_repeated() -> None:
    once = {kind for kind in Kind if not POLICIES[kind].repeat_uncertain}
    assert once == {Kind.MEDIA, Kind.BROADCAST, Kind.THREAD}


def test_advice_is_repeated_with_a_mark() -> None:
    assert {kind for kind in Kind if POLICIES[kind].marked} == {Kind.ANSWER, Kind.AUTOMATIC}


def test_announcements_go_last() -> None:
    last = max(Kind, key=lambda kind: POLICIES[kind].priority)
    assert last is Kind.BROADCAST


def test_messages_end_in_one_of_four_states() -> None:
    assert set(MessageState) - FINAL == {"pending", "sending", "uncertain"}
