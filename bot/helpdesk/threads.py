"""The threads of the advisors' group: made, made again, opened again, or done without.

People delete and close threads by hand, and a thread can be refused. Nothing waits for one for
ever: what cannot have its own thread goes to the general one, and coordination is told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.storage import receipts, records, staff, tickets
from bot.storage.outbox import Owed, owe, release_lane, unfinished
from bot.storage.rows import Place

NO_THREAD = 0  # in place of a thread that cannot be had
AGAIN_AFTER = timedelta(minutes=10)  # a thread is made or opened again once in this time


def aliases(desk: Desk) -> list[str]:
    """Return the aliases that are threads in a group with topics, in their order."""
    return [*(f"{owing.GROUP}/{topic}" for topic in desk.topics), owing.COORDINATION]


def of_thread(conn: Connection, chat_id: int, thread_id: int | None) -> str | None:
    """Return the alias that a thread of the linked group stands for, or None."""
    place = staff.thread_of(conn, chat_id, thread_id) if thread_id else None
    return None if place is None or place.alias == owing.GROUP else place.alias


def topic_of(conn: Connection, chat_id: int, thread_id: int | None) -> str | None:
    """Return the topic that a thread of the linked group stands for, or None."""
    alias = of_thread(conn, chat_id, thread_id)
    return None if alias in (None, owing.COORDINATION) else _topic(alias)


def _topic(alias: str | None) -> str:
    return (alias or "").removeprefix(f"{owing.GROUP}/")


def owe_thread(conn: Connection, desk: Desk, alias: str) -> None:
    """Owe a thread for an alias; what goes there waits for it."""
    word = f"thread:{alias}"
    if unfinished(conn, word):
        return  # two threads of one name would split the advisors
    owe(
        conn,
        Owed(
            key=f"{word}:{desk.cause}",
            kind=Kind.THREAD,
            operation="thread",
            to=alias,
            role="thread",
            coalesce=word,
        ),
        desk.now,
    )


def make_missing(conn: Connection, desk: Desk) -> None:
    """Owe the threads that could not be had before."""
    for alias in aliases(desk):
        place = staff.where(conn, alias)
        if place is not None and place.forum and not place.thread_id:
            staff.point(conn, alias, place.chat_id, None, True, place.title, desk.now)
            owe_thread(conn, desk, alias)


def made(conn: Connection, desk: Desk, alias: str, thread_id: int) -> None:
    """Remember the thread that Telegram made for an alias."""
    place = staff.where(conn, alias)
    if place is not None:
        staff.point(conn, alias, place.chat_id, thread_id, place.forum, place.title, desk.now)
        opened(conn, alias)
        release_lane(conn, owing.GROUP)


def not_made(conn: Connection, desk: Desk, alias: str) -> None:
    """Do without a thread that could not be made; /polacz tries again."""
    place = staff.where(conn, alias)
    if place is not None and place.thread_id is None:
        _do_without(conn, desk, place, "thread")


def gone(conn: Connection, desk: Desk, alias: str, thread_id: int | None) -> bool:
    """Make a thread that was deleted by hand again, with its cards, unless that happens often.

    False when the alias stands for no thread.
    """
    place = staff.where(conn, alias)
    if place is None or not place.forum:
        return False
    if not place.thread_id or place.thread_id != thread_id:
        return True  # known already: what goes there is only to be resolved anew
    if _lately(conn, desk, place.alias):
        _do_without(conn, desk, place, "thread_deleted")
    else:
        _note_again(conn, desk, place.alias)
        staff.point(conn, place.alias, place.chat_id, None, True, place.title, desk.now)
        owe_thread(conn, desk, place.alias)
    _bring_cards(conn, desk, place)
    return True


def to_look_at(conn: Connection, desk: Desk) -> list[Place]:
    """Return the threads in which open tickets stand: nobody tells a bot of deleted ones."""
    found = [staff.where(conn, f"{owing.GROUP}/{topic}") for topic in desk.topics]
    return [
        place
        for place in found
        if place is not None and place.thread_id and tickets.all_open(conn, _topic(place.alias), 1)
    ]


def _bring_cards(conn: Connection, desk: Desk, place: Place) -> None:
    """Owe the cards that went with a thread once more."""
    for ticket in tickets.all_open(conn, _topic(place.alias)):
        card = receipts.latest(conn, ticket.id, "card")
        if card is not None and card.chat_id == place.chat_id:
            receipts.retire(conn, card.chat_id, card.message_id)
            owing.refresh_card(conn, desk, ticket)


def _lately(conn: Connection, desk: Desk, alias: str) -> bool:
    """Tell whether a thread was made or opened again a short time ago."""
    last = records.get_fact(conn, f"again:{alias}")
    since = desk.now - datetime.fromisoformat(last) if last else AGAIN_AFTER
    return timedelta(0) <= since < AGAIN_AFTER


def _note_again(conn: Connection, desk: Desk, alias: str) -> None:
    records.set_fact(conn, f"again:{alias}", desk.now.isoformat())


def _do_without(conn: Connection, desk: Desk, place: Place, why: str) -> None:
    """Let what is meant for a thread go to the general one, and say so to coordination."""
    staff.point(conn, place.alias, place.chat_id, NO_THREAD, place.forum, place.title, desk.now)
    opened(conn, place.alias)
    release_lane(conn, owing.GROUP)
    topic = desk.topics.get(_topic(place.alias))
    owing.send_to(
        conn,
        desk,
        owing.COORDINATION,
        "alarm",
        {"what": why, "topic": topic.name if topic else ""},
        kind=Kind.ALARM,
        role="alarm",
        key=f"alarm:{why}:{place.alias}:{desk.cause}",
    )


# Closed by hand: the bot may still write there, but advisors who answer may not


def closed(conn: Connection, alias: str) -> None:
    """Remember that a thread was closed by hand."""
    records.set_fact(conn, f"closed:{alias}", True)


def opened(conn: Connection, alias: str) -> None:
    """Remember that a thread is open."""
    if records.get_fact(conn, f"closed:{alias}"):
        records.set_fact(conn, f"closed:{alias}", None)


def open_needed(conn: Connection, desk: Desk) -> None:
    """Open closed threads again in which advisors have somebody to answer."""
    for topic in desk.topics:
        alias = f"{owing.GROUP}/{topic}"
        if records.get_fact(conn, f"closed:{alias}") and tickets.all_open(conn, topic, limit=1):
            _open(conn, desk, alias)


def refused_closed(conn: Connection, desk: Desk, alias: str) -> datetime | None:
    """Return when to try again after "this thread is closed"; None when it is none of ours."""
    place = staff.where(conn, alias)
    if place is None:
        return None
    if not place.thread_id:
        return desk.now + AGAIN_AFTER  # the general one is closed to us: people must open it
    _open(conn, desk, place.alias)
    return desk.now + timedelta(seconds=2)


def _open(conn: Connection, desk: Desk, alias: str) -> None:
    place, word = staff.where(conn, alias), f"open:{alias}"
    if place is None or unfinished(conn, word):
        return
    if _lately(conn, desk, alias):
        _do_without(conn, desk, place, "thread_closed")
        return
    _note_again(conn, desk, alias)
    owe(
        conn,
        Owed(
            key=f"{word}:{desk.cause}",
            kind=Kind.PLACE,
            operation="reopen",
            to=alias,
            role="thread",
            coalesce=word,
        ),
        desk.now,
    )


def opened_by_us(conn: Connection, desk: Desk, alias: str) -> None:
    """Say in the thread why it is open again."""
    opened(conn, alias)
    owing.send_to(conn, desk, alias, "thread_opened", role="hint")
    release_lane(conn, owing.GROUP)


def stays_closed(conn: Connection, desk: Desk, alias: str) -> None:
    """Do without a thread that we may not open."""
    place = staff.where(conn, alias)
    if place is not None and place.thread_id:
        _do_without(conn, desk, place, "thread_closed")
