"""A leader's message in the private chat: saved first, then answered or given to a human.

Any text at any moment is a question. The order of the checks below is the order in which a person
would understand the message: an answer we asked for, a reply to something, words that work like a
button, an addition to what was just said, and only then a new question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.tickets import JOIN_WITHIN
from bot.domain.written import is_blank
from bot.helpdesk import (
    answering,
    asking,
    cases,
    dialogues,
    early_edits,
    edits,
    feedback,
    follow_ups,
    members,
    notices,
    opening,
    owing,
    practice_form,
    reach,
    replies,
    searching,
    secret_talk,
)
from bot.helpdesk.desk import Desk, Incoming
from bot.helpdesk.owners import is_theirs
from bot.helpdesk.talk import AGREEING, ASKING, MEDIA_TALK, TALK
from bot.knowledge.decision import Decision
from bot.knowledge.finding import Found
from bot.storage import posts, questions, receipts, tickets
from bot.storage.rows import Person, Question

RECENT = timedelta(hours=24)
OWN_QUESTION = "pytanie"  # how an advisor amid a confidential conversation begins one


@dataclass(frozen=True, slots=True)
class Beyond:
    """What else a message may be for: dialogues by their names, and wishes in plain words."""

    takers: Mapping[str, dialogues.Take] = field(default_factory=dict)
    wishes: tuple[dialogues.Take, ...] = ()


NOTHING_BEYOND = Beyond()


def receive(
    conn: Connection,
    desk: Desk,
    incoming: Incoming,
    decision: Decision,
    found: Sequence[Found] = (),
    beyond: Beyond = NOTHING_BEYOND,
) -> None:
    """Deal with one private message of a leader, whatever it is; `found` is for a search."""
    if edits.is_known(conn, incoming):
        return
    person = reach.meet(conn, desk, incoming.sender_id, incoming.name)
    if _advises(conn, desk, person, incoming):
        return
    take(conn, desk, person, incoming, decision, found, beyond)
    notices.show_once(conn, desk, person)
    early = early_edits.take(conn, incoming)
    if early is not None:
        edits.edited(conn, desk, early, decision)


def take(
    conn: Connection,
    desk: Desk,
    person: Person,
    incoming: Incoming,
    decision: Decision,
    found: Sequence[Found] = (),
    beyond: Beyond = NOTHING_BEYOND,
) -> None:
    """Deal with a message of somebody who is known: an answer we wait for, or anything else."""
    if not _expected(conn, desk, person, incoming, decision, beyond):
        understand(conn, desk, person, incoming, decision, found)


def _advises(conn: Connection, desk: Desk, person: Person, incoming: Incoming) -> bool:
    """Take an advisor's reply in a confidential ticket; everybody else is a leader here."""
    held = secret_talk.ticket_in_private(conn, person, incoming.chat_id, incoming.reply_to)
    if held is None:
        return incoming.reply_to is None and _forgot_to_reply(conn, desk, person, incoming)
    if secret_talk.holds(held, incoming.sender_id) and members.may_act(conn, incoming.sender_id):
        replies.in_private(conn, desk, incoming, held)
    else:  # words about somebody's secret are never taken for the advisor's own question
        to = incoming.chat_id
        secret_talk.not_yours(conn, desk, held, to, incoming.message_id)
    return True


def _forgot_to_reply(conn: Connection, desk: Desk, person: Person, incoming: Incoming) -> bool:
    """Hold back plain words amid a confidential conversation: a new card would show them."""
    own = person.dialog is not None or incoming.text.strip().lower().startswith(OWN_QUESTION)
    if own or not members.may_act(conn, incoming.sender_id):
        return False
    ticket = secret_talk.talked_of(conn, desk, incoming.sender_id)
    if ticket is None:
        return False
    secret_talk.not_a_reply(conn, desk, ticket, incoming.chat_id, incoming.message_id)
    return True


def _expected(
    conn: Connection,
    desk: Desk,
    person: Person,
    incoming: Incoming,
    decision: Decision,
    beyond: Beyond,
) -> bool:
    return (
        _part_of_album(conn, desk, incoming, decision)
        or dialogues.take(conn, desk, person, incoming, decision, beyond.takers)
        or practice_form.wished(conn, desk, person, incoming)
        or any(wish(conn, desk, person, incoming, decision) for wish in beyond.wishes)
    )


def understand(
    conn: Connection,
    desk: Desk,
    person: Person,
    incoming: Incoming,
    decision: Decision,
    found: Sequence[Found] = (),
) -> None:
    """Deal with a message that answers nothing we asked for: in the end it is a question."""
    if not _understood(conn, desk, person, incoming, decision, found):
        asking.ask(conn, desk, person, incoming, decision)


def _understood(
    conn: Connection,
    desk: Desk,
    person: Person,
    incoming: Incoming,
    decision: Decision,
    found: Sequence[Found],
) -> bool:
    return (
        _part_of_album(conn, desk, incoming, decision)
        or _reply(conn, desk, person, incoming, decision)
        or searching.take(conn, desk, person, incoming, decision, found)
        or _words_as_buttons(conn, desk, person, incoming, decision)
        or _talk(conn, desk, person, incoming, decision)
        or _addition(conn, desk, person, incoming, decision)
    )


def _part_of_album(conn: Connection, desk: Desk, incoming: Incoming, decision: Decision) -> bool:
    """Add a further photo of an album to the ticket that its first one opened."""
    if incoming.album is None:
        return False
    parts = posts.of_album(conn, incoming.album, incoming.chat_id)
    if not parts:
        return False
    ticket = tickets.get(conn, parts[0].ticket_id)
    ident = opening.add_post(conn, ticket, incoming, side="leader")
    if ticket.confidential:  # the group counts the parts on the card; here each is brought
        follow_ups.show_to_advisors(conn, desk, ticket, ident)
    if decision.topic and not any(part.text for part in parts):
        ticket = opening.correct(conn, desk, ticket, topic=decision.topic)
        owing.refresh_receipt(conn, desk, ticket)
    owing.refresh_card(conn, desk, ticket)
    return True


