"""Waiting reminders follow the rules they were reckoned by: the kinds' files, the zone's rules.

When a kind is added or goes at another hour, or when the zone's rules change, all that waits is
planned anew from what people meant: the day and hour of its subject by Warsaw's clocks. So are
the times of the occasions themselves; that moves nothing, and nobody is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256

import structlog
from sqlalchemy import Connection

from bot.domain import warsaw
from bot.domain.reminders import moment_of
from bot.helpdesk.desk import Desk
from bot.programme.kinds import ReminderKind, kinds
from bot.programme.occasions import sheet_of, values_of
from bot.programme.planning import plan
from bot.storage import occasions, occurrences, records
from bot.storage.occurrences import Occurrence

FACT = "reminders_reckoned_by"
PORTION = 200  # subjects of persons in one transaction
_DAYS = re.compile(r"[0-9]{1,3}d")

log = structlog.get_logger(__name__)


def follow_rules(
    conn: Connection, desk: Desk, only_from: Mapping[str, ReminderKind] | None = None
) -> bool:
    """Plan what waits anew, if it was reckoned by other rules than those in force now.

    A portion at a time, so that nobody waits for it; tell whether there is more to do.
    """
    known = kinds() if only_from is None else only_from
    rules = {"mark": _mark(known), "kinds": sorted(known)}
    before = records.get_fact(conn, FACT) or {"mark": None, "kinds": rules["kinds"]}
    if before["mark"] == rules["mark"]:
        return False
    begun = before.get("to") == rules["mark"]
    if not begun:
        _time_occasions(conn)
    subject, whose = before["at"] if begun else ("", 0)
    found = occurrences.waiting_about(conn, (subject, whose), PORTION)
    added = known.keys() - before["kinds"]
    for about in found:
        _plan_anew(conn, desk, *about, known, added)
    if len(found) == PORTION:
        records.set_fact(conn, FACT, {**before, "to": rules["mark"], "at": found[-1]})
        return True
    records.set_fact(conn, FACT, rules)
    log.info("reminders_reckoned")
    return False


def _time_occasions(conn: Connection) -> None:
    """Let each occasion be when its text says that it is."""
    for row in occasions.every_one(conn):
        values = values_of(sheet_of(row))
        times = {name: values[name] for name in ("starts_at", "ends_at")}
        if times != {"starts_at": row.starts_at, "ends_at": row.ends_at}:
            occasions.set_fields(conn, row.id, **times)


def _mark(known: Mapping[str, ReminderKind]) -> str:
    """Return the mark of all rules by which reminders are reckoned."""
    told = repr((sorted(known.items()), warsaw.rules()))
    return sha256(told.encode()).hexdigest()


def _plan_anew(
    conn: Connection,
    desk: Desk,
    subject: str,
    person_id: int,
    known: Mapping[str, ReminderKind],
    added: Collection[str],
) -> None:
    """Plan a subject of a person again, for each thing that it is.

    By the kinds that it has been planned by, and by those that have been added since.
    """
    rows = occurrences.about(conn, subject, person_id)
    waiting = sorted(
        (one for one in rows if one.state == "waiting"), key=lambda one: (one.due_at, one.id)
    )
    mine = {one.kind for one in rows if one.state in ("waiting", "owed")}.union(added)
    by = {name: kind for name, kind in known.items() if name in mine}
    for of in sorted({by[one.kind].of for one in waiting if one.kind in by}):
        about = [one for one in waiting if one.kind in by and by[one.kind].of == of]
        plan(
            conn,
            desk,
            of,
            subject,
            person_id,
            moment_of(about[-1].moment),
            days=_days(about, by),
            params=about[-1].params,
            only_from=by,
        )


def _days(about: Iterable[Occurrence], known: Mapping[str, ReminderKind]) -> list[int]:
    """Return the days that an occasion has named, of those reminders that still wait."""
    named = {one.lead for one in about if known[one.kind].lead is None}
    return sorted((int(lead[:-1]) for lead in named if _DAYS.fullmatch(lead)), reverse=True)
