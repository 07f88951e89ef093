from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.amounts import MOST, read_amount, written_amount


@pytest.mark.parametrize(
    ("said", "grosze"),
    [
        ("5 000,00", 500_000),
        ("5\u00a0000", 500_000),
        ("5.000", 500_000),
        ("5000.5", 500_050),
        ("1 000 000,55 zł", 100_000_055),
        ("6000 ZŁ", 600_000),
        ("0", 0),
        ("5000,", None),
        ("12,345", None),
        ("-5", None),
        ("50 00", None),
        ("sześć tysięcy", None),
        ("", None),
        ("99999999999", None),
    ],
)
def test_amounts_are_read_as_poles_write_them(said: str, grosze: int | None) -> None:
    assert read_amount(said) == grosze


@given(st.integers(0, MOST))
def test_what_is_written_is_read_back_to_the_grosz(grosze: int) -> None:
    assert read_amount(written_amount(grosze)) == grosze