def _reply(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """A reply to anything that belongs to a ticket is an addition to that ticket."""
    if incoming.reply_to is None or incoming.media == "sticker":
        return False
    number = _ticket_of(conn, incoming.chat_id, incoming.reply_to)
    ticket = tickets.find(conn, number) if number else None
    if ticket is None or not is_theirs(conn, ticket, person.id):
        return False
    if decision.kind in ("thanks", "goodbye") and not (incoming.media or asks(incoming.text)):
        return False
    if decision.kind == "resolved" and ticket.state in tickets.OPEN:
        return False
    follow_ups.add(conn, desk, person, ticket, incoming)
    return True


def _ticket_of(conn: Connection, chat_id: int, message_id: int) -> int | None:
    receipt = receipts.find(conn, chat_id, message_id)
    if receipt is not None:
        return receipt.ticket_id
    post = posts.by_message(conn, chat_id, message_id)
    return post.ticket_id if post else None


def _words_as_buttons(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Let words like "to nie to" or "proszę doradcę" do what the buttons would."""
    if incoming.media:
        return False
    last = questions.last_of(conn, person.id)
    recent = last is not None and desk.now - last.asked_at <= RECENT
    if decision.kind == "resolved" and not asks(incoming.text):
        return _resolved(conn, desk, person)
    if last is None or not recent:
        return False
    if decision.kind == "denial":
        return _denied(conn, desk, person, last)
    if decision.kind == "human":
        return _wants_human(conn, desk, person, last, incoming, decision.has_matter)
    agrees = decision.kind == "confirmation" and not asks(incoming.text)
    if agrees and last.state == "answered":
        questions.set_fields(conn, last.id, state="done", feedback="helped")
        owing.tell(conn, desk, person, "helped")
        return True
    return False


def _wants_human(
    conn: Connection,
    desk: Desk,
    person: Person,
    last: Question,
    incoming: Incoming,
    has_matter: bool,
) -> bool:
    """Hand the last question over, or show who has it; the words of the wish go with it.

    A wish that names its own matter is a question of its own, unless we still wait for what is
    meant by the last one.
    """
    ticket = tickets.find(conn, last.ticket_id) if last.ticket_id else None
    if has_matter and last.state not in ("suggested", "rephrase"):
        return False
    if ticket is not None and ticket.state in tickets.OPEN:
        ticket, _ = follow_ups.put(conn, desk, ticket, incoming)
        owing.tell(
            conn,
            desk,
            person,
            "with_human",
            {
                "number": ticket.id,
                "promised": ticket.promised_at.isoformat() if ticket.promised_at else None,
            },
            ticket=ticket.id,
            role="followed",
        )
        return True
    if ticket is not None or last.state == "done":
        return False
    questions.set_fields(conn, last.id, feedback="advisor")
    opened = answering.hand_over(conn, desk, person, last)
    opening.add_post(conn, opened, incoming, side="leader")
    return True


def _denied(conn: Connection, desk: Desk, person: Person, last: Question) -> bool:
    if last.state == "answered":
        questions.set_fields(conn, last.id, feedback="other")
        feedback.missed(conn, desk, person, last)
        return True
    if last.state == "suggested":
        questions.set_fields(conn, last.id, feedback="none_of")
        answering.rephrase_or_hand_over(conn, desk, person, last)
        return True
    return False


def _resolved(conn: Connection, desk: Desk, person: Person) -> bool:
    held = tickets.open_of_person(conn, person.id)
    if len(held) != 1:
        return False
    cases.close_by_leader(conn, desk, person, held[0])
    return True


def _talk(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Answer kindly what asks for nothing: greetings, thanks, stickers, an empty message."""
    if incoming.media in ASKING:
        return False
    kind: str = decision.kind
    if incoming.media:
        if incoming.text:
            return False
        kind = MEDIA_TALK.get(incoming.media, "sticker")
    elif is_blank(incoming.text):
        kind = "empty"
    elif kind == "nonsense" and not any(map(str.isalnum, incoming.text)):
        if follow_ups.talking(conn, desk, person, incoming.at):
            return False  # "?" to an advisor's answer is for the advisor
        kind = "empty" if incoming.text.isascii() else "sticker"
    elif kind not in TALK and kind not in AGREEING:
        return False
    elif asks(incoming.text) and (
        kind in AGREEING or follow_ups.talking(conn, desk, person, incoming.at) is not None
    ):
        return False  # "dobrze, a na kiedy": a question, which only begins politely
    owing.tell(conn, desk, person, "talk", {"kind": kind})
    return True


def _addition(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Join what was said a moment ago, or go on in a conversation with an advisor."""
    if decision.zone == "answer" and not incoming.media:
        return False
    last = questions.last_of(conn, person.id)
    if last is not None and _just_now(desk, last, incoming):
        ticket = tickets.get(conn, last.ticket_id) if last.ticket_id else None
        if ticket is not None and ticket.state == "queued":
            follow_ups.join(conn, desk, ticket, incoming)
            return True
    talking = follow_ups.talking(conn, desk, person, incoming.at)
    if talking is None:
        return False
    follow_ups.add(conn, desk, person, talking, incoming)
    return True


def _just_now(desk: Desk, last: Question, incoming: Incoming) -> bool:
    return (
        incoming.at - last.asked_at <= JOIN_WITHIN
        and last.entry is None
        and last.state in ("ticket", "suggested")
    )
