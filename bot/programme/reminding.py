"""Reminders that have become due: what is owed of them, and what it says when it is sent.

Rows are taken out of waiting and owed in one transaction, in portions, so that a sweep that runs
twice, or two at once, owes nothing twice, and nobody waits long for it. After an outage at most
one goes for each subject and person: the nearest, if that is still of use. Nothing goes in quiet
hours, nothing of what was called back meanwhile, and the words are true at the time of sending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.outgoing import Command
from bot.domain.quiet_hours import is_quiet, next_allowed
from bot.helpdesk.desk import Desk
from bot.programme.kinds import ReminderKind, kinds
from bot.programme.missing import expire
from bot.programme.planning import drop as drop
from bot.programme.planning import plan as plan
from bot.storage import occurrences, people
from bot.storage.occurrences import Occurrence
from bot.storage.outbox import Later, OutboxRow, Owed, Skip, owe
from bot.storage.rows import attempt
from bot.storage.trouble import UNAVAILABLE
from bot.templates import Texts

log = structlog.get_logger(__name__)

#: What a reminder shows of its subject now; None when there is nothing to remind of any more.
View = Callable[[Connection, Desk, Occurrence], Mapping[str, Any] | None]
OPERATION = "reminder"
#: Taken in one transaction, so that a leader's question waits for a moment only.
PORTION = 100
#: Of one digest: more would not fit into a message.
IN_A_DIGEST = 12


def remind(
    conn: Connection, desk: Desk, only_from: Mapping[str, ReminderKind] | None = None
) -> int:
    """Owe a portion of what has become due; return how many reminders are done with by that.

    Nothing in quiet hours, nothing useless, one for each subject and person.
    """
    if is_quiet(desk.now):
        return 0
    taken = occurrences.take(conn, desk.now, PORTION)
    if not taken:
        return 0
    known = kinds() if only_from is None else only_from
    useful = _end_what_is_over(conn, desk, _nearest(conn, desk, taken, known), known)
    messages = list(_by_message(useful, known))
    addresses = people.addresses(conn, {one.person_id for one in useful})
    try:
        with attempt(conn):
            _owe_all(conn, desk, messages, addresses)
    except UNAVAILABLE:
        raise
    except Exception:  # rare: one of them cannot be owed
        return len(taken) - sum(_alone(conn, desk, one, addresses) for one in messages)
    return len(taken)


def _nearest(
    conn: Connection, desk: Desk, due: Iterable[Occurrence], known: Mapping[str, ReminderKind]
) -> Iterable[Occurrence]:
    """Return the nearest to each subject and person; the others are merged into it.

    When that one is of no use any more, an earlier one is not either.
    """
    nearest: dict[tuple[str, int], Occurrence] = {}
    merged = []
    for one in sorted(due, key=lambda one: _nearness(one, known.get(one.kind))):
        before = nearest.get((one.subject, one.person_id))
        if before is not None:
            merged.append(before.id)
        nearest[one.subject, one.person_id] = one
    occurrences.settle(conn, merged, "merged", desk.now, was="owed")
    return nearest.values()


def _nearness(one: Occurrence, kind: ReminderKind | None) -> tuple[Any, ...]:
    """Order by when each became due; at one time, what is meant nearer to the moment is later."""
    in_hours = kind is not None and kind.lead is not None and kind.lead.hours is not None
    return (kind is not None, one.due_at, in_hours, one.until, one.id)


def _end_what_is_over(
    conn: Connection, desk: Desk, owed: Iterable[Occurrence], known: Mapping[str, ReminderKind]
) -> list[Occurrence]:
    """Return what is of use, in order; the rest expires."""
    useful: list[Occurrence] = []
    over: list[Occurrence] = []
    for one in owed:
        of_use = one.kind in known and desk.now < one.until
        (useful if of_use else over).append(one)
    expire(conn, desk, over, known)
    return useful


def _by_message(
    due: Iterable[Occurrence], known: Mapping[str, ReminderKind]
) -> Iterable[Sequence[Occurrence]]:
    """Group what makes one message: all that one digest tells one person."""
    groups: defaultdict[tuple[str, int], list[Occurrence]] = defaultdict(list)
    for one in due:
        groups[known[one.kind].digest or one.key, one.person_id].append(one)
    for together in groups.values():
        for start in range(0, len(together), IN_A_DIGEST):
            yield together[start : start + IN_A_DIGEST]


def _owe_all(
    conn: Connection,
    desk: Desk,
    messages: Iterable[Sequence[Occurrence]],
    addresses: Mapping[int, str],
) -> None:
    went: dict[int, int] = {}
    for together in messages:
        went |= dict.fromkeys((one.id for one in together), _owe(conn, desk, together, addresses))
    occurrences.gone_into(conn, went)


def _alone(
    conn: Connection, desk: Desk, together: Sequence[Occurrence], addresses: Mapping[int, str]
) -> int:
    """Owe one message; if that cannot be, its reminders wait again: return how many those are."""
    try:
        with attempt(conn):
            _owe_all(conn, desk, [together], addresses)
    except UNAVAILABLE:
        raise
    except Exception as error:
        idents = [one.id for one in together]
        occurrences.settle(conn, idents, "waiting", desk.now, was="owed")
        log.error("reminder_not_owed", kind=together[0].kind, error=type(error).__name__)
        return len(idents)
    return 0


def _owe(
    conn: Connection, desk: Desk, together: Sequence[Occurrence], addresses: Mapping[int, str]
) -> int:
    first = together[0]
    made = owe(
        conn,
        Owed(
            key=f"{OPERATION}:{first.id}:{first.due_at:%Y%m%d%H%M}",
            kind=Kind.REMINDER,
            operation=OPERATION,
            to=addresses[first.person_id],
            params={"occurrences": [one.id for one in together]},
            role="notice",
            valid_until=max(one.until for one in together),
        ),
        desk.now,
    )
    assert made is not None  # it does not coalesce
    return made


def prepare(
    conn: Connection,
    desk: Desk,
    texts: Texts,
    row: OutboxRow,
    chat_id: int,
    views: Mapping[str, View],
    only_from: Mapping[str, ReminderKind] | None = None,
) -> Command | Skip | Later:
    """Return the message of a reminder as things stand now, or that there is nothing to say."""
    if is_quiet(desk.now):
        return Later(next_allowed(desk.now))
    known = kinds() if only_from is None else only_from
    shown = [
        (known[one.kind], view)
        for one in _still_wanted(conn, desk, row, known)
        if (view := _view(conn, desk, one, known, views)) is not None
    ]
    if not shown:
        return Skip("not_wanted")
    kind, view = shown[0]
    if len(shown) > 1 and kind.digest is not None:
        items = [{**view, "kind": kind.name} for kind, view in shown]
        message = texts.render(f"{kind.digest}_digest", {"items": items})
    else:
        message = texts.render(kind.template, dict(view))
    return Command("send", chat_id, html=message.html, keyboard=message.keyboard or None)


def _still_wanted(
    conn: Connection, desk: Desk, row: OutboxRow, known: Mapping[str, ReminderKind]
) -> list[Occurrence]:
    """Return what this message is still to say; note what became of the rest."""
    found = occurrences.by_ids(conn, row.params["occurrences"])
    mine = [one for one in found if one.state == "owed" and one.outbox_id == row.id]
    merged = {one.id for one in mine if occurrences.overtaken(conn, one)}
    occurrences.settle(conn, merged, "merged", desk.now, was="owed")
    return _end_what_is_over(conn, desk, [one for one in mine if one.id not in merged], known)


def _view(
    conn: Connection,
    desk: Desk,
    one: Occurrence,
    known: Mapping[str, ReminderKind],
    views: Mapping[str, View],
) -> Mapping[str, Any] | None:
    view = views[known[one.kind].of](conn, desk, one)
    if view is None:
        occurrences.settle(conn, [one.id], "cancelled", desk.now, was="owed")
    return view
