"""What a leader writes or sends while the form of a practice waits for it.

Plain answers go into their field; what belongs to a ticket goes there; what may be a question is
held until its author, or a quarter of an hour, decides.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.practices import LONGEST, OPTIONAL, PHOTOS, TEXTS, length, said
from bot.domain.written import is_blank
from bot.helpdesk import follow_ups, owing, practice_views
from bot.helpdesk.desk import Desk, Incoming
from bot.helpdesk.practice_form import (
    SHORT,
    ask,
    current,
    pass_step,
    put_behind,
    settle_consent,
    settle_people,
)
from bot.helpdesk.talk import ASKING
from bot.knowledge.decision import Decision
from bot.storage import people, posts, practices, receipts
from bot.storage.practices import EDITABLE, Part, Practice
from bot.storage.rows import Person

#: Kinds of words that are said to us, in the middle of a form too.
_TO_US = frozenset({"greeting", "thanks", "goodbye", "abuse", "human"})


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
        put_behind(conn, found, field)
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


def edited(conn: Connection, incoming: Incoming, decision: Decision, edited_at: datetime) -> bool:
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
        practices.set_part(
            conn,
            part.id,
            text=incoming.text,
            entities=incoming.entities,
            decision=asdict(decision),
            edited_at=edited_at,
        )
    return True
