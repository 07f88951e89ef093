"""Which rows are somebody's: the ways that the map of data names, as conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    and_,
    cast,
    false,
    or_,
    select,
)

from bot.storage.data_map import MAP
from bot.storage.draft_tables import draft
from bot.storage.every_table import metadata
from bot.storage.grant_tables import office_form
from bot.storage.programme_tables import membership, organisation
from bot.storage.rows import Person, one
from bot.storage.tables import (
    audit,
    content_revision,
    fact,
    gap,
    inbox,
    outbox,
    person,
    practice,
    question,
    receipt,
    ticket,
)

Holds = ColumnElement[bool]
TABLES: Mapping[str, Table] = MappingProxyType(dict(metadata.tables))
#: Facts that hold somebody's words or what they began, by how their names begin; the number of the
#: chat, the person or the ticket follows.
OF_CHAT, OF_PERSON, OF_TICKET = ("edit:",), ("organising:", "organising-import:"), ("flood:",)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person and what of theirs has to be looked up first."""

    person: Person
    tickets: tuple[int, ...]
    practices: tuple[int, ...]
    questions: tuple[int, ...]
    gaps: tuple[int, ...]  # lists of what many asked that hold a question of theirs

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return where their messages go or went, by all ways there are."""
        known = self.person
        chat = (f"chat:{known.telegram_id}",) if known.telegram_id is not None else ()
        mail = (f"mail:{known.mail_id}",) if known.mail_id is not None else ()
        return (*chat, *mail, f"paper:{known.id}")


def somebody(conn: Connection, ident: int) -> Somebody:
    """Return a person with the numbers of their tickets, practices and questions."""
    known = one(conn, Person, select(person).where(person.c.id == ident))
    if known is None:
        raise KeyError(ident)

    def numbers(table: Table) -> tuple[int, ...]:
        query = select(table.c.id).where(table.c.person_id == ident).order_by(table.c.id)
        return tuple(conn.execute(query).scalars())

    asked = numbers(question)
    return Somebody(known, numbers(ticket), numbers(practice), asked, _gaps(conn, asked))


def _gaps(conn: Connection, asked: tuple[int, ...]) -> tuple[int, ...]:
    """Find the lists by their numbers of questions, which stand in JSON."""
    mine = set(asked)
    found = conn.execute(select(gap.c.id, gap.c.questions)) if mine else ()
    return tuple(row.id for row in found if mine.intersection(row.questions))


def rows_of(name: str, whose: Somebody) -> Holds:
    """Return the condition that a row of this table is somebody's."""
    ident, way = whose.person.id, MAP[name].whose
    return _follow(TABLES[name], way, lambda one: one == ident, whose) if way else false()


def of_people(name: str, people: Select[Any]) -> Holds:
    """Return the condition that a row of this table is of one of these people."""
    return _follow(TABLES[name], MAP[name].whose, lambda one: one.in_(people), None)


def _follow(
    table: Table, way: str, holds: Callable[[Column[Any]], Holds], whose: Somebody | None
) -> Holds:
    """Follow "ticket_id.person_id" from table to table, as their foreign keys lead."""
    first, _, rest = way.partition(".")
    if first.startswith("@"):
        assert whose is not None  # such tables hold no documents
        return _WAYS[first](table, whose)
    column = table.c[first]
    if not rest:
        return holds(column)
    other = next(iter(column.foreign_keys)).column.table
    assert isinstance(other, Table)
    return column.in_(select(other.c.id).where(_follow(other, rest, holds, whose)))


def _inbox(table: Table, whose: Somebody) -> Holds:
    chat = whose.person.telegram_id
    return inbox.c.chat == f"chat:{chat}" if chat is not None else false()


def _outbox(table: Table, whose: Somebody) -> Holds:
    mine = or_(outbox.c.to.in_(whose.addresses), outbox.c.ticket_id.in_(whose.tickets))
    posted = select(receipt.c.outbox_id).where(
        or_(
            receipt.c.practice_id.in_(whose.practices),
            receipt.c.content_id.in_(_proposals(whose)),
        )
    )
    return or_(mine, outbox.c.id.in_(posted))


