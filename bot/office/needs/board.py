"""The board: `/potrzeba` asks for help, `/potrzeby` shows captains and coordinators who does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.forms import asking
from bot.office.needs import matching
from bot.office.needs.form import KIND
from bot.programme.volunteering import places
from bot.storage import forms, needs, occasions, people, teams
from bot.storage.forms import Form
from bot.storage.needs import Match
from bot.storage.occasions import number_of_occasion
from bot.storage.rows import Person
from bot.storage.teams import Team

STALE, SHOWN = Toast("stale"), Toast("")
LISTED = 8


def ask(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /potrzeba: start the form, or ask of which day it is."""
    days = [row for row, _event in places.days(conn, desk) if desk.now < row.starts_at]
    if len(days) == 1:
        asking.begin(conn, desk, person, KIND, days[0].id)
        return
    items = [
        {"title": one.title, "number": number_of_occasion(one.id),
         "starts": one.starts_at.isoformat()}
        for one in days[:LISTED]
    ]  # fmt: skip
    owing.tell(conn, desk, person, "need_days", {"items": items})


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start the form for the day that was tapped; from a list of drafts, a new one."""
    person = people.by_telegram(conn, press.presser_id)
    row = occasions.by_number(conn, press.ident)
    if person is None or row is None or places.event_of(row) is None or row.state != "open":
        return STALE
    start = asking.fresh if press.action == "need_new" else asking.begin
    start(conn, desk, person, KIND, row.id)
    return SHOWN


def show(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /potrzeby: what is needed, by day, and which team meets it."""
    owing.tell(conn, desk, person, "needs", _listed(conn, desk, person))


def _listed(conn: Connection, desk: Desk, person: Person) -> dict[str, Any]:
    coordinates = person.telegram_id in standing.coordinators(conn, desk)
    mine = [one for one in teams.of_person(conn, person.id) if one.left_at is None]
    days = {row.id: row for row, _event in places.days(conn, desk) if desk.now < row.starts_at}
    led = {one.occasion_id for one in mine}
    items = []
    for form in forms.of_kind(conn, KIND.name, ("accepted",)):
        if form.about in days and (coordinates or form.about in led):
            items.append(_item(conn, desk, form, mine, coordinates=coordinates))
    items.sort(key=lambda one: (one["starts"], one["state"] != "free", one["need"]))
    waiting = len(forms.of_kind(conn, KIND.name, ("sent",))) if coordinates else 0
    return {
        "items": items[:LISTED],
        "more": max(len(items) - LISTED, 0),
        "coordinates": coordinates,
        "captain": bool(led & days.keys()),
        "waiting": waiting,
    }


def _item(
    conn: Connection, desk: Desk, form: Form, mine: Sequence[Team], *, coordinates: bool
) -> dict[str, Any]:
    match = needs.of_need(conn, form.id)
    team = teams.get(conn, match.team_id) if match is not None else None
    own = team is not None and team.id in {one.id for one in mine}
    row = occasions.get(conn, form.about)
    return {
        "need": form.id,
        "starts": row.starts_at.isoformat(),
        "said": {name: str(value) for name, value in form.said.items() if name != "contact"},
        "state": match.state if match is not None else "free",
        "firm": team.firm if team is not None and (coordinates or own) else "",
        "own": own,
        "may": match is None and bool(_free(conn, desk, form, mine, coordinates=coordinates)),
        "match": match.id if match is not None and (own or coordinates) else 0,
        "rev": match.rev if match is not None else 0,
    }


def _free(
    conn: Connection, desk: Desk, form: Form, mine: Sequence[Team], *, coordinates: bool
) -> list[Team]:
    """Return the teams of the need's day that meet no other need."""
    there = teams.of_occasion(conn, form.about) if coordinates else mine
    here = [one for one in there if one.occasion_id == form.about and one.left_at is None]
    return [one for one in here if needs.of_team(conn, one.id) is None]


def choose(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask which team meets a need ([Dopasuj], [Weźmiemy]); one's only one is asked for at once."""
    person = people.by_telegram(conn, press.presser_id)
    form = forms.find(conn, press.ident, KIND.name)
    if person is None or form is None or form.state != "accepted":
        return STALE
    coordinates = person.telegram_id in standing.coordinators(conn, desk)
    mine = teams.of_person(conn, person.id)
    free = _free(conn, desk, form, mine, coordinates=coordinates)
    if not free or needs.of_need(conn, form.id) is not None:
        return STALE
    if len(free) == 1 and free[0].person_id == person.id:
        return _offer(conn, desk, press, person, form, free[0])
    items = [
        {"team": one.id, "firm": one.firm, "captain": one.captain, "seats": one.seats or 0,
         "site": one.site}
        for one in free[:20]
    ]  # fmt: skip
    values = {"need": form.id, "what": str(form.said.get("what", "")), "items": items,
              "people": str(form.said.get("people", ""))}  # fmt: skip
    owing.tell(conn, desk, person, "need_teams", values)
    return SHOWN


def offer(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Propose the team that was tapped; `rev` names it."""
    person = people.by_telegram(conn, press.presser_id)
    form = forms.find(conn, press.ident, KIND.name)
    team = teams.find(conn, press.rev) if press.rev is not None else None
    if person is None or form is None or team is None:
        return STALE
    return _offer(conn, desk, press, person, form, team)


def _offer(
    conn: Connection, desk: Desk, press: Press, person: Person, form: Form, team: Team
) -> Toast:
    side = matching.side_of(conn, desk, person, team)
    if side is None or matching.propose(conn, desk, person, form, team, side) is None:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    if not (side == "coordinator" and team.person_id is None):
        values = {**matching.view(conn, form, team), "side": side}
        owing.tell(conn, desk, person, "need_proposed", values)
    return SHOWN


def _match(conn: Connection, press: Press) -> tuple[Person, Match] | None:
    """Return the presser and the match pressed for, as the button was drawn."""
    person, match = people.by_telegram(conn, press.presser_id), needs.find(conn, press.ident)
    if person is None or match is None or match.rev != press.rev:
        return None
    return (person, match) if match.state in needs.LIVE else None


def answer(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the other side's yes or no."""
    given = _match(conn, press)
    if given is None or given[1].state != "proposed":
        return STALE
    person, match = given
    if not matching.may_answer(conn, desk, person, match):
        return STALE
    matching.answer(conn, desk, person, match, agrees=press.action == "match_yes")
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return Toast("saved")


def call_off(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask whether it is really off; the second press ends it."""
    given = _match(conn, press)
    role = matching.role_of(conn, desk, *given) if given is not None else None
    if given is None or role is None:
        return STALE
    person, match = given
    form, team = forms.get(conn, match.form_id), teams.get(conn, match.team_id)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    if press.action == "match_off":
        values = {**matching.view(conn, form, team), "match": match.id, "rev": match.rev}
        owing.tell(conn, desk, person, "need_match_off", values)
        return SHOWN
    matching.end(conn, desk, match, role)
    return Toast("saved")
