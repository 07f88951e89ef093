"""From one leader's answer to everybody's: offered by who answered, approved by a coordinator.

What is offered is covered (names, numbers, places); its author puts it right by replying, and a
coordinator who is somebody else approves exactly what they read: a button of an older text does
nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.courtesies import matter_of, without_greeting, without_signature
from bot.domain.masking import has_covers
from bot.helpdesk import contest_calls, owing, standing
from bot.helpdesk.claims import advisor_name
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.helpdesk.proposal_words import covered_words, leaders_words
from bot.knowledge.contests import Contest
from bot.knowledge.entry_pages import one_line
from bot.programme import daytime, panels, second_person
from bot.programme.panels import Shown
from bot.storage import contest_questions, people, posts, receipts, records, tickets
from bot.storage.contest_questions import ContestQuestion
from bot.storage.occasions import number_of_occasion
from bot.storage.rows import Ticket

STALE, RENEWED = Toast("stale"), Toast("rule_renewed")
PANEL = "rule"  # the card in the thread of coordination
FIELDS = {"rule_question": ("question", 600), "rule_answer": ("answer", 1500)}
OPEN = ("asked", "agreed", "private", "dropped")


def for_all(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Offer an answer to everybody ([To dotyczy wszystkich])."""
    ticket = tickets.find(conn, press.ident)
    sheet = contest_calls.sheet(conn, ticket.contest) if ticket and ticket.contest else None
    answer = posts.last_answer(conn, ticket.id) if ticket is not None else None
    if ticket is None or ticket.confidential:
        return STALE
    if sheet is None or answer is None or not answer.text.strip():
        return STALE
    if ticket.advisor_id != press.presser_id:
        return Toast("not_holder", name=advisor_name(conn, ticket.advisor_id))
    if _is_locked(desk, sheet, ticket):
        return Toast("locked", alert=True)
    said = covered_words(conn, desk, without_signature(without_greeting(answer.text)), ticket.id)
    if len(said) > FIELDS["rule_answer"][1]:
        return Toast("rule_long", number=FIELDS["rule_answer"][1], alert=True)
    ident = _row(conn, desk, ticket)
    words = covered_words(conn, desk, matter_of(leaders_words(conn, ticket)), ticket.id)
    values = {"question": one_line(words)[: FIELDS["rule_question"][1]], "answer": said,
              "author_id": press.presser_id, "author": press.name}  # fmt: skip
    if not contest_questions.move(conn, ident, was=OPEN, state="offered", **values):
        return STALE
    _note(conn, desk, press.presser_id, "rule_offered", ident, ticket.id)
    panels.show(conn, desk, owing.COORDINATION, f"{PANEL}:{ident}", anew=True)
    owing.refresh_card(conn, desk, ticket)
    return Toast("rule_offered")


def _is_locked(desk: Desk, sheet: Contest, ticket: Ticket) -> bool:
    """Tell whether the list takes no more: it was asked after the lock, or the call is over."""
    asking = sheet.asking
    if asking is None or sheet.call_at(desk.now) is None:
        return True
    return ticket.opened_at >= asking.over


def _row(conn: Connection, desk: Desk, ticket: Ticket) -> int:
    found = contest_questions.of_ticket(conn, ticket.id)
    if found is not None:
        return found.id
    return contest_questions.add(
        conn,
        contest=ticket.contest,
        ticket_id=ticket.id,
        person_id=ticket.person_id,
        question="",
        state="dropped",
        created_at=desk.now,
    )


def _note(
    conn: Connection, desk: Desk, who: int, action: str, ident: int, ticket_id: int | None
) -> None:
    records.note(conn, desk.now, f"advisor:{who}", action, ticket_id, rule=ident)


# The card in the thread of coordination


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the card of a question as it is now."""
    found = contest_questions.find(conn, int(rest))
    if found is None:
        return None
    sheet = contest_calls.sheet(conn, found.contest)
    both = f"{found.question}\n{found.answer}"
    values = {
        "ident": found.id,
        "rev": found.rev,
        "state": found.state,
        "title": sheet.title if sheet is not None else found.contest,
        "question": found.question,
        "answer": found.answer,
        "author": found.author,
        "decider": found.decider or "",
        "number": found.number,
        "ticket": found.ticket_id,
        "own": found.own,
        "covers": has_covers(both),
        "telling": covered_words(conn, desk, both, found.ticket_id) != both,
    }
    return Shown("rule_card", values)


def _asked(conn: Connection, desk: Desk, press: Press) -> ContestQuestion | Toast:
    """Return the question whose card was pressed, as it stands there; else what is told."""
    stands = receipts.find(conn, press.chat_id, press.message_id)
    if stands is None or stands.subject != f"{PANEL}:{press.ident}":
        return STALE
    found = contest_questions.find(conn, press.ident)
    if found is None or found.state != "offered" or found.rev != press.rev:
        panels.redraw(conn, desk, owing.COORDINATION, stands.subject, stands)
        return RENEWED
    return found


def approve(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Make an answer public under the next number, as a coordinator who did not write it."""
    found = _decider(conn, desk, press)
    if isinstance(found, Toast):
        return found
    ticket = tickets.find(conn, found.ticket_id) if found.ticket_id is not None else None
    if ticket is not None and ticket.confidential:  # since it was offered
        return Toast("secret_files", alert=True)
    number = contest_questions.next_number(conn, found.contest)
    if not _decide(conn, desk, press, found, "public", number=number, published_at=desk.now):
        return RENEWED
    asker = people.by_id(conn, found.person_id) if found.person_id else None
    sheet = contest_calls.sheet(conn, found.contest)
    if asker is not None and sheet is not None:
        contest = number_of_occasion(sheet.id)
        values = {"title": sheet.title, "number": number, "contest": contest}
        key = f"rule_public:{found.id}"
        daytime.tell(conn, desk, asker, "contest_published", values, key)
    return Toast("saved")


