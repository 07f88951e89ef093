"""Who judges applications helps with none: marked by the coordinator with `/ocenia`.

Contest tickets that such a person holds go back to their queue.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.polish_words import fold
from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Incoming
from bot.storage import records, staff, tickets
from bot.storage.rows import Advisor

HELD = ("claimed", "waiting")


def mark(conn: Connection, desk: Desk, said: Incoming, to: str) -> None:
    """Mark a member as judging, or no longer: named, or the one who is replied to."""
    if said.sender_id not in standing.coordinators(conn, desk):
        _say(conn, desk, said, to, "not_coordinator")
        return
    found = _named(conn, said)
    if len(found) != 1:
        _say(conn, desk, said, to, "which" if found else "nobody")
        return
    one = found[0]
    staff.set_fields(conn, one.telegram_id, scores=not one.scores)
    who = f"advisor:{said.sender_id}"
    records.note(conn, desk.now, who, "scores", advisor=one.telegram_id, scores=not one.scores)
    numbers = [] if one.scores else give_back(conn, desk, one)
    _say(conn, desk, said, to, "free" if one.scores else "scores", one.name, numbers)


def _named(conn: Connection, said: Incoming) -> list[Advisor]:
    """Return the members that may be meant."""
    everybody = staff.members(conn)
    words = fold(" ".join(said.text.split()[1:])).removeprefix("@")
    if not words:
        return [one for one in everybody if one.telegram_id == said.reply_to_sender]
    exact = [one for one in everybody if fold(one.name) == words]
    return exact or [one for one in everybody if fold(one.name).startswith(words)]


def give_back(conn: Connection, desk: Desk, one: Advisor) -> list[int]:
    """Put the contest tickets that somebody holds back into their queues."""
    numbers = []
    for ticket in tickets.held_by(conn, one.telegram_id):
        if ticket.contest is not None and tickets.move(
            conn, ticket.id, was=HELD, state="queued", advisor_id=None, claimed_at=None
        ):
            owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
            numbers.append(ticket.id)
    return numbers


def _say(
    conn: Connection,
    desk: Desk,
    said: Incoming,
    to: str,
    what: str,
    name: str = "",
    numbers: list[int] | None = None,
) -> None:
    judging = [one.name for one in staff.members(conn) if one.scores]
    values = {"what": what, "name": name, "numbers": numbers or [], "judging": judging}
    owing.send_to(conn, desk, to, "scores", values, reply_to=said.message_id, role="hint")
