"""`/zamknij_miesiac`: what to look at first, and then the word that a month is accounted for.

Months are closed in their order, each once it is over. What is reported then is kept as it was; a
card that comes later counts in the next open month.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain import periods
from bot.domain.periods import Period
from bot.helpdesk import notices, owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.reports import building, checks, ledger, menu, wording
from bot.office.reports.checks import CHECKS
from bot.office.reports.menu import SHOWN, STALE
from bot.storage import card_sums, checklists, months, people, receipts, records, tickets
from bot.storage.card_sums import Card
from bot.storage.rows import Person

PAGE = 12
_PAGES = 100  # the number of a page stands behind that of its month


def command(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /zamknij_miesiac; whoever does not coordinate knows no such command."""
    if person.telegram_id not in standing.coordinators(conn, desk):
        notices.unknown(conn, desk, person)
        return
    month = due(conn, desk)
    if month is None:
        owing.tell(conn, desk, person, "month_none")
        return
    owing.tell(conn, desk, person, "month_menu", _menu(conn, desk, person, month))


def due(conn: Connection, desk: Desk) -> str | None:
    """Return the month to be closed next: the oldest open one that is over."""
    last = periods.before(periods.month_of(desk.today))
    oldest = months.oldest_open(conn)
    if oldest is not None and oldest <= last:
        return oldest
    return None if months.is_closed(conn, last) else last


def _number(month: str) -> int:
    return int(month.replace("-", ""))


def _asked(conn: Connection, desk: Desk, press: Press) -> tuple[Person, str, int] | None:
    """Return the coordinator, the month to be closed and the page of a button of their own."""
    person = menu.mine(conn, desk, press)
    number, page = divmod(press.rev or 0, _PAGES)
    month = due(conn, desk)
    if person is None or month is None or number != _number(month):
        return None
    return person, month, page


def _menu(conn: Connection, desk: Desk, person: Person, month: str) -> dict[str, Any]:
    period = periods.of_month(month)
    return {
        "title": wording.named_month(month),
        "person": person.id,
        "number": _number(month) * _PAGES,
        "counts": {name: len(find(conn, desk, period)) for name, find in CHECKS.items()},
        "cards": sum(card.in_force for card in card_sums.numbered(conn, period)),
        "hours": wording.number(_hours(conn, desk, period)),
    }


def _hours(conn: Connection, desk: Desk, period: Period) -> float:
    cards = [card for card in card_sums.numbered(conn, period) if card.in_force]
    sums = ledger.hours_of(cards, desk.base.organisation.advice)
    return wording.hours(sum(one.accounted for one in sums))


def back(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the checklist again, as it is now."""
    found = _asked(conn, desk, press)
    if found is None:
        return STALE
    person, month, _ = found
    values = _menu(conn, desk, person, month)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "month_menu", values)
    return SHOWN


#: What each button of the checklist shows.
LISTS = {f"month_{name}": name for name in CHECKS}


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show one list, a page at a time."""
    found = _asked(conn, desk, press)
    if found is None:
        return STALE
    person, month, page = found
    name, period = LISTS[press.action], periods.of_month(month)
    items = CHECKS[name](conn, desk, period)
    shown = items[page * PAGE : (page + 1) * PAGE]
    number = _number(month) * _PAGES
    more = len(items) > (page + 1) * PAGE and page + 1 < _PAGES
    values = {
        "what": name,
        "title": wording.named_month(month),
        "person": person.id,
        "number": number,
        "count": len(items),
        "items": [
            {"opens": one.opens, "ident": one.ident, "label": one.label, "words": one.words}
            for one in shown
        ],
        "more": number + page + 1 if more else None,
    }
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "month_list", values)
    return SHOWN


# The rows behind the lines


