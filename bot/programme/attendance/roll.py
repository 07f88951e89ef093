"""The list of a meeting as people read it: by surname, those who wait below in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.domain.names import clean_name
from bot.domain.surnames import by_surname, surname
from bot.storage import registrations
from bot.storage.registrations import Registration

PAGE = 8
HOLDING = ("seated", "offered")


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody on a list; a person counts with the guests who come under the same name."""

    people: Sequence[Registration]

    @property
    def seated(self) -> int:
        """Return how many have a seat, those to whom one is offered included."""
        return sum(one.seats for one in self.people if one.state in HOLDING)

    @property
    def waiting(self) -> int:
        """Return how many wait for a seat."""
        return sum(one.seats for one in self.people if one.state == "waiting")

    @property
    def present(self) -> int:
        """Return how many have come."""
        return sum(one.seats for one in self.people if one.present_at is not None)

    @property
    def pages(self) -> int:
        """Return how many pages the list has."""
        return -(-len(self.people) // PAGE)

    def page(self, number: int) -> Sequence[Registration]:
        """Return the people of one page, counted from 0."""
        return self.people[number * PAGE : (number + 1) * PAGE]

    def label(self, number: int) -> str:
        """Return what stands on the button of a page: "Adamska – Górska"."""
        names = [surname(one.name)[:20] for one in self.page(number)]
        return names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"

    def page_of(self, ident: int) -> int:
        """Return the page on which somebody stands."""
        return next((place // PAGE for place, one in enumerate(self.people) if one.id == ident), 0)


def of(conn: Connection, occasion_id: str) -> Roll:
    """Return the list of a meeting."""
    found = registrations.of_occasion(conn, occasion_id)
    held = sorted((one for one in found if one.state in HOLDING), key=order)
    return Roll([*held, *(one for one in found if one.state == "waiting")])


def order(one: Registration) -> Any:
    """Return a key that sorts people by surname."""
    return by_surname(one.name), one.id


def matching(roll: Roll, words: str) -> Sequence[Registration]:
    """Return whose name or organisation has all these words, or words that begin so."""
    wanted = clean_name(words).lower().split()
    return [one for one in roll.people if wanted and _has(one, wanted)]


def _has(one: Registration, wanted: Sequence[str]) -> bool:
    words = f"{one.name} {one.organisation}".lower().replace("-", " ").split()
    return all(any(word.startswith(begin) for word in words) for begin in wanted)


def view(one: Registration) -> dict[str, Any]:
    """Return what a list shows of a person to those who keep it."""
    return {
        "ident": one.id,
        "name": one.name,
        "organisation": one.organisation,
        "commune": one.commune,
        "guests": one.guests,
        "here": one.present_at is not None,
        "waiting": one.state == "waiting",
    }
