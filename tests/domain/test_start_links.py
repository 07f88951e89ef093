"""What stands after `?start=`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.start_links import LinkKind, StartLink, parse


@pytest.mark.parametrize(
    ("payload", "kind", "value"),
    [
        ("a_cit-8-kto-i-do-kiedy", LinkKind.ENTRY, "cit-8-kto-i-do-kiedy"),
        ("g_rok-kola-gospodyn", LinkKind.GUIDE, "rok-kola-gospodyn"),
        ("p_biblioteka-na-rowerach", LinkKind.PRACTICE, "biblioteka-na-rowerach"),
        ("w_7k2", LinkKind.WORKSHOP, "7k2"),
        ("c_dl2027", LinkKind.CONTEST, "dl2027"),
        ("Xy_-9", LinkKind.TOKEN, "Xy_-9"),
        ("a_Xy9", LinkKind.TOKEN, "a_Xy9"),
        ("x" * 64, LinkKind.TOKEN, "x" * 64),
    ],
)
def test_links_open_pages_or_carry_a_token(payload: str, kind: LinkKind, value: str) -> None:
    assert parse(payload) == StartLink(kind, value)


@pytest.mark.parametrize(
    "payload",
    ["", "a_", "g_", "p_", "w_", "c_", "x" * 65, "a b", "ą", "a_ż", "x\n", "a_1\n", "../x", "٣"],
)
def test_garbage_opens_nothing(payload: str) -> None:
    assert parse(payload) is None


@given(st.text(max_size=80))
def test_no_payload_breaks_the_reading(payload: str) -> None:
    found = parse(payload)
    assert found is None or payload.endswith(found.value)
