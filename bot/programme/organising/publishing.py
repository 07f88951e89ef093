"""Making a new occasion public: from nothing, or as a copy of one that was."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import documents, occasions
from bot.programme.organising import drafts, form, lists, poster, sheets, views
from bot.programme.organising.drafts import Draft
from bot.programme.organising.fields import CLONED
from bot.programme.organising.form_presses import SHOWN, STALE
from bot.storage import people, records
from bot.storage.occasions import Occasion
from bot.storage.rows import Person

#: What a copy does not take over: it is of the other day, or true only of the other one.
_NOT_COPIED = ("register_until", "unconfirmed", "milestones")


def clone(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start a copy of an occasion: title and day are asked for, the rest is as it was."""
    found = lists.chosen(conn, desk, press, "clone")
    if found is None:
        return STALE
    person, row = found
    fields = {
        name: value for name, value in sheets.fields_of(row).items() if name not in _NOT_COPIED
    }
    form.ask(conn, desk, person, Draft(row.kind, fields, list(CLONED)))
    return SHOWN


def publish(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put a new occasion in force ([Opublikuj]), and hand out its link and poster."""
    own = drafts.own(conn, desk, press)
    if own is None or own[1].todo or own[1].of is not None:
        return STALE
    person, draft = own
    ident = sheets.id_for(conn, desk, draft.fields["title"])
    sheet = sheets.sheet_or_complaints(desk, draft, ident)
    if isinstance(sheet, list) or sheet.starts <= desk.now:
        form.ask(conn, desk, person, draft)
        return SHOWN
    row = occasions.publish(conn, desk, sheet, origin="chat", by=person.telegram_id)
    records.note(conn, desk.now, f"advisor:{person.telegram_id}", "publish", occasion=row.id)
    drafts.forget(conn, person)
    people.end_dialog(conn, person.id)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    _hand_out(conn, desk, person, row)
    return SHOWN


def _hand_out(conn: Connection, desk: Desk, person: Person, row: Occasion) -> None:
    values = {"occasion": views.line(row), "link_to": poster.link(desk, row)}
    owing.tell(conn, desk, person, "organise_published", values)
    documents.send(conn, desk, person.address, poster.NAME, {"occasion": row.id})
