"""Who is likely to be one person: by phone, by address, by name together with an organisation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.office.organisations import likely
from bot.storage.rows import Person, columns
from bot.storage.twins import Known

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def known(
    ident: int, name: str, *, telegram: bool = False, mail: bool = False, **more: Any
) -> Known:
    values: dict[str, Any] = dict.fromkeys(columns(Person))
    ways = {"telegram_id": 500 + ident if telegram else None, "mail_id": ident if mail else None}
    person = Person(**{**values, "id": ident, "name": name, "created_at": NOW, **ways})
    return Known(
        person,
        frozenset(more.get("phones", ())),
        frozenset(more.get("emails", ())),
        tuple(more.get("organisations", ())),
    )


def test_phone_address_and_name_with_an_organisation_tell_who_is_one() -> None:
    found = [
        known(1, "Anna Żuk", telegram=True, phones=["600100200"]),
        known(2, "Ania", phones=["600100200"]),
        known(3, "Jan Lis", telegram=True, emails=["jan@example.org"]),
        known(4, "J. Lis", mail=True, emails=["jan@example.org"]),
        known(5, "Ewa Maj", telegram=True, organisations=["KGW Nowinki"]),
        known(6, "Maj Ewa", organisations=["Koło Gospodyń w Nowinkach"]),
        known(7, "Ewa Maj", organisations=["OSP Bielsk"]),
    ]
    assert list(likely.people(found)) == [
        ((1, 2), "phone"), ((3, 4), "email"), ((5, 6), "organisation"),
    ]  # fmt: skip


def test_two_accounts_or_two_addresses_are_never_offered() -> None:
    found = [
        known(1, "Anna", telegram=True, phones=["600100200"]),
        known(2, "Anna", telegram=True, phones=["600100200"]),
        known(3, "Jan", mail=True, emails=["jan@example.org"]),
        known(4, "Jan", mail=True, emails=["jan@example.org"]),
    ]
    assert list(likely.people(found)) == []
