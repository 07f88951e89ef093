"""What is shown of deadlines: one as a card or a reminder, what is near as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press
from bot.programme.deadlines import owners, rules
from bot.programme.deadlines.owners import Owner
from bot.storage import deadlines, people
from bot.storage.deadlines import Deadline
from bot.storage.occurrences import Occurrence
from bot.storage.rows import Person

NEAR = timedelta(days=60)
LATELY = timedelta(days=30)  # what has passed longer ago is not asked about any more
MOST, LEAST = 10, 3  # deadlines on one list: no more, and these even if they are far


def card(conn: Connection, desk: Desk, row: Deadline, person: Person) -> dict[str, Any]:
    """Return what is shown of one deadline to one of those who keep it."""
    return {**_item(desk, row), "whose": _whose(conn, row, person), "by": _by(conn, row)}


def _item(desk: Desk, row: Deadline) -> dict[str, Any]:
    return {
        "deadline": row.id,
        "title": row.title,
        "day": row.day,
        "later": row.later,
        "hour": row.hour,
        "days": (date.fromisoformat(row.day) - desk.today).days,
        "basis": row.basis,
        "note": row.note,
        "sure": row.sure,
        "state": row.state,
        "rev": row.rev,
        "condition": _condition(desk, row),
        "entry": _entry(desk, row),
        "event": _event(desk, row),
        "reported": row.source.startswith("grant:") and row.source.endswith((":report", ":fixes")),
    }


def _entry(desk: Desk, row: Deadline) -> dict[str, Any] | None:
    """Return the page that tells how it is done, if the calendar names one."""
    sheet = desk.base.programme.calendar.get(rules.rule_of(row.source))
    name = next(iter(sheet.related), None) if sheet else None
    entry = desk.base.entries.get(name) if name else None
    if entry is None:
        return None
    bot = desk.base.organisation.bot_username
    return {"title": entry.question, "url": f"https://t.me/{bot}?start=a_{entry.id}"}


def _condition(desk: Desk, row: Deadline) -> str | None:
    """Return when the law means it at all, in the calendar's words."""
    sheet = desk.base.programme.calendar.get(rules.rule_of(row.source))
    return sheet.condition if sheet else None


def _event(desk: Desk, row: Deadline) -> dict[str, Any] | None:
    """Return from which event and day a deadline is counted."""
    if not row.source.startswith(f"{rules.EVENT}:"):
        return None
    sheet = desk.base.programme.calendar.get(rules.rule_of(row.source))
    distance = (sheet.after or sheet.before) if sheet else None
    name = distance.event if distance else ""
    return {"name": name, "day": row.source.rpartition(":")[2]}


def _whose(conn: Connection, row: Deadline, person: Person) -> dict[str, Any] | None:
    """Return whose it is, for a person who keeps the deadlines of several."""
    if len(owners.of_person(conn, person)) < 2:
        return None
    owner = owners.named(conn, row.owner)
    return owner.view if owner else None


def _by(conn: Connection, row: Deadline) -> str | None:
    return people.by_id(conn, row.done_by).name if row.done_by else None


def reminder(conn: Connection, desk: Desk, due: Occurrence) -> Mapping[str, Any] | None:
    """Return what a reminder shows; None when it is done, dropped, or nobody's business now."""
    row = deadlines.find(conn, int(due.subject.rpartition(":")[2]))
    if row is None or row.state != "open" or not owners.keeps(conn, row.owner, due.person_id):
        return None
    return card(conn, desk, row, people.by_id(conn, due.person_id))


def near(conn: Connection, desk: Desk, person: Person) -> dict[str, Any]:
    """Return what is near for all whose deadlines a person keeps; what has passed stands first."""
    mine = owners.of_person(conn, person)
    rows = _of_each(desk, deadlines.of_owners(conn, [one.key for one in mine]))
    horizon = (desk.today + NEAR).isoformat()
    close = [row for row in rows if row.day <= horizon]
    shown = close[:MOST] if len(close) >= LEAST else rows[:LEAST]
    return {
        "items": [card(conn, desk, row, person) for row in shown],
        "more": len(rows) - len(shown),
        "owners": [menu(desk, one) for one in mine],
        "person": person.id,
    }


def _of_each(desk: Desk, rows: Sequence[Deadline]) -> list[Deadline]:
    """Leave of days that come again and again the next one, and the last that has just passed."""
    today, lately = desk.today.isoformat(), (desk.today - LATELY).isoformat()
    past = {(row.owner, row.source): row for row in rows if lately <= row.day < today}
    coming: dict[tuple[str, str], Deadline] = {}
    for row in rows:
        if row.day >= today:
            coming.setdefault((row.owner, row.source), row)
    return [*past.values(), *coming.values()]


def put_near(conn: Connection, desk: Desk, press: Press, person: Person) -> None:
    """Put the list of what is near in the place of the pressed message."""
    view = near(conn, desk, person)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "deadlines", view)


def menu(desk: Desk, owner: Owner) -> dict[str, Any]:
    """Return what may be done for one owner."""
    known = owner.organisation
    return {
        **owner.view,
        "organisation": known is not None,
        "follows": len(known.follows or ()) if known else 0,
        "feed": desk.base.organisation.bot_address is not None,
    }
