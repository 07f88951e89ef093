"""Which messages in chats of others, the advisors' group above all, are about one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    String,
    Table,
    cast,
    not_,
    null,
    or_,
    select,
    true,
    union_all,
)

from bot.domain.messages import MessageState
from bot.storage.data_map import MAP
from bot.storage.grant_tables import office_form_file
from bot.storage.owned import TABLES, Somebody, rows_of, told_to_others
from bot.storage.receipts import SAID
from bot.storage.rows import Receipt, change, every
from bot.storage.tables import content_revision, gap, outbox, post, receipt


@dataclass(frozen=True, slots=True)
class Stands:
    """One message; `operation` is how it came there, "said" by a person."""

    chat_id: int
    message_id: int
    ticket_id: int | None
    operation: str
    at: datetime | None  # of what the bot sent
    media: str | None = None  # what kind of file it holds, where that is known


def of_the_bot(conn: Connection, whose: Somebody) -> list[Stands]:
    """Return what the bot sent to others about somebody, and has not taken away."""
    own = whose.person.telegram_id
    others = receipt.c.chat_id != own if own is not None else true()
    proposals = select(content_revision.c.id).where(rows_of("content_revision", whose))
    about = or_(
        receipt.c.ticket_id.in_(whose.tickets),
        receipt.c.practice_id.in_(whose.practices),
        receipt.c.content_id.in_(proposals),
        receipt.c.post_id.in_(select(post.c.id).where(rows_of("post", whose))),
        *(receipt.c.subject.in_(_panels(name, whose)) for name in MAP if MAP[name].panel),
        *(outbox.c.key.startswith(f"{begins}:") for begins in _made_of(conn, whose)),
    )
    query = (
        select(
            receipt.c.chat_id,
            receipt.c.message_id,
            receipt.c.ticket_id,
            outbox.c.operation,
            receipt.c.at,
            post.c.media,
            outbox.c.params,
        )
        .join(outbox, outbox.c.id == receipt.c.outbox_id)
        .outerjoin(post, post.c.id == receipt.c.post_id)
        .where(others, receipt.c.role != "gone", about)
        .order_by(receipt.c.at, receipt.c.message_id)
    )
    return [
        Stands(*row[:5], row.media or _of_several(conn, row.operation, row.params))
        for row in conn.execute(query)
    ]


#: How the keys of files begin that show somebody's rows, by the rows' table.
_FILES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "office_form": ("form_files",),
        "ticket": ("answer_pdf", "answer_html"),
        "advice_card": ("advice_card",),
    }
)


def _made_of(conn: Connection, whose: Somebody) -> Iterator[str]:
    for name, words in _FILES.items():
        query = select(TABLES[name].c.id).where(rows_of(name, whose))
        for ident in conn.execute(query).scalars():
            yield from (f"{word}:{ident}" for word in words)


def _of_several(conn: Connection, operation: str, params: Mapping[str, Any]) -> str | None:
    """Return what kind of files an album held; photos and films may stand for each other."""
    if operation == "practice_photos":
        return "photo"
    if operation == "form_files":
        sent = select(office_form_file.c.media).where(office_form_file.c.form_id == params["form"])
        return conn.execute(sent.limit(1)).scalar()
    if operation == "made":
        return "photo" if params.get("picture") else "document"
    if "album" not in params:
        return None
    query = select(post.c.media).where(post.c.album == params["album"]).limit(1)
    kind: str | None = conn.execute(query).scalar()
    return kind


def _panels(name: str, whose: Somebody) -> CompoundSelect[Any]:
    """Return the subjects of the cards that show somebody's rows, but for documents that stay."""
    table, rows = TABLES[name], MAP[name]
    stays = rows.stays is not None and rows.stays.shown
    goes = not_(rows.stays.when(table)) if stays and rows.stays is not None else true()
    return _subjects(table, rows.panel, rows_of(name, whose) & goes)


def _subjects(table: Table, words: str, which: ColumnElement[bool]) -> CompoundSelect[Any]:
    return union_all(
        *(select(f"{word}:" + cast(table.c.id, String)).where(which) for word in words.split())
    )


def redrawn(conn: Connection, whose: Somebody) -> list[Receipt]:
    """Return the cards in chats of others that are to be shown anew, without what is erased."""
    own = whose.person.telegram_id
    others = receipt.c.chat_id != own if own is not None else true()
    about = [
        receipt.c.subject.in_(_subjects(TABLES[name], rows.redrawn, rows_of(name, whose)))
        for name, rows in MAP.items()
        if rows.redrawn
    ]
    query = select(receipt).where(others, receipt.c.role == "panel", or_(*about))
    return every(conn, Receipt, query.order_by(receipt.c.at, receipt.c.message_id))


def stop_panels(conn: Connection, whose: Somebody, now: datetime) -> None:
    """Let no card be shown any more that is on its way and shows somebody's rows."""
    subjects = [
        one
        for name, rows in MAP.items()
        if rows.panel
        for one in conn.execute(_panels(name, whose)).scalars()
    ]
    ended = {"state": MessageState.CANCELLED.value, "reason": "erased", "finished_at": now}
    waits = outbox.c.state == MessageState.PENDING.value
    for one in subjects:
        owed = outbox.c.key.startswith(f"panel:{one}:", autoescape=True)
        change(conn, outbox, waits, owed, **ended)
    change(conn, outbox, waits, *told_to_others(whose, "draft"), **ended)


def of_advisors(conn: Connection, whose: Somebody) -> list[Stands]:
    """Return what advisors wrote in the group in somebody's tickets, or took down for them."""
    found: dict[tuple[int, int], Stands] = {}
    for name, rows in MAP.items():
        written = {"chat_id", "message_id"} <= rows.columns.keys()
        if written and rows.whose and name != "receipt":
            for one in _said_in_group(conn, TABLES[name], whose):
                found.setdefault((one.chat_id, one.message_id), one)
    for one in _said_of_panels(conn, whose):
        found.setdefault((one.chat_id, one.message_id), one)
    return sorted(found.values(), key=lambda one: (one.chat_id, one.message_id))


def _said_of_panels(conn: Connection, whose: Somebody) -> Iterator[Stands]:
    """Yield what advisors wrote in reply to cards that show somebody's rows."""
    about = [
        receipt.c.subject.in_(_subjects(TABLES[name], words, rows_of(name, whose)))
        for name, rows in MAP.items()
        if (words := f"{rows.panel} {rows.redrawn}".strip())
    ]
    query = select(receipt.c.chat_id, receipt.c.message_id, receipt.c.at)
    for row in conn.execute(query.where(receipt.c.role == SAID, or_(*about))):
        yield Stands(row.chat_id, row.message_id, None, "said", row.at)


def _said_in_group(conn: Connection, table: Table, whose: Somebody) -> Iterator[Stands]:
    ticket = table.c.ticket_id if "ticket_id" in table.c else null()
    query = select(table.c.chat_id, table.c.message_id, ticket).where(
        rows_of(table.name, whose), table.c.chat_id < 0
    )
    for row in conn.execute(query):
        yield Stands(row[0], row[1], row[2], "said", None)


def weeks_of(conn: Connection, whose: Somebody) -> list[str]:
    """Return the weeks whose lists of what many asked hold a question of somebody's."""
    query = select(gap.c.week).where(gap.c.id.in_(whose.gaps)).distinct()
    return list(conn.execute(query.order_by(gap.c.week)).scalars())
