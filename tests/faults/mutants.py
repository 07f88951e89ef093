"""Deliberate breaks of the running program: mistakes that others have made, each to be caught.

A mutant exchanges functions from outside, like a failpoint, and is combined with one where the
mistake shows only when the program dies at the wrong moment. What each is caught as stands in
`test_controls`; one that is not caught means that the harness has gone blind.
"""

from __future__ import annotations

import functools
import logging
import os
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import UniqueConstraint, select
from telegram import Update

from bot import app, observability, sender
from bot.channels.telegram import advisors, delivery
from bot.channels.telegram.carrier import AiohttpCarrier
from bot.channels.telegram.context import Context
from bot.domain.messages import MessageState
from bot.domain.outgoing import Result, Target
from bot.helpdesk import edits, linking, members, owing, owners, preparing, sweeps
from bot.storage import claiming, inbox, replicas, sending, tables, tickets
from bot.storage.outbox import OutboxRow, Outcome
from bot.storage.rows import every
from bot.templates import texts
from tests.faults.launcher import KILLED

MUTANTS: dict[str, Callable[[], None]] = {}


def _mutant(install: Callable[[], None]) -> Callable[[], None]:
    MUTANTS[install.__name__.removeprefix("_")] = install
    return install


def _everywhere(function: Any, instead: Any) -> None:
    """Put a function in another's place wherever the program has imported it by name."""
    for name, module in list(sys.modules.items()):
        if name.startswith("bot."):
            for attribute, value in list(vars(module).items()):
                if value is function:
                    setattr(module, attribute, instead)


def _as_asked(found: list[Any], most: tuple[int, ...]) -> Any:
    """Return so many rows; one or None when a single one was asked for."""
    if most:
        return found[: most[0]]
    return found[0] if found else None


def _rows(found: Any) -> list[Any]:
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


# Intake


@_mutant
def _no_unique_keys() -> None:
    """An update that comes again is a new one, and so is the message in it."""
    store = inbox.store

    def stored(conn: Any, raws: Any, *more: Any) -> int:
        renamed = []
        for raw in raws:
            known = inbox.get(conn, raw["update_id"]) is not None
            renamed.append({**raw, "update_id": raw["update_id"] + 5_000_000} if known else raw)
        return store(conn, renamed, *more)

    inbox.store = stored
    edits.is_known = lambda conn, incoming: False
    for table in (tables.question, tables.post):
        for constraint in list(table.constraints):
            if isinstance(constraint, UniqueConstraint):
                table.constraints.discard(constraint)


@_mutant
def _last_seen() -> None:
    """Updates are told apart by a number that only grows."""
    store = inbox.store
    seen = [0]

    def stored(conn: Any, raws: Any, *more: Any) -> int:
        fresh = [raw for raw in raws if raw["update_id"] > seen[0]]
        seen[0] = max([seen[0], *(raw["update_id"] for raw in raws)])
        return store(conn, fresh, *more)

    inbox.store = stored


@_mutant
def _confirm_before_storing() -> None:
    """Telegram hears that updates arrived before they are stored."""
    store = app.House.store

    async def stored(house: app.House, updates: list[Any]) -> None:
        after = max(update["update_id"] for update in updates) + 1
        await house.bot.do_api_request("get_Updates", {"offset": after, "timeout": 0})
        await store(house, updates)

    app.House.store = stored


@_mutant
def _parse_before_storing() -> None:
    """Updates are parsed as they come, all or none."""
    store = app.House.store

    async def stored(house: app.House, updates: list[Any]) -> None:
        for update in updates:
            Update.de_json(update, house.bot)
        await store(house, updates)

    app.House.store = stored


@_mutant
def _done_before_the_work() -> None:
    """An update counts as dealt with when it is taken."""
    claim = claiming.claim

    def claimed(conn: Any, *args: Any) -> Any:
        found = claim(conn, *args)
        path = conn.exec_driver_sql("PRAGMA database_list").fetchone()[2]
        with sqlite3.connect(path) as other:
            for row in _rows(found):
                done = "UPDATE inbox SET state = 'done' WHERE update_id = ?"
                other.execute(done, [row.update_id])
        return found

    claiming.claim = claimed


@_mutant
def _newest_first() -> None:
    """No order is kept among the updates of a chat."""

    def claimed(conn: Any, busy: Any, now: Any, *most: int) -> Any:
        row = tables.inbox.c
        query = select(tables.inbox).where(row.state == "new", row.chat.not_in(list(busy)))
        found = every(conn, inbox.InboxRow, query.order_by(row.seq.desc()))
        first = {update.chat: update for update in reversed(found)}  # one of each chat
        return _as_asked(list(first.values()), most)

    claiming.claim = claimed


# What is owed


@_mutant
def _two_transactions() -> None:
    """What a ticket owes is stored after the ticket; the program dies in between."""
    owed: list[tuple[Any, ...]] = []
    owe, commit = owing.owe, Context.commit

    def later(_conn: Any, *args: Any) -> None:
        owed.append(args)

    async def committed(context: Context, work: Any) -> Any:
        result = await commit(context, work)
        if any(args[0].role == "receipt" for args in owed):
            os._exit(KILLED)
        mine, owed[:] = list(owed), []
        for args in mine:
            await context.services.database.write(lambda conn, args=args: owe(conn, *args))
        return result

    owing.owe = later
    Context.commit = committed


