"""What a leader says of a card: confirmed and helped, confirmed and not, or it does not agree.

Kept with the moment and the message whose button was pressed, or whose word was written back by
e-mail. What does not agree comes to the
advisor, in the thread, and to coordination.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.mailing import mail_of
from bot.domain.names import cut
from bot.domain.personal_numbers import mask
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.domain.written import is_blank
from bot.helpdesk import follow_ups, owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.office.register import cards, panel
from bot.programme import panels
from bot.programme.panels import Shown
from bot.storage import advice_cards, people, records, tickets
from bot.storage.advice_cards import AdviceCard
from bot.storage.rows import Person

DIALOG = "advice_wrong"
ANSWERS = {"advice_helped": "helped", "advice_not": "not_helped"}
RATINGS = {"helped": 3, "not_helped": 1}
LETTER_AFTER = timedelta(days=3)  # a letter is answered when there is time
LONGEST = 600  # characters of what does not agree


def _own(conn: Connection, press: Press) -> tuple[Person, AdviceCard] | None:
    """Return the presser and the card, if it is theirs and nothing was said of it."""
    person = people.by_telegram(conn, press.presser_id)
    card = advice_cards.find(conn, press.ident)
    if person is None or card is None or card.person_id != person.id:
        return None
    open_yet = card.state == "issued" and card.told_at is not None and card.confirmed is None
    return (person, card) if open_yet else None


def confirm(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep that the minutes are right, and whether the advice helped."""
    own = _own(conn, press)
    if own is None:
        return cards.STALE
    person, card = own
    said = ANSWERS[press.action]
    _keep(conn, desk, press, person, card, said)
    if card.ticket_id is not None:
        tickets.set_fields(conn, card.ticket_id, rating=RATINGS[said])
    cards.refresh_ticket(conn, desk, card)
    values = {"helped": said == "helped", **_ticket_of(conn, desk, card)}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "advice_confirmed", values)
    return Toast("thanks")


def _ticket_of(conn: Connection, desk: Desk, card: AdviceCard) -> dict[str, Any]:
    ticket = tickets.get(conn, card.ticket_id) if card.ticket_id is not None else None
    closed = ticket is not None and ticket.state == "closed"
    return {
        "number": card.ticket_id,
        "reopen": closed and ticket is not None and follow_ups.can_reopen(desk, ticket),
    }


def _keep(
    conn: Connection, desk: Desk, press: Press, person: Person, card: AdviceCard, said: str
) -> None:
    """Keep what was said of all cards that the pressed message told of."""
    for one in advice_cards.told_together(conn, card):
        advice_cards.set_fields(
            conn,
            one.id,
            confirmed=said,
            confirmed_at=desk.now,
            confirmed_by="button" if mail_of(press.chat_id) is None else "mail",
            confirmed_message=press.message_id,
        )
        if one.id != card.id or said != "disputed":  # that one is shown anew, below
            cards.show(conn, desk, one)
    actor = f"person:{person.id}"
    records.note(
        conn, desk.now, actor, "advice_confirmed", card.ticket_id, card=card.id, said=said
    )


def dispute(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep that a card does not agree, tell advisor and coordination, and ask what is wrong."""
    own = _own(conn, press)
    if own is None:
        return cards.STALE
    person, card = own
    _keep(conn, desk, press, person, card, "disputed")
    _bring(conn, desk, card, anew=True)
    cards.refresh_ticket(conn, desk, card)
    data, ends = {"card": card.id}, LETTER_AFTER if person.by_mail else DIALOGUE_ENDS_AFTER
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, ends)
    values = {"number": card.ticket_id, "person": person.id}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "advice_wrong", values)
    return Toast("")


def _bring(conn: Connection, desk: Desk, card: AdviceCard, *, anew: bool = False) -> None:
    cards.show(conn, desk, card, anew=anew)
    panels.show(conn, desk, owing.COORDINATION, f"{cards.DISPUTE}:{card.id}")


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take words as what does not agree; a plain question is let through."""
    card = advice_cards.find(conn, int((person.dialog_data or {}).get("card", 0)))
    asks = incoming.text.rstrip().endswith("?") and decision.zone == "answer"
    if incoming.media or is_blank(incoming.text) or asks:
        return False
    people.end_dialog(conn, person.id)
    if card is None or card.person_id != person.id or card.confirmed != "disputed":
        return False
    wrong = mask(cut(incoming.text.strip(), LONGEST))
    advice_cards.set_fields(conn, card.id, desk={**card.desk, "wrong": wrong})
    _bring(conn, desk, card)
    owing.tell(conn, desk, person, "advice_wrong_taken", {"number": card.ticket_id})
    return True


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Show coordination what a leader does not agree with, and what became of it."""
    card = advice_cards.find(conn, int(rest))
    if card is None:
        return None
    newer = advice_cards.corrected_by(conn, card.id)
    values = {
        "sign": card.sign,
        "number": card.ticket_id,
        "advisor": card.advisor,
        "minutes": card.minutes,
        "day": card.day,
        "wrong": "" if panel.is_hidden(conn, card) else card.desk.get("wrong") or "",
        "state": card.state,
        "newer": newer.sign if newer is not None else "",
    }
    return Shown("advice_dispute", values)
