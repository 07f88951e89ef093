"""Numbers of pages in buttons: always the same, and short enough."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.callbacks import LONGEST, decode, encode
from bot.domain.page_numbers import number_of, page_of, part_number


def test_a_number_never_changes() -> None:
    """Buttons sent by an older version of the program still name their pages."""
    assert number_of("entry", "cit-8-kto-i-do-kiedy") == 17_943_162_867


def test_kinds_are_told_apart() -> None:
    assert number_of("entry", "umowa") != number_of("guide", "umowa")


def test_parts_of_a_page_are_told_apart_and_lead_to_it() -> None:
    page = number_of("guide", "umowa")
    first, second = part_number(page, "Wzór#0"), part_number(page, "Wzór#1")
    assert first != second
    assert page_of(first) == page_of(second) == page


@given(st.sampled_from(["entry", "guide", "practice"]), st.text(max_size=400), st.text())
def test_however_long_names_are_their_buttons_fit(kind: str, name: str, part: str) -> None:
    for number in (number_of(kind, name), part_number(number_of(kind, name), part)):
        data = encode("open_found", number)
        assert len(data.encode()) <= LONGEST
        assert decode(data).ident == number
