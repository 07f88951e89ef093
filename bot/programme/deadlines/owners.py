"""Whose a deadline is: an organisation's, kept by all who act for it, or one person's own.

Buttons call an owner by the organisation's number, and a person's own deadlines by 0. A number
proves nothing: what counts is whether the presser acts for the organisation now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk, Press
from bot.programme import daytime
from bot.storage import deadlines, organisations, people
from bot.storage.deadlines import Deadline
from bot.storage.organisations import Organisation
from bot.storage.rows import Person

OWN = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """Who keeps deadlines; without an organisation a person for themselves."""

    key: str
    organisation: Organisation | None = None

    @property
    def number(self) -> int:
        """Return how buttons call it."""
        return self.organisation.id if self.organisation else OWN

    @property
    def view(self) -> dict[str, Any]:
        """Return what templates show of it."""
        known = self.organisation
        return {
            "number": self.number,
            "name": known.name if known else "",
            "kind": known.kind if known else "",
        }

    @property
    def whose(self) -> dict[str, Any] | None:
        """Return what news of it call it, since whoever reads them may act for several."""
        return self.view if self.organisation else None


def of_organisation(known: Organisation) -> Owner:
    """Return an organisation as an owner."""
    return Owner(f"org:{known.id}", known)


def of_oneself(person: Person) -> Owner:
    """Return a person as the owner of their own deadlines."""
    return Owner(f"person:{person.id}")


def of_person(conn: Connection, person: Person) -> list[Owner]:
    """Return all for whom a person keeps deadlines; themselves only where there is a reason."""
    found = [of_organisation(one) for one in organisations.of_person(conn, person.id)]
    alone = of_oneself(person)
    if not found or deadlines.of_owners(conn, [alone.key]):
        found.append(alone)
    return found


def named(conn: Connection, key: str) -> Owner | None:
    """Return the owner with this key; None when there is no such organisation."""
    kind, _, number = key.partition(":")
    if kind == "person":
        return Owner(key)
    known = organisations.find(conn, int(number))
    return None if known is None else of_organisation(known)


def called(conn: Connection, person: Person, number: int) -> Owner | None:
    """Return the owner that a button calls, if the person keeps its deadlines."""
    if number == OWN:
        return of_oneself(person)
    known = organisations.find(conn, number)
    if known is None or organisations.membership_of(conn, number, person.id) is None:
        return None
    return of_organisation(known)


def members(conn: Connection, key: str) -> list[Person]:
    """Return those who keep an owner's deadlines now."""
    kind, _, number = key.partition(":")
    if kind == "org":
        return organisations.members(conn, int(number))
    return [people.by_id(conn, int(number))]


def keeps(conn: Connection, key: str, person_id: int) -> bool:
    """Tell whether a person keeps an owner's deadlines now."""
    kind, _, number = key.partition(":")
    if kind == "org":
        return organisations.membership_of(conn, int(number), person_id) is not None
    return kind == "person" and int(number) == person_id


def pressed(conn: Connection, press: Press) -> tuple[Person, Owner] | None:
    """Return the presser and the owner pressed for, if they keep its deadlines."""
    person = people.by_telegram(conn, press.presser_id)
    owner = called(conn, person, press.ident) if person is not None else None
    return (person, owner) if person is not None and owner is not None else None


def pressed_organisation(conn: Connection, press: Press) -> tuple[Person, Organisation] | None:
    """Return the presser and the organisation pressed for, if they act for it."""
    found = pressed(conn, press)
    if found is None or found[1].organisation is None:
        return None
    return found[0], found[1].organisation


def pressed_deadline(
    conn: Connection, press: Press, *states: str
) -> tuple[Person, Deadline] | None:
    """Return the presser and the deadline pressed for, if it is theirs and in such a state."""
    person = people.by_telegram(conn, press.presser_id)
    found = deadlines.find(conn, press.ident)
    if person is None or found is None or not keeps(conn, found.owner, person.id):
        return None
    return (person, found) if not states or found.state in states else None


def tell_others(
    conn: Connection,
    desk: Desk,
    key: str,
    but: Person,
    template: str,
    values: Mapping[str, Any],
) -> None:
    """Owe all who keep an owner's deadlines, but one, a message; none in quiet hours."""
    for person in members(conn, key):
        if person.id != but.id:
            daytime.tell(conn, desk, person, template, values)
