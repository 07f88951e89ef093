"""`/dane`: what a coordinator may do about somebody's data: hold it, release it, see the trail.

A hold is for a dispute or an inspection: as long as it lasts nothing of that person is erased,
neither by the nights nor at their own wish, and they are told so when they ask.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.names import clean_name
from bot.helpdesk import notices, owing, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.office.privacy.wishes import STALE
from bot.storage import erasures, people, records, tickets
from bot.storage.rows import Person

WHO, WHY = "prv_who", "prv_why"
WAITS = timedelta(minutes=15)
LONGEST = 300
_NUMBER = re.compile(r"(?:#|sprawa\s*)?#?([0-9]{1,12})", re.IGNORECASE)
_PERSON = re.compile(r"osoba\s*([0-9]{1,12})", re.IGNORECASE)


def begin(conn: Connection, desk: Desk, person: Person) -> None:
    """Ask a coordinator whom it is about; others are told that there is no such command."""
    if person.telegram_id not in standing.coordinators(conn, desk):
        notices.unknown(conn, desk, person)
        return
    people.start_dialog(conn, person.id, WHO, {}, desk.now, WAITS)
    owing.tell(conn, desk, person, "privacy_ask", {"what": "who", "person": person.id})


def take_whom(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take the number of a case or of a person, and show what may be done."""
    if incoming.media or person.telegram_id not in standing.coordinators(conn, desk):
        return False
    meant = _meant(conn, incoming.text.strip())
    if meant is None:
        if decision.zone == "answer":
            return False
        owing.tell(conn, desk, person, "privacy_ask", {"what": "again", "person": person.id})
        return True
    people.end_dialog(conn, person.id)
    owing.tell(conn, desk, person, "privacy_person", view(conn, meant))
    records.note(conn, desk.now, f"advisor:{person.telegram_id}", "data_opened", person=meant.id)
    return True


def _meant(conn: Connection, text: str) -> Person | None:
    if (said := _PERSON.fullmatch(text)) is not None:
        return people.find(conn, int(said.group(1)))
    said = _NUMBER.fullmatch(text)
    ticket = tickets.find(conn, int(said.group(1))) if said is not None else None
    return people.by_id(conn, ticket.person_id) if ticket is not None else None


def view(conn: Connection, meant: Person) -> dict[str, Any]:
    """Return what a coordinator is shown of somebody: numbers and days, no name."""
    hold, waiting = erasures.held_by(conn, meant.id), erasures.waiting(conn, meant.id)
    return {
        "meant": meant.id,
        "numbers": [one.id for one in tickets.of_person(conn, meant.id, 10)],
        "held": {"reason": hold.reason, "since": hold.set_at.isoformat()} if hold else None,
        "due": waiting.due_at.isoformat() if waiting is not None else None,
        "erased": meant.erased_at.isoformat() if meant.erased_at is not None else None,
    }


def both(conn: Connection, desk: Desk, press: Press) -> tuple[Person, Person] | None:
    """Return the coordinator who pressed, and whom it is about."""
    person, meant = people.by_telegram(conn, press.presser_id), people.find(conn, press.ident)
    if person is None or meant is None:
        return None
    return (person, meant) if press.presser_id in standing.coordinators(conn, desk) else None


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for the reason of a hold."""
    found = both(conn, desk, press)
    if found is None or found[1].legal_hold or found[1].erased_at is not None:
        return STALE
    person, meant = found
    people.start_dialog(conn, person.id, WHY, {"person": meant.id}, desk.now, WAITS)
    owing.tell(conn, desk, person, "privacy_ask", {"what": "why", "person": person.id})
    return Toast("")


def take_reason(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take the reason, and hold."""
    reason = clean_name(incoming.text, LONGEST)
    coordinates = person.telegram_id in standing.coordinators(conn, desk)
    if incoming.media or not reason or not coordinates:
        return False
    people.end_dialog(conn, person.id)
    meant = people.by_id(conn, (person.dialog_data or {})["person"])
    if not meant.legal_hold and meant.erased_at is None:
        erasures.hold(conn, meant.id, reason, person.chat, desk.now)
        actor = f"advisor:{person.telegram_id}"
        records.note(conn, desk.now, actor, "legal_hold", person=meant.id)
    owing.tell(conn, desk, person, "privacy_person", view(conn, people.by_id(conn, meant.id)))
    return True


def release(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let somebody's data be erased again; a wish that waited is carried out soon."""
    found = both(conn, desk, press)
    if found is None or not erasures.release(conn, found[1].id, press.presser_id, desk.now):
        return STALE
    meant = found[1]
    actor = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, actor, "legal_hold_released", person=meant.id)
    show_again(conn, desk, press, meant)
    return Toast("saved")


def show_again(conn: Connection, desk: Desk, press: Press, meant: Person) -> None:
    """Bring the message about somebody up to date."""
    values = view(conn, people.by_id(conn, meant.id))
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "privacy_person", values)
