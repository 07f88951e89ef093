"""`/raport` in a coordinator's private chat: a period, and what may be had of it.

Nothing is kept between presses: each button carries its period, so one under an older message
means what it says there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.domain import periods
from bot.domain.periods import Period
from bot.helpdesk import notices, owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.reports import building, indicators, ledger, wording
from bot.office.reports.indicators import Indicator
from bot.programme import documents
from bot.storage import card_sums, months, people, records
from bot.storage.rows import Person

STALE, SHOWN, SENT = Toast("stale"), Toast(""), Toast("sent")
ROWS = 25  # of a list, as far as a message shows it
_LONGEST = 110  # characters of one of its lines
_SEVERAL = 100  # the number of an indicator stands behind that of its period


def command(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /raport; whoever does not coordinate knows no such command."""
    if person.telegram_id not in standing.coordinators(conn, desk):
        notices.unknown(conn, desk, person)
        return
    period = periods.of_month(periods.month_of(desk.today))
    owing.tell(conn, desk, person, "report_menu", _menu(conn, desk, person, period))


def _menu(conn: Connection, desk: Desk, person: Person, period: Period) -> dict[str, Any]:
    whole, now = building.whole(desk), periods.month_of(desk.today)
    closed = months.find(conn, period.month) if period.month else None
    choices = {
        "Ten miesiąc": periods.of_month(now),
        "Poprzedni": periods.of_month(periods.before(now)),
        "Rok": periods.of_year(desk.today.year),
        "Cały projekt": whole,
    }
    return {
        "title": wording.period(period),
        "person": person.id,
        "number": periods.number_of(period, whole),
        "choices": [
            {"label": label, "number": periods.number_of(one, whole), "chosen": one == period}
            for label, one in choices.items()
        ],
        "closed": closed.closed_at.isoformat() if closed else None,
        "closer": closed.closer if closed else "",
    }


def asked(conn: Connection, desk: Desk, press: Press) -> tuple[Person, Period] | None:
    """Return the coordinator and the period of a button of their own; None for anybody else."""
    person = mine(conn, desk, press)
    period = periods.numbered(press.rev, building.whole(desk)) if press.rev is not None else None
    return (person, period) if person is not None and period is not None else None


def mine(conn: Connection, desk: Desk, press: Press) -> Person | None:
    """Return the coordinator who pressed a button of their own."""
    if press.presser_id not in standing.coordinators(conn, desk):
        return None
    person = people.by_telegram(conn, press.presser_id)
    return person if person is not None and press.ident == person.id else None


def turn(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the menu for another period."""
    found = asked(conn, desk, press)
    if found is None:
        return STALE
    values = _menu(conn, desk, *found)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "report_menu", values)
    return SHOWN


#: Which file a button sends.
FILES = {
    "rep_glance": "report_glance",
    "rep_xlsx": "report_xlsx",
    "rep_csv": "report_csv",
    "rep_cards": "report_cards",
    "rep_hours": "report_hours",
}
_OF_CARDS = ("rep_cards", "rep_hours")


def send(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe one of the files."""
    found = asked(conn, desk, press)
    if found is None:
        return STALE
    person, period = found
    if press.action in _OF_CARDS and not _any_card(conn, period, press.action == "rep_hours"):
        owing.tell(conn, desk, person, "report_nothing", {"title": wording.period(period)})
        return SHOWN
    what, number = FILES[press.action], press.rev
    values = {"what": what, "title": wording.period(period)}
    about = {"first": period.first, "last": period.last}
    to, drawn = person.address, press.action == "rep_glance"
    documents.send(
        conn, desk, to, what, about, caption="report_file", values=values, picture=drawn
    )
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "report", what=what, period=number)
    return SENT


def _any_card(conn: Connection, period: Period, valid: bool) -> bool:
    """Tell whether there is a card to print, or one in force."""
    return any(card.in_force or not valid for card in card_sums.numbered(conn, period))


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show all indicators: plan and done."""
    found = asked(conn, desk, press)
    if found is None:
        return STALE
    person, period = found
    now, ever = building.summed(building.read(conn, desk, period, news=False))
    items = [
        {
            "name": one.name,
            "done": wording.number(one.done),
            "unit": one.unit,
            "so_far": wording.number(so_far.done),
            "plan": indicators.plan(desk, one.key),
            "behind": indicators.is_behind(desk, building.whole(desk), so_far, period.last),
            "number": (press.rev or 0) * _SEVERAL + at,
        }
        for at, (one, so_far) in enumerate(zip(now, ever, strict=True), 1)
    ]
    values = {"title": wording.period(period), "person": person.id, "items": items}
    owing.tell(conn, desk, person, "report_indicators", values)
    return SHOWN


def rows(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the list that a number counts."""
    person = mine(conn, desk, press)
    number_of_period, at = divmod(press.rev or 0, _SEVERAL)
    period = periods.numbered(number_of_period, building.whole(desk))
    if person is None or period is None or not 1 <= at <= len(indicators.sources(desk)):
        return STALE
    one = indicators.sources(desk)[at - 1](desk, ledger.read(conn, desk, period, news=False))
    values = {"title": wording.period(period), **_rows(one)}
    owing.tell(conn, desk, person, "report_rows", values)
    records.note(
        conn, desk.now, f"advisor:{press.presser_id}", "report", what=one.key, period=press.rev
    )
    return SHOWN


def _rows(one: Indicator) -> Mapping[str, Any]:
    lines = [" · ".join(wording.number(cell) for cell in row if cell != "") for row in one.rows]
    return {
        "name": one.name,
        "done": wording.number(one.done),
        "unit": one.unit,
        "source": one.source,
        "heads": " · ".join(one.heads),
        "lines": [line[:_LONGEST] for line in lines[:ROWS]],
        "more": max(0, len(lines) - ROWS),
    }
