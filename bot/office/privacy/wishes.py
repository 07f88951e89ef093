"""The wish to be forgotten: shown first what goes, what stays and what cannot go, then a day off.

In that day everything works as before and the wish can be called off. What happens afterwards is
`carrying_out`.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.privacy import in_group
from bot.storage import erasures, forecasts, people, records
from bot.storage.erasures import Erasure
from bot.storage.owned import somebody
from bot.storage.rows import Person

GRACE = timedelta(hours=24)
STALE = Toast("stale")


def own(conn: Connection, press: Press) -> Person | None:
    """Return the presser, if the button is about them."""
    person = people.by_telegram(conn, press.presser_id)
    return person if person is not None and person.id == press.ident else None


def preview(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the three lists, before anything is decided."""
    person = own(conn, press)
    if person is None:
        return STALE
    waiting = erasures.waiting(conn, person.id)
    if waiting is not None:
        _tell_when(conn, desk, person, waiting)
        return Toast("")
    owing.tell(conn, desk, person, "privacy_preview", _lists(conn, desk, person))
    return Toast("")


def _lists(conn: Connection, desk: Desk, person: Person) -> dict[str, Any]:
    whose = somebody(conn, person.id)
    group = in_group.found(conn, whose, desk.now)
    years = desk.base.organisation.retention.documents_years
    return {
        "person": person.id,
        "counts": forecasts.counts(conn, whose),
        "stays": forecasts.staying(conn, whose, years),
        "by_hand": len(group.left),
        "held": person.legal_hold,
        "contact": desk.base.organisation.data_contact,
    }


def confirm(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the wish down: it is carried out in a day, unless it is called off."""
    person = own(conn, press)
    if person is None:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    if erasures.waiting(conn, person.id) is None:
        found = take_down(conn, desk, person)
        data = {"person": person.id, "erasure": found.id}
        records.note(conn, desk.now, f"person:{person.id}", "erasure_asked", **data)
    return Toast("saved")


def take_down(conn: Connection, desk: Desk, person: Person) -> Erasure:
    """Store somebody's wish, and tell them its number and its day."""
    receipt = f"RODO-{secrets.token_hex(4).upper()}"
    found = erasures.ask(conn, person.id, receipt, desk.now, desk.now + GRACE)
    _tell_when(conn, desk, person, found)
    return found


def _tell_when(conn: Connection, desk: Desk, person: Person, found: Erasure) -> None:
    values = {
        "erasure": found.id,
        "rev": found.rev,
        "receipt": found.receipt,
        "due": found.due_at.isoformat(),
        "held": person.legal_hold,
        "contact": desk.base.organisation.data_contact,
    }
    owing.tell(conn, desk, person, "privacy_asked", values)


def call_off(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Forget the wish, while there is time."""
    person, found = people.by_telegram(conn, press.presser_id), erasures.find(conn, press.ident)
    if person is None or found is None or found.person_id != person.id:
        return STALE
    if press.rev is not None and press.rev != found.rev:
        return STALE
    if not erasures.move(conn, found.id, "asked", state="cancelled"):
        return Toast("too_late")
    data = {"person": person.id, "erasure": found.id}
    records.note(conn, desk.now, f"person:{person.id}", "erasure_called_off", **data)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "privacy_kept", {})
    return Toast("saved")
