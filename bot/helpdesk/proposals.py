"""Where a proposal for the knowledge begins: a closed ticket, or a question nobody has written up.

The draft is covered (names, numbers, places) and shown to its author, who puts it right and sends
it; `proposal_drafts` is that, `proposal_decisions` what others make of it.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.courtesies import (
    matter_of,
    whole_sentences,
    without_greeting,
    without_signature,
)
from bot.domain.labels import OWN_MATTER
from bot.helpdesk import owing, proposal_cards
from bot.helpdesk.claims import advisor_name
from bot.helpdesk.desk import Desk, Press, Toast
from bot.helpdesk.proposal_words import covered_words, leaders_words
from bot.knowledge.entry_pages import one_line
from bot.knowledge.models import LONGEST_ANSWER
from bot.storage import posts, questions, records, tickets
from bot.storage import proposals as rows
from bot.storage.proposals import CUT
from bot.storage.rows import Ticket

STALE = Toast("stale")


def begin(
    conn: Connection,
    desk: Desk,
    *,
    question_text: str,
    topic: str,
    author_id: int,
    name: str,
    thread: str,
    ticket_id: int | None = None,
) -> int:
    """Open a draft without an answer and owe it to a thread (an alias); return its id.

    The question is covered here; its author gives the answer by replying to the draft.
    """
    return _begin(
        conn,
        desk,
        question=one_line(covered_words(conn, desk, matter_of(question_text), ticket_id)),
        answer="",
        topic=topic,
        author_id=author_id,
        author=name,
        thread=thread,
        ticket_id=ticket_id,
    )


def _begin(
    conn: Connection, desk: Desk, *, question: str, reply_to: int | None = None, **values: object
) -> int:
    ident = rows.begin(conn, desk.now, question=question, asked=question, **values)
    found = rows.get(conn, ident)
    who = f"advisor:{found.author_id}"
    records.note(conn, desk.now, who, "proposal_begun", found.ticket_id, content=ident)
    proposal_cards.show_draft(conn, desk, found, reply_to=reply_to)
    return ident


def may_propose(conn: Connection, ticket: Ticket) -> bool:
    """Tell whether a ticket may be made into knowledge: answered in words, and nobody's secret."""
    if ticket.state != "closed" or ticket.advisor_id is None or ticket.closed_by == "merged":
        return False
    if ticket.confidential or _is_own_matter(conn, ticket):
        return False
    answer = posts.last_answer(conn, ticket.id)
    if answer is None or not answer.text.strip() or not leaders_words(conn, ticket).strip():
        return False
    return not rows.of_ticket(conn, ticket.id)


def _is_own_matter(conn: Connection, ticket: Ticket) -> bool:
    """Tell whether a ticket is about its leader's own case, or a letter that came to them."""
    question = questions.by_id(conn, ticket.question_id) if ticket.question_id else None
    about_own = question is not None and question.kind in OWN_MATTER
    return about_own or ticket.deadline is not None


def propose(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Begin a proposal from a closed ticket ([Zaproponuj do bazy])."""
    ticket = tickets.find(conn, press.ident)
    if ticket is None or not may_propose(conn, ticket):
        return STALE
    if ticket.advisor_id != press.presser_id:
        return Toast("not_holder", name=advisor_name(conn, ticket.advisor_id))
    answer = posts.last_answer(conn, ticket.id)
    assert answer is not None
    words = covered_words(conn, desk, matter_of(leaders_words(conn, ticket)), ticket.id)
    said = without_signature(without_greeting(answer.text))
    whole = covered_words(conn, desk, said, ticket.id)
    kept = whole_sentences(whole, LONGEST_ANSWER)
    _begin(
        conn,
        desk,
        question=one_line(words),
        answer=kept,
        bench=None if kept == whole else {CUT: True},
        topic=ticket.topic,
        author_id=press.presser_id,
        author=press.name,
        thread=f"{owing.GROUP}/{ticket.topic}",
        ticket_id=ticket.id,
        reply_to=press.message_id,
    )
    owing.refresh_card(conn, desk, ticket)
    return Toast("")