def told_to_others(whose: Somebody, *words: str) -> Iterator[Holds]:
    """Yield what finds messages to others that show a draft to them, or a need of theirs.

    They say things of others, too: no export has them.
    """
    needs = office_form.c.person_id == whose.person.id
    shown = (
        ("draft", draft.c.id, draft.c.ticket_id.in_(whose.tickets)),
        ("need", office_form.c.id, needs & (office_form.c.kind == "need")),
    )
    for word, ident, theirs in shown:
        if words and word not in words:
            continue
        numbers = select(cast(ident, String)).where(theirs)
        named = cast(outbox.c.params[word].as_string(), String).in_(numbers)
        yield and_(outbox.c.template.startswith(word), named)


def _proposals(whose: Somebody) -> Select[Any]:
    return select(content_revision.c.id).where(_proposal(content_revision, whose))


def _proposal(table: Table, whose: Somebody) -> Holds:
    asked_about = content_revision.c.ticket_id.in_(whose.tickets)
    written = select(gap.c.revision_id).where(gap.c.id.in_(whose.gaps))
    return or_(asked_about, content_revision.c.id.in_(written))


def _receipt(table: Table, whose: Somebody) -> Holds:
    chat = whose.person.telegram_id
    return receipt.c.chat_id == chat if chat is not None else false()


def _mail(table: Table, whose: Somebody) -> Holds:
    """Find their address, or what names it."""
    column = table.c.id if "mail_id" not in table.c else table.c.mail_id
    return column == (whose.person.mail_id or 0)


def _letter(table: Table, whose: Somebody) -> Holds:
    """Find what came from their address or belongs to their tickets."""
    return or_(_mail(table, whose), table.c.ticket_id.in_(whose.tickets))


def _proxy(table: Table, whose: Somebody) -> Holds:
    """Find what was written down for them, by whatever row they were known then."""
    return or_(table.c.person_id == whose.person.id, table.c.ticket_id.in_(whose.tickets))


def _gap(table: Table, whose: Somebody) -> Holds:
    return gap.c.id.in_(whose.gaps)


def _audit(table: Table, whose: Somebody) -> Holds:
    actor = audit.c.actor == f"person:{whose.person.id}"
    return or_(actor, audit.c.ticket_id.in_(whose.tickets))


def _fact(table: Table, whose: Somebody) -> Holds:
    known = whose.person
    exact = [f"{start}{known.id}" for start in OF_PERSON]
    exact += [f"{start}{number}" for start in OF_TICKET for number in whose.tickets]
    chats = [
        fact.c.name.startswith(f"{start}{known.telegram_id}:", autoescape=True)
        for start in OF_CHAT
        if known.telegram_id is not None
    ]
    return or_(fact.c.name.in_(exact), *chats)


def _deadline(table: Table, whose: Somebody) -> Holds:
    return TABLES["deadline"].c.owner == f"person:{whose.person.id}"


def _made_file(table: Table, whose: Somebody) -> Holds:
    owed = select(outbox.c.id).where(_outbox(outbox, whose))
    return TABLES["made_file"].c.outbox_id.in_(owed)


def _organisation(table: Table, whose: Somebody) -> Holds:
    theirs = select(membership.c.organisation_id).where(
        and_(membership.c.person_id == whose.person.id, membership.c.left_at.is_(None))
    )
    return organisation.c.id.in_(theirs)


_WAYS: Mapping[str, Callable[[Table, Somebody], Holds]] = MappingProxyType(
    {
        "@inbox": _inbox,
        "@outbox": _outbox,
        "@receipt": _receipt,
        "@mail": _mail,
        "@letter": _letter,
        "@proxy": _proxy,
        "@gap": _gap,
        "@proposal": _proposal,
        "@audit": _audit,
        "@fact": _fact,
        "@deadline": _deadline,
        "@made_file": _made_file,
        "@organisation": _organisation,
    }
)
