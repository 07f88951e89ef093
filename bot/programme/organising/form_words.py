"""What a coordinator writes while the form waits for it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.written import is_blank
from bot.helpdesk import standing
from bot.helpdesk.desk import Desk, Incoming
from bot.knowledge.decision import Decision
from bot.programme.organising import drafts, form
from bot.programme.organising.fields import FIELDS, Hint
from bot.storage import people
from bot.storage.rows import Person


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take words as the answer to what was asked; False when they plainly belong elsewhere."""
    draft = drafts.find(conn, person)
    if draft is None or person.telegram_id not in standing.coordinators(conn, desk):
        people.end_dialog(conn, person.id)
        return False
    if incoming.media or is_blank(incoming.text) or not draft.todo or asks(incoming, decision):
        return False
    field = FIELDS[draft.todo[0]]
    if field.read is None:  # to be tapped
        form.ask(conn, desk, person, draft, hint="tap")
        return True
    said = field.read(incoming.text, desk.now)
    if isinstance(said, Hint):
        form.ask(conn, desk, person, replace(draft, maybe=None), hint=said.why)
    elif field.confirmed:
        form.ask(conn, desk, person, replace(draft, maybe=said))
    else:
        form.answer(conn, desk, person, draft, said)
    return True


def asks(incoming: Incoming, decision: Decision) -> bool:
    """Tell whether words are plainly a question to us; a title may sound like one of ours."""
    return incoming.text.rstrip().endswith("?") and decision.zone == "answer"
