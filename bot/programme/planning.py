"""Planning reminders: which rows wait for a subject and a person, when it moves or is dropped.

A subject may be planned again at any time; what has gone out for a day does not go again for that
day, and another day is reminded of anew. `reminding` sends what has become due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.reminders import ZONE, Due, due
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.programme.kinds import ReminderKind, kinds
from bot.storage import occurrences
from bot.storage.occurrences import Occurrence

#: The lead of what goes when a moment was missed.
MISSED = "missed"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A reminder as it should wait now."""

    kind: str
    when: Due
    params: dict[str, Any]

    def columns(self, moment: datetime) -> dict[str, Any]:
        """Return what a planned row says."""
        when = self.when
        times = {"local": when.local, "due_at": when.at, "until": when.until}
        return {"moment": wall(moment), "params": self.params, **times}


def wall(moment: datetime) -> str:
    """Return a moment as Warsaw's clocks show it: "2027-03-06T09:00"."""
    return f"{local(moment):%Y-%m-%dT%H:%M}"


def key_of(kind: str, lead: str, subject: str, person_id: int, day: str) -> str:
    """Return the key of a reminder: each goes once for a day (ISO) of its subject."""
    return f"{kind}:{lead}:{subject}:{person_id}:{day}"


def plan(
    conn: Connection,
    desk: Desk,
    of: str,
    subject: str,
    person_id: int,
    moment: datetime,
    *,
    days: Iterable[int] = (),
    params: Mapping[str, Any] | None = None,
    only_from: Mapping[str, ReminderKind] | None = None,
) -> None:
    """Let all reminders of a subject wait for one person; a moved subject moves those that wait.

    What would have been due already is not made up for: who plans it tells the person now.
    """
    known = kinds() if only_from is None else only_from
    wanted: dict[str, _Wanted] = {}
    missed: set[str] = set()
    day, named = wall(moment)[:10], list(days)
    for kind in known.values():
        if kind.of != of:
            continue
        for lead in kind.leads(named):
            key = key_of(kind.name, lead.name, subject, person_id, day)
            wanted[key] = _Wanted(kind.name, due(lead, moment), dict(params or {}))
        missed.add(key_of(kind.name, MISSED, subject, person_id, day))
    there = {one.key: one for one in occurrences.about(conn, subject, person_id)}
    for key, one in wanted.items():
        _want(conn, desk, key, one, there.get(key), (subject, person_id, moment))
    over = there.keys() - wanted.keys() - missed
    stale = [there[key].id for key in over if _of(known, there[key]) in (None, of)]
    occurrences.withdraw(conn, stale, desk.now)


def _of(known: Mapping[str, ReminderKind], one: Occurrence) -> str | None:
    return known[one.kind].of if one.kind in known else None


def _want(
    conn: Connection,
    desk: Desk,
    key: str,
    wanted: _Wanted,
    before: Occurrence | None,
    of_whom: tuple[str, int, datetime],
) -> None:
    subject, person_id, moment = of_whom
    ahead = desk.now < wanted.when.at < wanted.when.until
    columns = wanted.columns(moment)
    if before is None:
        if ahead:
            whose = {"kind": wanted.kind, "subject": subject, "person_id": person_id}
            occurrences.add(conn, key, zone=ZONE, made_at=desk.now, **whose, **columns)
    elif ahead or _late(before, desk.now):
        if before.state != "waiting" or _differs(before, columns):
            occurrences.again(conn, before.id, **columns)
    elif before.state == "waiting":
        occurrences.withdraw(conn, [before.id], desk.now)


def _late(one: Occurrence, now: datetime) -> bool:
    """Whether it should have gone already: it goes late, or expires, but is not forgotten.

    What is dropped and planned anew at one moment has not been dropped.
    """
    just_dropped = (one.state, one.done_at, one.outbox_id) == ("cancelled", now, None)
    return one.due_at <= now and (one.state == "waiting" or just_dropped)


def _differs(one: Occurrence, columns: Mapping[str, Any]) -> bool:
    return any(getattr(one, name) != value for name, value in columns.items())


def drop(conn: Connection, desk: Desk, subject: str, person_id: int | None = None) -> None:
    """Call back the reminders of a subject that are not on their way, of all or of one person."""
    occurrences.withdraw_about(conn, subject, person_id, desk.now)
