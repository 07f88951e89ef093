"""Numbers of pages in buttons: always the same, and short enough."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.callbacks import LONGEST, decode, encode
from bot.domain.page_numbers import number_of


def test_a_number_never_changes() -> None:
    """Buttons sent by an older version of the program still name their pages."""
    assert number_of("entry", "cit-8-kto-i-do-kiedy") == 1_175_923_121_710_178


def test_kinds_are_told_apart() -> None:
    assert number_of("entry", "umowa") != number_of("guide", "umowa")


@given(st.sampled_from(["entry", "guide", "practice", "part"]), st.text(max_size=400))
def test_however_long_a_name_is_its_button_fits(kind: str, name: str) -> None:
    data = encode("open_found", number_of(kind, name))
    assert len(data.encode()) <= LONGEST
    assert decode(data).ident == number_of(kind, name)
