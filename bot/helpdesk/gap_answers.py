"""When a gap is closed: who asked, and has no answer yet, is asked once whether they want it.

Not at night, and nobody whom an advisor has answered meanwhile. Whoever does not press is left
alone.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.quiet_hours import next_allowed
from bot.domain.start_links import LinkKind
from bot.helpdesk import browsing, owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.helpdesk.owners import own_question
from bot.storage import gaps, people, posts, proposals, questions
from bot.storage.gaps import Gap
from bot.storage.rows import Question

STALE = Toast("stale")


def tell_askers(conn: Connection, desk: Desk, row: Gap) -> None:
    """Owe those who still wait for an answer the news that there is one, a person once."""
    waiting = replace(desk, hold=next_allowed(desk.now) - desk.now)
    asked = {found.person_id: found for found in _asked(conn, row) if _waits(conn, found)}
    for person_id, question in sorted(asked.items()):
        person = people.by_id(conn, person_id)
        if person.reachable:
            shown = {"text": question.text, "question": question.id}
            key = f"gap-written:{row.id}:{person_id}"
            owing.tell(conn, waiting, person, "gap_written", shown, kind=Kind.REMINDER, key=key)


def _asked(conn: Connection, row: Gap) -> list[Question]:
    found = (questions.by_id(conn, ident) for ident in row.questions)
    return [question for question in found if question is not None]


def _waits(conn: Connection, question: Question) -> bool:
    """Tell whether nobody has answered a question, nor has its asker taken it back."""
    if question.state == "withdrawn" or question.feedback == "helped":
        return False
    return question.ticket_id is None or posts.last_answer(conn, question.ticket_id) is None


def entry_of(conn: Connection, desk: Desk, row: Gap) -> str | None:
    """Return the entry that has come of a gap; None while the knowledge in force has none.

    What was approved is in force a moment later, or never when it does not fit the files.
    """
    draft = proposals.find(conn, row.revision_id) if row.revision_id is not None else None
    return draft.name if draft is not None and draft.name in desk.base.entries else None


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the entry that has come of a question ([Pokaż odpowiedź])."""
    asked = own_question(conn, press)
    row = gaps.written_about(conn, asked[1].id) if asked is not None else None
    name = entry_of(conn, desk, row) if row is not None else None
    if asked is None or name is None:
        return STALE
    if not browsing.follow(conn, desk, asked[0], LinkKind.ENTRY, name):
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return Toast("")
