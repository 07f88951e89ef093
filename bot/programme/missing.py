"""Reminders that came too late: they expire, and where a date was missed something else is said.

A kind may name, as `missed`, what goes instead of it when the moment has passed: "the term is
over, what now". That goes once for a day of a subject, by the rules of all reminders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from bot.domain.reminders import ZONE, moment_of
from bot.helpdesk.desk import Desk
from bot.programme.kinds import ReminderKind, kinds
from bot.programme.planning import MISSED, key_of, wall
from bot.storage import occurrences
from bot.storage.occurrences import Occurrence
from bot.storage.outbox import OutboxRow


def expire(
    conn: Connection, desk: Desk, over: Sequence[Occurrence], known: Mapping[str, ReminderKind]
) -> None:
    """End reminders that were owed and are of no use any more; say that a moment was missed."""
    occurrences.settle(conn, [one.id for one in over], "expired", desk.now, was="owed")
    for one in over:
        kind = known.get(one.kind)
        if kind is not None and kind.missed is not None:
            _say_instead(conn, desk, one, known[kind.missed])


def _say_instead(conn: Connection, desk: Desk, one: Occurrence, instead: ReminderKind) -> None:
    """Let it be due now: the next sweep owes it, alone or in its digest."""
    moment = moment_of(one.moment)
    assert instead.lasts is not None, instead.name  # `kinds` has seen to it
    until = moment + instead.lasts
    if not moment <= desk.now < until:
        return
    day = one.moment[:10]
    occurrences.add(
        conn,
        key_of(instead.name, MISSED, one.subject, one.person_id, day),
        kind=instead.name,
        subject=one.subject,
        person_id=one.person_id,
        moment=one.moment,
        local=wall(desk.now),
        zone=ZONE,
        due_at=desk.now,
        until=until,
        params=one.params,
        made_at=desk.now,
    )


def never_left(
    conn: Connection,
    desk: Desk,
    row: OutboxRow,
    only_from: Mapping[str, ReminderKind] | None = None,
) -> None:
    """Expire the reminders of a message that could not be sent while it was of use."""
    known = kinds() if only_from is None else only_from
    found = occurrences.by_ids(conn, row.params["occurrences"])
    mine = [one for one in found if one.state == "owed" and one.outbox_id == row.id]
    expire(conn, desk, mine, known)
