"""Changing an occasion, and calling one off: seen before and after, then everybody is told."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection

from bot.domain.names import clean_name
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.domain.written import is_blank
from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme import occasions as force
from bot.programme.organising import drafts, form, lists, sheets, views
from bot.programme.organising.drafts import Draft
from bot.programme.organising.fields import known_by
from bot.programme.organising.form_presses import SHOWN, STALE
from bot.storage import occasions, people, records
from bot.storage.occasions import Occasion, number_of_occasion
from bot.storage.rows import Person

CANCELLING = "organise_cancel"  # the dialogue that waits for the reason
LONGEST_REASON = 200


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start a change of an occasion: first what is to be changed is chosen."""
    found = lists.chosen(conn, desk, press, "change")
    if found is None:
        return STALE
    person, row = found
    draft = Draft(row.kind, sheets.fields_of(row), of=row.id, mark=_mark(row))
    kept = drafts.keep(conn, person, draft)
    people.start_dialog(conn, person.id, form.DIALOG, {}, desk.now, DIALOGUE_ENDS_AFTER)
    values = {"fields": known_by(row.kind), "person": person.id, "rev": kept.rev}
    owing.tell(conn, desk, person, "organise_fix", values)
    return SHOWN


def _mark(row: Occasion) -> str:
    return sha256(f"{row.state}:{row.text}".encode()).hexdigest()


def go(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put a change in force and let everybody be told ([Zmień i powiadom])."""
    own = drafts.own(conn, desk, press)
    if own is None or own[1].todo or own[1].of is None:
        return STALE
    person, draft = own
    row = occasions.find(conn, own[1].of)
    drafts_over = row is None or _mark(row) != draft.mark
    if row is None or drafts_over:
        _end(conn, desk, press, person, "changed_meanwhile")
        return SHOWN
    sheet = sheets.sheet_or_complaints(desk, draft, row.id)
    if isinstance(sheet, list):
        form.ask(conn, desk, person, draft)
        return SHOWN
    concerned = views.concerned(conn, row)
    change = force.amend(conn, desk, row, sheet, desk.follow, by=person.chat)
    records.note(conn, desk.now, f"advisor:{person.chat}", "amend", occasion=row.id)
    _end(conn, desk, press, person, "changed", change.after, moved=change.moved, **concerned)
    return SHOWN


def _end(
    conn: Connection,
    desk: Desk,
    press: Press,
    person: Person,
    what: str,
    row: Occasion | None = None,
    **values: int,
) -> None:
    drafts.forget(conn, person)
    people.end_dialog(conn, person.id)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    line = views.line(row) if row is not None else None
    owing.tell(
        conn, desk, person, "organise_done", {"what": what, "occasion": line, **_NONE, **values}
    )


_NONE = {"told": 0, "called": 0, "people": 0, "moved": False}


# Calling off


def ask_reason(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask why an occasion is called off: those registered will read it."""
    found = lists.chosen(conn, desk, press, "cancel")
    if found is None:
        return STALE
    person, row = found
    data = {"occasion": row.id}
    people.start_dialog(conn, person.id, CANCELLING, data, desk.now, DIALOGUE_ENDS_AFTER)
    values = {"occasion": views.line(row), "person": person.id}
    owing.tell(conn, desk, person, "organise_reason", values)
    return SHOWN


def take_reason(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take the reason, and ask whether it is really to be called off."""
    data = person.dialog_data or {}
    row = occasions.find(conn, data.get("occasion", ""))
    allowed = person.telegram_id in standing.coordinators(conn, desk)
    if not allowed or row is None or incoming.media or is_blank(incoming.text):
        return False
    reason = clean_name(incoming.text, LONGEST_REASON)
    kept = {"occasion": row.id, "reason": reason}
    people.start_dialog(conn, person.id, CANCELLING, kept, desk.now, DIALOGUE_ENDS_AFTER)
    values = {
        "occasion": views.line(row),
        "reason": reason,
        "seq": row.seq,
        "person": person.id,
        **views.concerned(conn, row),
    }
    owing.tell(conn, desk, person, "organise_cancel", values)
    return True


def call_off(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Call it off and let everybody be told ([Odwołaj i powiadom])."""
    found = lists.chosen(conn, desk, press, "cancel")
    if found is None:
        return STALE
    person, row = found
    data = person.dialog_data or {}
    asked = person.dialog == CANCELLING and data.get("occasion") == row.id and data.get("reason")
    if not asked or press.rev != row.seq or number_of_occasion(row.id) != press.ident:
        return STALE
    concerned = views.concerned(conn, row)
    change = cancel(conn, desk, row, person.chat, data["reason"])
    _end(conn, desk, press, person, "cancelled", change.after, **concerned)
    return SHOWN


def cancel(conn: Connection, desk: Desk, row: Occasion, by: int, reason: str) -> force.Change:
    """Call an occasion off by somebody's word; the reason stands in its note."""
    fields = {**sheets.fields_of(row), "note": reason}
    sheet = sheets.sheet_or_complaints(desk, Draft(row.kind, fields), row.id)
    noted = None if isinstance(sheet, list) else sheet
    records.note(conn, desk.now, f"advisor:{by}", "call_off", occasion=row.id)
    return force.alter(
        conn, desk, row, desk.follow, noted, state="cancelled", origin="chat", changed_by=by
    )
