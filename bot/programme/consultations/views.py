"""What templates show of a consultation, of slots and of people on duty."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.duties import Slot
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk, topic_view
from bot.storage import people, staff
from bot.storage.bookings import Booking


def advisor(conn: Connection, found: Booking) -> str:
    """Return the name of the advisor."""
    known = staff.find(conn, found.advisor_id)
    return known.name if known is not None else ""


def line(conn: Connection, desk: Desk, found: Booking) -> dict[str, Any]:
    """Return what, when, where and with whom."""
    return {
        "id": found.id,
        "rev": found.rev,
        "state": found.state,
        "why": found.closed_why,
        "form": found.form,
        "topic": topic_view(desk.topic(found.topic)),
        "starts": found.starts_at.isoformat(),
        "ends": found.ends_at.isoformat(),
        "place": found.place,
        "phone": found.phone if found.form == "phone" else None,
        "advisor": advisor(conn, found),
        "ticket": found.ticket_id,
        "coming": found.coming,
        "begun": found.starts_at <= desk.now,
    }


def whole(conn: Connection, desk: Desk, found: Booking) -> dict[str, Any]:
    """Return the same with what to prepare, and how to find the office."""
    organisation = desk.base.organisation
    at_office = found.form == "office" and found.place == organisation.office
    return {
        **line(conn, desk, found),
        "prepare": list(desk.topic(found.topic).prepare),
        "way_in": organisation.consultations.way_in if at_office else None,
        "office_phone": organisation.phone,
        "person": found.person_id,
    }


def for_advisors(conn: Connection, desk: Desk, found: Booking) -> dict[str, Any]:
    """Return what advisors see: who comes, and how to reach them."""
    person = people.by_id(conn, found.person_id)
    hidden = person.anonymous and person.telegram_id is not None
    return {
        **line(conn, desk, found),
        "who": "" if hidden else person.name,
        "organisation": None if hidden else person.organisation,
        "phone": found.phone,
        "on_telegram": person.telegram_id is not None,
        "entered": found.entered_by is not None,
        "met_from": found.met_from.isoformat() if found.met_from else None,
        "met_until": found.met_until.isoformat() if found.met_until else None,
    }


def slot(one: Slot) -> dict[str, Any]:
    """Return a slot as it is offered."""
    return {
        "starts": one.starts.isoformat(),
        "ends": one.ends.isoformat(),
        "day": local(one.starts).date().isoformat(),
        "name": one.name,
        "where": one.where,
    }
