"""When the calendar changes: open deadlines follow at once, and coordination decides who is told.

Rows and reminders take the new day in the same sweep, so nobody is reminded of a wrong one. The
panel in coordination's thread says how many it concerns; those are told when somebody presses
[Wyślij] there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.statutory import StatutoryDate
from bot.programme import daytime, panels
from bot.programme.deadlines import following, owners, rules
from bot.programme.panels import Shown
from bot.storage import deadlines, receipts, records
from bot.storage.deadlines import Deadline

PANEL = "dlchange"
FOLLOWED = "deadlines_follow"  # the fact that names the files, and how far the rows follow them
PORTION = 300  # deadlines in one sweep
_RECENT = 60  # changes among which the one in hand is looked for: more than the calendar has days
_COUNT = "deadline_changes"
_LISTED = 12  # organisations on the panel by name
_ALIKE = ("title", "basis", "note", "sure", "later", "days_before")

STALE = Toast("stale")


def follow_calendar(conn: Connection, desk: Desk) -> None:
    """Let open deadlines follow the calendar, and show coordination what moved.

    A portion in each sweep, so that nobody waits for it.
    """
    mark = f"{desk.today} {desk.base.version}"
    was = records.get_fact(conn, FOLLOWED) or {}
    after = was.get("after", 0) if was.get("mark") == mark else 0
    if after is None:
        return
    found = deadlines.open_after(conn, after, desk.today.isoformat(), PORTION)
    last = found[-1].id if len(found) == PORTION else None
    records.set_fact(conn, FOLLOWED, {"mark": mark, "after": last})
    moved: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        rule = rules.rule_of(row.source)
        change = _follow(conn, desk, row) if rule else None
        if change is not None:
            moved[rule].append(change)
    for name, changes in moved.items():
        _ask_coordination(conn, desk, changes, f"{mark} {name}")


def _follow(conn: Connection, desk: Desk, row: Deadline) -> dict[str, Any] | None:
    """Bring one row up to date; return what moved, if anything did."""
    sheet = desk.base.programme.calendar.get(rules.rule_of(row.source))
    day = rules.day_now(sheet, row) if sheet else None
    if sheet is None or day is None:
        following.drop(conn, desk, row)
        return {"deadline": row.id, "owner": row.owner, "was": row.day, "now": None}
    ident = _move(conn, desk, row, sheet, day)
    if day.isoformat() == row.day:
        return None
    return {"deadline": ident, "owner": row.owner, "was": row.day, "now": day.isoformat()}


def _move(conn: Connection, desk: Desk, row: Deadline, sheet: StatutoryDate, day: date) -> int:
    """Store what the calendar says now; return the number of the deadline on the new day."""
    values = rules.values_of(sheet, day)
    there = deadlines.known(conn, row.owner, row.source, values["day"])
    if there is not None and there.id != row.id:  # it was on that day before
        following.drop(conn, desk, row)
        following.keep(conn, desk, row.owner, row.source, values)
        return there.id
    before = {name: getattr(row, name) for name in (*_ALIKE, "day")}
    if before != values:
        deadlines.set_fields(conn, row.id, rev=row.rev + 1, **values)  # calendars ask for it
        following.remind(conn, desk, deadlines.get(conn, row.id))
    return row.id


def _ask_coordination(
    conn: Connection, desk: Desk, changes: list[dict[str, Any]], cause: str
) -> None:
    """Show the panel of a change; what further portions find of it comes onto the same one."""
    number = _asked(conn, cause)
    if number is None:
        number = int(records.get_fact(conn, _COUNT) or 0) + 1
        records.set_fact(conn, _COUNT, number)
        title = deadlines.get(conn, changes[0]["deadline"]).title
        new: dict[str, Any] = {
            "cause": cause,
            "title": title,
            "changes": [],
            "state": "asked",
            "by": None,
        }
        records.set_fact(conn, _fact(number), new)
    fact = records.get_fact(conn, _fact(number))
    records.set_fact(conn, _fact(number), {**fact, "changes": [*fact["changes"], *changes]})
    panels.show(conn, desk, owing.COORDINATION, f"{PANEL}:{number}")


def _asked(conn: Connection, cause: str) -> int | None:
    """Return the panel of a change about which nobody has decided yet."""
    newest = int(records.get_fact(conn, _COUNT) or 0)
    for number in range(newest, max(0, newest - _RECENT), -1):
        fact = records.get_fact(conn, _fact(number))
        if (fact["cause"], fact["state"]) == (cause, "asked"):
            return number
    return None


def _fact(number: int | str) -> str:
    return f"deadline_change:{number}"


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the panel of one change."""
    fact = records.get_fact(conn, _fact(rest))
    if fact is None:
        return None
    keys = list(dict.fromkeys(one["owner"] for one in fact["changes"]))
    named = [owner.view for key in keys[:_LISTED] if (owner := owners.named(conn, key))]
    values = {
        "number": int(rest),
        "title": fact["title"],
        "days": sorted({(one["was"], one["now"]) for one in fact["changes"]}, key=str),
        "organisations": named,
        "owners": len(keys),
        "more": max(0, len(keys) - _LISTED),
        "people": len({one.id for key in keys for one in owners.members(conn, key)}),
        "state": fact["state"],
        "by": fact["by"],
    }
    return Shown("deadline_change", values)


def decide(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Tell those whom a change concerns, or decide that they need no message; once."""
    fact = records.get_fact(conn, _fact(press.ident))
    known = receipts.find(conn, press.chat_id, press.message_id)
    if fact is None or known is None or known.subject != f"{PANEL}:{press.ident}":
        return STALE
    if press.presser_id not in standing.coordinators(conn, desk):
        return Toast("not_coordinator", alert=True)
    if fact["state"] == "asked":
        sends = press.action == "dl_change_send"
        state = "sent" if sends else "kept"
        records.set_fact(conn, _fact(press.ident), {**fact, "state": state, "by": press.name})
        actor = f"advisor:{press.presser_id}"
        records.note(conn, desk.now, actor, f"deadline_change_{state}", change=press.ident)
        if sends:
            _tell(conn, desk, press.ident, fact)
    panels.redraw(conn, desk, owing.COORDINATION, known.subject, known)
    return Toast("saved")


def _tell(conn: Connection, desk: Desk, number: int, fact: Mapping[str, Any]) -> None:
    """Owe all whom it concerns one message for each owner, about the first of its days."""
    changes = sorted(fact["changes"], key=itemgetter("owner", "was"))
    for key, group in groupby(changes, key=itemgetter("owner")):
        one, *further = group
        row, owner = deadlines.get(conn, one["deadline"]), owners.named(conn, key)
        for person in owners.members(conn, key):
            values = {
                "title": row.title,
                "was": one["was"],
                "now": one["now"],
                "deadline": row.id,
                "state": row.state,
                "whose": owner.whose if owner else None,
                "more": len(further),
            }
            once = f"deadline_moved:{number}:{row.id}:{person.id}"
            daytime.tell(conn, desk, person, "deadline_moved", values, once)
