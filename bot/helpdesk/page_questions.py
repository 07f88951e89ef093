"""Asking an advisor about a page: the next words go to a human, with the page beside them."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import asking, owing, shelves
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.helpdesk.talk import AGREEING, ASKING, TALK
from bot.knowledge.decision import Decision
from bot.storage import people, questions
from bot.storage.rows import Person

DIALOG = "about"


def expect(conn: Connection, desk: Desk, press: Press, page: shelves.Page) -> Toast:
    """Expect the presser's next words to ask about a page; a second press changes nothing."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None:
        return Toast("stale")
    about = {"kind": shelves.kind_of(page), "id": page.id}
    running = person.dialog_until is not None and desk.now < person.dialog_until
    asked = running and (person.dialog, person.dialog_data) == (DIALOG, about)
    people.start_dialog(conn, person.id, DIALOG, about, desk.now, DIALOGUE_ENDS_AFTER)
    if not asked:
        values = {"title": shelves.title(page), "person": person.id}
        owing.tell(conn, desk, person, "about_ask", values, role="ask")
        return Toast("")
    return Toast("about_ask")


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Open a ticket for whatever was said; False for thanks, greetings and stickers."""
    if incoming.media not in (None, *ASKING) or not _says_something(incoming, decision):
        return False
    people.end_dialog(conn, person.id)
    about = person.dialog_data or {}
    page = shelves.named(desk, about["kind"], about["id"])
    question = asking.save(conn, person, incoming, decision)
    if page is not None:  # its advisors know best, whatever the words alone seem to be about
        question = replace(question, topic=shelves.topic_of(page), topic_confidence=None)
    questions.set_fields(
        conn,
        question.id,
        topic=question.topic,
        topic_confidence=question.topic_confidence,
        feedback="about",
    )
    asking.to_human(conn, desk, person, question, decision, confirms=about["id"])
    return True


def _says_something(incoming: Incoming, decision: Decision) -> bool:
    talk = decision.kind in TALK | AGREEING and not asks(incoming.text)
    return bool(incoming.media) or not talk
