"""Presses under an automatic answer: it helped, it did not, or "a human please"."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import answering, opening, owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.helpdesk.owners import own_question
from bot.storage import people, questions, tickets
from bot.storage.rows import Person, Question

STALE = Toast("stale")
SHOWN = Toast("")  # what follows is answer enough


def helped(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Remember that the answer helped; the buttons go."""
    asked = own_question(conn, press)
    if asked is None or asked[1].state != "answered":
        return STALE
    questions.set_fields(conn, asked[1].id, state="done", feedback="helped")
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return Toast("thanks")


def other(conn: Connection, desk: Desk, press: Press) -> Toast:
    """The answer missed: offer other entries, else ask once for other words, else a human."""
    asked = own_question(conn, press)
    if asked is None or asked[1].state != "answered":
        return STALE
    person, question = asked
    questions.set_fields(conn, question.id, feedback="other")
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    missed(conn, desk, person, question)
    return SHOWN


def missed(conn: Connection, desk: Desk, person: Person, question: Question) -> None:
    """Go on after an answer that missed."""
    if question.ticket_id is not None:
        _tell_ticket(conn, desk, question, question.ticket_id)
    else:
        answering.suggest(conn, desk, person, question)


def none_of(conn: Connection, desk: Desk, press: Press) -> Toast:
    """None of the suggestions fits: ask once for other words, else a human."""
    asked = own_question(conn, press)
    if asked is None or asked[1].state != "suggested":
        return STALE
    person, question = asked
    questions.set_fields(conn, question.id, feedback="none_of")
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    answering.rephrase_or_hand_over(conn, desk, person, question)
    return SHOWN


def human(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Hand the question to an advisor, whatever was said before."""
    asked = own_question(conn, press)
    if asked is None or asked[1].state not in ("answered", "suggested", "rephrase", "kind"):
        return STALE
    person, question = asked
    questions.set_fields(conn, question.id, feedback="advisor")
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    if question.ticket_id is not None:
        _tell_ticket(conn, desk, question, question.ticket_id)
    else:
        answering.hand_over(conn, desk, person, question)
    return SHOWN


def _tell_ticket(conn: Connection, desk: Desk, question: Question, number: int) -> None:
    """An advisor has it already: make the promise visible and the card current."""
    questions.set_fields(conn, question.id, state="ticket")
    ticket = tickets.get(conn, number)
    owing.refresh_card(conn, desk, ticket)
    owing.refresh_receipt(conn, desk, ticket)


def pick(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Answer with the suggestion that was pressed."""
    asked = own_question(conn, press)
    if asked is None or asked[1].state != "suggested":
        return STALE
    person, question = asked
    offered = answering.suggestions(desk, question)
    place = "abc".index(press.action[-1])
    if place >= len(offered):
        return STALE
    questions.set_fields(conn, question.id, feedback="picked")
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    answering.answer(conn, desk, person, question, offered[place])
    return SHOWN


def drop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give the question up: the leader pressed [Anuluj] instead of rephrasing."""
    asked = own_question(conn, press)
    if asked is None or asked[1].state != "rephrase":
        return STALE
    person, question = asked
    questions.set_fields(conn, question.id, state="done", until=None)
    people.end_dialog(conn, person.id)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "dropped", {})
    return SHOWN


def rephrase_over(conn: Connection, desk: Desk, question: Question) -> None:
    """Nobody rephrased or picked in time: a human takes the question."""
    person = people.by_id(conn, question.person_id)
    if person.dialog == "rephrase":
        people.end_dialog(conn, person.id)
    opening.open_ticket(conn, desk, person, question)
