"""What buttons carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.callbacks import BadCallback, Callback, decode, encode

ACTIONS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=24)
NUMBERS = st.integers(0, 2**63 - 1)


def test_a_button_is_written_as_agreed() -> None:
    assert encode("claim", 142) == "v1:claim:3y"
    assert encode("claim", 0, 7) == "v1:claim:0:7"


@given(ACTIONS, NUMBERS, st.none() | NUMBERS)
def test_what_is_written_is_read_back_and_fits(action: str, ident: int, rev: int | None) -> None:
    data = encode(action, ident, rev)
    assert decode(data) == Callback(action, ident, rev)
    assert len(data.encode("ascii")) <= 64


@pytest.mark.parametrize(
    "data",
    [
        "",
        "v1",
        "v1:claim",
        "v1:claim:",
        "v2:claim:1",
        "V1:claim:1",
        "v1:Claim:1",
        "v1:claim:3Y",
        "v1:claim:01",
        "v1:claim:1:",
        "v1:claim:1:01",
        "v1:claim:1:-1",
        "v1:claim:1:2:3",
        "v1:claim:٣",
        "v1:claim:1:٣",
        "v1:claim:1\n",
        " v1:claim:1",
        "v1::1",
        "v1:claim:-1",
        "v1:" + "a" * 25 + ":1",
        "v1:claim:" + "1" * 20,
        "v1:claim:" + "z" * 19,
        "v1:claim:1:" + "9" * 19,
        "v1:claim:1:" + "1" * 20,
        "v1:cła:1",
        "a" * 10_000,
    ],
)
def test_anything_else_is_refused(data: str) -> None:
    with pytest.raises(BadCallback):
        decode(data)


@given(st.text(max_size=80) | st.text("v1:ab0_ Z", max_size=30))
def test_only_what_we_write_is_read(data: str) -> None:
    try:
        read = decode(data)
    except BadCallback:
        return
    assert encode(read.action, read.ident, read.rev) == data


@pytest.mark.parametrize(
    ("action", "ident", "rev"),
    [
        ("", 1, None),
        ("A", 1, None),
        ("a" * 25, 1, None),
        ("ą", 1, None),
        ("a", -1, None),
        ("a", 2**63, None),
        ("a", 1, -1),
        ("a", 1, 2**63),
    ],
)
def test_values_that_do_not_fit_are_refused(action: str, ident: int, rev: int | None) -> None:
    with pytest.raises(ValueError, match=r"action|number"):
        encode(action, ident, rev)
