"""Handlers of the private chat: read, await what is needed, commit once, answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlalchemy import Connection
from telegram import Message, Update

from bot.channels.telegram.context import Context
from bot.channels.telegram.fetching import with_file
from bot.channels.telegram.flooding import (
    edits_too_much,
    presses_too_much,
    writes_by_the_handful,
    writes_too_much,
)
from bot.channels.telegram.pressing import answer_query
from bot.channels.telegram.reading import read_message, read_press
from bot.helpdesk import (
    browsing,
    cases,
    edits,
    floods,
    intake,
    notices,
    practice_form,
    presses,
    reach,
    searching,
)
from bot.helpdesk.desk import Desk, Incoming, Toast
from bot.knowledge.decision import Decision
from bot.knowledge.finding import Found
from bot.observability import DECISIONS
from bot.parts import putting_together as parts
from bot.storage import people
from bot.storage.rows import Person

Say = Callable[[Connection, Desk, Person], None]

#: Commands that only say something.
COMMANDS: dict[str, Say] = {
    "pomoc": notices.help_text,
    "help": notices.help_text,
    "sprawy": cases.show_list,
    "praktyka": practice_form.begin,
    "ustawienia": notices.settings,
    "poradniki": browsing.show_contents,
    **parts.COMMANDS,
}
BEYOND = intake.Beyond(parts.DIALOGUES, parts.WISHES)


def _message(update: Update) -> Message:
    message = update.effective_message
    assert message is not None  # the filters let nothing else through
    return message


def _incoming(update: Update, context: Context) -> Incoming:
    message = _message(update)
    assert message.from_user is not None
    return read_message(message, message.from_user, context.now)


async def _decide(context: Context, text: str) -> Decision:
    decider, day = context.services.library.current.decider, context.now.date()
    if decider.encoder is None:
        return decider.decide(text, day)
    return await asyncio.to_thread(decider.decide, text, day)  # meanings take long


async def _found(context: Context, incoming: Incoming, decision: Decision) -> tuple[Found, ...]:
    """Look up what may be meant for a search, if its sender has begun one."""
    if not searching.may_be_search(incoming, decision):
        return ()
    sender = incoming.sender_id
    database = context.services.database
    if not await database.read(lambda conn: searching.is_begun(conn, sender)):
        return ()
    return context.services.library.current.finder.find(incoming.text)


async def _too_fast(context: Context, incoming: Incoming) -> bool:
    """Deal with a command above the limit; False when it is to be done."""
    if not await writes_too_much(context, incoming):
        return False
    await context.commit(lambda conn, desk: floods.slow_down(conn, desk, incoming))
    return True


async def start(update: Update, context: Context) -> None:
    """Answer /start, with or without a link's payload."""
    incoming = _incoming(update, context)
    if await _too_fast(context, incoming):
        return
    payload = context.args[0] if context.args else ""
    await context.commit(
        lambda conn, desk: notices.start(conn, desk, incoming, payload, parts.LINKS)
    )


async def command(update: Update, context: Context) -> None:
    """Answer a command; any command ends a dialogue."""
    incoming = _incoming(update, context)
    if await _too_fast(context, incoming):
        return
    name = incoming.text.split()[0].lstrip("/").split("@")[0].lower()

    def work(conn: Connection, desk: Desk) -> None:
        person = reach.meet(conn, desk, incoming.sender_id, incoming.name)
        people.end_dialog(conn, person.id)
        COMMANDS.get(name, notices.unknown)(conn, desk, people.by_id(conn, person.id))
        notices.show_once(conn, desk, person)

    await context.commit(work)


async def _with_file(update: Update, context: Context, incoming: Incoming) -> Incoming:
    attached = _message(update).document
    if attached is None:
        return incoming
    return await with_file(context, incoming, attached.file_name or "", attached.file_size or 0)


async def question(update: Update, context: Context) -> None:
    """Take anything else a leader sends for what it is: a question, an answer, an addition."""
    incoming = _incoming(update, context)
    if await writes_too_much(context, incoming):
        await context.commit(lambda conn, desk: floods.fold(conn, desk, incoming))
        return
    handful = writes_by_the_handful(context, incoming)
    incoming = await _with_file(update, context, incoming)
    decision = await _decide(context, incoming.text)
    found = await _found(context, incoming, decision)

    def work(conn: Connection, desk: Desk) -> None:
        given = floods.unhurried(conn, desk, incoming) if handful else desk
        intake.receive(conn, given, incoming, decision, found, BEYOND)

    await context.commit(work)
    DECISIONS.labels(decision.zone).inc()


async def edited(update: Update, context: Context) -> None:
    """Take over a leader's edit."""
    incoming = _incoming(update, context)
    show = not edits_too_much(context, incoming)
    decision = await _decide(context, incoming.text)

    def work(conn: Connection, desk: Desk) -> None:
        if not any(take(conn, desk, incoming) for take in parts.EDITS):
            edits.edited(conn, desk, incoming, decision, show=show)

    await context.commit(work)


async def pressed(update: Update, context: Context) -> None:
    """Do what a leader's button says, if it is theirs to press."""
    query = update.callback_query
    assert query is not None
    given = read_press(query)
    if presses_too_much(context, query.from_user.id):
        await context.commit(lambda conn, desk: None)
        await answer_query(context, query, Toast("slow_down"))
        return
    if given is None or given.chat_id != given.presser_id:
        await context.commit(lambda conn, desk: None)
        await answer_query(context, query, None)
        return
    toast = await context.commit(
        lambda conn, desk: presses.press_in_private(
            conn, desk, given, parts.LEADER, parts.LEADER_MAY
        )
    )
    await answer_query(context, query, toast)


async def reachable(update: Update, context: Context) -> None:
    """Note that a leader blocked or unblocked the bot."""
    change = update.my_chat_member
    assert change is not None
    there = change.new_chat_member.status not in ("kicked", "left")

    def work(conn: Connection, desk: Desk) -> None:
        if there:
            reach.back(conn, desk, change.chat.id)
        else:
            reach.lost(conn, desk, change.chat.id, "blocked")

    await context.commit(work)
