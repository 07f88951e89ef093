"""What captains are told: that their team is on the list, what to pass on, and what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.quiet_hours import is_quiet, next_allowed
from bot.domain.signups import is_urgent
from bot.helpdesk import members, owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.programme import Event
from bot.programme import reminding
from bot.programme.occasions import Change
from bot.programme.signups import calls
from bot.programme.volunteering import enrolling, places
from bot.storage import occasions, people, registrations, teams
from bot.storage.occasions import Occasion, number_of_occasion
from bot.storage.rows import Person
from bot.storage.teams import Team


def may_lead(conn: Connection, desk: Desk, person: Person, team: Team) -> bool:
    """Tell whether a team is somebody's to change: its captain's, or a coordinator's."""
    own = team.person_id is not None and team.person_id == person.id
    return own or person.telegram_id in standing.coordinators(conn, desk)


def enters_for_others(conn: Connection, desk: Desk, person: Person) -> bool:
    """Tell whether somebody enters teams of others: those of firms that sent a list."""
    known = person.chat in standing.coordinators(conn, desk)
    return known or members.may_act(conn, person.chat)


def view(row: Occasion, event: Event, team: Team) -> dict[str, Any]:
    """Return what is shown of a team and its place."""
    site = places.site_of(event, team.site)
    shown = places.view(site) if site is not None else {"site": team.site}
    return {
        **_NO_PLACE,
        **shown,
        "title": row.title,
        "starts": row.starts_at.isoformat(),
        "number": number_of_occasion(row.id),
        "team": team.id,
        "firm": team.firm,
        "captain": team.captain,
        "shift": team.shift,
        "seats": team.seats or 0,
    }


_NO_PLACE: dict[str, Any] = {
    "municipality": "",
    "work": "",
    "host": "",
    "contact": "",
    "phone": "",
    "equipment": [],
    "rain_plan": "",
    "briefing": None,
    "briefing_place": "",
}


def enrolled(conn: Connection, desk: Desk, person: Person, shown: dict[str, Any]) -> None:
    """Tell whoever signed a team up, and hand out the words for its people; tell coordination."""
    us = desk.base.organisation
    owing.tell(conn, desk, person, "team_enrolled", shown)
    values = {
        "title": shown["title"],
        "starts": shown["starts"],
        "firm": shown["firm"],
        "administrator": us.administrator,
        "contact": us.data_contact,
        "retention": us.privacy.retention,
        "rights": us.privacy.rights,
    }
    owing.tell(conn, desk, person, "team_notice", values)
    owing.send_to(conn, desk, owing.COORDINATION, "team_news", {**shown, "what": "new"})


def withdrawn(conn: Connection, desk: Desk, shown: dict[str, Any]) -> None:
    """Tell coordination that a team is off the list."""
    owing.send_to(conn, desk, owing.COORDINATION, "team_news", {**shown, "what": "gone"})


def follow(conn: Connection, desk: Desk, change: Change) -> None:
    """Do what follows for teams when their day moves or is called off."""
    row, event = change.after, places.event_of(change.after)
    what = _what(change)
    if event is None or what is None:
        return
    if max(change.before.ends_at, row.ends_at) <= desk.now:
        return
    for team in teams.of_occasion(conn, row.id):
        if change.cancelled:
            reminding.drop(conn, desk, enrolling.subject(team))
        else:
            enrolling.remind(conn, desk, team, event)
        _changed(conn, desk, change, event, team, what)


def _what(change: Change) -> str | None:
    """Return what captains have to hear of: "cancelled", "back", "moved", or nothing."""
    if change.cancelled:
        return "cancelled"
    if change.after.state != "open":
        return None
    if change.before.state == "cancelled":
        return "back"
    return "moved" if change.moved else None


def _changed(
    conn: Connection, desk: Desk, change: Change, event: Event, team: Team, what: str
) -> None:
    if team.person_id is None:
        return  # the coordinator was told to call
    row = change.after
    person = people.by_id(conn, team.person_id)
    values = {
        **view(row, event, team),
        "what": what,
        "seq": row.seq,
        "was": change.before.starts_at.isoformat(),
        "place": row.place,
        "note": event.note or "",
        "urgent": _is_urgent(desk, change),
    }
    key = f"team_change:{team.id}:{row.seq}"
    if values["urgent"] or not is_quiet(desk.now):
        owing.tell(conn, desk, person, "team_change", values, key=key)
    else:  # as a reminder, or it would hold up all that is said to the person in the night
        later = replace(desk, hold=next_allowed(desk.now) - desk.now)
        owing.tell(conn, later, person, "team_change", values, key=key, kind=Kind.REMINDER)


def _is_urgent(desk: Desk, change: Change) -> bool:
    return is_urgent(desk.now, change.before.starts_at, change.after.starts_at)


def knows(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that a captain knows of an urgent change ([Wiem]): nobody has to call any more."""
    person, team = people.by_telegram(conn, press.presser_id), teams.find(conn, press.ident)
    if person is None or team is None or team.person_id != person.id:
        return Toast("stale")
    row = occasions.get(conn, team.occasion_id)
    if press.rev != row.seq:
        return Toast("stale")
    for one in teams.members(conn, team.id):
        if one.urgent_seq is not None:
            registrations.set_fields(conn, one.id, knows_seq=one.urgent_seq)
            calls.refresh(conn, desk, row, one)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return Toast("thanks")
