"""Names that may be of one organisation."""

from __future__ import annotations

import pytest

from bot.domain.organisation_names import alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KGW Nowinki", "Koło Gospodyń Wiejskich w Nowinkach"),
        ("kgw nowinki", "KGW NOWINKI"),
        ("OSP Łąck", "Ochotnicza Straż Pożarna w Łącku"),
        ("Stowarzyszenie Nasza Wieś", "Nasza Wies"),
        ("Fundacja Wspólny Grunt", "Fundacja Wspolny Grunt"),
        ("Razem dla Bielska", "Stowarzyszenie „Razem dla Bielska”"),
        ("KGW Nowinkii", "KGW Nowinki"),
    ],
)
def test_are_alike(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KGW Nowinki", "OSP Nowinki"),
        ("KGW Nowinki", "KGW Sikórz"),
        ("Stowarzyszenie Nasza Wieś", "Fundacja Nasza Wieś"),
        ("", "KGW Nowinki"),
        ("Koło gospodyń", "Stowarzyszenie"),
        ("KGW", "KGW Nowinki"),
        ("Fundacja Jutro", "Fundacja Wczoraj"),
    ],
)
def test_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)
    assert not alike(other, one)
