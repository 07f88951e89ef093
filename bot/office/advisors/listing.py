"""The list of advisors, and one of them with all that is to be marked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import notices, owing, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast, topic_view
from bot.programme import panels
from bot.programme.panels import Shown
from bot.storage import advisors, receipts, staff
from bot.storage.rows import Advisor, Person

LIST, ONE = "staff", "staffer"
PAGE = 10
STALE = Toast("stale")
NOT_COORDINATOR = Toast("not_coordinator")
SHOWN = Toast("")


def command(conn: Connection, desk: Desk, person: Person) -> None:
    """Show the list in a coordinator's private chat."""
    if person.chat not in standing.coordinators(conn, desk):
        notices.unknown(conn, desk, person)
        return
    panels.show(conn, desk, person.address, f"{LIST}:0", anew=True)


def in_group(conn: Connection, desk: Desk, said: Incoming, to: str) -> None:
    """Show the list in the thread of the coordinators, wherever one of them asks."""
    if said.sender_id not in standing.coordinators(conn, desk):
        owing.send_to(conn, desk, to, "staff_refused", reply_to=said.message_id, role="hint")
        return
    panels.show(conn, desk, owing.COORDINATION, f"{LIST}:0", anew=True)


def where(press: Press) -> str:
    """Return where what a press calls for is shown: in the private chat, or in the thread."""
    private = press.chat_id == press.presser_id
    return f"chat:{press.chat_id}" if private else owing.COORDINATION


def show_list(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show a page of the list below; pages count from 0."""
    if press.presser_id not in standing.coordinators(conn, desk):
        return NOT_COORDINATOR
    if press.ident >= max(1, -(-advisors.count(conn) // PAGE)):
        return STALE
    return _below(conn, desk, press, f"{LIST}:{press.ident}")


def show_one(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show one advisor below the list."""
    if press.presser_id not in standing.coordinators(conn, desk):
        return NOT_COORDINATOR
    if staff.find(conn, press.ident) is None:
        return STALE
    return _below(conn, desk, press, f"{ONE}:{press.ident}")


def _below(conn: Connection, desk: Desk, press: Press, subject: str) -> Toast:
    """Show a panel below; an older one of it in this chat loses its buttons."""
    old = receipts.of_subject(conn, subject, press.chat_id)
    if old is not None:
        receipts.retire(conn, old.chat_id, old.message_id)
        owing.strip_buttons(conn, desk, old.chat_id, old.message_id)
    panels.show(conn, desk, where(press), subject, anew=True)
    return SHOWN


def draw_list(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Show a page of advisors: members of the group, and those who are blocked."""
    page, total = int(rest), advisors.count(conn)
    found = advisors.page(conn, page * PAGE, PAGE)
    values = {
        "advisors": [view(desk, one) for one in found],
        "total": total,
        "before": page - 1 if page else None,
        "after": page + 1 if (page + 1) * PAGE < total else None,
    }
    return Shown("staff_list", values)


def draw_one(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Show one advisor."""
    one = staff.find(conn, int(rest))
    if one is None:
        return None
    topics = [
        {**topic_view(topic), "knows": topic.id in one.specialities}
        for topic in desk.topics.values()
    ]
    return Shown("staff_one", {**view(desk, one), "topics": topics})


def view(desk: Desk, one: Advisor) -> dict[str, Any]:
    """Return what messages show of an advisor."""
    return {
        "ident": one.telegram_id,
        "name": one.name,
        "specialities": [
            desk.topic(topic).name for topic in one.specialities if topic in desk.topics
        ],
        "coordinator": one.coordinator or one.telegram_id in desk.coordinators,
        "blocked": one.blocked,
        "member": one.member,
        "scores": one.scores,
        "trainee": one.trainee,
        "tax": one.tax_qualified,
    }
