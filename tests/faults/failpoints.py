"""Named instants at which the program dies, as by a power cut: no handler of its runs.

Each point lies at a seam of the product, which is wrapped from outside and told nothing. A
function that ends with "commit" dies when the transaction is in the file, one with "mid" while it
is open. `os._exit` closes nothing: what SQLite has not committed is gone.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from bot import app
from bot.channels.email.mailroom import Mailroom
from bot.channels.email.posting import MailChannel
from bot.channels.telegram import advisors, leader
from bot.channels.telegram.context import Context
from bot.channels.telegram.delivery import TelegramChannel
from bot.helpdesk import fallback, opening, owing, sweeps
from bot.knowledge import library
from bot.office.mail import arriving
from bot.office.privacy.ledger import Ledger
from bot.office.register import cards
from bot.programme.signups import offering
from bot.sender import Sender
from bot.storage import (
    advice_cards,
    announcement_copies,
    bookings,
    claiming,
    erasing,
    exporting,
    inbox,
    made_files,
    mail,
    months,
    occasions,
    occurrences,
    outbox,
    receipts,
    records,
    revisions,
    sending,
    staff,
    tables,
    tickets,
)
from tests.faults.launcher import KILLED

Install = Callable[["Point"], None]
POINTS: dict[str, Install] = {}


class Point:
    """An instant; the program dies when it is reached for the `times`-th time."""

    def __init__(self, times: int = 1) -> None:
        self._left = times

    def reached(self) -> None:
        """Die, if it is time."""
        self._left -= 1
        if self._left == 0:
            os._exit(KILLED)


def _always(*_: Any) -> bool:
    return True


def _exchange(owner: Any, name: str, wrap: Callable[[Any], Any]) -> None:
    """Put a wrapped function in a function's place; a seam that has gone is an error."""
    setattr(owner, name, wrap(getattr(owner, name)))


def _after(owner: Any, name: str, when: Callable[..., bool] = _always) -> Install:
    """Die when a function returns a result for which `when` holds."""

    def install(point: Point) -> None:
        def wrap(function: Any) -> Any:
            @functools.wraps(function)
            def wrapped(*args: Any, **values: Any) -> Any:
                result = function(*args, **values)
                if when(result):
                    point.reached()
                return result

            return wrapped

        _exchange(owner, name, wrap)

    return install


def _before(owner: Any, name: str) -> Install:
    """Die when a function is called."""

    def install(point: Point) -> None:
        def wrap(function: Any) -> Any:
            @functools.wraps(function)
            def wrapped(*args: Any, **values: Any) -> Any:
                point.reached()
                return function(*args, **values)

            return wrapped

        _exchange(owner, name, wrap)

    return install


def _after_await(owner: Any, name: str) -> Install:
    """Die when something awaited has ended."""

    def install(point: Point) -> None:
        def wrap(function: Any) -> Any:
            @functools.wraps(function)
            async def wrapped(*args: Any, **values: Any) -> Any:
                result = await function(*args, **values)
                point.reached()
                return result

            return wrapped

        _exchange(owner, name, wrap)

    return install


# Intake


def _before_inbox_commit(point: Point) -> None:
    """Updates were fetched and not stored."""
    _around_store(point, before=True)


def _after_inbox_commit(point: Point) -> None:
    """Updates are stored and not confirmed to Telegram."""
    _around_store(point, before=False)


def _around_store(point: Point, before: bool) -> None:
    def wrap(store: Any) -> Any:
        async def wrapped(house: app.House, updates: list[Any]) -> None:
            if before and updates:
                point.reached()
            await store(house, updates)
            if updates:
                point.reached()

        return wrapped

    _exchange(app.House, "store", wrap)


def _before_claim(point: Point) -> None:
    """Something waits in the inbox, and nobody has begun with it."""

    def wrap(claim: Any) -> Any:
        def wrapped(conn: Any, *args: Any, **values: Any) -> Any:
            if inbox.waiting(conn):
                point.reached()
            return claim(conn, *args, **values)

        return wrapped

    _exchange(claiming, "claim", wrap)


# Use cases


def _after_commit(owner: Any, name: str) -> Install:
    """Die after the commit of a transaction in which a function was called."""

    def install(point: Point) -> None:
        seen = [False]

        def note(function: Any) -> Any:
            @functools.wraps(function)
            def wrapped(*args: Any, **values: Any) -> Any:
                seen[0] = True
                return function(*args, **values)

            return wrapped

        def wrap(commit: Any) -> Any:
            async def wrapped(context: Context, work: Any) -> Any:
                result = await commit(context, work)
                if seen[0]:
                    point.reached()
                return result

            return wrapped

        _exchange(owner, name, note)
        _exchange(Context, "commit", wrap)

    return install


def _before_toast(point: Point) -> None:
    """A press is committed, and whoever pressed has not been told."""

    def wrap(answer: Any) -> Any:
        async def wrapped(*args: Any) -> None:
            point.reached()
            await answer(*args)

        return wrapped

    for module in (advisors, leader):
        _exchange(module, "answer_query", wrap)


# Sending


