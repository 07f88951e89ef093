"""What people say when asked for a phone number or an e-mail address."""

from __future__ import annotations

import pytest

from bot.domain.contact_details import contact


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("600 100 200", "600100200"),
        ("+48 (24) 600-10-20", "+48246001020"),
        ("halina@example.org", "halina@example.org"),
        ("zadzwonię sama", None),
        ("12345", None),
        ("halina@", None),
        ("halina@example", None),
        ("ha lina@example.org", None),
        ("@example.org", None),
        ("", None),
    ],
)
def test_a_number_or_an_address_is_kept_and_nothing_else(said: str, kept: str | None) -> None:
    assert contact(said) == kept
