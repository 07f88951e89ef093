"""Erasing what is known of one person, a step at a time: each step may be repeated at will.

The map of data says what becomes of every column; what it leaves to "otherwise" is done here. Row
numbers, topics, months and minutes stay, so that what was counted still comes out the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from email import message_from_bytes
from email.utils import parseaddr
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Table,
    and_,
    cast,
    delete,
    not_,
    or_,
    select,
    update,
)

from bot.domain.messages import MessageState
from bot.storage.advice_tables import mail_address
from bot.storage.data_map import MAP, Rows
from bot.storage.grant_tables import office_form
from bot.storage.mail_tables import mail
from bot.storage.outbox import UNFINISHED
from bot.storage.owned import TABLES, Holds, Somebody, rows_of, told_to_others
from bot.storage.programme_tables import membership, occurrence
from bot.storage.rows import change
from bot.storage.tables import advisor, inbox, outbox, person, post, receipt, ticket
from bot.storage.tables import content_revision as revision

#: Shorter words stand in too many others to be looked for.
SHORTEST_NEEDLE = 4
_KEPT_FOR_SENDING = (*UNFINISHED, MessageState.FAILED.value, MessageState.UNCERTAIN.value)
Step = Callable[[Connection, Somebody, datetime], None]


def nothing(column: Column[Any]) -> Any:
    """Return what stands in a column about which nothing is known any more."""
    if column.nullable:
        return None
    if isinstance(column.type, JSON):
        return {}
    if isinstance(column.type, LargeBinary):
        return b""
    return 0 if isinstance(column.type, Integer | Numeric) else ""


def emptied(table: Table, rows: Rows, then: str) -> dict[str, Any]:
    """Return the values that an erasure puts into the columns of which the map says `then`."""
    return {
        name: nothing(table.c[name]) for name, line in rows.columns.items() if line.then == then
    }


def by_the_map(name: str) -> Step:
    """Return the step that erases in one table what the map says."""
    table, rows = TABLES[name], MAP[name]

    def step(conn: Connection, whose: Somebody, now: datetime) -> None:
        mine = rows_of(name, whose)
        if rows.gone:
            conn.execute(delete(table).where(mine))
            return
        values = emptied(table, rows, "erase")
        values |= dict.fromkeys(emptied(table, rows, "blank"), "")
        minus = [column for column, line in rows.columns.items() if line.then == "minus"]
        values |= dict.fromkeys(minus, -table.c.id) if minus else {}
        if values:
            change(conn, table, mine, **values)
        papers = emptied(table, rows, "until")
        if papers and rows.stays is not None:
            change(conn, table, mine, not_(rows.stays.when(table)), **papers)

    return step


def _inbox(conn: Connection, whose: Somebody, now: datetime) -> None:
    """Empty what Telegram told; what is still to be dealt with is a new beginning."""
    over = and_(inbox.c.state != "new", inbox.c.received_at <= now)
    change(conn, inbox, rows_of("inbox", whose), over, raw="", chat="none")
    in_groups = inbox.c.chat.startswith("chat:-", autoescape=True)  # presses hold whole cards
    change(conn, inbox, in_groups, over, inbox.c.raw != "", raw="")


def forget_unread(conn: Connection, whose: Somebody, now: datetime) -> None:
    """Forget what a restored copy had not dealt with yet: it was said before the erasure."""
    mine = and_(rows_of("inbox", whose), inbox.c.state == "new", inbox.c.received_at <= now)
    change(conn, inbox, mine, state="done", done_at=now)
    query = select(mail_address.c.email).where(mail_address.c.id == (whose.person.mail_id or 0))
    email = conn.execute(query).scalar()
    unread = select(mail.c.id, mail.c.raw).where(mail.c.state == "new", mail.c.came_at <= now)
    for row in conn.execute(unread).all() if email else ():
        if _sender(row.raw or b"") == email:
            gone = {"state": "ignored", "reason": "erased", "raw": None, "done_at": now}
            change(conn, mail, mail.c.id == row.id, **gone)


def _sender(raw: bytes) -> str:
    """Return the address that an e-mail says it comes from."""
    return parseaddr(str(message_from_bytes(raw)["From"] or ""))[1].lower()


def _outbox(conn: Connection, whose: Somebody, now: datetime) -> None:
    """Empty what was sent to them and about them; nothing that waits is sent any more."""
    mine = and_(rows_of("outbox", whose), outbox.c.created_at <= now)
    paper = f"paper:{whose.person.id}"
    ended = {"state": MessageState.CANCELLED.value, "reason": "erased", "finished_at": now}
    change(conn, outbox, mine, outbox.c.state == MessageState.PENDING.value, **ended)
    over = outbox.c.state.not_in(UNFINISHED)
    told = and_(or_(*told_to_others(whose)), outbox.c.created_at <= now)
    change(conn, outbox, or_(mine, told), over, template=None, params={}, frozen=None)
    named = "erased:" + cast(outbox.c.id, String)
    to_them = and_(outbox.c.to.in_(whose.addresses), outbox.c.created_at <= now)
    change(conn, outbox, to_them, over, key=named, to=paper, lane=paper, coalesce=None)


def _receipt(conn: Connection, whose: Somebody, now: datetime) -> None:
    """Forget the messages of the private chat; those of the group keep their numbers."""
    sent = select(outbox.c.id).where(outbox.c.created_at <= now)
    then = or_(receipt.c.at <= now, receipt.c.outbox_id.in_(sent))
    conn.execute(delete(receipt).where(rows_of("receipt", whose), then))


def _ticket(conn: Connection, whose: Somebody, now: datetime) -> None:
    by_the_map("ticket")(conn, whose, now)
    change(conn, ticket, rows_of("ticket", whose), address=f"paper:{whose.person.id}")


def _occurrence(conn: Connection, whose: Somebody, now: datetime) -> None:
    mine = and_(rows_of("occurrence", whose), occurrence.c.state == "waiting")
    change(conn, occurrence, mine, state="cancelled", done_at=now)
    by_the_map("occurrence")(conn, whose, now)


def _post(conn: Connection, whose: Somebody, now: datetime) -> None:
    by_the_map("post")(conn, whose, now)
    leaders = and_(rows_of("post", whose), post.c.side == "leader")
    change(conn, post, leaders, author_id=None, author="", chat_id=0, message_id=-post.c.id)


def _content_revision(conn: Connection, whose: Somebody, now: datetime) -> None:
    """Give up what an advisor was still writing about their question."""
    mine = and_(rows_of("content_revision", whose), revision.c.state.in_(("draft", "offered")))
    change(conn, revision, mine, state="stopped", decided_at=now)
    by_the_map("content_revision")(conn, whose, now)


def _office_form(conn: Connection, whose: Somebody, now: datetime) -> None:
    """Take back what was sent and is no document, and give up what was only begun."""
    stays = MAP["office_form"].stays
    assert stays is not None
    mine = and_(rows_of("office_form", whose), not_(stays.when(office_form)))
    begun = office_form.c.state.in_(("draft", "returned"))
    sent = office_form.c.state.in_(("sent", "accepted"))
    change(conn, office_form, mine, begun, state="dropped")
    change(conn, office_form, mine, sent, state="withdrawn")
    by_the_map("office_form")(conn, whose, now)


def _membership(conn: Connection, whose: Somebody, now: datetime) -> None:
    by_the_map("membership")(conn, whose, now)
    mine = and_(rows_of("membership", whose), membership.c.left_at.is_(None))
    change(conn, membership, mine, left_at=now)


def _elsewhere(conn: Connection, whose: Somebody, now: datetime) -> None:
    """Forget finished messages to others, and updates of others, that name the person."""
    needles = [one for text in _needles(conn, whose) for one in _written(text)]
    if not needles:
        return
    told = or_(*(_holds(column, needles) for column in (outbox.c.params, outbox.c.frozen)))
    over = outbox.c.state.not_in(_KEPT_FOR_SENDING)
    change(conn, outbox, over, told, template=None, params={}, frozen=None)
    heard = _holds(inbox.c.raw, needles)
    change(conn, inbox, inbox.c.state != "new", inbox.c.received_at <= now, heard, raw="")


def _needles(conn: Connection, whose: Somebody) -> Iterable[str]:
    """Yield what points at the person; a name that others have as well points at nobody."""
    known = whose.person
    others = (
        select(person.c.id).where(person.c.name == known.name, person.c.id != known.id),
        select(advisor.c.telegram_id).where(advisor.c.name == known.name),
    )
    shared = any(conn.execute(query.limit(1)).first() is not None for query in others)
    email = select(mail_address.c.email).where(mail_address.c.id == (known.mail_id or 0))
    for text in ("" if shared else known.name, known.phone, conn.execute(email).scalar()):
        if text and len(text) >= SHORTEST_NEEDLE:
            yield text
    if known.telegram_id is not None:
        yield str(known.telegram_id)


def _written(text: str) -> set[str]:
    """Return how a text may stand in JSON: as it is, or in plain letters only."""
    return {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}


def _holds(column: Column[Any], needles: Iterable[str]) -> Holds:
    told = cast(column, String)
    return or_(*(told.contains(one, autoescape=True) for one in needles))


def _person(conn: Connection, whose: Somebody, now: datetime) -> None:
    """Last of all forget who it was."""
    by_the_map("person")(conn, whose, now)
    values: dict[str, Any] = {"telegram_id": None, "mail_id": None, "name": "", "erased_at": now}
    mine = and_(person.c.id == whose.person.id, person.c.erased_at.is_(None))
    conn.execute(update(person).where(mine).values(announcements=False, **values))


_OTHERWISE: Mapping[str, Step] = MappingProxyType(
    {
        "inbox": _inbox,
        "outbox": _outbox,
        "receipt": _receipt,
        "ticket": _ticket,
        "post": _post,
        "content_revision": _content_revision,
        "membership": _membership,
        "office_form": _office_form,
        "occurrence": _occurrence,
        "elsewhere": _elsewhere,
        "person": _person,
    }
)
_LAST = ("elsewhere", "inbox", "outbox", "made_file", "receipt", "mail_address", "person")
#: What an erasure does, in this order: each name is a table, but for "elsewhere".
STEPS: tuple[str, ...] = (
    *(name for name, rows in MAP.items() if rows.whose and name not in _LAST),
    *_LAST,
)
#: What is done once more when the last message has gone: it came after the rest.
AFTER = ("inbox", "outbox", "made_file", "receipt", "mail_address")


def do(conn: Connection, whose: Somebody, step: str, now: datetime) -> None:
    """Do one step of an erasure; doing it again changes nothing more."""
    act = _OTHERWISE.get(step) or by_the_map(step)
    act(conn, whose, now)
