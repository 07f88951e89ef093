"""[Wspólna sprawa]: a case that all who act for its organisation may look at and add to.

They see number, topic, state and the last answer, never the conversation. A shared case belongs to
the organisation: who acts for it no longer does not see it, and an open one goes on to somebody
who does. What is not marked stays between its leader and the advisors.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import follow_ups, on_behalf, owing, views
from bot.helpdesk.desk import Desk, Incoming, Press, Toast, topic_view
from bot.helpdesk.owners import own_ticket
from bot.knowledge.decision import Decision
from bot.storage import organisations, people, posts, receipts, records, shared_cases, tickets
from bot.storage.organisations import Organisation
from bot.storage.rows import Person, Ticket

DIALOG = "shared_add"
LISTED = 6
_CHANNELS = {"chat": "telegram", "mail": "email"}

STALE, SHOWN = Toast("stale"), Toast("")


def mark(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Share a case of one's own with the organisation, or take it back."""
    found = own_ticket(conn, press)
    if found is None or on_behalf.shares_with(conn, found[1]) is None:
        return STALE
    person, ticket = found
    shared = press.action == "share"
    if ticket.shared != shared:
        tickets.set_fields(conn, ticket.id, shared=shared)
        who = f"person:{person.id}"
        organisation = ticket.organisation_id
        records.note(conn, desk.now, who, press.action, ticket.id, organisation=organisation)
    elif not press.shown:
        return Toast("saved")  # a second press of the same button
    view = views.case(conn, desk, tickets.get(conn, ticket.id))
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "case", view)
    return Toast("saved")


# -- what the others see


def lines(conn: Connection, desk: Desk, person: Person) -> list[dict[str, Any]]:
    """Return the cases that others share with a person, without a word of theirs."""
    found = shared_cases.of_person(conn, person.id, LISTED)
    return [_line(desk, ticket) for ticket in found]


def _line(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.id,
        "mark": views.MARKS[ticket.state],
        "state": ticket.state,
        "answered": ticket.answered_at is not None,
        "promised": ticket.promised_at.isoformat() if ticket.promised_at else None,
        "topic": topic_view(desk.topic(ticket.topic)),
    }


def pressed(conn: Connection, press: Press) -> tuple[Person, Ticket, Organisation] | None:
    """Return the presser, the case pressed for and its organisation, if it is shared with them."""
    person = people.by_telegram(conn, press.presser_id)
    ticket = tickets.find(conn, press.ident)
    if person is None or ticket is None or not may_see(conn, ticket, person.id):
        return None
    assert ticket.organisation_id is not None  # else nobody may
    return person, ticket, organisations.get(conn, ticket.organisation_id)


def may_see(conn: Connection, ticket: Ticket, person_id: int) -> bool:
    """Tell whether a case is shared with somebody now."""
    known = ticket.organisation_id
    if known is None or not ticket.shared or ticket.confidential or ticket.state == "withdrawn":
        return False
    if ticket.person_id == person_id:
        return False
    return organisations.membership_of(conn, known, person_id) is not None


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show a shared case in the place of the list."""
    found = pressed(conn, press)
    if found is None:
        return STALE
    _person, ticket, known = found
    answer = posts.last_answer(conn, ticket.id)
    view = {
        **_line(desk, ticket),
        "organisation": on_behalf.view(known),
        "answer": {"at": answer.at.isoformat(), "text": answer.text} if answer else None,
        "open": ticket.state in tickets.OPEN or follow_ups.can_reopen(desk, ticket),
    }
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "case_shared", view)
    return SHOWN


def ask_words(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Expect the next message to go into a shared case."""
    found = pressed(conn, press)
    if found is None:
        return STALE
    person, ticket, _known = found
    data = {"ticket": ticket.id}
    running = person.dialog_until is not None and desk.now < person.dialog_until
    if not running or (person.dialog, person.dialog_data) != (DIALOG, data):
        people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
        values = {"number": ticket.id, "person": person.id}
        owing.tell(conn, desk, person, "append_ask", values)
    return SHOWN


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Put the words into the shared case, and tell its leader that somebody added to it."""
    ticket = tickets.find(conn, int((person.dialog_data or {}).get("ticket", 0)))
    people.end_dialog(conn, person.id)
    if ticket is None or incoming.media == "sticker" or not may_see(conn, ticket, person.id):
        return False
    if ticket.state not in tickets.OPEN:
        if not follow_ups.can_reopen(desk, ticket):
            return False
        ticket = follow_ups.reopen(conn, desk, person, ticket)
    ticket, _post = follow_ups.put(conn, desk, ticket, incoming)
    records.note(conn, desk.now, f"person:{person.id}", "shared_add", ticket.id)
    values = {"number": ticket.id, "who": None}
    owing.tell(conn, desk, person, "shared_added", values)
    owner = people.by_id(conn, ticket.person_id)
    told = {"number": ticket.id, "who": person.name}
    owing.tell(conn, desk, owner, "shared_added", told, ticket=ticket.id, role="followed")
    return True


# -- when its leader goes


def hand_over(
    conn: Connection, desk: Desk, organisation_id: int, former: Person, heir: Person | None = None
) -> int:
    """Let somebody who still acts for the organisation have the open shared cases of one who left.

    Return how many went on; none when nobody is left.
    """
    left = organisations.members(conn, organisation_id)
    to = heir or next((one for one in left if one.id != former.id), None)
    if to is None:
        return 0
    found = shared_cases.open_of(conn, organisation_id, former.id)
    for ticket in found:
        _to_heir(conn, desk, ticket, organisation_id, former, to)
    return len(found)


def _to_heir(
    conn: Connection, desk: Desk, ticket: Ticket, organisation_id: int, former: Person, to: Person
) -> None:
    receipt = receipts.latest(conn, ticket.id, "receipt")
    if receipt is not None:
        owing.strip_buttons(conn, desk, receipt.chat_id, receipt.message_id)
        receipts.retire(conn, receipt.chat_id, receipt.message_id)
    channel = _CHANNELS.get(to.address.partition(":")[0], ticket.channel)
    now_is = {"person_id": to.id, "address": to.address, "channel": channel}
    tickets.set_fields(conn, ticket.id, call_wanted=False, **now_is)
    shared_cases.hand_over(conn, ticket.id, organisation_id, (former.id, to.id), desk.now)
    records.note(conn, desk.now, "bot", "handed_over", ticket.id, person=to.id)
    changed = tickets.get(conn, ticket.id)
    owing.refresh_card(conn, desk, changed)
    owing.refresh_receipt(conn, desk, changed)
