"""Reminders: rows that wait for their moment, and what is owed when it comes.

Each has a key of its own, so a sweep that runs twice, or two at once, owes nothing twice. After an
outage at most one goes for each subject and person: the latest that is still of use. Nothing goes
in quiet hours. What a reminder says is looked up when it is sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.outgoing import Command
from bot.domain.quiet_hours import is_quiet
from bot.domain.reminders import ZONE, Lead, due
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.programme.kinds import ReminderKind, kinds
from bot.storage import occurrences, people
from bot.storage.occurrences import Occurrence
from bot.storage.outbox import OutboxRow, Owed, Skip, owe
from bot.templates import Texts

#: What a reminder shows of its subject now; None when there is nothing to remind of any more.
View = Callable[[Connection, Desk, Occurrence], Mapping[str, Any] | None]
OPERATION = "reminder"


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
    wanted: set[str] = set()
    named = list(days)
    for kind in (only_from or kinds()).values():
        for lead in kind.leads(named) if kind.of == of else ():
            key = _key(kind, lead, subject, person_id, moment)
            if _wait(conn, desk, kind, lead, key, subject, person_id, moment, params or {}):
                wanted.add(key)
    stale = [
        one.id
        for one in occurrences.of_subject(conn, subject)
        if one.person_id == person_id and one.key not in wanted
    ]
    occurrences.settle(conn, stale, "cancelled", desk.now)


def drop(conn: Connection, desk: Desk, subject: str, person_id: int | None = None) -> None:
    """Let the reminders of a subject wait no longer, of everybody or of one person."""
    waiting = occurrences.of_subject(conn, subject)
    mine = [one.id for one in waiting if person_id in (None, one.person_id)]
    occurrences.settle(conn, mine, "cancelled", desk.now)


def _key(kind: ReminderKind, lead: Lead, subject: str, person_id: int, moment: datetime) -> str:
    """Return the key: a subject that moves to another day is reminded of anew."""
    return f"{kind.name}:{lead.name}:{subject}:{person_id}:{local(moment):%Y-%m-%d}"


def _wait(
    conn: Connection,
    desk: Desk,
    kind: ReminderKind,
    lead: Lead,
    key: str,
    subject: str,
    person_id: int,
    moment: datetime,
    params: Mapping[str, Any],
) -> bool:
    when = due(lead, moment)
    if when.at <= desk.now:
        return False
    times = {"local": when.local, "zone": ZONE, "due_at": when.at, "until": when.until}
    occurrences.add(
        conn,
        key,
        kind=kind.name,
        subject=subject,
        person_id=person_id,
        params=dict(params),
        made_at=desk.now,
        **times,
    )
    occurrences.again(conn, key, times)
    return True


def remind(conn: Connection, desk: Desk) -> None:
    """Owe what has become due: nothing in quiet hours, nothing useless, one for each subject."""
    if is_quiet(desk.now):
        return
    waiting = occurrences.due(conn, desk.now)
    over = [one.id for one in waiting if one.until <= desk.now or one.kind not in kinds()]
    occurrences.settle(conn, over, "expired", desk.now)
    useful = [one for one in waiting if one.id not in set(over)]
    for together in _by_message(_most_useful(conn, desk, useful)):
        _owe(conn, desk, together)


def _most_useful(
    conn: Connection, desk: Desk, waiting: Sequence[Occurrence]
) -> Iterable[Occurrence]:
    """Yield the latest of each subject and person; the others are merged into it."""
    latest: dict[tuple[str, int], Occurrence] = {}
    for one in waiting:  # in the order in which they became due
        before = latest.get((one.subject, one.person_id))
        if before is not None:
            occurrences.settle(conn, [before.id], "merged", desk.now)
        latest[one.subject, one.person_id] = one
    return latest.values()


def _by_message(waiting: Iterable[Occurrence]) -> Iterable[Sequence[Occurrence]]:
    """Group what makes one message: all that one digest tells one person."""
    groups: defaultdict[tuple[str, int], list[Occurrence]] = defaultdict(list)
    for one in waiting:
        digest = kinds()[one.kind].digest
        groups[digest or one.key, one.person_id].append(one)
    return groups.values()


def _owe(conn: Connection, desk: Desk, together: Sequence[Occurrence]) -> None:
    idents = [one.id for one in together]
    if occurrences.settle(conn, idents, "owed", desk.now) != len(idents):
        raise RuntimeError("somebody else reminds as well")  # this transaction is undone
    first = together[0]
    person = people.by_id(conn, first.person_id)
    owe(
        conn,
        Owed(
            key=f"{OPERATION}:{first.key}",
            kind=Kind.REMINDER,
            operation=OPERATION,
            to=person.address,
            params={"occurrences": idents},
            role="notice",
            valid_until=max(one.until for one in together),
        ),
        desk.now,
    )


def prepare(
    conn: Connection,
    desk: Desk,
    texts: Texts,
    row: OutboxRow,
    chat_id: int,
    views: Mapping[str, View],
) -> Command | Skip:
    """Return the message of a reminder as things stand now, or that there is nothing to say."""
    found = occurrences.by_ids(conn, row.params["occurrences"])
    shown = [
        (one, view)
        for one in found
        if (view := views[kinds()[one.kind].of](conn, desk, one)) is not None
    ]
    if not shown:
        return Skip("not_wanted")
    kind = kinds()[shown[0][0].kind]
    if len(shown) > 1 and kind.digest is not None:
        message = texts.render(f"{kind.digest}_digest", {"items": [view for _, view in shown]})
    else:
        message = texts.render(kind.template, dict(shown[0][1]))
    return Command("send", chat_id, html=message.html, keyboard=message.keyboard or None)
