"""Whom an announcement goes to: what was tapped, as sets of people, and how many that is.

Within one question any answer will do (this commune or that one); all questions together narrow it
down. Nobody is in it who has not agreed to announcements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.page_numbers import number_of
from bot.domain.polish_words import fold
from bot.helpdesk.desk import Desk
from bot.knowledge.values import AUDIENCES
from bot.storage import announcement_copies, audiences, consents, occasions
from bot.storage.announcements import Announcement

LISTS = ("topics", "communes", "kinds", "occasions")
_KINDS_OF_OCCASIONS = ("workshop", "event", "duty", "contest")
_AFTER_IT = timedelta(days=30)  # those who came may still be told of something
_MOST = 16  # occasions offered
_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to tap; `number` is how buttons call it."""

    name: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Reached:
    """Who gets it now; who would, but wants none of the subject, or is out of reach."""

    people: frozenset[int] = field(default_factory=frozenset)
    muted: int = 0
    away: int = 0


def options(conn: Connection, desk: Desk, what: str) -> Sequence[Option]:
    """Return what may be tapped in one list."""
    return [Option(name, label, number_of(what, name)) for name, label in _all(conn, desk, what)]


def _all(conn: Connection, desk: Desk, what: str) -> Iterator[tuple[str, str]]:
    if what == "topics":
        yield from ((one.id, one.name) for one in desk.topics.values())
    elif what == "communes":
        yield from ((one, one) for one in desk.base.programme.municipalities)
    elif what == "kinds":
        yield from ((one, one) for one in AUDIENCES)
    elif what == "occasions":
        found = occasions.open_between(conn, _KINDS_OF_OCCASIONS, desk.now - _AFTER_IT)
        yield from ((one.id, one.title) for one in found[:_MOST])


def toggled(
    conn: Connection, desk: Desk, found: Announcement, what: str, number: int
) -> dict[str, list[str]] | None:
    """Return the audience with one thing more or less; None when there is no such thing."""
    name = next((one.name for one in options(conn, desk, what) if one.number == number), None)
    if name is None:
        return None
    chosen = found.audience.get(what, [])
    now = [one for one in chosen if one != name] if name in chosen else [*chosen, name]
    return {**found.audience, what: now}


def chosen(conn: Connection, desk: Desk, found: Announcement) -> Mapping[str, list[str]]:
    """Return what was tapped, in words, list by list."""
    labels = {}
    for what in LISTS:
        known = {one.name: one.label for one in options(conn, desk, what)}
        labels[what] = [known.get(one, one) for one in found.audience.get(what, [])]
    return labels


def reached(conn: Connection, found: Announcement) -> Reached:
    """Return who would get an announcement if it went now."""
    if found.what != "message":
        return Reached(frozenset(announcement_copies.delivered(conn, found.corrects or 0)))
    agreed = audiences.agreed(conn)
    wanted = set(agreed)
    for ones in _narrowing(conn, found.audience):
        wanted &= ones
    away = {one for one in wanted if not agreed[one]}
    muted = (wanted - away) & consents.muted(conn, found.about)
    return Reached(frozenset(wanted - away - muted), len(muted), len(away))


def _narrowing(conn: Connection, audience: Mapping[str, list[str]]) -> Iterator[set[int]]:
    if audience.get("topics"):
        yield audiences.asked_about(conn, audience["topics"])
    if audience.get("communes"):
        wanted = [_words(one) for one in audience["communes"]]
        named = audiences.communes(conn)
        yield {ident for ident, said in named if any(one in _words(said) for one in wanted)}
    if audience.get("kinds"):
        yield audiences.of_kinds(conn, audience["kinds"])
    if audience.get("occasions"):
        yield audiences.registered(conn, audience["occasions"])


def _words(said: str) -> str:
    """Return a text as words between spaces: "gm. Zalesie" holds " zalesie "."""
    return f" {' '.join(_WORDS.findall(fold(said)))} "
