"""What becomes of a deadline: done for all who keep it, undone, put off until tomorrow, dropped.

The row decides, so of two presses the second finds it done, and nobody else's press counts.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.promises import Need
from bot.domain.warsaw import local
from bot.helpdesk import opening, owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.programme import reminding
from bot.programme.deadlines import following, owners, rules, views
from bot.storage import deadlines, occurrences, questions, records
from bot.storage.deadlines import Deadline
from bot.storage.rows import Person

STALE, SHOWN = Toast("stale"), Toast("")
_SOON, _THIS_WEEK = 2, 7  # days


def _put(conn: Connection, desk: Desk, press: Press, person: Person, row: Deadline) -> None:
    """Put the deadline, as it is now, in the place of the pressed message."""
    view = views.card(conn, desk, deadlines.get(conn, row.id), person)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "deadline", view)


def done(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that it is done: nobody is reminded any more, and the others are told by whom."""
    found = owners.pressed_deadline(conn, press, "open", "done")
    if found is None:
        return STALE
    person, row = found
    marks = {"state": "done", "done_by": person.id, "done_at": desk.now}
    if deadlines.move(conn, row.id, ("open",), **marks):
        following.forget(conn, desk, row)
        records.note(conn, desk.now, f"person:{person.id}", "deadline_done", deadline=row.id)
        _tell_others(conn, desk, person, row, "done")
    _put(conn, desk, press, person, row)
    return SHOWN


def undo(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take back that it is done, or put it on the list again; the others are told."""
    found = owners.pressed_deadline(conn, press, "open", "done", "dropped")
    if found is None:
        return STALE
    person, row = found
    marks = {"state": "open", "done_by": None, "done_at": None}
    if deadlines.move(conn, row.id, ("done", "dropped"), **marks):
        following.remind(conn, desk, deadlines.get(conn, row.id))
        records.note(conn, desk.now, f"person:{person.id}", "deadline_undone", deadline=row.id)
        _tell_others(conn, desk, person, row, "undone")
    _put(conn, desk, press, person, row)
    return SHOWN


def drop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take it off the list; the others are told, and any of them may put it back."""
    found = owners.pressed_deadline(conn, press, "open", "dropped")
    if found is None:
        return STALE
    person, row = found
    if following.drop(conn, desk, row):
        records.note(conn, desk.now, f"person:{person.id}", "deadline_dropped", deadline=row.id)
        _tell_others(conn, desk, person, row, "dropped")
    _put(conn, desk, press, person, row)
    return SHOWN


def _tell_others(conn: Connection, desk: Desk, person: Person, row: Deadline, what: str) -> None:
    owner = owners.named(conn, row.owner)
    values: dict[str, Any] = {
        "what": what,
        "who": person.name,
        "title": row.title,
        "day": row.day,
        "deadline": row.id,
        "whose": owner.whose if owner else None,
    }
    owners.tell_others(conn, desk, row.owner, person, "deadline_told", values)


# -- once more tomorrow


def tomorrow(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Remind the presser once more tomorrow at nine, unless that is too late or planned anyway."""
    found = owners.pressed_deadline(conn, press, "open")
    if found is None:
        return STALE
    person, row = found
    day = (desk.today + timedelta(days=1)).isoformat()
    if desk.today.isoformat() <= row.day < day:
        return Toast("too_late")
    if not _planned(conn, row, person, day):
        subject = following.again_subject(row)
        moment = rules.moment_of(day, row.hour if row.day == day else None)
        reminding.plan(conn, desk, following.AGAIN, subject, person.id, moment, days=(0,))
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return Toast("tomorrow")


def _planned(conn: Connection, row: Deadline, person: Person, day: str) -> bool:
    """Tell whether the person is reminded of it that day anyway."""
    waiting = occurrences.of_subject(conn, following.subject(row))
    mine = (local(one.due_at).date() for one in waiting if one.person_id == person.id)
    return date.fromisoformat(day) in mine


# -- a question about it


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Open a ticket that tells which deadline it is about; its receipt takes further words."""
    found = owners.pressed_deadline(conn, press, "open", "done")
    if found is None:
        return STALE
    person, row = found
    asked = questions.by_message(conn, press.chat_id, press.message_id)
    if asked is not None:
        return Toast("deadline_asked")
    said = Incoming(
        press.chat_id, press.message_id, press.presser_id, person.name, _about(row), desk.now
    )
    page = _page(desk, row)
    about = "about" if page else None
    question = opening.save_question(conn, person, said, topic=_topic(desk, page), feedback=about)
    ticket = opening.open_ticket(conn, desk, person, question, confirms=page)
    need = _need((date.fromisoformat(row.day) - desk.today).days)
    if need is not Need.CALM:
        ticket = opening.correct(conn, desk, ticket, need=need.value)
        owing.refresh_card(conn, desk, ticket)
    return Toast("deadline_asked")


def _about(row: Deadline) -> str:
    """Return the first words of the ticket: the deadline itself, in nobody's sentence."""
    lines = (row.title, f"{date.fromisoformat(row.day):%d.%m.%Y}", row.basis)
    return "\n".join(line for line in lines if line)


def _page(desk: Desk, row: Deadline) -> str | None:
    sheet = desk.base.programme.calendar.get(rules.rule_of(row.source))
    related = sheet.related if sheet else ()
    return next((name for name in related if name in desk.base.entries), None)


def _topic(desk: Desk, page: str | None) -> str | None:
    return desk.base.entries[page].topic if page else None


def _need(days: int) -> Need:
    if days <= _SOON:
        return Need.NOW
    return Need.WEEK if days <= _THIS_WEEK else Need.CALM
