"""Wishes in plain words that can be granted by e-mail; what needs a talk is left to people.

A form that asks step by step, with slots that are held for minutes, is for a chat. Who writes
"konsultacja" in an e-mail hears from an advisor, who books for them.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import asking
from bot.helpdesk.desk import Desk, Incoming
from bot.knowledge.decision import Decision
from bot.programme.consultations import own
from bot.programme.signups import lists, seat_presses
from bot.storage.rows import Person


def to_people(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Let a human arrange what somebody wants to meet for."""
    if not own.is_wish(incoming):
        return False
    question = asking.save(conn, person, incoming, decision)
    asking.to_human(conn, desk, person, question, decision)
    return True


WISHES = (seat_presses.wished, lists.wished, to_people)
