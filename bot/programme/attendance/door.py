"""The code at the door: a link that marks whoever opens it as here, while the meeting is on.

One secret belongs to a meeting, not to a person, so it may be opened many times; but only in the
meeting's own window (an hour before it begins to half an hour after it ends), and it marks nobody
but the one who opens it. Only hashes are kept: each printing makes a secret of its own, and those
printed before go on to work.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import documents
from bot.programme.attendance import authority, boards, checking
from bot.storage import occasions, people, records, registrations
from bot.storage.occasions import Occasion
from bot.storage.rows import Person

PREFIX = "ci_"
FACT = "checkin:"
KEPT = 20  # printings of one meeting whose codes work


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def new_secret(conn: Connection, row: Occasion) -> str:
    """Return a fresh secret of a meeting; only its hash is kept."""
    secret = f"{PREFIX}{secrets.token_urlsafe(18)}"
    name = f"{FACT}{occasions.number_of_occasion(row.id)}"
    known = (records.get_fact(conn, name) or {"hashes": []})["hashes"]
    hashes = [*known, _digest(secret)][-KEPT:]
    records.set_fact(conn, name, {"occasion": row.id, "hashes": hashes})
    return secret


def _opened(conn: Connection, payload: str) -> Occasion | None:
    """Return the meeting whose code this is."""
    digest = _digest(payload)
    for known in records.facts_named(conn, FACT).values():
        if digest in known["hashes"]:
            return occasions.find(conn, known["occasion"])
    return None


def codes(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send the code as a picture, and as a page to hang at the door."""
    at = authority.meeting(conn, desk, press)
    person = people.by_telegram(conn, press.presser_id)
    if isinstance(at, Toast) or person is None:
        return at if isinstance(at, Toast) else authority.STALE
    secret = new_secret(conn, at.occasion)
    view = boards.occasion_view(at.occasion)
    opens, closes = authority.window(at.occasion)
    about = {"occasion": at.occasion.id, "secret": secret}
    caption = {**view, "opens": opens.isoformat(), "closes": closes.isoformat()}
    for document in ("att_code", "att_door"):
        documents.send(
            conn, desk, person.address, document, about,
            caption="attendance_code", values={**caption, "page": document == "att_door"},
            key=f"{document}:{view['occasion']}:{person.id}:{desk.cause}",
        )  # fmt: skip
    return Toast("sent")


def follow(conn: Connection, desk: Desk, person: Person, payload: str) -> bool:
    """Mark the one who opens a code as here; False when the payload is no code."""
    if not payload.startswith(PREFIX):
        return False
    row = _opened(conn, payload)
    if row is None or row.state != "open":
        _say(conn, desk, person, None, "unknown")
    elif not authority.is_open(row, desk.now):
        _say(conn, desk, person, row, "early" if desk.now < row.starts_at else "late")
    else:
        _say(conn, desk, person, row, _arrive(conn, desk, person, row))
    return True


def _arrive(conn: Connection, desk: Desk, person: Person, row: Occasion) -> str:
    """Mark somebody as here, and return what they are to be told."""
    own = registrations.of_person(conn, row.id, person.id)
    if own is None:
        return "not_listed"
    if own.present_at is not None:
        return "again"
    return "here" if checking.arrive(conn, desk, row, own, "link") else "waiting"


def _say(conn: Connection, desk: Desk, person: Person, row: Occasion | None, what: str) -> None:
    shown = {"title": "", "place": "", "day": "", "starts": "", "occasion": 0}
    opens = closes = ""
    if row is not None:
        shown = boards.occasion_view(row)
        opens, closes = (one.isoformat() for one in authority.window(row))
    values = {**shown, "what": what, "opens": opens, "closes": closes}
    owing.tell(conn, desk, person, "checkin", values)
