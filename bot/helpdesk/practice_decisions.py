"""What coordinators decide about a practice: accepted, sent back with words, or declined.

Its author is told kindly of each. A decision is a conditional update: the second of two presses
finds it made.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.domain.polish_words import fold
from bot.domain.practices import LONGEST
from bot.helpdesk import owing, practice_cards, practice_views, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.storage import people, practices, receipts, records
from bot.storage.practices import Practice
from bot.storage.rows import Receipt

STALE = Toast("stale")
PROMPT = "practice_words"  # the role of the message that asks what is to be put right
LONGEST_NOTE = LONGEST["extra"]
_LONGEST_SLUG = 50
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


def _asked(conn: Connection, desk: Desk, press: Press) -> Practice | Toast:
    """Return the practice whose card was pressed, or what the presser is told instead."""
    known = receipts.find(conn, press.chat_id, press.message_id)
    found = practices.find(conn, press.ident)
    if found is None or known is None or known.practice_id != found.id:
        return STALE
    if press.presser_id not in standing.coordinators(conn, desk):
        return Toast("not_coordinator", alert=True)
    return found


def _decided(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Tell that somebody was first, and show the card as it is."""
    known = receipts.find(conn, press.chat_id, press.message_id)
    if known is not None:
        practice_cards.redraw(conn, desk, known)
    return Toast("decided")


def accept(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Accept a practice: it will be among the pages that `export` writes."""
    found = _asked(conn, desk, press)
    if isinstance(found, Toast):
        return found
    slug = found.slug or free_slug(conn, desk, found)
    if not _decide(conn, desk, press, found, "accepted", was=("sent", "rejected"), slug=slug):
        return _decided(conn, desk, press)
    return Toast("saved")


def reject(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Decline a practice."""
    found = _asked(conn, desk, press)
    if isinstance(found, Toast):
        return found
    if not _decide(conn, desk, press, found, "rejected", was=("sent",)):
        return _decided(conn, desk, press)
    return Toast("saved")


def ask_words(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask the coordinator what is to be put right; nothing goes to the author yet."""
    found = _asked(conn, desk, press)
    if isinstance(found, Toast):
        return found
    if found.state != "sent":
        return _decided(conn, desk, press)
    owing.send_to(
        conn,
        desk,
        owing.COORDINATION,
        "practice_words",
        {"title": practice_views.shown(conn, found, "title"), "_practice": found.id},
        role=PROMPT,
        reply_to=press.message_id,
        key=f"practice-words:{found.id}:{found.rev}",
    )
    return Toast("")


def photos(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the photos once more."""
    found = _asked(conn, desk, press)
    if isinstance(found, Toast):
        return found
    if not found.people_agree or not practices.photo_count(conn, found.id):
        return Toast("no_files")
    practice_cards.show_photos(conn, desk, found)
    return Toast("sending_photos")


def _decide(
    conn: Connection,
    desk: Desk,
    by: Press | Incoming,
    found: Practice,
    state: str,
    *,
    was: tuple[str, ...],
    **values: str,
) -> bool:
    """Move a practice, tell its author and show it on the card; False when it was moved before."""
    who = by.presser_id if isinstance(by, Press) else by.sender_id
    moved = practices.move(
        conn,
        found.id,
        was=was,
        state=state,
        decided_by=who,
        decider=by.name,
        decided_at=desk.now,
        **values,
    )
    if not moved:
        return False
    records.note(conn, desk.now, f"advisor:{who}", f"practice_{state}", practice=found.id)
    author = people.by_id(conn, found.person_id)
    note = {"note": values["note"]} if "note" in values else {}
    practice_views.tell(conn, desk, author, found, state, **note)
    practice_cards.refresh(conn, desk, found.id)
    return True


def free_slug(conn: Connection, desk: Desk, found: Practice) -> str:
    """Return a free name for the page of a practice, made of its title."""
    plain = _NOT_IN_A_NAME.sub("-", fold(practice_views.told(conn, found, "title"))).strip("-")
    name = plain[:_LONGEST_SLUG].strip("-") or "praktyka"
    free = name not in desk.base.practices and not practices.slug_taken(conn, name)
    return name if free else f"{name}-{found.id}"


# Words in the group


def answered(conn: Connection, desk: Desk, said: Incoming, known: Receipt) -> None:
    """Take a reply to a card or to the question what is to be put right."""
    found = practices.get(conn, known.practice_id or 0)
    hint = _not_for_author(conn, desk, said, known, found)
    if hint is not None:
        values = {"what": hint, "most": LONGEST_NOTE}
        owing.send_to(
            conn,
            desk,
            owing.COORDINATION,
            "practice_hint",
            values,
            role="hint",
            reply_to=said.message_id,
        )
    elif _decide(conn, desk, said, found, "returned", was=("sent",), note=said.text):
        owing.react(conn, desk, said.chat_id, said.message_id, "👌")


def _not_for_author(
    conn: Connection, desk: Desk, said: Incoming, known: Receipt, found: Practice
) -> str | None:
    """Return why a reply does not go to the author, or None when it does."""
    if known.role != PROMPT:
        return "card"
    if said.sender_id not in standing.coordinators(conn, desk):
        return "coordinator"
    if found.state != "sent":
        return "decided"
    if said.media or not said.text.strip():
        return "words"
    return "long" if len(said.text) > LONGEST_NOTE else None
