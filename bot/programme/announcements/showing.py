"""What coordinators see of an announcement: its panel in private, its card in their thread.

Both are drawn anew from the rows whenever they are sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.domain.announcements import MENDED_WITHIN
from bot.domain.messages import Kind, MessageState
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.helpdesk.reach import REASONS
from bot.programme import panels
from bot.programme.announcements import audience, copies
from bot.programme.panels import Shown
from bot.storage import announcement_copies, announcements, receipts, staff
from bot.storage.announcements import Announcement
from bot.storage.outbox import Owed, owe

PANEL, CARD = "announcement", "approval"
#: Announcements that go no further.
OVER = ("stopped", "done", "recalled", "dropped")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an announcement; all but the last two make up the whole."""

    delivered: int = 0
    uncertain: int = 0
    blocked: int = 0
    failed: int = 0
    muted: int = 0  # before it came
    stopped: int = 0
    waiting: int = 0
    pressed: int = 0
    opted_out: int = 0  # by a button under it

    @property
    def total(self) -> int:
        """Return how many recipients there are."""
        whole = (self.delivered, self.uncertain, self.blocked, self.failed)
        return sum(whole) + self.muted + self.stopped + self.waiting


def result(conn: Connection, found: Announcement) -> Result:
    """Count what became of the messages; each recipient is counted once."""
    counted: dict[str, int] = {}
    for (state, reason), people in announcement_copies.outcomes(conn, found.id).items():
        name = _became(state, reason, over=found.state in OVER)
        counted[name] = counted.get(name, 0) + people
    pressed, out = announcement_copies.presses(conn, found.id)
    return Result(**counted, pressed=pressed, opted_out=out)


def _became(state: str | None, reason: str | None, *, over: bool) -> str:
    if state is None:
        return "stopped" if over else "waiting"
    if state in (MessageState.PENDING, MessageState.SENDING):
        return "waiting"
    if state == MessageState.SENT:
        return "delivered"
    if state == MessageState.UNCERTAIN:
        return "uncertain"
    if reason in REASONS:
        return "blocked"
    if state == MessageState.CANCELLED:
        return "muted" if reason == "opted_out" else "stopped"
    return "failed"


# Panels


def show(conn: Connection, desk: Desk, found: Announcement, *also: int) -> None:
    """Owe everybody who works on an announcement its newest state; `also` are private chats."""
    for chat in {found.author_id, *also}:
        if chat > 0:
            panels.show(conn, desk, f"chat:{chat}", f"{PANEL}:{found.id}")
    group = staff.where(conn, owing.GROUP)
    if group is None or found.what != "message":
        return
    subject = f"{CARD}:{found.id}"
    known = receipts.of_subject(conn, subject, group.chat_id) is not None
    if known or found.state not in ("draft", "dropped"):
        panels.show(conn, desk, owing.COORDINATION, subject)


def remind(conn: Connection, desk: Desk, found: Announcement) -> None:
    """Owe its author and coordination what waits for an answer, once more below."""
    panels.show(conn, desk, found.desk_chat, f"{PANEL}:{found.id}", anew=True)
    if staff.where(conn, owing.GROUP) is not None:
        panels.show(conn, desk, owing.COORDINATION, f"{CARD}:{found.id}", anew=True)


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Draw the panel of the private chat."""
    found = announcements.find(conn, int(rest))
    return None if found is None else Shown("announcement", view(conn, desk, found))


def draw_card(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Draw the card of the coordinators' thread."""
    found = announcements.find(conn, int(rest))
    return None if found is None else Shown("announcement_card", view(conn, desk, found))


def view(conn: Connection, desk: Desk, found: Announcement) -> Mapping[str, Any]:
    """Return what the two show."""
    before = found.started_at is None
    who = audience.reached(conn, found) if before else audience.Reached()
    counted = result(conn, found)
    return {
        "number": found.id,
        "rev": found.rev,
        "what": found.what,
        "state": found.state,
        "view": found.view if found.state == "draft" else "",
        "subject": found.about,
        "words": found.text,
        "media": found.media,
        "author": found.author,
        "approver": found.approver or "",
        "alone": found.alone,
        "silent": found.silent,
        "people": len(who.people) if before else counted.total,
        "muted": who.muted,
        "away": who.away,
        "chosen": audience.chosen(conn, desk, found),
        "options": _options(conn, desk, found),
        "send_at": _iso(found.send_at),
        "publish_at": _iso(found.publish_at),
        "result": {name: getattr(counted, name) for name in Result.__dataclass_fields__},
        "mendable": is_mendable(desk, found),
        "mended": [_mended(conn, one) for one in announcements.mended_by(conn, found.id)],
    }


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None


def _options(conn: Connection, desk: Desk, found: Announcement) -> list[dict[str, Any]]:
    if found.view not in audience.LISTS:
        return []
    on = found.audience.get(found.view, [])
    listed = audience.options(conn, desk, found.view)
    return [{"label": one.label, "number": one.number, "on": one.name in on} for one in listed]


def is_mendable(desk: Desk, found: Announcement) -> bool:
    """Tell whether it may still be corrected or taken back: it has begun, and rests."""
    if found.what != "message" or found.started_at is None:
        return False
    rests = found.state in ("paused", "stopped", "done")
    return rests and desk.now < found.started_at + MENDED_WITHIN


def _mended(conn: Connection, found: Announcement) -> dict[str, Any]:
    counted = result(conn, found)
    return {"what": found.what, "state": found.state, "done": counted.delivered} | {
        "people": counted.total
    }


# Previews


def show_preview(conn: Connection, desk: Desk, found: Announcement, to: str) -> None:
    """Owe a chat the message exactly as recipients will get it."""
    params = {"announcement": found.id, "subject": f"{copies.PREVIEW}:{found.id}"}
    owe(
        conn,
        Owed(
            key=f"{copies.PREVIEW}:{found.id}:{to}:{desk.cause}",
            kind=Kind.NOTICE,
            operation=copies.SEND,
            to=to,
            params=params,
            role=copies.PREVIEW,
        ),
        desk.now,
    )


def change_previews(conn: Connection, desk: Desk, found: Announcement) -> None:
    """Owe the newest words to every preview that stands somewhere."""
    for known in receipts.about(conn, f"{copies.PREVIEW}:{found.id}", copies.PREVIEW):
        to = f"chat:{known.chat_id}"
        owe(
            conn,
            Owed(
                key=f"{copies.EDIT}:{to}:{known.message_id}:{desk.cause}",
                kind=Kind.EDIT,
                operation=copies.EDIT,
                to=to,
                params={"announcement": found.id, "_message": known.message_id},
            ),
            desk.now,
        )
