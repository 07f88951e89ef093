"""What is pressed of a submission that was accepted: published, and the consent taken back."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.forms import moderating, presses, sending, views
from bot.office.submissions import publishing
from bot.office.submissions.form import KIND
from bot.programme import panels
from bot.storage import consents, forms, records


def publish(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Make a good practice of an accepted submission ([Opublikuj])."""
    form = moderating.asked(KIND, conn, desk, press, "accepted")
    if isinstance(form, Toast):
        return form
    if not publishing.may(form):
        return Toast("moved_on")
    publishing.put(conn, desk, form, press.presser_id, press.name)
    form = forms.get(conn, form.id)
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, "submission_published", form=form.id)
    panels.show(conn, desk, owing.COORDINATION, sending.subject(KIND, form))
    views.tell_by_day(conn, desk, KIND, form, "published")
    return Toast("saved")


def unpublish(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the consent to publication back: the submission stays, its page goes."""
    given = presses.own(conn, press, KIND, "accepted")
    if given is None or given[1].said.get("publish") not in publishing.AGREED:
        return presses.STALE
    person, form = given
    subject = f"{KIND.prefix}{form.id}:publish"
    consents.note(conn, person.id, subject, False, "button", desk.now)
    forms.set_fields(conn, form.id, said={**form.said, "publish": "no"})
    publishing.take_back(conn, desk, form)
    form = forms.get(conn, form.id)
    records.note(conn, desk.now, f"person:{person.id}", "submission_unpublished", form=form.id)
    panels.show(conn, desk, owing.COORDINATION, sending.subject(KIND, form))
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    views.tell(conn, desk, person, KIND, form, "unpublished")
    return Toast("saved")
