"""Messages that show a state, cards and drafts: sent once, and then edited where they stand."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outgoing import Command
from bot.storage.outbox import Skip
from bot.storage.rows import Receipt


def in_place(made: Command, known: Receipt) -> Command | Skip:
    """Return the edit that lets a message be as it is made now, unless it is so already."""
    if known.digest == made.digest():
        return Skip("unchanged")
    return replace(made, message_id=known.message_id, keyboard=made.keyboard or ())
