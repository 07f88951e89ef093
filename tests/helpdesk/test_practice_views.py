"""Long stories are cut into messages that Telegram takes, and no word is lost."""

from __future__ import annotations

import pytest

from bot.domain.practices import length
from bot.helpdesk.practice_views import PIECE, pieces


@pytest.mark.parametrize(
    "text",
    [
        "krótko",
        "słowo " * 2000,
        "linia\n" * 2000,
        "x" * 9000,
        "🎺" * 4000,
        "🎺" * 2000 + "a b " * 1500,
    ],
)
def test_pieces_fit_and_hold_every_word(text: str) -> None:
    cut = pieces(text)
    assert all(0 < length(piece) <= PIECE for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_pieces_are_cut_between_words() -> None:
    assert all(set(piece.split()) == {"słowo"} for piece in pieces("słowo " * 2000))
