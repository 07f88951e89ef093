"""A finished form goes to the coordinators, and may be taken back by who sent it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.office.forms import views
from bot.office.forms.steps import Kind, next_step
from bot.programme import panels
from bot.storage import consents, forms, people, records
from bot.storage.forms import EDITABLE, Form
from bot.storage.rows import Person


def subject(kind: Kind, form: Form) -> str:
    """Return what the card of a form is called among panels."""
    return f"{kind.words}:{form.id}"


def show(conn: Connection, desk: Desk, kind: Kind, form: Form, *, anew: bool = False) -> None:
    """Owe coordination the card of a form as it is now."""
    panels.show(conn, desk, owing.COORDINATION, subject(kind, form), anew=anew)


def send(conn: Connection, desk: Desk, person: Person, kind: Kind, form: Form) -> bool:
    """Send a whole form, while it is taken; its author gets a receipt. False changes nothing."""
    if next_step(kind, form) is not None:
        return False
    why = kind.closed(conn, desk, form)
    if why is not None:
        people.end_dialog(conn, person.id)
        views.tell(conn, desk, person, kind, form, why)
        return True
    number = form.number
    if kind.numbered and number is None:
        number = forms.next_number(conn, kind.name, form.about)
    sent = {"state": "sent", "number": number, "sent_at": desk.now, "note": ""}
    if not forms.move(conn, form.id, was=EDITABLE, **sent, touched_at=desk.now):
        return False
    if person.dialog == kind.dialog:
        people.end_dialog(conn, person.id)
    form = forms.get(conn, form.id)
    records.note(conn, desk.now, f"person:{person.id}", f"{kind.name}_sent", form=form.id)
    kind.follows(conn, desk, form, "sent")
    show(conn, desk, kind, form, anew=True)
    views.tell(conn, desk, person, kind, form, "sent")
    return True


def withdraw(conn: Connection, desk: Desk, person: Person, kind: Kind, form: Form) -> bool:
    """Take back what was sent or accepted, and every consent with it."""
    if not forms.move(conn, form.id, was=kind.takes_back, state="withdrawn", touched_at=desk.now):
        return False
    for step in kind.steps:
        if step.consent and form.said.get(step.name) in step.consent:
            subject_of = f"{kind.prefix}{form.id}:{step.name}"[:24]
            consents.note(conn, person.id, subject_of, False, "button", desk.now)
    form = forms.get(conn, form.id)
    records.note(conn, desk.now, f"person:{person.id}", f"{kind.name}_withdrawn", form=form.id)
    kind.follows(conn, desk, form, "withdrawn")
    show(conn, desk, kind, form)
    return True
