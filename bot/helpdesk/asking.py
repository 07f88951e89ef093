"""A new question: saved with its decision, then answered, offered, or given to a human."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import answering, letters, opening, owing
from bot.helpdesk.desk import Desk, Incoming
from bot.knowledge.decision import Decision
from bot.storage import people, questions, tickets
from bot.storage.rows import Person, Question

#: Words from which a text that seems off topic is taken for a question all the same.
REAL_QUESTION = 4


def ask(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> None:
    """Save a new question with the decision about it, and do what was decided."""
    question = save(conn, person, incoming, decision)
    if incoming.media:
        to_human(conn, desk, person, question, decision)
    elif decision.zone == "answer" and decision.entry:
        answering.answer(conn, desk, person, question, decision.entry)
    elif decision.zone == "suggest":
        if not answering.suggestions(desk, question):
            answering.hand_over(conn, desk, person, question)
        else:
            answering.suggest(conn, desk, person, question)
    elif _asks_nothing(conn, person, incoming, decision):
        questions.set_fields(conn, question.id, state="kind")
        owing.tell(conn, desk, person, "offtopic", {"decision": question.id})
    else:
        to_human(conn, desk, person, question, decision)


def _asks_nothing(
    conn: Connection, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Tell noise from a question: nobody's real question may hang on a tap.

    What only seems off topic goes to a human like any other question, unless it is a few words or
    plain nonsense from somebody who has no open ticket; even then one tap brings a human.
    """
    if decision.kind not in ("offtopic", "nonsense"):
        return False
    short = decision.kind == "nonsense" or len(incoming.text.split()) < REAL_QUESTION
    return short and not tickets.open_of_person(conn, person.id)


def to_human(
    conn: Connection,
    desk: Desk,
    person: Person,
    question: Question,
    decision: Decision,
    confirms: str | None = None,
) -> None:
    """Open a ticket for a question; `confirms` is the page that it is about."""
    about_letter = decision.kind == "letter" or question.media == "photo"
    if decision.kind.startswith("foreign_"):
        owing.tell(
            conn, desk, person, "foreign", {"language": decision.kind.removeprefix("foreign_")}
        )
    ticket = opening.open_ticket(
        conn, desk, person, question, confirms=confirms, letter=about_letter
    )
    if about_letter:
        letters.ask_when(conn, desk, person, ticket)


def save(conn: Connection, person: Person, incoming: Incoming, decision: Decision) -> Question:
    """Save a question with its decision; one in other words takes the place of the first."""
    previous = None
    if person.dialog == "rephrase" and person.dialog_data:
        previous = int(person.dialog_data["question"])
        people.end_dialog(conn, person.id)
        questions.set_fields(conn, previous, state="done", until=None)
    return opening.save_question(
        conn,
        person,
        incoming,
        zone=decision.zone,
        kind=decision.kind,
        topic=decision.topic,
        topics=list(decision.topics),
        topic_confidence=decision.topic_confidence,
        confidence=decision.confidence,
        candidates=[
            {"entry": c.entry, "confidence": round(c.confidence, 4)} for c in decision.candidates
        ],
        base_version=decision.base_version,
        previous_id=previous,
    )