@_mutant
def _sent_before_sending() -> None:
    """A message counts as sent when its call is about to be made."""
    set_sending = sending.set_sending

    def marked(conn: Any, row: OutboxRow, frozen: Any, now: Any) -> bool:
        taken = set_sending(conn, row, frozen, now)
        sending.finish(conn, row.id, Outcome(MessageState.SENT), now)
        return taken

    sending.set_sending = marked


@_mutant
def _crash_forgotten() -> None:
    """What was on its way when the program died is left as it is."""
    sending.in_flight = lambda conn, carrier: []


@_mutant
def _no_head_of_line() -> None:
    """A message may overtake an earlier one that waits to be repeated."""

    def next_due(conn: Any, now: Any, resting: Any, *most: int) -> Any:
        row = tables.outbox
        due = (row.c.not_before.is_(None)) | (row.c.not_before <= now)
        query = select(row).where(row.c.state == "pending", due, row.c.lane.not_in(list(resting)))
        found = every(conn, OutboxRow, query.order_by(row.c.priority, row.c.id))
        return _as_asked(found, most)

    sending.next_due = next_due


def _policies(**changes: Any) -> None:
    sender.POLICIES = {kind: replace(old, **changes) for kind, old in sender.POLICIES.items()}


@_mutant
def _repeat_for_ever() -> None:
    """Whatever may have arrived is sent again until an answer comes."""
    _policies(tries=50, repeat_uncertain=True)


@_mutant
def _repeat_unmarked() -> None:
    """A repeat does not say that it is one."""
    _policies(marked=False)


@_mutant
def _never_repeat() -> None:
    """What may have arrived is taken for sent."""
    carry_out = delivery.TelegramChannel.carry_out

    async def hopeful(channel: Any, command: Any) -> Result:
        result = await carry_out(channel, command)
        return Result("sent") if result.status == "uncertain" else result

    delivery.TelegramChannel.carry_out = hopeful


@_mutant
def _uncertain_is_not_sent() -> None:
    """A broken connection is taken for one that never was."""
    result_of = delivery.result_of

    def hopeless(error: Exception) -> Result:
        result = result_of(error)
        return Result("retry", retry_after=0.1) if result.status == "uncertain" else result

    delivery.result_of = hopeless


@_mutant
def _flood_ignored() -> None:
    """A 429 is repeated at once."""
    result_of = delivery.result_of

    def hasty(error: Exception) -> Result:
        result = result_of(error)
        return replace(result, retry_after=0.05) if result.retry_after else result

    delivery.result_of = hasty


@_mutant
def _recipient_at_send() -> None:
    """Who gets an answer is looked up when it is sent: whoever wrote last."""
    resolve = preparing.resolve

    def late(conn: Any, row: OutboxRow, desk: Any) -> Any:
        found = resolve(conn, row, desk)
        if row.role != "answer" or not isinstance(found, Target):
            return found
        last = select(tables.question.c.chat_id).order_by(tables.question.c.id.desc())
        return replace(found, chat_id=conn.execute(last.limit(1)).scalar_one())

    preparing.resolve = late


@_mutant
def _nudge_without_key() -> None:
    """A nudge is owed at each sweep that finds it due."""
    send_to = sweeps.owing.send_to
    count = [0]

    @functools.wraps(send_to)
    def keyless(*args: Any, **how: Any) -> None:
        count[0] += 1
        send_to(*args, **{**how, "key": f"{how.get('key')}:{count[0]}"})

    sweeps.owing.send_to = keyless
    sweeps.tickets.set_fields = lambda *args, **values: None


@_mutant
def _lead_for_ever() -> None:
    """Whoever has led once goes on as if nobody else ever could."""
    many = replicas.OneOfMany
    many.require_lead = lambda self, conn: None
    many.sure = lambda self: True
    many._fell = lambda self: self._fallen.set()


# Who may do what


@_mutant
def _anybody_presses() -> None:
    """A button does what it says, whoever presses it."""

    def any_ticket(conn: Any, press: Any, *, only_open: bool = False) -> Any:
        ticket = tickets.find(conn, press.ident)
        return ticket and (owners.people.by_id(conn, ticket.person_id), ticket)

    _everywhere(owners.own_ticket, any_ticket)


@_mutant
def _membership_unasked() -> None:
    """Whoever presses a card's button is an advisor."""

    async def everybody(*_: Any) -> bool:
        return True

    advisors.is_member = everybody
    _everywhere(members.may_act, lambda conn, telegram_id: True)


@_mutant
def _any_group() -> None:
    """The group of the press is taken for the advisors'."""

    def linked(conn: Any, desk: Any, old: int, new: int) -> None:
        for place in every(conn, linking.staff.Place, select(tables.place)):
            linking.staff.migrate(conn, place.chat_id, new)

    linking.migrated = linked


# What is shown and written


@_mutant
def _no_escaping() -> None:
    """People's words go into our markup as they are."""
    environment = texts._environment
    texts._environment = lambda directory, escape, **more: environment(directory, False, **more)


@_mutant
def _log_unfiltered() -> None:
    """A library logs the address of each call, and nothing is cut out of it."""
    request = AiohttpCarrier.do_request

    async def told(carrier: Any, url: str, *args: Any, **values: Any) -> Any:
        logging.getLogger("aiohttp.client").info("POST %s", url)
        return await request(carrier, url, *args, **values)

    AiohttpCarrier.do_request = told
    observability.redact = lambda text: text
    observability.QUIET = ()
    observability.Redacting.filter = lambda self, record: True
