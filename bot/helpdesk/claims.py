"""What advisors do with a card: claim, pass on, ask for attachments, wait, close.

Claims are exclusive by a conditional update; the second presser is told who was first.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import confidential, contest_calls, drafts, owing
from bot.helpdesk.desk import Desk, Press, Toast, topic_view
from bot.storage import people, posts, receipts, records, staff, tickets
from bot.storage.rows import Post, Ticket

STALE = Toast("stale")
FILES_AT_ONCE = 20  # attachments for one press
LONG_TEXT = 1500  # characters that a card shows of a question


def claim(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give the ticket to the presser, if nobody was first."""
    ticket = tickets.find(conn, press.ident)
    if ticket is None:
        return STALE
    staff.know(conn, press.presser_id, press.name)
    if ticket.state == "queued" and not contest_calls.may_take(conn, ticket, press.presser_id):
        return Toast("scores", alert=True)
    if ticket.confidential and drafts.is_trainee(conn, press.presser_id):
        return Toast("secret_trainee", alert=True)
    if ticket.confidential and not confidential.may_hold(conn, press.presser_id):
        return Toast("secret_start", alert=True)
    if confidential.join(conn, desk, ticket, press.presser_id):
        _claimed(conn, desk, press, ticket)
        return Toast("claimed", number=ticket.id)
    if not tickets.claim(conn, ticket.id, press.presser_id, desk.now):
        return _too_late(conn, desk, ticket, press)
    _claimed(conn, desk, press, ticket)
    return Toast("claimed", number=ticket.id)


def _too_late(conn: Connection, desk: Desk, ticket: Ticket, press: Press) -> Toast:
    if ticket.state in ("closed", "withdrawn") or ticket.advisor_id is None:
        return STALE
    if ticket.advisor_id == press.presser_id:
        owing.refresh_card(conn, desk, ticket)
        return Toast("claimed", number=ticket.id)
    return Toast("taken", name=advisor_name(conn, ticket.advisor_id), alert=True)


def _claimed(conn: Connection, desk: Desk, press: Press, ticket: Ticket) -> None:
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "claim", ticket.id)
    held = tickets.get(conn, ticket.id)
    if held.confidential:
        confidential.taken(conn, desk, held)
    owing.refresh_card(conn, desk, held)
    if records.get_fact(conn, f"digest:{ticket.topic}") is not None:
        owing.refresh_digest(conn, desk, ticket)  # with the next ones that have no card yet


def advisor_name(conn: Connection, telegram_id: int | None) -> str:
    """Return the name an advisor is known by, or an empty text."""
    known = staff.find(conn, telegram_id) if telegram_id else None
    return known.name if known else ""


def ask_pass(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask under the card to whom the ticket should go."""
    ticket = tickets.find(conn, press.ident)
    if ticket is None or ticket.state not in tickets.OPEN:
        return STALE
    if ticket.advisor_id not in (None, press.presser_id):
        return Toast("not_holder", name=advisor_name(conn, ticket.advisor_id))
    former = receipts.latest(conn, ticket.id, "menu")
    if former is not None:
        owing.delete_message(conn, desk, former.chat_id, former.message_id)
    owing.send_to(
        conn,
        desk,
        f"{owing.GROUP}/{ticket.topic}",
        "passing",
        {
            "number": ticket.id,
            "topics": [topic_view(t) for t in desk.topics.values() if t.id != ticket.topic],
            "held": ticket.advisor_id is not None,
        },
        ticket=ticket.id,
        role="menu",
        reply_to=press.message_id,
        key=f"passing:{press.message_id}:{ticket.rev}:{former.message_id if former else 0}",
    )
    return Toast("")


def pass_to(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Move the ticket to another topic's queue or back to its own; the promise stands."""
    ticket = tickets.find(conn, press.ident)
    if ticket is None or ticket.state not in tickets.OPEN:
        return STALE
    if ticket.advisor_id not in (None, press.presser_id):
        return Toast("not_holder", name=advisor_name(conn, ticket.advisor_id))
    owing.delete_message(conn, desk, press.chat_id, press.message_id)
    if press.action == "pass_cancel":
        return Toast("")
    topic = ticket.topic if press.action == "release" else press.action.removeprefix("pass_")
    if topic not in desk.topics:
        return STALE
    if (ticket.state, ticket.topic) == ("queued", topic):
        return Toast("passed")  # pressed twice
    tickets.move(
        conn,
        ticket.id,
        was=tickets.OPEN,
        state="queued",
        topic=topic,
        advisor_id=None,
        second_advisor_id=None,
        claimed_at=None,
    )
    for one in confidential.advisors(ticket) if ticket.confidential else ():
        confidential.given_back(conn, desk, ticket, one)
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "pass", ticket.id, topic=topic)
    drafts.close_of_ticket(conn, desk, ticket)
    owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
    return Toast("passed")