def reject(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Leave an answer with who asked; it may be offered again."""
    found = _decider(conn, desk, press)
    if isinstance(found, Toast):
        return found
    return Toast("saved") if _decide(conn, desk, press, found, "dropped") else RENEWED


def _decider(conn: Connection, desk: Desk, press: Press) -> ContestQuestion | Toast:
    found = _asked(conn, desk, press)
    if isinstance(found, Toast):
        return found
    if press.presser_id not in standing.coordinators(conn, desk):
        return Toast("not_coordinator", alert=True)
    own = found.author_id == press.presser_id
    return Toast("own_rule", alert=True) if own and _others(conn, desk, found) else found


def _others(conn: Connection, desk: Desk, found: ContestQuestion) -> set[int]:
    """Return who else could write or approve it: without anybody, its author may alone."""
    able = {*second_person.others(conn, desk, found.author_id or 0), *_answered(conn, found)}
    return able - {found.author_id}


def _decide(
    conn: Connection, desk: Desk, press: Press, found: ContestQuestion, state: str, **values: Any
) -> bool:
    """Move a question and show that; False when somebody was first."""
    by = {"decided_by": press.presser_id, "decider": press.name}
    if not contest_questions.move(conn, found.id, was=("offered",), state=state, **by, **values):
        return False
    _note(conn, desk, press.presser_id, f"rule_{state}", found.id, found.ticket_id)
    panels.show(conn, desk, owing.COORDINATION, f"{PANEL}:{found.id}")
    if found.ticket_id is not None:
        owing.refresh_card(conn, desk, tickets.get(conn, found.ticket_id))
    return True


# Putting it right


def ask_words(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask who wrote the answer, or a coordinator, for other words."""
    found = _asked(conn, desk, press)
    if isinstance(found, Toast):
        return found
    if not _may_write(conn, desk, found, press.presser_id):
        return Toast("not_yours")
    what = press.action.replace("_fix", "")
    values = {"what": FIELDS[what][0], "most": FIELDS[what][1], "subject": f"{what}:{found.id}"}
    key = f"{what}:{found.id}:{found.rev}:{press.message_id}"
    owing.send_to(
        conn, desk, owing.COORDINATION, "rule_words", values,
        role="ask", reply_to=press.message_id, key=key,
    )  # fmt: skip
    return Toast("")


def _may_write(conn: Connection, desk: Desk, found: ContestQuestion, who: int) -> bool:
    """Tell whether somebody may change the words: the author, who answered, or a coordinator."""
    return who in {found.author_id, *_answered(conn, found), *standing.coordinators(conn, desk)}


def _answered(conn: Connection, found: ContestQuestion) -> set[int]:
    ticket = tickets.find(conn, found.ticket_id) if found.ticket_id is not None else None
    return {ticket.advisor_id} if ticket is not None and ticket.advisor_id else set()


def answered_question(conn: Connection, desk: Desk, said: Incoming, rest: str) -> None:
    """Take other words for a question."""
    _reworded(conn, desk, said, rest, "rule_question")


def answered_answer(conn: Connection, desk: Desk, said: Incoming, rest: str) -> None:
    """Take other words for an answer."""
    _reworded(conn, desk, said, rest, "rule_answer")


def _reworded(conn: Connection, desk: Desk, said: Incoming, rest: str, what: str) -> None:
    """Take a reply; who wrote last is the author, whom somebody else approves."""
    field, most = FIELDS[what]
    found = contest_questions.find(conn, int(rest))
    words = said.text.strip()
    why = None
    if found is None or found.state != "offered":
        why = "over"
    elif not _may_write(conn, desk, found, said.sender_id):
        why = "author"
    elif said.media or not words:
        why = "words"
    elif len(words) > most:
        why = "long"
    if why is not None or found is None:
        values = {"what": why, "most": most, "subject": f"{what}:{rest}"}
        owing.send_to(
            conn, desk, owing.COORDINATION, "rule_hint", values,
            role="hint", reply_to=said.message_id,
        )  # fmt: skip
        return
    by = {"author_id": said.sender_id, "author": said.name}
    contest_questions.move(conn, found.id, was=("offered",), **{field: words}, **by)
    panels.show(conn, desk, owing.COORDINATION, f"{PANEL}:{found.id}")
    owing.react(conn, desk, said.chat_id, said.message_id, "👌")
