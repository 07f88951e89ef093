"""What people say when asked for a phone number or an e-mail address."""

from __future__ import annotations

import pytest

from bot.domain.contact_details import contact, phone_in


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


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("600 100 200", "600100200"),
        ("tel. 600 100 200, ale po południu", "600100200"),
        ("mój numer to 600-100-200 albo domofon 12", "600100200"),
        ("+48 (24) 600-10-20", "+48246001020"),
        ("600 100 200 albo 700 100 200", None),
        ("600100200 i 700100200", None),
        ("12345", None),
        ("sześćset", None),
        ("600 100", None),
        ("1234567890123456", None),
        ("", None),
    ],
)
def test_the_one_number_among_words_is_found(said: str, found: str | None) -> None:
    assert phone_in(said) == found
