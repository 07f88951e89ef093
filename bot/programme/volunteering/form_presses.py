"""The buttons of a captain: each looks at the dialogue or the row; a late one changes nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.volunteering import enrolling, form, places, telling
from bot.programme.volunteering.enrolling import Enrolment
from bot.storage import occasions, people, teams
from bot.storage.rows import Person
from bot.storage.teams import Team

STALE = Toast("stale")
SHOWN = Toast("")
SHIFTS = tuple(f"team_shift_{letter}" for letter in "abcdefgh")


def show(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /druzyna: one's own teams, and the days that teams may sign up for."""
    coordinates = person.telegram_id in standing.coordinators(conn, desk)
    days, own = [], []
    for row, event in places.days(conn, desk):
        if places.takes_teams(row, event, desk):
            days.append({"number": occasions.number_of_occasion(row.id), "title": row.title,
                         "starts": row.starts_at.isoformat()})  # fmt: skip
        found = teams.of_occasion(conn, row.id)
        mine = [one for one in found if coordinates or one.person_id == person.id]
        own += [telling.view(row, event, one) for one in mine]
    owing.tell(conn, desk, person, "teams", {"days": days, "teams": own[:20]})


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start the form ([Zgłoś drużynę])."""
    person = people.by_telegram(conn, press.presser_id)
    row = occasions.by_number(conn, press.ident)
    if person is None or row is None or places.event_of(row) is None:
        return STALE
    form.ask(conn, desk, person, {"occasion": row.id})
    return SHOWN


def _own(conn: Connection, desk: Desk, press: Press) -> tuple[Person, dict[str, Any]] | None:
    """Return the presser and what they said, if the button stands under the newest question."""
    person = people.by_telegram(conn, press.presser_id)
    data = form.current(desk, person) if person is not None else None
    if person is None or data is None or press.rev != data["rev"]:
        return None
    return person, data


def site(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the place that was tapped."""
    own = _own(conn, desk, press)
    found = form.place_of(conn, own[1]) if own is not None else None
    if own is None or found is None or form.step_of(own[1]) != "site":
        return STALE
    chosen = places.by_number(*found, press.ident)
    if chosen is None:
        return STALE
    return _go_on(conn, desk, press, own, {"site": chosen.label})


def shift(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the shift that was tapped."""
    own = _own(conn, desk, press)
    found = form.place_of(conn, own[1]) if own is not None else None
    if own is None or found is None or form.step_of(own[1]) != "shift" or press.ident != own[0].id:
        return STALE
    chosen = places.site_of(found[1], own[1]["site"])
    at = SHIFTS.index(press.action)
    if chosen is None or at >= len(chosen.shifts):
        return STALE
    return _go_on(conn, desk, press, own, {"shift": chosen.shifts[at].label})


#: What is asked anew, by its button; another place needs another shift.
AGAIN = {
    "team_again_firm": ("firm",),
    "team_again_captain": ("captain",),
    "team_again_phone": ("phone",),
    "team_again_site": ("site", "shift"),
    "team_again_names": ("names",),
}


def again(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for one thing anew."""
    own = _own(conn, desk, press)
    if own is None or form.step_of(own[1]) != form.SUMMARY or press.ident != own[0].id:
        return STALE
    if own[1].get("team") and press.action != "team_again_names":
        return STALE
    return _go_on(conn, desk, press, own, dict.fromkeys(AGAIN[press.action]))


def _go_on(
    conn: Connection,
    desk: Desk,
    press: Press,
    own: tuple[Person, dict[str, Any]],
    said: dict[str, Any],
) -> Toast:
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    form.ask(conn, desk, own[0], {**own[1], **said})
    return SHOWN


def confirm(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put the team down ([Zgłoś drużynę]), or its new list ([Zapisz listę])."""
    own = _own(conn, desk, press)
    found = form.place_of(conn, own[1]) if own is not None else None
    if own is None or found is None or form.step_of(own[1]) != form.SUMMARY:
        return STALE
    person, data = own
    row, event = found
    if press.ident != person.id or not places.takes_teams(row, event, desk):
        return STALE
    if data.get("team"):
        return _rename(conn, desk, press, person, data)
    given = Enrolment(**{name: data[name] for name in Enrolment.__slots__})
    leader = None if telling.enters_for_others(conn, desk, person) else person
    team = enrolling.enrol(conn, desk, row, event, given, leader, person.chat)
    if team is None:
        return _full(conn, desk, press, own)
    _done(conn, desk, press, person)
    telling.enrolled(conn, desk, person, telling.view(row, event, team))
    return SHOWN


def _full(conn: Connection, desk: Desk, press: Press, own: tuple[Person, dict[str, Any]]) -> Toast:
    """Say that there is no room, and let another place be chosen."""
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    anew = {"names": None} if own[1].get("team") else {"site": None, "shift": None}
    form.ask(conn, desk, own[0], {**own[1], **anew}, "full")
    return SHOWN


def _done(conn: Connection, desk: Desk, press: Press, person: Person) -> None:
    people.end_dialog(conn, person.id)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)


def _rename(
    conn: Connection, desk: Desk, press: Press, person: Person, data: dict[str, Any]
) -> Toast:
    team = teams.find(conn, data["team"])
    found = form.place_of(conn, data)
    if team is None or found is None or team.left_at is not None:
        return STALE
    if not telling.may_lead(conn, desk, person, team):
        return STALE
    if not enrolling.rename(conn, desk, team, found[1], data["names"], person.chat):
        return _full(conn, desk, press, (person, data))
    _done(conn, desk, press, person)
    shown = telling.view(*found, teams.get(conn, team.id))
    owing.tell(conn, desk, person, "team_note", {"what": "renamed", **shown})
    return SHOWN


def _led(conn: Connection, desk: Desk, press: Press) -> tuple[Person, Team] | None:
    """Return the presser and the team of a button, if it is theirs to change and comes."""
    person = people.by_telegram(conn, press.presser_id)
    team = teams.find(conn, press.ident)
    if person is None or team is None or team.left_at is not None:
        return None
    return (person, team) if telling.may_lead(conn, desk, person, team) else None


def change_names(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for a team's list anew ([Popraw listę])."""
    led = _led(conn, desk, press)
    if led is None:
        return STALE
    person, team = led
    said = {name: getattr(team, name) for name in form.STEPS[:-1]}
    data = {"occasion": team.occasion_id, "team": team.id, **said}
    form.ask(conn, desk, person, data)
    return SHOWN


def ask_withdraw(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask whether a team is really to be taken off ([Wycofaj])."""
    led = _led(conn, desk, press)
    found = form.place_of(conn, {"occasion": led[1].occasion_id}) if led is not None else None
    if led is None or found is None:
        return STALE
    values = {"what": "withdraw", **telling.view(*found, led[1])}
    owing.tell(conn, desk, led[0], "team_note", values)
    return SHOWN


def withdraw(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take a team off the list ([Tak, wycofaj])."""
    led = _led(conn, desk, press)
    found = form.place_of(conn, {"occasion": led[1].occasion_id}) if led is not None else None
    if led is None or found is None or not enrolling.withdraw(conn, desk, led[1]):
        return STALE
    shown = telling.view(*found, led[1])
    values = {"what": "withdrawn", **shown}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "team_note", values)
    telling.withdrawn(conn, desk, shown)
    return SHOWN
