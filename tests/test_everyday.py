"""The list of what is not everyday names things that are there."""

from __future__ import annotations

from tests import everyday


def test_what_is_left_to_later_is_there() -> None:
    assert [name for name in everyday.LATER if not (everyday.ROOT / name).exists()] == []
    assert [room for room in everyday.CENTRAL if not (everyday.ROOT / room).is_dir()] == []


def test_a_room_is_later_with_all_that_is_in_it_and_nothing_beside_it() -> None:
    assert everyday.is_later(everyday.ROOT / "corpus" / "test_updates.py")
    assert everyday.is_later(everyday.ROOT / "corpus")
    assert not everyday.is_later(everyday.ROOT / "dialogues" / "test_tickets.py")
    assert not everyday.is_later(everyday.ROOT / "corpus_of_something_else")
