"""What becomes of a proposal: approved by a second person, declined, or published alone.

A decision is a conditional update: the second of two presses finds it made. Each is in the audit
trail, and its author is told. Who is alone waits a quarter of an hour, in which all may stop it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.quiet_hours import is_quiet
from bot.helpdesk import owing, proposal_cards, proposal_views, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.helpdesk.proposal_drafts import refresh_ticket
from bot.helpdesk.proposal_words import amendment
from bot.knowledge.amendments import Amendment
from bot.storage import gaps, proposals, receipts, records, staff
from bot.storage.proposals import Proposal

STALE = Toast("stale")
RENEWED = Toast("renewed", alert=True)  # an old card: its words are not what would be decided
ALONE_AFTER = timedelta(minutes=15)
LEFT_AFTER, FORGOTTEN_AFTER = timedelta(days=30), timedelta(days=60)
TOLD = "proposal_told"  # the role of what its author is told; talk under it is talk
CONFLICT = "content_conflict"  # the role of the message about what does not fit any more


def in_force(conn: Connection) -> list[Amendment]:
    """Return what was approved, oldest first, as the knowledge takes it."""
    return [amendment(found) for found in proposals.approved(conn)]


def _asked(conn: Connection, press: Press, *roles: str) -> Proposal | Toast:
    """Return the proposal whose message was pressed, if the presser has seen its words."""
    known = receipts.find(conn, press.chat_id, press.message_id)
    found = proposals.find(conn, press.ident)
    if found is None or known is None or known.content_id != found.id or known.role not in roles:
        return STALE
    if found.rev != press.rev:
        return RENEWED if found.state == "offered" else STALE
    return found


def approve(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put a proposal into the knowledge, as somebody else than its author."""
    found = _asked(conn, press, proposal_cards.CARD)
    if isinstance(found, Toast):
        return found
    if found.author_id == press.presser_id:
        return Toast("own_proposal" if found.publish_at is None else "own_waits", alert=True)
    if found.bench is None:
        return STALE
    return Toast("saved") if _decide(conn, desk, press, found, "approved", alone=False) else STALE


def reject(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Decline a proposal."""
    found = _asked(conn, press, proposal_cards.CARD)
    if isinstance(found, Toast):
        return found
    return Toast("saved") if _decide(conn, desk, press, found, "rejected") else STALE


def stop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Stop what is about to be published alone, or take back what is in force."""
    found = _asked(conn, press, proposal_cards.CARD, CONFLICT)
    if isinstance(found, Toast):
        return found
    if found.state == "offered" and found.publish_at is None:
        return STALE
    if not _decide(conn, desk, press, found, "stopped", was=(found.state,)):
        return STALE
    known = receipts.find(conn, press.chat_id, press.message_id)
    if known is not None and known.role == CONFLICT:
        owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return Toast("saved")


def _decide(
    conn: Connection,
    desk: Desk,
    press: Press,
    found: Proposal,
    state: str,
    *,
    was: tuple[str, ...] = ("offered",),
    **values: Any,
) -> bool:
    """Move a proposal and tell everybody; False when it was decided before."""
    if found.state not in was or state == found.state or found.state in ("stopped", "rejected"):
        return False
    if state != "stopped":
        values["publish_at"] = None
    moved = proposals.move(
        conn,
        found.id,
        was=was,
        state=state,
        decided_by=press.presser_id,
        decider=press.name,
        decided_at=desk.now,
        touched_at=desk.now,
        **values,
    )
    if moved:
        who = f"advisor:{press.presser_id}"
        _told(conn, desk, found.id, who, f"proposal_{state}", back=found.state == "approved")
    return moved


def _told(
    conn: Connection, desk: Desk, ident: int, who: str, action: str, *, back: bool = False
) -> None:
    """Write a decision down, show it where the proposal stands, and tell its author.

    With `back` it was in force until now.
    """
    found = proposals.get(conn, ident)
    facts = {"content": ident, "kind": found.kind, "alone": found.alone}
    records.note(conn, desk.now, who, action, found.ticket_id, **facts)
    proposal_cards.refresh(conn, desk, ident)
    refresh_ticket(conn, desk, found)
    draft = receipts.of_content(conn, ident, proposal_cards.DRAFT)
    owing.send_to(
        conn,
        desk,
        found.thread,
        "proposal_told",
        {
            "state": "back" if back else found.ended or found.state,
            "kind": found.kind,
            "author": found.author,
            "question": proposal_views.called(desk, found),
            "decider": found.decider or "",
            "alone": found.alone,
            "number": found.ticket_id,
            "_content": ident,
        },
        role=TOLD,
        reply_to=draft.message_id if draft is not None else None,
        key=f"proposal-told:{ident}:{found.state}",
    )


# Alone


def alone(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let a proposal be published in a while without a second person, as its author wishes."""
    found = _asked(conn, press, proposal_cards.CARD)
    if isinstance(found, Toast):
        return found
    if found.author_id != press.presser_id:
        return Toast("not_yours")
    if found.bench is None or not publish_later(conn, desk, found):
        return STALE
    proposal_cards.show_card(conn, desk, found)
    return Toast("saved")


def publish_later(conn: Connection, desk: Desk, found: Proposal) -> bool:
    """Begin the while in which anybody may stop it; False when it has begun before."""
    if not proposals.publish_later(conn, found.id, desk.now + ALONE_AFTER):
        return False
    who = f"advisor:{found.author_id}"
    records.note(conn, desk.now, who, "proposal_alone", found.ticket_id, content=found.id)
    return True


def is_alone(conn: Connection, desk: Desk, found: Proposal) -> bool:
    """Tell whether there is nobody else who could decide, as far as we know."""
    members = {one.telegram_id for one in staff.members(conn)}
    members |= standing.coordinators(conn, desk)
    return not members - {found.author_id}


def tidy(conn: Connection, desk: Desk) -> None:
    """Give up drafts that were left, and forget in time the words of what came to nothing."""
    if not is_quiet(desk.now):
        _give_up(conn, desk)
    proposals.forget(conn, desk.now - FORGOTTEN_AFTER)
    gaps.forget(conn, (desk.today - FORGOTTEN_AFTER).isoformat())


def _give_up(conn: Connection, desk: Desk) -> None:
    """Give up the drafts that were left, and tell their authors."""
    for found in proposals.left(conn, desk.now - LEFT_AFTER):
        if proposals.move(conn, found.id, was=("draft",), state="stopped"):
            cause = desk.because(f"left{found.id}")
            _told(conn, cause, found.id, "bot", "proposal_left")


def publish_due(conn: Connection, desk: Desk) -> None:
    """Publish what nobody has stopped in time."""
    for found in proposals.due(conn, desk.now):
        moved = proposals.move(
            conn,
            found.id,
            was=("offered",),
            state="approved",
            decided_by=found.author_id,
            decider=found.author,
            decided_at=desk.now,
            publish_at=None,
        )
        if moved:
            cause = desk.because(f"publish{found.id}")
            _told(conn, cause, found.id, f"advisor:{found.author_id}", "proposal_approved")
