"""The buttons of the form: each counts only under the newest question, and only for its owner."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.organising import drafts, form
from bot.programme.organising.fields import FIELDS, known_by, options, picked
from bot.storage import people

STALE = Toast("stale")
SHOWN = Toast("")  # what follows is answer enough
PICKS = tuple(f"org_pick_{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
FIXES = {f"org_fix_{name}": name for name in FIELDS}


def pick(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take what was tapped."""
    own = drafts.own(conn, desk, press)
    if own is None or not own[1].todo:
        return STALE
    person, draft = own
    field, place = draft.todo[0], PICKS.index(press.action)
    offered = options(desk, draft.kind, field)
    if place >= len(offered):
        return STALE
    _strip(conn, desk, press)
    form.answer(conn, desk, person, draft, picked(draft.kind, field, offered[place][0]))
    return SHOWN


def skip(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Leave a field out, or empty it ([Pomiń], [Usuń])."""
    own = drafts.own(conn, desk, press)
    if own is None or not own[1].todo:
        return STALE
    person, draft = own
    field = draft.todo[0]
    if not (FIELDS[field].optional or (field == "capacity" and draft.kind == "event")):
        return STALE
    _strip(conn, desk, press)
    form.answer(conn, desk, person, draft, dict.fromkeys(FIELDS[field].fills))
    return SHOWN


def leave(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep what a field says ([Zostaw])."""
    own = drafts.own(conn, desk, press)
    if own is None or not own[1].todo:
        return STALE
    _strip(conn, desk, press)
    form.answer(conn, desk, own[0], own[1], {})
    return SHOWN


def agree(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take what was understood ([Tak])."""
    own = drafts.own(conn, desk, press)
    if own is None or own[1].maybe is None:
        return STALE
    _strip(conn, desk, press)
    form.answer(conn, desk, own[0], own[1], own[1].maybe)
    return SHOWN


def differently(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask once more ([Inaczej])."""
    own = drafts.own(conn, desk, press)
    if own is None or own[1].maybe is None:
        return STALE
    _strip(conn, desk, press)
    form.ask(conn, desk, own[0], replace(own[1], maybe=None))
    return SHOWN


def fix(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Turn the summary into the choice of what to put right ([Popraw])."""
    own = drafts.own(conn, desk, press)
    if own is None or own[1].todo:
        return STALE
    values = {"fields": known_by(own[1].kind), "person": own[0].id, "rev": own[1].rev}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "organise_fix", values)
    return SHOWN


def back(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Turn the choice into the summary again."""
    own = drafts.own(conn, desk, press)
    if own is None or own[1].todo:
        return STALE
    values = form.summary(conn, desk, *own)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "organise_summary", values)
    return SHOWN


def again(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for one field anew."""
    own = drafts.own(conn, desk, press)
    field = FIXES[press.action]
    if own is None or own[1].todo or field not in known_by(own[1].kind):
        return STALE
    _strip(conn, desk, press)
    form.ask(conn, desk, own[0], replace(own[1], todo=[field]))
    return SHOWN


def drop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give up what is being prepared ([Porzuć])."""
    own = drafts.own(conn, desk, press)
    if own is None:
        return STALE
    person, draft = own
    drafts.forget(conn, person)
    people.end_dialog(conn, person.id)
    values = {"what": "dropped_change" if draft.of else "dropped"}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "organise_note", values)
    return SHOWN


def resume(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Go on where it was left ([Dokończ])."""
    own = drafts.own(conn, desk, press)
    if own is None:
        return STALE
    _strip(conn, desk, press)
    form.ask(conn, desk, *own)
    return SHOWN


def _strip(conn: Connection, desk: Desk, press: Press) -> None:
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
