"""What a coordinator marks of an advisor: tax matters, trainee, judging, specialities."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import confidential, members, owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.advisors import listing
from bot.office.advisors.listing import NOT_COORDINATOR, STALE
from bot.programme import panels
from bot.programme.contests import scoring
from bot.storage import advisors, boards, records, staff, tickets
from bot.storage.rows import Advisor

#: A button, the column that it fills, and with what.
MARKS = {
    f"staff_{word}_{side}": (column, side == "on")
    for word, column in (("tax", "tax_qualified"), ("trainee", "trainee"), ("scores", "scores"))
    for side in ("on", "off")
}
#: How a button begins that makes a topic one's speciality, or takes it; the topic comes after it.
SPECIALITY = {"staff_has_": True, "staff_no_": False}
DOOR = {"staff_block": True, "staff_unblock": False}
SAVED = Toast("saved")
FRESH = timedelta(days=2)  # an older panel is brought up to date when it is opened again


def _one(conn: Connection, desk: Desk, press: Press) -> Advisor | Toast:
    if press.presser_id not in standing.coordinators(conn, desk):
        return NOT_COORDINATOR
    return staff.find(conn, press.ident) or STALE


def mark(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Set or take a mark; whoever comes to judge applications gives contest tickets back."""
    one = _one(conn, desk, press)
    if isinstance(one, Toast):
        return one
    column, value = MARKS[press.action]
    if getattr(one, column) != value:
        _store(conn, desk, press, one, **{column: value})
        if (column, value) == ("scores", True):
            scoring.give_back(conn, desk, one)
        if (column, value) == ("trainee", True):
            confidential.no_longer(conn, desk, one.telegram_id)
        if column == "tax_qualified":
            _cards(conn, desk, one)
    return _shown(conn, desk, one)


def speciality(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Add or take one of the topics that an advisor knows."""
    one = _one(conn, desk, press)
    if isinstance(one, Toast):
        return one
    begins, knows = next(pair for pair in SPECIALITY.items() if press.action.startswith(pair[0]))
    topic = press.action.removeprefix(begins)
    if topic not in desk.topics:
        return STALE
    if (topic in one.specialities) != knows:
        kept = {*one.specialities, topic} if knows else {*one.specialities} - {topic}
        _store(conn, desk, press, one, specialities=[name for name in desk.topics if name in kept])
    return _shown(conn, desk, one)


def block(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Shut somebody out, whose tickets go back to their queues, or let them in again."""
    one = _one(conn, desk, press)
    if isinstance(one, Toast):
        return one
    blocked = DOOR[press.action]
    if blocked and one.telegram_id == press.presser_id:
        return Toast("staff_oneself", alert=True)
    if one.blocked != blocked:
        _store(conn, desk, press, one, blocked=blocked)
        if blocked:
            members.give_back(conn, desk, one.telegram_id)
    return _shown(conn, desk, one)


def _store(conn: Connection, desk: Desk, press: Press, one: Advisor, **values: Any) -> None:
    staff.set_fields(conn, one.telegram_id, **values)
    actor = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, actor, "staff", advisor=one.telegram_id, what=press.action)


def _cards(conn: Connection, desk: Desk, one: Advisor) -> None:
    """Bring the cards up to date that say who may advise on tax matters."""
    of_taxes = desk.base.topic_for("taxes")
    held = tickets.held_by(conn, one.telegram_id, of_taxes.id) if of_taxes is not None else ()
    for ticket in held:
        owing.refresh_card(conn, desk, ticket)


def _shown(conn: Connection, desk: Desk, one: Advisor) -> Toast:
    """Bring every panel up to date that shows this advisor."""
    pages = range(-(-advisors.count(conn) // listing.PAGE))
    words = [f"{listing.ONE}:{one.telegram_id}", *(f"{listing.LIST}:{page}" for page in pages)]
    for known in boards.standing(conn, words, desk.now - FRESH):
        assert known.subject is not None
        to = owing.COORDINATION if known.chat_id < 0 else f"chat:{known.chat_id}"
        panels.show(conn, desk, to, known.subject)
    return SAVED
