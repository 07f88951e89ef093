"""A message of the form that was a question after all: it is dealt with as any other question."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.practices import TEXTS
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import intake, owing, practice_form, practice_views, practice_words
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.candidates import Candidate
from bot.knowledge.decision import Decision
from bot.storage import people, practices
from bot.storage.practices import EDITABLE, Part, Practice
from bot.storage.rows import Person

STALE = Toast("stale")


def _own(conn: Connection, press: Press) -> tuple[Person, Practice, Part] | None:
    """Return the presser, the form and the message, if it is theirs and still in the form."""
    part = practices.part(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    if part is None or person is None or part.field == "gone":
        return None
    found = practices.get(conn, part.practice_id)
    own = found.person_id == person.id and found.state in EDITABLE
    return (person, found, part) if own else None


def was_question(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take a message out of the form and deal with it as a question ([To jest pytanie])."""
    own = _own(conn, press)
    if own is None:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    _ask(conn, desk, *own, aside=True)
    return Toast("")


def was_part(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take a held message into the form ([To do zgłoszenia])."""
    own = _own(conn, press)
    if own is None or own[2].field != "held" or own[2].media:
        return STALE
    person, found, part = own
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    step = practices.step_of(conn, found)
    anew = (person.dialog_data or {}).get("anew") if person.dialog == "practice" else None
    field = step if step in TEXTS else "story"
    replace = field != "story" or anew == "story"
    practice_words.into_field(conn, desk, person, found, part, field, replace=replace)
    return Toast("")


def ask_what_was_held(conn: Connection, desk: Desk) -> None:
    """Deal with what nobody said anything about: no question hangs on a tap."""
    for part in practices.held_since(conn, desk.now - DIALOGUE_ENDS_AFTER):
        found = practices.get(conn, part.practice_id)
        person = people.by_id(conn, found.person_id)
        because = desk.because(f"{desk.cause}.part{part.id}")
        _ask(conn, because, person, found, part, aside=found.touched_at <= part.at)


def _ask(
    conn: Connection, desk: Desk, person: Person, found: Practice, part: Part, *, aside: bool
) -> None:
    """Deal with a message as if there were no form; put the form aside, with a way back to it.

    What is said next is about the question. Who has gone on with the form meanwhile stays in it.
    """
    current = practice_form.current(conn, person)
    aside = aside and current is not None and current.id == found.id
    if aside:
        people.end_dialog(conn, person.id)
        person = people.by_id(conn, person.id)
    whole = [part]
    if part.album is not None:
        whole = [one for one in practices.parts(conn, found.id) if one.album == part.album]
    for one in whole:
        practices.release(conn, one.id)
    _mend(conn, found, part.field)
    for one in whole:
        intake.understand(conn, desk, person, _incoming(person, one), _decision(one))
    if aside:
        practice_views.tell(conn, desk, person, found, "waits")


def _mend(conn: Connection, found: Practice, field: str) -> None:
    """Put a step before us again whose words have just been taken away."""
    if field in found.done and not practices.text_of(conn, found.id, field):
        left = [step for step in found.done if step != field]
        practices.set_fields(conn, found.id, done=left)


def _incoming(person: Person, part: Part) -> Incoming:
    return Incoming(
        chat_id=part.chat_id,
        message_id=part.message_id,
        sender_id=person.chat,
        name=person.name,
        text=part.text,
        at=part.at,
        entities=part.entities,
        media=part.media,
        file=part.file,
        album=part.album,
    )


def _decision(part: Part) -> Decision:
    """Return what the bot thought of a message when it came."""
    values: dict[str, Any] = dict(part.decision or {})
    values["topics"] = tuple(values["topics"])
    values["candidates"] = tuple(Candidate(**one) for one in values["candidates"])
    return Decision(**values)
