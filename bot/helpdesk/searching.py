"""Searching by a word or two, after [Szukaj].

A search never swallows a question. Words are looked up only if they are few, ask nothing, and are
neither talk nor a wish for a human; anything else ends the search and is what it would be
without it. What was typed is kept like a question, so that one tap gives it to an advisor.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.domain.written import is_blank
from bot.helpdesk import asking, owing, shelves
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.knowledge.finding import Found
from bot.storage import people, questions
from bot.storage.rows import Person

DIALOG = "search"
FOUND, NOTHING = "found", "nothing_found"  # templates
MOST_WORDS, LONGEST = 4, 40  # more is told, not looked for
#: What words may be and still be looked for; a search for "statut" seems off topic or nonsense.
SEARCHABLE = frozenset({"question", "offtopic", "nonsense"})


def may_be_search(incoming: Incoming, decision: Decision) -> bool:
    """Tell by the words alone whether they may be meant for a search."""
    text = incoming.text
    few = len(text) <= LONGEST and len(text.split()) <= MOST_WORDS
    plain = decision.kind in SEARCHABLE and not decision.urgent
    return few and plain and not (incoming.media or is_blank(text) or asks(text))


def expect(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Expect the presser's next words to be searched for; a second press asks no second time."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None:
        return Toast("stale")
    asked = _is_expected(desk, person)
    people.start_dialog(conn, person.id, DIALOG, {}, desk.now, DIALOGUE_ENDS_AFTER)
    if not asked:
        owing.tell(conn, desk, person, "search_ask", {"person": person.id}, role="ask")
        return Toast("")
    return Toast("search_ask")


def is_begun(conn: Connection, telegram_id: int) -> bool:
    """Tell whether somebody has begun a search; whether it still runs is asked when it is used."""
    person = people.by_telegram(conn, telegram_id)
    return person is not None and person.dialog == DIALOG


def _is_expected(desk: Desk, person: Person) -> bool:
    running = person.dialog_until is not None and desk.now < person.dialog_until
    return person.dialog == DIALOG and running


def take(
    conn: Connection,
    desk: Desk,
    person: Person,
    incoming: Incoming,
    decision: Decision,
    found: Sequence[Found],
) -> bool:
    """Show what was found for a message; False when none was expected, or it is no search."""
    if not _is_expected(desk, person):
        return False
    people.end_dialog(conn, person.id)
    if not may_be_search(incoming, decision):
        return False
    question = asking.save(conn, person, incoming, decision)
    questions.set_fields(conn, question.id, state="kind")
    items = shelves.found_items(desk, found)
    owing.tell(
        conn,
        desk,
        person,
        FOUND if items else NOTHING,
        {"words": incoming.text, "items": items, "decision": question.id},
        role="page",
        reply_to=incoming.message_id,
    )
    return True