def files(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the ticket's attachments, copied under its card: first those not shown yet."""
    ticket = tickets.find(conn, press.ident)
    if ticket is None:
        return STALE
    if ticket.confidential:  # they came with the conversation, in private
        return Toast("secret_files", alert=True)
    to, albums = f"{owing.GROUP}/{ticket.topic}", set()
    minute = f"{desk.now:%Y%m%d%H%M}"  # pressing twice brings them once
    held = _files(conn, ticket)
    fresh = [post for post in held if not receipts.of_post(conn, post.id)]
    for post in (fresh or held)[:FILES_AT_ONCE]:
        if post.album and post.album in albums:
            continue
        albums.add(post.album)
        owing.pass_on(conn, desk, to, post, role="relay", kind=Kind.MEDIA, attempt=f":{minute}")
    if held:
        records.note(conn, desk.now, f"advisor:{press.presser_id}", "seen_files", ticket.id)
    return Toast("sending_files") if held else Toast("no_files")


def _files(conn: Connection, ticket: Ticket) -> list[Post]:
    return [
        post
        for post in posts.of_ticket(conn, ticket.id)
        if post.side == "leader" and (post.media or len(post.text) > LONG_TEXT)
    ]


def wait(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Stop the clock until the leader writes."""
    ticket = tickets.find(conn, press.ident)
    if ticket is None or ticket.state != "claimed":
        return STALE
    if ticket.advisor_id != press.presser_id:
        return Toast("not_holder", name=advisor_name(conn, ticket.advisor_id))
    tickets.move(
        conn,
        ticket.id,
        was="claimed",
        state="waiting",
        waiting_since=desk.now,
        waiting_reminders=0,
    )
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "wait", ticket.id)
    owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
    owing.tell(
        conn,
        desk,
        people.by_id(conn, ticket.person_id),
        "wait_leader",
        {"number": ticket.id},
        ticket=ticket.id,
        role="waiting",
    )
    return Toast("waiting")


def close(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Close the ticket and ask the leader how it went."""
    ticket = tickets.find(conn, press.ident)
    if ticket is None or ticket.state not in ("claimed", "waiting"):
        return STALE
    if ticket.advisor_id != press.presser_id:
        return Toast("not_holder", name=advisor_name(conn, ticket.advisor_id))
    close_ticket(conn, desk, ticket, by="advisor")
    return Toast("closed", number=ticket.id)


def close_ticket(conn: Connection, desk: Desk, ticket: Ticket, *, by: str) -> None:
    """Close a ticket; its leader is told, with the way back, unless that is somebody else's."""
    tickets.move(
        conn, ticket.id, was=tickets.OPEN, state="closed", closed_at=desk.now, closed_by=by
    )
    records.note(conn, desk.now, by, "close", ticket.id)
    drafts.close_of_ticket(conn, desk, ticket)
    ended = tickets.get(conn, ticket.id)
    told = by == "advisor" and desk.closed(conn, desk, ended)
    owing.refresh_card(conn, desk, ended)
    if not told:
        tell_closed(conn, desk, ended, by=by)


def tell_closed(conn: Connection, desk: Desk, ticket: Ticket, *, by: str) -> None:
    """Tell a leader that their ticket is closed, and ask plainly whether the answer helped."""
    owing.tell(
        conn,
        desk,
        people.by_id(conn, ticket.person_id),
        "closed",
        {"number": ticket.id, "why": by},
        ticket=ticket.id,
        role="closing",
    )


def show_queue(conn: Connection, desk: Desk, to: str, advisor_id: int | None) -> None:
    """Owe a list of the queue, or of what one advisor holds."""
    held = (
        tickets.queue(conn, limit=None)
        if advisor_id is None
        else tickets.held_by(conn, advisor_id)
    )
    ending = contest_calls.that_end(conn, desk)
    held.sort(key=lambda one: one.contest not in ending)
    items = [
        {
            "number": ticket.id,
            "topic": topic_view(desk.topic(ticket.topic)),
            "promised": ticket.promised_at.isoformat() if ticket.promised_at else None,
            "advisor": advisor_name(conn, ticket.advisor_id),
            "last_day": ticket.contest in ending,
        }
        for ticket in held[:20]
    ]
    owing.send_to(
        conn, desk, to, "queue", {"items": items, "mine": advisor_id is not None}, role="list"
    )
