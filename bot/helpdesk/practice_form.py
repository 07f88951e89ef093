"""The form by which a leader tells of a good practice: one question at a time, all of it rows.

What comes in is read by `practice_words` and `practice_presses`; here is what is asked for next.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.practices import (
    DRAFTS,
    KEPT_FOR,
    OPTIONAL,
    PHOTOS,
    SUMMARY,
    TEXTS,
    is_wish,
)
from bot.helpdesk import owing, practice_views
from bot.helpdesk.desk import Desk, Incoming
from bot.storage import people, practices
from bot.storage.practices import EDITABLE, OPEN, Practice
from bot.storage.rows import Person

DIALOG = "practice"
SHORT = 300  # characters: a longer text is a story, even if it asks something


def begin(conn: Connection, desk: Desk, person: Person) -> None:
    """Start the form, or offer what was begun before."""
    drafts = practices.of_person(conn, person.id, *EDITABLE)
    begun = [one for one in drafts if practices.parts(conn, one.id)]
    if not begun:
        fresh(conn, desk, person)
        return
    listed = [
        {
            "practice": one.id,
            "title": practice_views.shown(conn, one, "title") or "bez tytułu",
            "returned": one.state == "returned",
        }
        for one in begun
    ]
    owing.tell(conn, desk, person, "practice_drafts", {"drafts": listed, "person": person.id})


def fresh(conn: Connection, desk: Desk, person: Person) -> None:
    """Start a new form, unless too many are open; an empty one is used again."""
    held = practices.of_person(conn, person.id, *OPEN)
    empty = [one for one in held if one.state == "draft" and not practices.parts(conn, one.id)]
    if len(held) - len(empty) >= DRAFTS:
        owing.tell(conn, desk, person, "practice_note", {"what": "full", "most": DRAFTS})
        return
    ask(conn, desk, person, empty[0] if empty else practices.begin(conn, person.id, desk.now))


def wished(conn: Connection, desk: Desk, person: Person, incoming: Incoming) -> bool:
    """Take "zgłoś praktykę" for what it says; False when the words say something else."""
    if incoming.media or person.by_mail or not is_wish(incoming.text):
        return False
    begin(conn, desk, person)
    return True


def ask(
    conn: Connection,
    desk: Desk,
    person: Person,
    found: Practice,
    *,
    part: int = 0,
    noted: str = "",
    anew: str | None = None,
) -> None:
    """Ask for what is missing next, or show the whole; the form waits for a week from now.

    `part`: the message just taken, which may have been a question after all. `anew`: the field
    whose next words replace what it says.
    """
    data = {"practice": found.id, "anew": anew}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, KEPT_FOR)
    practices.set_fields(conn, found.id, touched_at=desk.now)
    found = practices.get(conn, found.id)
    step = practices.step_of(conn, found)
    if step == SUMMARY:
        owing.tell(conn, desk, person, "practice_summary", practice_views.summary(conn, found))
        return
    known = practice_views.told(conn, found, step) if step in TEXTS else ""
    more = bool(part) and (
        (step == "story" and bool(known)) or (noted == "photo" and step == "photos")
    )
    values: dict[str, Any] = {
        "step": step,
        "practice": found.id,
        "person": person.id,
        "part": part,
        "noted": noted,
        "known": known[:SHORT],
        "more": more,
        "first": not found.done and noted == "",
        "photos": practices.photo_count(conn, found.id),
        "most": PHOTOS,
    }
    owing.tell(conn, desk, person, "practice_ask", values)


def current(conn: Connection, person: Person) -> Practice | None:
    """Return the practice that a person is writing now."""
    if person.dialog != DIALOG or not person.dialog_data:
        return None
    found = practices.find(conn, person.dialog_data["practice"])
    return found if found is not None and found.state in EDITABLE else None


def pass_step(conn: Connection, desk: Desk, person: Person, found: Practice, step: str) -> bool:
    """Put a step behind that may be, without new words; False when it lacks something."""
    here = practices.step_of(conn, found) == step
    filled = step in TEXTS and practices.text_of(conn, found.id, step)
    if not here or not (step in OPTIONAL or filled):
        return False
    put_behind(conn, found, step)
    ask(conn, desk, person, found)
    return True


def put_behind(conn: Connection, found: Practice, step: str) -> None:
    """Note that a step is behind."""
    practices.set_fields(conn, found.id, done=[*found.done, step])


def settle_people(
    conn: Connection, desk: Desk, person: Person, found: Practice, *, agree: bool
) -> None:
    """Note whether those in the photos agree, and go on."""
    practices.set_fields(conn, found.id, people_agree=agree, done=[*found.done, "people"])
    ask(conn, desk, person, found)


def settle_consent(
    conn: Connection, desk: Desk, person: Person, found: Practice, *, agree: bool
) -> None:
    """Note the consent to publish, and go on; without it the form is put aside."""
    if agree:
        practices.set_fields(conn, found.id, consent_at=desk.now, done=[*found.done, "consent"])
        ask(conn, desk, person, found)
    else:
        people.end_dialog(conn, person.id)
        practice_views.tell(conn, desk, person, found, "no_consent")


def put_aside(conn: Connection, desk: Desk, person: Person) -> None:
    """Stop waiting for the form's next words; what was written stays as a draft."""
    found = current(conn, person)
    people.end_dialog(conn, person.id)
    if found is not None and practices.parts(conn, found.id):
        practice_views.tell(conn, desk, person, found, "kept")
