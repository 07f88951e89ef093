"""[Mamy nowy zarząd]: dated tasks after a change of the board, as deadlines of the organisation.

What the law sets is counted by the calendar's own rule, and follows it. The rest has a day that we
propose. All are reminded of and ticked off as any other deadline is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.spoken_dates import read_date
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.knowledge.handover import HandoverTask
from bot.office.organisations import resembling
from bot.programme.deadlines import following, owners, rules, views
from bot.storage import organisations, people, records
from bot.storage.organisations import Organisation
from bot.storage.rows import Person

DIALOG = "board_day"
SOURCE = "board"
LONG = 60  # characters: longer words are not a day
LONGEST_AGO = timedelta(days=365)
_AT_LEAST = timedelta(days=2)  # a day that we propose is never in the past

STALE, SHOWN = Toast("stale"), Toast("")


@dataclass(frozen=True, slots=True)
class Task:
    """One task with its day, ready to become a deadline."""

    source: str
    values: dict[str, Any]
    ours: bool  # the day is our proposal


def tasks(desk: Desk, known: Organisation, change: date) -> list[Task]:
    """Return what a new board of this organisation has to see to, the soonest first."""
    found = (_task(desk, known, sheet, change) for sheet in desk.base.programme.handover.values())
    return sorted((one for one in found if one is not None), key=lambda one: one.values["day"])


def _task(desk: Desk, known: Organisation, sheet: HandoverTask, change: date) -> Task | None:
    if sheet.law is None:
        return _ours(desk, sheet, change) if sheet.concerns(known.kind, known.traits) else None
    rule = desk.base.programme.calendar.get(sheet.law)
    if rule is None or known.kind not in rule.audience:
        return None
    values = rules.values_of(rule, rule.counted_from(change))
    return Task(rules.event_source(rule.id, change), values, ours=False)


def _ours(desk: Desk, sheet: HandoverTask, change: date) -> Task:
    day = max(sheet.counted_from(change), desk.today + _AT_LEAST)
    values = {
        "title": sheet.title,
        "day": day.isoformat(),
        "note": sheet.note,
        "sure": True,
        "days_before": sorted(sheet.reminders, reverse=True),
    }
    return Task(f"{SOURCE}:{sheet.id}:{change.isoformat()}", values, ours=True)


# -- the dialogue


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask since when there is a new board."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    person, known = found
    data = {"organisation": known.id}
    running = person.dialog_until is not None and desk.now < person.dialog_until
    if running and (person.dialog, person.dialog_data) == (DIALOG, data):
        return SHOWN
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    owing.tell(conn, desk, person, "board_day", _asked(conn, desk, person, known, again=False))
    return SHOWN


def _asked(
    conn: Connection, desk: Desk, person: Person, known: Organisation, *, again: bool
) -> dict[str, Any]:
    """Return the question, with the day that was said when the organisation was claimed."""
    held = organisations.membership_of(conn, known.id, person.id)
    since = _recent(desk, held.since) if held is not None and held.since else None
    return {
        **resembling.view(known),
        "person": person.id,
        "again": again,
        "since": since.isoformat() if since else None,
        "rev": since.toordinal() if since else 0,
    }


def _recent(desk: Desk, day: str) -> date | None:
    known = date.fromisoformat(day)
    return known if desk.today - LONGEST_AGO <= known <= desk.today else None


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take the day of the change and show what follows; False for what is plainly a question."""
    ident = int((person.dialog_data or {}).get("organisation", 0))
    if organisations.membership_of(conn, ident, person.id) is None:
        return False
    if incoming.media or len(incoming.text) > LONG:
        return False
    day = read_date(incoming.text, desk.today)
    if day is None and (decision.zone == "answer" or asks(incoming.text)):
        return False
    known = organisations.get(conn, ident)
    if day is None:
        owing.tell(conn, desk, person, "board_day", _asked(conn, desk, person, known, again=True))
        return True
    people.end_dialog(conn, person.id)
    owing.tell(conn, desk, person, "board_tasks", _preview(desk, known, day))
    return True


def on_day(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the day that was said before, and show what follows."""
    found = _dated(conn, desk, press)
    if found is None:
        return STALE
    person, known, day = found
    people.end_dialog(conn, person.id)
    view = _preview(desk, known, day)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "board_tasks", view)
    return SHOWN


def _dated(conn: Connection, desk: Desk, press: Press) -> tuple[Person, Organisation, date] | None:
    """Return the presser, their organisation and the day that the button carries."""
    found = owners.pressed_organisation(conn, press)
    today = desk.today.toordinal()
    if found is None or not today - LONGEST_AGO.days <= (press.rev or 0) <= today:
        return None
    return (*found, date.fromordinal(press.rev or 0))


def _preview(desk: Desk, known: Organisation, change: date) -> dict[str, Any]:
    return {
        **resembling.view(known),
        "change": change.isoformat(),
        "rev": change.toordinal(),
        "items": [
            {
                "title": one.values["title"],
                "day": one.values["day"],
                "basis": one.values.get("basis", ""),
                "sure": one.values["sure"],
                "ours": one.ours,
                "days": (date.fromisoformat(one.values["day"]) - desk.today).days,
            }
            for one in tasks(desk, known, change)
        ],
    }


def keep(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let the organisation keep the tasks as deadlines; a second press adds nothing."""
    found = _dated(conn, desk, press)
    if found is None:
        return STALE
    person, known, change = found
    owner = owners.of_organisation(known)
    kept = [
        row
        for one in tasks(desk, known, change)
        if (row := _keep(conn, desk, owner.key, one, person.id)) is not None
    ]
    if kept:
        who = f"person:{person.id}"
        records.note(conn, desk.now, who, "new_board", organisation=known.id, tasks=len(kept))
        values = {**resembling.view(known), "who": person.name, "count": len(kept)}
        owners.tell_others(conn, desk, owner.key, person, "board_kept", values)
    if kept or press.shown:
        views.put_near(conn, desk, press, person)
    return Toast("saved")


def _keep(conn: Connection, desk: Desk, owner: str, task: Task, by: int) -> Any:
    return following.keep(conn, desk, owner, task.source, task.values, by=by, again=False)
