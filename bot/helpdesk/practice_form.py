"""The form by which a leader tells of a good practice: one question at a time, all of it rows.

It forgives: photos may come at any step, a long "title" is taken as the description, what may be a
question is held until its author decides. Buttons are the work of `practice_presses`.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.practices import (
    DRAFTS,
    KEPT_FOR,
    LONGEST,
    OPTIONAL,
    PHOTOS,
    SUMMARY,
    TEXTS,
    is_wish,
    length,
    said,
)
from bot.domain.written import is_blank
from bot.helpdesk import follow_ups, owing, practice_views
from bot.helpdesk.desk import Desk, Incoming
from bot.helpdesk.talk import ASKING
from bot.knowledge.decision import Decision
from bot.storage import people, posts, practices, receipts
from bot.storage.practices import EDITABLE, OPEN, Part, Practice
from bot.storage.rows import Person

DIALOG = "practice"
SHORT = 300  # characters: a longer text is a story, even if it asks something
#: Kinds of words that are said to us, in the middle of a form too.
_TO_US = frozenset({"greeting", "thanks", "goodbye", "abuse", "human"})


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
    if incoming.media or not is_wish(incoming.text):
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
    more = bool(part) and ((step == "story" and bool(known)) or noted == "photo")
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


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take a message into the form; False when it plainly belongs elsewhere."""
    found = current(conn, person)
    if found is None:
        people.end_dialog(conn, person.id)
        return False
    if _in_ticket(conn, incoming) or (incoming.media and incoming.media not in ASKING):
        return False
    if incoming.media == "photo":
        _photo(conn, desk, person, found, incoming, decision)
        return True
    if incoming.media:
        _hold(conn, desk, person, found, incoming, decision)
        return True
    if is_blank(incoming.text) or decision.kind in _TO_US:
        return False
    step = practices.step_of(conn, found)
    if _word(conn, desk, person, found, step, said(incoming.text)):
        return True
    if step not in TEXTS or _may_ask(conn, desk, person, found, incoming, decision):
        _hold(conn, desk, person, found, incoming, decision)
    else:
        _text(conn, desk, person, found, step, incoming, decision)
    return True


def _in_ticket(conn: Connection, incoming: Incoming) -> bool:
    """Tell whether a message replies to something of a ticket."""
    if incoming.reply_to is None:
        return False
    known = receipts.find(conn, incoming.chat_id, incoming.reply_to)
    if known is not None and known.ticket_id is not None:
        return True
    return posts.by_message(conn, incoming.chat_id, incoming.reply_to) is not None


def _may_ask(
    conn: Connection,
    desk: Desk,
    person: Person,
    found: Practice,
    incoming: Incoming,
    decision: Decision,
) -> bool:
    """Tell whether words may be a question, or a word to an advisor who spoke meanwhile."""
    text = incoming.text.strip()
    if len(text) <= SHORT and (text.endswith("?") or (decision.zone == "answer" and asks(text))):
        return True
    ticket = follow_ups.talking(conn, desk, person, incoming.at)
    spoke = (ticket.waiting_since or ticket.answered_at) if ticket is not None else None
    return spoke is not None and spoke > found.touched_at


def _word(
    conn: Connection, desk: Desk, person: Person, found: Practice, step: str, word: str | None
) -> bool:
    """Do what a typed word says where a button would; False when it is not such a word here."""
    if word == "on" and step in ("title", "place") and not practices.text_of(conn, found.id, step):
        ask(conn, desk, person, found)
        return True
    if word == "on" or (word == "no" and step in OPTIONAL):
        return pass_step(conn, desk, person, found, step)
    if word in ("yes", "no") and step == "people":
        settle_people(conn, desk, person, found, agree=word == "yes")
        return True
    if word in ("yes", "no") and step == "consent":
        settle_consent(conn, desk, person, found, agree=word == "yes")
        return True
    return False


def pass_step(conn: Connection, desk: Desk, person: Person, found: Practice, step: str) -> bool:
    """Put a step behind that may be, without new words; False when it lacks something."""
    here = practices.step_of(conn, found) == step
    filled = step in TEXTS and practices.text_of(conn, found.id, step)
    if not here or not (step in OPTIONAL or filled):
        return False
    _done(conn, found, step)
    ask(conn, desk, person, found)
    return True


def _done(conn: Connection, found: Practice, step: str) -> None:
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


