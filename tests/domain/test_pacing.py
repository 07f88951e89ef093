"""Windows of chats: how long each has to wait, and that nobody is remembered for ever."""

from __future__ import annotations

import pytest

from bot.domain.pacing import Pace, Weight, Window

GROUP, CHAT = -100, 5


def test_a_private_chat_takes_three_messages_in_three_seconds() -> None:
    pace = Pace()
    for moment in (0.0, 1.0, 2.0):
        assert pace.wait_chat(CHAT, Weight.MESSAGE, 1, moment) == 0
        pace.note(CHAT, Weight.MESSAGE, 1, moment)
    assert pace.wait_chat(CHAT, Weight.MESSAGE, 1, 2.5) == pytest.approx(0.5)
    assert pace.wait_chat(CHAT, Weight.EDIT, 1, 2.5) == 0
    assert pace.wait_chat(CHAT, Weight.MESSAGE, 1, 3.0) == 0


def test_a_group_takes_eighteen_messages_and_edits_a_minute() -> None:
    pace = Pace()
    for number in range(18):
        weight = Weight.EDIT if number % 2 else Weight.MESSAGE
        assert pace.wait_chat(GROUP, weight, 1, float(number)) == 0
        pace.note(GROUP, weight, 1, float(number))
    assert pace.wait_chat(GROUP, Weight.EDIT, 1, 20.0) == pytest.approx(40)
    assert pace.wait_chat(GROUP, Weight.LIGHT, 1, 20.0) == 0


def test_who_was_silent_is_forgotten_and_whoever_was_not_still_waits() -> None:
    pace = Pace()
    for second in range(20_000):
        moment = float(second)
        if second % 30 == 0:
            pace.note(GROUP, Weight.MESSAGE, 1, moment)
        pace.note(1000 + second, Weight.MESSAGE, 3, moment)
        assert pace.chats < 100
    assert pace.wait_chat(1000 + 19_999, Weight.MESSAGE, 1, 20_000.0) == pytest.approx(2)


def test_a_window_is_over_when_its_last_event_has_left_it() -> None:
    window = Window(3, 3.0)
    assert window.is_over(0.0)
    window.note(1, 10.0)
    assert [window.is_over(moment) for moment in (10.0, 12.9, 13.0)] == [False, False, True]
