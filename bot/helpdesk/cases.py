"""A leader's own tickets: the list, one of them, and what the leader may do with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import follow_ups, on_behalf, opening, owing, sharing, views
from bot.helpdesk.desk import Desk, Press, Toast
from bot.helpdesk.owners import is_theirs, own_ticket
from bot.storage import people, records, tickets
from bot.storage.rows import Person, Ticket

PAGE = 6
#: "Trochę" is offered no more, but stands under older messages; it counts as unknown.
RATINGS = {"rate_bad": 1, "rate_fair": 2, "rate_good": 3}
MENUS = {
    "topics": "topics",
    "further": "further",
    "behalf": on_behalf.MENU,
    "secret": "secret",
    "back": None,
}  # of a receipt
SAVED = Toast("saved")
SHOWN = Toast("")  # what appears is answer enough
STALE = Toast("stale")


def _list(conn: Connection, desk: Desk, person: Person, start: int) -> dict[str, Any]:
    held = [one for one in tickets.of_person(conn, person.id) if is_theirs(conn, one, person.id)]
    shown = held[start : start + PAGE]
    older = start + PAGE if len(held) > start + PAGE else None
    return {
        "cases": [views.case_line(conn, ticket) for ticket in shown],
        "older": older,
        "shared": sharing.lines(conn, desk, person) if start == 0 else [],
    }


def show_list(conn: Connection, desk: Desk, person: Person) -> None:
    """Owe the list of a person's tickets, newest first."""
    owing.tell(conn, desk, person, "cases", _list(conn, desk, person, 0))


def page(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show another part of the list in the same message."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None:
        return STALE
    owing.replace_text(
        conn,
        desk,
        press.chat_id,
        press.message_id,
        "cases",
        _list(conn, desk, person, press.ident),
    )
    return SHOWN


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show one ticket in the same message."""
    found = own_ticket(conn, press)
    if found is None:
        return STALE
    view = views.case(conn, desk, found[1])
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "case", view)
    return SHOWN


def need(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Correct how urgent it is; the promise follows."""
    found = own_ticket(conn, press, only_open=True)
    if found is None:
        return STALE
    return _corrected(conn, desk, found[1], need=press.action.removeprefix("need_"))


def topic(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Correct the topic; the card moves to the other thread."""
    found = own_ticket(conn, press, only_open=True)
    chosen = press.action.removeprefix("topic_")
    if found is None or chosen not in desk.topics:
        return STALE
    return _corrected(conn, desk, found[1], topic=chosen)


def _corrected(conn: Connection, desk: Desk, ticket: Ticket, **changes: str) -> Toast:
    corrected = opening.correct(conn, desk, ticket, **changes)
    owing.refresh_card(conn, desk, corrected)
    owing.refresh_receipt(conn, desk, corrected)
    return SAVED


def turn_over(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the topics on the receipt, or what else may be done, or go back."""
    found = own_ticket(conn, press, only_open=True)
    if found is None:
        return STALE
    owing.refresh_receipt(conn, desk, found[1], MENUS[press.action])
    return SHOWN


def withdraw(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take a question back; it can be restored."""
    found = own_ticket(conn, press)
    if found is None:
        return STALE
    person, ticket = found
    if not tickets.move(
        conn,
        ticket.id,
        was=tickets.OPEN,
        state="withdrawn",
        closed_at=desk.now,
        closed_by="leader",
    ):
        return STALE
    records.note(conn, desk.now, f"person:{person.id}", "withdraw", ticket.id)
    _show_both(conn, desk, ticket)
    return SAVED


def restore(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put a withdrawn or closed ticket back, while it may be reopened."""
    found = own_ticket(conn, press)
    if found is None or found[1].state not in ("withdrawn", "closed"):
        return STALE
    person, ticket = found
    if not follow_ups.can_reopen(desk, ticket):
        return Toast("too_late")
    again = follow_ups.reopen(conn, desk, person, ticket)
    _show_both(conn, desk, again)
    if press.action == "reopen":
        owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
        owing.tell(
            conn,
            desk,
            person,
            "reopened",
            {
                "number": again.id,
                "promised": again.promised_at.isoformat() if again.promised_at else None,
            },
            ticket=again.id,
        )
    return SAVED


def _show_both(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    current = tickets.get(conn, ticket.id)
    owing.refresh_card(conn, desk, current)
    owing.refresh_receipt(conn, desk, current)


def solved(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Close a ticket because its leader says that it is settled."""
    found = own_ticket(conn, press, only_open=True)
    if found is None:
        return STALE
    close_by_leader(conn, desk, *found)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return SHOWN


def close_by_leader(conn: Connection, desk: Desk, person: Person, ticket: Ticket) -> None:
    """Close a ticket for its leader, and ask how it went."""
    tickets.move(
        conn,
        ticket.id,
        was=tickets.OPEN,
        state="closed",
        closed_at=desk.now,
        closed_by="leader",
    )
    records.note(conn, desk.now, f"person:{person.id}", "solved", ticket.id)
    owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
    owing.tell(
        conn, desk, person, "solved", {"number": ticket.id}, ticket=ticket.id, role="closing"
    )


def rate(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Remember how the leader rates the answer; the last press counts."""
    found = own_ticket(conn, press)
    if found is None or found[1].state != "closed":
        return STALE
    _person, ticket = found
    tickets.set_fields(conn, ticket.id, rating=RATINGS[press.action])
    owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
    owing.replace_text(
        conn,
        desk,
        press.chat_id,
        press.message_id,
        "rated",
        {"number": ticket.id, "reopen": follow_ups.can_reopen(desk, ticket)},
    )
    return Toast("thanks")
