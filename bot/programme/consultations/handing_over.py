"""What a leave hands over: open tickets and the meetings of those days go to who stands in.

The substitute is told; nothing comes back by itself.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.warsaw import local, utc
from bot.helpdesk import confidential, contest_calls, owing
from bot.helpdesk.desk import Desk
from bot.programme.consultations import booking, rota, views
from bot.storage import bookings, people, records, rosters, staff, tickets
from bot.storage.bookings import Booking
from bot.storage.rosters import Absence
from bot.storage.rows import Ticket


def meetings(conn: Connection, desk: Desk, found: Absence) -> list[Booking]:
    """Return the consultations that fall into an absence."""
    first = utc(date.fromisoformat(found.first_day), time(0))
    last = utc(date.fromisoformat(found.last_day) + timedelta(days=1), time(0))
    ahead = bookings.ahead_of_advisor(conn, found.advisor_id, max(first, desk.now), last)
    return [one for one in ahead if _falls_into(one, found)]


def _falls_into(one: Booking, found: Absence) -> bool:
    starts, ends = rota.span_of(found, local(one.starts_at).date())
    return (
        found.covers(local(one.starts_at).date()) and one.starts_at < ends > starts < one.ends_at
    )


def hand_over(conn: Connection, desk: Desk) -> None:
    """Give the work of those whose leave has begun to who stands in for them, once."""
    for found in rosters.to_hand_over(conn, desk.today):
        rosters.set_absence(conn, found.id, handed_at=desk.now, settled=True)
        numbers = _tickets(conn, desk, found)
        went = _consultations(conn, desk, found)
        if numbers or went or found.substitute_id:
            _tell(conn, desk, found, numbers, went)


def _tickets(conn: Connection, desk: Desk, found: Absence) -> list[int]:
    """Hand the open tickets over, or back to the queue where the substitute may not have them."""
    held = tickets.held_by(conn, found.advisor_id)
    for ticket in held:
        to = _taker(conn, ticket, found.substitute_id)
        moved: dict[str, Any] = {"state": "queued", "claimed_at": None}
        if to is not None:
            moved = {"state": ticket.state, "claimed_at": desk.now}
        tickets.move(
            conn, ticket.id, was=("claimed", "waiting"),
            advisor_id=to, second_advisor_id=None, **moved,
        )  # fmt: skip
        for one in confidential.advisors(ticket) if ticket.confidential else ():
            confidential.given_back(conn, desk, ticket, one)
        records.note(conn, desk.now, "bot", "handed_over", ticket.id, absence=found.id)
        owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
    return [one.id for one in held]


def _taker(conn: Connection, ticket: Ticket, substitute: int | None) -> int | None:
    """Return the substitute, if the ticket may be theirs.

    What was confided to one advisor is nobody else's by that advisor's word: it is asked anew who
    takes it.
    """
    if substitute is None or ticket.confidential:
        return None
    return substitute if contest_calls.may_take(conn, ticket, substitute) else None


def _consultations(conn: Connection, desk: Desk, found: Absence) -> list[int]:
    if found.substitute_id is None:
        return []
    to = found.substitute_id
    ahead = meetings(conn, desk, found)
    return [one.id for one in ahead if booking.hand_over(conn, desk, one, to)]


def _tell(
    conn: Connection, desk: Desk, found: Absence, numbers: list[int], went: list[int]
) -> None:
    """Tell the substitute, in private too where the bot may write, what is theirs now."""
    whose = staff.find(conn, found.advisor_id)
    stands_in = staff.find(conn, found.substitute_id) if found.substitute_id else None
    values = {
        "name": whose.name if whose is not None else "",
        "substitute": {"id": stands_in.telegram_id, "name": stands_in.name} if stands_in else None,
        "until": found.last_day,
        "numbers": numbers,
        "meetings": [views.line(conn, desk, bookings.get(conn, one)) for one in went],
        "left": [views.line(conn, desk, one) for one in meetings(conn, desk, found)[:10]],
    }
    key = f"stands-in:{found.id}"
    owing.send_to(conn, desk, owing.COORDINATION, "stands_in", values, key=f"{key}:group")
    person = people.by_telegram(conn, stands_in.telegram_id) if stands_in is not None else None
    if person is not None and person.reachable:
        owing.tell(conn, desk, person, "stands_in", values, key=f"{key}:private")
