"""A question from a contest's card, or about a contest: for everybody, or about one's own matter.

While questions about the rules are taken, the leader is asked whether all may read the answer.
Until they say so it is nobody else's; who says nothing is answered alone.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.quiet_hours import is_quiet
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.domain.written import is_blank
from bot.helpdesk import asking, opening, owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.helpdesk.talk import AGREEING, ASKING, TALK
from bot.knowledge.decision import Decision
from bot.programme.contests import cards, known
from bot.programme.contests.known import Known
from bot.storage import contest_questions, people, questions, tickets
from bot.storage.contest_questions import ContestQuestion
from bot.storage.rows import Person

DIALOG = "contest_ask"


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Expect a question about a contest ([Zadaj pytanie])."""
    given = cards.pressed(conn, press)
    if given is None or not given[1].is_open:
        return cards.STALE
    person, found = given
    data = {"contest": found.row.id}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    owing.tell(conn, desk, person, "contest_ask", _view(desk, person, found), role="ask")
    return Toast("")


def _view(desk: Desk, person: Person, found: Known) -> dict[str, Any]:
    sheet = found.sheet
    ended = sheet.asking is not None and sheet.asking.over <= desk.now
    return {
        "person": person.id,
        "title": sheet.title,
        "public": sheet.takes_questions(desk.now),
        "locked": known.ends(sheet.asking) if sheet.asking is not None and ended else None,
    }


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take the question; one that the knowledge answers, or mere courtesy, goes its usual way."""
    found = known.find(conn, (person.dialog_data or {}).get("contest", ""))
    people.end_dialog(conn, person.id)
    if found is None or not _asks(incoming, decision):
        return False
    question = asking.save(conn, person, incoming, decision)
    if incoming.media or not found.sheet.takes_questions(desk.now):
        opening.open_ticket(conn, desk, person, question, contest=found.row.id)
        return True
    ident = contest_questions.add(
        conn,
        contest=found.row.id,
        person_id=person.id,
        question="",  # their words stand with the question itself; these are for all to read
        question_id=question.id,
        created_at=desk.now,
    )
    _ask_consent(conn, desk, person, found, ident)
    return True


def _asks(incoming: Incoming, decision: Decision) -> bool:
    if incoming.media:
        return incoming.media in ASKING
    polite = decision.kind in TALK or decision.kind in AGREEING
    return not (is_blank(incoming.text) or polite or decision.zone == "answer")


def _ask_consent(
    conn: Connection,
    desk: Desk,
    person: Person,
    found: Known,
    ident: int,
    number: int | None = None,
) -> None:
    values = {"title": found.sheet.title, "question": ident, "number": number}
    key = f"contest_consent:{ident}"
    owing.tell(conn, desk, person, "contest_consent", values, ticket=number, role="ask", key=key)


def decide(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Do as the leader says: for all ([Zgoda, wyślij]), or only for them."""
    person = people.by_telegram(conn, press.presser_id)
    found = contest_questions.find(conn, press.ident)
    if person is None or found is None or found.person_id != person.id:
        return cards.STALE
    state = "agreed" if press.action == "contest_agree" else "private"
    own = state == "private"
    if not contest_questions.move(conn, found.id, was=("asked",), state=state, own=own):
        return cards.STALE
    owing.replace_text(
        conn, desk, press.chat_id, press.message_id, "contest_consented", {"state": state}
    )
    _to_advisor(conn, desk, person, found)
    return Toast("")


def _to_advisor(conn: Connection, desk: Desk, person: Person, found: ContestQuestion) -> None:
    """Open the ticket, or show on its card what the leader said."""
    if found.ticket_id is not None:
        owing.refresh_card(conn, desk, tickets.get(conn, found.ticket_id))
        return
    question = questions.by_id(conn, found.question_id) if found.question_id else None
    if question is not None and question.ticket_id is None:
        ticket = opening.open_ticket(conn, desk, person, question, contest=found.contest)
        contest_questions.link(conn, found.id, ticket.id)


# What the clock brings


def ask_about_tickets(conn: Connection, desk: Desk) -> None:
    """Ask those whose plain question was about a contest, while questions are taken.

    Their ticket waits for no word of theirs, so nobody is asked at night.
    """
    if is_quiet(desk.now):
        return
    for found in known.in_force(conn):
        asking_stage = found.sheet.asking
        if asking_stage is None or not found.sheet.takes_questions(desk.now):
            continue
        for number in contest_questions.unasked(conn, found.row.id, asking_stage.starts):
            ticket = tickets.get(conn, number)
            person = people.by_id(conn, ticket.person_id)
            ident = contest_questions.add(
                conn, contest=found.row.id, person_id=person.id, question="",
                ticket_id=number, created_at=desk.now,
            )  # fmt: skip
            _ask_consent(conn, desk, person, found, ident, number)


def answer_alone(conn: Connection, desk: Desk) -> None:
    """Give a question to an advisor when its leader did not say whether all may read it."""
    for found in contest_questions.undecided(conn, desk.now - DIALOGUE_ENDS_AFTER):
        if contest_questions.move(conn, found.id, was=("asked",), state="private"):
            person = people.by_id(conn, found.person_id or 0)
            _to_advisor(conn, desk, person, found)