def _about(operation: str, private: bool | None = None, new: bool = True) -> Callable[..., bool]:
    """Tell commands of one operation, to people or to groups, that send rather than edit."""

    def fits(command: Any) -> bool:
        return (
            command.operation == operation
            and (private is None or (command.chat_id > 0) == private)
            and (not new or command.message_id is None)
        )

    return fits


def _at_call(
    fits: Callable[..., bool], before: bool, channel: type[Any] = TelegramChannel
) -> Install:
    """Die before a call whose `sending` is stored, or after its effect, outcome not stored."""

    def install(point: Point) -> None:
        def wrap(carry_out: Any) -> Any:
            async def wrapped(channel: Any, command: Any) -> Any:
                if before and fits(command):
                    point.reached()
                result = await carry_out(channel, command)
                if fits(command):
                    point.reached()
                return result

            return wrapped

        _exchange(channel, "carry_out", wrap)

    return install


# Start, upkeep, stop


def _mid_schema_create(point: Point) -> None:
    """Half of the tables are made."""
    event.listen(tables.ticket, "after_create", lambda *_args, **_values: point.reached())


RECEIPT, CARD = _about("card", private=True), _about("card", private=False)
ANSWER, THREAD = _about("text", private=True), _about("thread")
CARD_EDIT = lambda command: _about("card", False, new=False)(command) and command.message_id  # noqa: E731

POINTS |= {
    "mid_schema_create": _mid_schema_create,
    "after_schema_create": _after(revisions, "create"),
    "before_inbox_commit": _before_inbox_commit,
    "mid_inbox_commit": _after(inbox, "store", bool),
    "after_inbox_commit": _after_inbox_commit,
    "before_claim": _before_claim,
    "after_claim": _after(claiming, "claim", bool),
    "mid_ticket": _after(opening, "open_ticket"),
    "mid_update_done": _after(inbox, "done"),
    "after_ticket_commit": _after_commit(opening, "open_ticket"),
    "mid_claim_ticket": _after(tickets, "claim", bool),
    "after_claim_ticket_commit": _after_commit(tickets, "claim"),
    "before_toast": _before_toast,
    "mid_answer": _after(owing, "pass_on"),
    "after_answer_commit": _after_commit(owing, "pass_on"),
    "mid_take_from_outbox": _after(sending, "set_sending"),
    "before_send": _at_call(RECEIPT, before=True),
    "after_send": _at_call(RECEIPT, before=False),
    "before_send_card": _at_call(CARD, before=True),
    "after_send_card": _at_call(CARD, before=False),
    "after_edit_card": _at_call(CARD_EDIT, before=False),
    "before_send_answer": _at_call(ANSWER, before=True),
    "after_send_answer": _at_call(ANSWER, before=False),
    "mid_outcome": _after(receipts, "record"),
    "mid_recovery": _after(sending, "in_flight", bool),
    "before_topic_create": _at_call(THREAD, before=True),
    "mid_topic_create": _at_call(THREAD, before=False),
    "mid_link": _after(staff, "point"),
    "mid_migrate_group": _after(staff, "migrate"),
    "mid_fallback": _after(fallback, "to_human"),
    "mid_sweep": _after(sweeps, "sweep"),
    "mid_retention": _after(inbox, "purge"),
    "after_retention": _after(outbox, "forget_texts"),
    "mid_knowledge_swap": _after(library, "open_snapshot"),
    "mid_shutdown": _after_await(Sender, "stop"),
    "before_shutdown": _before(app.House, "close"),
}

# The programme and the office: reached on a busy morning
POINTS |= {
    "mid_audit": _after(records, "note"),
    "mid_seat_booking": _after(occasions, "take_seat", bool),
    "after_seat_booking_commit": _after_commit(occasions, "take_seat"),
    "mid_waitlist_promotion": _after(offering, "_offer"),
    "mid_consultation_booking": _after(bookings, "move", bool),
    "after_consultation_booking_commit": _after_commit(bookings, "move"),
    "mid_card_begun": _after(cards, "of_ticket"),
    "mid_card_issue": _after(advice_cards, "issue", bool),
    "after_card_issue_commit": _after_commit(advice_cards, "issue"),
    "mid_month_close": _after(months, "close"),
    "after_month_close_commit": _after_commit(months, "close"),
    "mid_broadcast_freeze": _after(announcement_copies, "freeze"),
    "mid_broadcast_expand": _after(announcement_copies, "owed"),
    "mid_reminder_materialise": _after(occurrences, "add", bool),
    "mid_reminder_owe": _after(occurrences, "gone_into"),
    "mid_erasure": _after(erasing, "do"),
    "after_ledger": _after(Ledger, "append"),
    "mid_export": _after(exporting, "everything"),
    "mid_file_kept": _after(made_files, "keep"),
    "before_upload": _at_call(_about("document"), before=True),
    "after_upload": _at_call(_about("document"), before=False),
}


def _all(_command: Any) -> bool:
    return True


# E-mail
POINTS |= {
    "mid_email_fetch": _after(mail, "store", bool),
    "after_email_fetch": _after_await(Mailroom, "_store"),
    "mid_email_arrive": _after(arriving, "arrive"),
    "before_email_send": _at_call(_all, before=True, channel=MailChannel),
    "mid_email_send": _at_call(_all, before=False, channel=MailChannel),
}
