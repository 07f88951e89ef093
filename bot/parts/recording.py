"""What follows from an outcome, for what the parts owe; the rest is the helpdesk's."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.messages import MessageState
from bot.helpdesk.desk import Desk
from bot.office.proxies import paper
from bot.programme import missing, reminding
from bot.storage.outbox import OutboxRow, Outcome


def record(conn: Connection, desk: Desk, row: OutboxRow, outcome: Outcome) -> None:
    """Draw the consequences of an outcome, in the transaction that stores it."""
    if row.operation == reminding.OPERATION and outcome.state == MessageState.EXPIRED:
        missing.never_left(conn, desk, row)
    if outcome.reason == "paper" and row.role == "answer":
        paper.not_sent(conn, desk, row)
