"""Keeping days: rows for the coming year, and reminders for all who keep them.

What other parts import for somebody (what a grant obliges to) goes through `keep` as well. Once a
day, and after every change of the files, `roll` adds the days that have come into sight.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.knowledge.statutory import StatutoryDate
from bot.programme import reminding
from bot.programme.deadlines import owners, rules
from bot.storage import deadlines, organisations, records
from bot.storage.deadlines import Deadline
from bot.storage.organisations import Organisation
from bot.storage.rows import Person

KIND = "deadline"  # what the reminders are of
AGAIN = "deadline_again"  # and those that somebody asked for once more
ROLLED = "deadlines_rolled"  # the fact that names the day and the files, and how far it has come
PORTION = 10  # organisations in one sweep
DRAFTS_LAST = timedelta(days=2)


def subject(row: Deadline) -> str:
    """Return how reminders call a deadline."""
    return f"d:{row.id}"


def again_subject(row: Deadline) -> str:
    """Return how a reminder that somebody asked for once more calls it."""
    return f"again:{row.id}"


def keep(
    conn: Connection,
    desk: Desk,
    owner: str,
    source: str,
    values: Mapping[str, Any],
    *,
    by: int | None = None,
    again: bool = True,
) -> Deadline | None:
    """Let an owner keep a day, and all who keep its deadlines be reminded of it.

    None when it is kept already, or was done. `again`: one that was dropped is taken up again.
    """
    ident = deadlines.add(
        conn, owner=owner, source=source, created_by=by, created_at=desk.now, **values
    )
    if ident is None and again:
        known = deadlines.known(conn, owner, source, values["day"])
        if known is not None and deadlines.move(conn, known.id, ("dropped",), state="open"):
            ident = known.id
    if ident is None:
        return None
    row = deadlines.get(conn, ident)
    remind(conn, desk, row)
    return row


def remind(conn: Connection, desk: Desk, row: Deadline, only: Person | None = None) -> None:
    """Let reminders of an open deadline wait for all who keep it, or for one of them."""
    moment = rules.moment_of(row.day, row.hour)
    for person in [only] if only else owners.members(conn, row.owner):
        reminding.plan(conn, desk, KIND, subject(row), person.id, moment, days=row.days_before)


def forget(conn: Connection, desk: Desk, row: Deadline, person_id: int | None = None) -> None:
    """Let no reminder of a deadline wait any more, for everybody or for one person."""
    reminding.drop(conn, desk, subject(row), person_id)
    reminding.drop(conn, desk, again_subject(row), person_id)


def proposed(desk: Desk, known: Organisation) -> list[StatutoryDate]:
    """Return what the calendar proposes to an organisation, the next day first."""
    dated = [
        (day, sheet.id, sheet)
        for sheet in desk.base.programme.calendar.values()
        if sheet.concerns(known.kind, known.traits)
        and (day := rules.next_day(sheet, desk.today)) is not None
    ]
    return [sheet for _day, _name, sheet in sorted(dated, key=lambda one: one[:2])]


def choose(
    conn: Connection, desk: Desk, known: Organisation, names: Collection[str], by: int
) -> None:
    """Let an organisation follow exactly these days of the calendar from now on."""
    before = set(known.follows or ())
    organisations.set_fields(conn, known.id, desk.now, follows=sorted(names))
    calendar = desk.base.programme.calendar
    owner = f"org:{known.id}"
    for name in sorted(set(names) - before):
        _keep_all(conn, desk, owner, calendar[name], by=by, again=True)
    gone = {rules.law_source(name) for name in before - set(names)}
    for row in deadlines.of_owners(conn, [owner]):
        if row.source in gone and row.day >= desk.today.isoformat():
            drop(conn, desk, row)


def drop(conn: Connection, desk: Desk, row: Deadline) -> bool:
    """Take an open deadline off its owner's list; False when it was not on it."""
    if not deadlines.move(conn, row.id, ("open",), state="dropped"):
        return False
    forget(conn, desk, row)
    return True


def _keep_all(
    conn: Connection,
    desk: Desk,
    owner: str,
    sheet: StatutoryDate,
    *,
    by: int | None = None,
    again: bool = False,
    known: Collection[tuple[str, str]] = (),
) -> None:
    source = rules.law_source(sheet.id)
    counted = _counted_years(conn, owner, sheet)
    for day in rules.days_ahead(sheet, desk.today):
        if (source, day.isoformat()) not in known and str(day.year) not in counted:
            values = rules.values_of(sheet, day)
            keep(conn, desk, owner, source, values, by=by, again=again)


def _counted_years(conn: Connection, owner: str, sheet: StatutoryDate) -> set[str]:
    """Return the years whose day is counted from an event, so that the last one is not meant."""
    if sheet.after is None:
        return set()
    rows = deadlines.of_owners(conn, [owner], ("open", "done"))
    return {row.day[:4] for row in rows if row.source.startswith(f"{rules.EVENT}:{sheet.id}:")}


def roll(conn: Connection, desk: Desk) -> None:
    """Add the days that have come into sight: once a day, and when the files have changed.

    A few organisations in each sweep, so that nobody waits for it.
    """
    mark = f"{desk.today} {desk.base.version}"
    was = records.get_fact(conn, ROLLED) or {}
    after = was.get("after", 0) if was.get("mark") == mark else 0
    if after is None:
        return
    if after == 0:
        deadlines.forget_drafts(conn, desk.now - DRAFTS_LAST)
    found = organisations.after(conn, after, PORTION)
    for known in found:
        _roll(conn, desk, f"org:{known.id}", known.follows or ())
    last = found[-1].id if len(found) == PORTION else None
    records.set_fact(conn, ROLLED, {"mark": mark, "after": last})


def _roll(conn: Connection, desk: Desk, owner: str, follows: Iterable[str]) -> None:
    calendar = desk.base.programme.calendar
    states = ("draft", "open", "done", "dropped")
    rows = deadlines.of_owners(conn, [owner], states)
    known = {(row.source, row.day) for row in rows}
    for name in follows:
        if name in calendar:
            _keep_all(conn, desk, owner, calendar[name], known=known)