def open_ticket(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show a ticket of which no card tells."""
    person, ticket = coordinator(conn, desk, press), tickets.find(conn, press.ident)
    if person is None or ticket is None:
        return STALE
    values = {
        "what": "ticket",
        "number": ticket.id,
        "topic": desk.topic(ticket.topic).name,
        "opened": wording.day(ticket.opened_at),
        "closed": wording.day(ticket.closed_at),
        "link_to": _link(conn, ticket.id),
    }
    owing.tell(conn, desk, person, "month_row", values)
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "seen", ticket.id)
    return SHOWN


def _link(conn: Connection, ticket_id: int) -> str | None:
    """Return where the ticket's card stands, if others can be led there."""
    card = receipts.latest(conn, ticket_id, "card")
    if card is None or not str(card.chat_id).startswith("-100"):
        return None
    return f"https://t.me/c/{str(card.chat_id)[4:]}/{card.message_id}"


def open_card(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show an advice card."""
    person, card = coordinator(conn, desk, press), card_sums.find(conn, press.ident)
    if person is None or card is None:
        return STALE
    owing.tell(conn, desk, person, "month_row", {"what": "card", **_card(desk, card)})
    records.note(
        conn, desk.now, f"advisor:{press.presser_id}", "card_seen", card.ticket_id, card=card.id
    )
    return SHOWN


def _card(desk: Desk, card: Card) -> dict[str, Any]:
    return {
        "sign": card.sign,
        "day": wording.date_of(card.day),
        "minutes": card.minutes,
        "advisor": card.advisor,
        "whom": ", ".join(one for one in (card.person, card.organisation) if one),
        "topic": desk.topic(card.topic).name,
        "form": wording.form(card.form, card.form_words),
        "summary": card.summary,
        "advice": card.advice,
        "next": card.next_steps,
        "confirmed": wording.CONFIRMED[card.confirmed],
    }


def open_draft(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Say whose a card is that was begun and not issued."""
    person, draft = coordinator(conn, desk, press), checklists.draft(conn, press.ident)
    if person is None or draft is None:
        return STALE
    values = {
        "what": "draft",
        "advisor": draft.advisor,
        "day": wording.date_of(draft.day),
        "ticket": draft.ticket_id,
    }
    owing.tell(conn, desk, person, "month_row", values)
    return SHOWN


def open_limit(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the cards of an organisation that has had more hours than its limit."""
    person, card = coordinator(conn, desk, press), card_sums.find(conn, press.ident)
    limit = desk.base.organisation.advice.hours_per_organisation
    if person is None or card is None or limit is None:
        return STALE
    held = checks.by_client(card_sums.in_force(conn, card.month))[card.client]
    values = {
        "what": "limit",
        "whom": checks.whom(card),
        "hours": wording.number(wording.hours(checks.spent(held, desk))),
        "limit": limit,
        "cards": [
            {"sign": one.card.sign, "day": wording.date_of(one.card.day), "minutes": one.minutes,
             "advisor": one.card.advisor}
            for one in held[-20:]
        ],
        "more": max(0, len(held) - 20),
    }  # fmt: skip
    owing.tell(conn, desk, person, "month_row", values)
    return SHOWN


def open_leave(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the cards of the days on which their advisor was on leave."""
    person, found = coordinator(conn, desk, press), checklists.leave(conn, press.ident)
    if person is None or found is None:
        return STALE
    values = {
        "what": "leave",
        "advisor": found.advisor,
        "first": wording.date_of(found.first_day),
        "last": wording.date_of(found.last_day),
        "cards": [
            {"sign": one.sign, "day": wording.date_of(one.day), "minutes": one.counted}
            for one in checks.during(conn, found)[:20]
        ],
    }
    owing.tell(conn, desk, person, "month_row", values)
    return SHOWN


def coordinator(conn: Connection, desk: Desk, press: Press) -> Person | None:
    """Return the presser, if they coordinate: the row is not theirs but everybody's who does."""
    from_there = press.presser_id in standing.coordinators(conn, desk)
    return people.by_telegram(conn, press.presser_id) if from_there else None


# The word


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask whether to close the month, saying what stays open."""
    found = _asked(conn, desk, press)
    if found is None:
        return STALE
    person, month, _ = found
    values = _menu(conn, desk, person, month)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "month_confirm", values)
    return SHOWN


def close(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep the figures of the month as they are: from now on nothing of it is changed."""
    found = _asked(conn, desk, press)
    if found is None:
        return STALE
    person, month, _ = found
    figures = _figures(conn, desk, periods.of_month(month))
    months.close(conn, month, press.presser_id, person.name, desk.now, figures)
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "month_closed", month=month)
    values = {
        "title": wording.named_month(month),
        "person": person.id,
        "number": _number(month),
        "hours": wording.number(figures["advice_hours"]),
        "unsigned": len(figures["unsigned"]),
    }
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "month_closed", values)
    return SHOWN


def _figures(conn: Connection, desk: Desk, period: Period) -> dict[str, Any]:
    """Return every indicator of the month, and by number what was left open in it."""
    report = building.collect(conn, desk, period)
    left = {name: find(conn, desk, period) for name, find in CHECKS.items()}
    return {
        **{one.key: one.done for one in report.indicators},
        "hours": ledger.to_keep(report.told.hours),
        "cards": len(report.told.issued),
        "minutes": sum(card.counted for card in report.told.issued),
        "marks": {table.slug: str(table.check[0]) for table in report.lists},
        **{name: [one.ident for one in items] for name, items in left.items()},
    }
