"""The buttons of the form: each looks at the row, so a late or double press changes nothing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.practices import SUMMARY, TEXTS
from bot.helpdesk import owing, practice_cards, practice_form, practice_views
from bot.helpdesk.desk import Desk, Press, Toast
from bot.storage import people, practices, records
from bot.storage.practices import EDITABLE, Practice
from bot.storage.rows import Person

STALE = Toast("stale")
SHOWN = Toast("")  # what follows is answer enough
A_MOMENT = timedelta(minutes=1)


def _own(conn: Connection, press: Press, *states: str) -> tuple[Person, Practice] | None:
    """Return the presser and the practice pressed for, if it is theirs and in such a state."""
    found = practices.find(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    if found is None or person is None or found.person_id != person.id:
        return None
    return (person, found) if found.state in (states or EDITABLE) else None


def _at(conn: Connection, press: Press, step: str) -> tuple[Person, Practice] | None:
    """Return the same, if the form stands at this step."""
    own = _own(conn, press)
    return own if own is not None and practices.step_of(conn, own[1]) == step else None


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start the form from a button; a second press within a moment asks nothing twice.

    A button in a list that everybody sees carries 0: the form is always the presser's own.
    """
    person = people.by_telegram(conn, press.presser_id)
    if person is None or press.ident not in (0, person.id):
        return STALE
    now = practice_form.current(conn, person)
    if now is not None and desk.now - now.touched_at < A_MOMENT and not now.done:
        return SHOWN
    (practice_form.fresh if press.action == "practice_fresh" else practice_form.begin)(
        conn, desk, person
    )
    return SHOWN


def resume(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Go on with a draft, also with one that was given up a moment ago."""
    own = _own(conn, press, *EDITABLE, "dropped")
    if own is None or (own[1].state == "dropped" and not practices.parts(conn, own[1].id)):
        return STALE
    practices.move(conn, own[1].id, was=("dropped",), state="draft")
    if own[1].rev and own[1].state == "dropped":
        practice_cards.refresh(conn, desk, own[1].id)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    practice_form.ask(conn, desk, *own)
    return SHOWN


def step_done(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Go on to the next step ([Dalej], [Pomiń], [Zostaw bez zmian])."""
    own = _own(conn, press)
    step = press.action.removeprefix("practice_on_")
    if own is None or not practice_form.pass_step(conn, desk, *own, step):
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return SHOWN


def people_agree(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note whether those in the photos agree."""
    own = _at(conn, press, "people")
    if own is None:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    agree = press.action == "practice_people_yes"
    practice_form.settle_people(conn, desk, *own, agree=agree)
    return Toast("saved")


def consent(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note whether the words may be published."""
    own = _at(conn, press, "consent")
    if own is None:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    agree = press.action == "practice_agree"
    practice_form.settle_consent(conn, desk, *own, agree=agree)
    return Toast("saved")


def menu(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Turn the summary into the choice of what to put right, or back."""
    own = _at(conn, press, SUMMARY)
    if own is None:
        return STALE
    name = "practice_fix" if press.action == "practice_fix" else "practice_summary"
    view = practice_views.summary(conn, own[1])
    owing.replace_text(conn, desk, press.chat_id, press.message_id, name, view)
    return SHOWN


def fix(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for one field again; what it says stays until new words come."""
    own = _at(conn, press, SUMMARY)
    if own is None:
        return STALE
    person, found = own
    step = press.action.removeprefix("practice_fix_")
    again = {step, "people"} if step in ("photos", "consent") else {step}
    practices.set_fields(conn, found.id, done=[one for one in found.done if one not in again])
    if step == "consent":
        practices.set_fields(conn, found.id, consent_at=None, people_agree=None)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    practice_form.ask(
        conn, desk, person, practices.get(conn, found.id), anew=step if step in TEXTS else None
    )
    return SHOWN


def no_photos(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take all photos out."""
    own = _at(conn, press, "photos")
    if own is None or not practices.photo_count(conn, own[1].id):
        return STALE
    practices.let_go(conn, own[1].id, "photo")
    practices.set_fields(conn, own[1].id, people_agree=None)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    practice_form.ask(conn, desk, *own)
    return Toast("saved")


def drop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give the form up; for a week it can be had back."""
    own = _own(conn, press)
    if own is None:
        return STALE
    person, found = own
    now = practice_form.current(conn, person)
    if now is not None and now.id == found.id:
        people.end_dialog(conn, person.id)
    practices.set_fields(conn, found.id, state="dropped", touched_at=desk.now)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    if found.rev:
        practice_cards.refresh(conn, desk, found.id)
    practice_views.tell(conn, desk, person, found, "dropped")
    return SHOWN


def send(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send the practice to the coordinators, whole and with its consents."""
    own = _at(conn, press, SUMMARY)
    if own is None:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    submit(conn, desk, *own)
    return SHOWN


def submit(conn: Connection, desk: Desk, person: Person, found: Practice) -> None:
    """Send a finished form; its author may still take it back."""
    practices.move(
        conn,
        found.id,
        was=EDITABLE,
        state="sent",
        rev=found.rev + 1,
        sent_at=desk.now,
        note=None,
    )
    people.end_dialog(conn, person.id)
    agreed = {"practice": found.id, "people": found.people_agree}
    records.note(conn, desk.now, f"person:{person.id}", "practice_sent", **agreed)
    practice_cards.submit(conn, desk, found.id)
    practice_views.tell(conn, desk, person, found, "sent")


def withdraw(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take back what was sent or accepted, and the consent with it; its words are forgotten."""
    own = _own(conn, press, "sent", "accepted")
    if own is None:
        return STALE
    person, found = own
    practices.move(
        conn,
        found.id,
        was=("sent", "accepted"),
        state="withdrawn",
        consent_at=None,
        touched_at=desk.now,
    )
    records.note(conn, desk.now, f"person:{person.id}", "practice_withdrawn", practice=found.id)
    practice_cards.refresh(conn, desk, found.id)
    view = {
        "what": "withdrawn",
        "practice": found.id,
        "title": practice_views.shown(conn, found, "title"),
    }
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "practice_note", view)
    return SHOWN