def _text(
    conn: Connection,
    desk: Desk,
    person: Person,
    found: Practice,
    step: str,
    incoming: Incoming,
    decision: Decision,
) -> None:
    """Take words into the field that is asked for."""
    ident = _keep(conn, found, "held", incoming, decision)
    part = practices.part(conn, ident)
    assert part is not None
    anew = (person.dialog_data or {}).get("anew")
    into_field(conn, desk, person, found, part, step, replace=anew == step or step != "story")


def into_field(
    conn: Connection,
    desk: Desk,
    person: Person,
    found: Practice,
    part: Part,
    step: str,
    *,
    replace: bool,
) -> None:
    """Make a message the words of a field, if they fit, and ask for what comes next."""
    field, noted = step, "saved"
    if step == "title" and length(part.text) > LONGEST["title"]:
        field, noted, replace = "story", "story", False
    before = "" if replace else practices.text_of(conn, found.id, field)
    total = length(part.text) + length(before)
    if total > LONGEST[field]:
        practices.release(conn, part.id)
        practice_views.tell(conn, desk, person, found, "long", length=total, most=LONGEST[field])
        return
    if replace:
        practices.let_go(conn, found.id, field)
    practices.set_part(conn, part.id, field=field)
    if field not in ("story", *found.done):
        _done(conn, found, field)
    ask(conn, desk, person, found, part=part.id, noted=noted)


def _photo(
    conn: Connection,
    desk: Desk,
    person: Person,
    found: Practice,
    incoming: Incoming,
    decision: Decision,
) -> None:
    """Take a photo, at whatever step; an album is confirmed once."""
    album = incoming.album
    known = album is not None and practices.has_album(conn, found.id, album)
    if practices.photo_count(conn, found.id) >= PHOTOS:
        _keep(conn, found, "gone", incoming, decision)
        values = {"what": "enough", "practice": found.id, "most": PHOTOS}
        key = f"practice-enough:{found.id}:{album or incoming.message_id}"
        owing.tell(conn, desk, person, "practice_note", values, key=key)
        return
    ident = _keep(conn, found, "photo", incoming, decision)
    undone = [step for step in found.done if step != "people"]
    practices.set_fields(conn, found.id, done=undone, people_agree=None, touched_at=desk.now)
    if not known:
        ask(conn, desk, person, found, part=ident, noted="photo")


def _hold(
    conn: Connection,
    desk: Desk,
    person: Person,
    found: Practice,
    incoming: Incoming,
    decision: Decision,
) -> None:
    """Keep what may be a question, and ask what it is."""
    part = _keep(conn, found, "held", incoming, decision)
    values = {"part": part, "media": bool(incoming.media)}
    owing.tell(conn, desk, person, "practice_held", values)


def _keep(
    conn: Connection, found: Practice, field: str, incoming: Incoming, decision: Decision
) -> int:
    return practices.keep(
        conn,
        found.id,
        field,
        chat_id=incoming.chat_id,
        message_id=incoming.message_id,
        text=incoming.text,
        entities=incoming.entities,
        media=incoming.media,
        file=dict(incoming.file) if incoming.file else None,
        album=incoming.album,
        decision=asdict(decision),
        at=incoming.at,
    )


def edited(conn: Connection, incoming: Incoming, edited_at: datetime) -> bool:
    """Take over an edit of a message of a form; False when it is none.

    What was sent is not changed any more: somebody may be reading it.
    """
    part = practices.part_by_message(conn, incoming.chat_id, incoming.message_id)
    if part is None:
        return False
    found = practices.get(conn, part.practice_id)
    newer = part.edited_at is None or part.edited_at <= edited_at
    rest = practices.text_of(conn, found.id, part.field) if part.field == "story" else part.text
    room = LONGEST.get(part.field, SHORT * 10) - length(rest) + length(part.text)
    if (
        found.state in EDITABLE
        and part.field != "gone"
        and newer
        and 0 < length(incoming.text) <= room
    ):
        practices.set_part(conn, part.id, text=incoming.text, edited_at=edited_at)
    return True


def put_aside(conn: Connection, desk: Desk, person: Person) -> None:
    """Stop waiting for the form's next words; what was written stays as a draft."""
    found = current(conn, person)
    people.end_dialog(conn, person.id)
    if found is not None and practices.parts(conn, found.id):
        practice_views.tell(conn, desk, person, found, "kept")
