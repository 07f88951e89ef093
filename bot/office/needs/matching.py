"""A team and a need find each other: one side proposes, the other one answers, both are told.

A need has one team at a time, and a team one need; whose turn it is stands in the row. Where a
captain does not use the bot, a coordinator calls and answers for them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk
from bot.programme import daytime, panels
from bot.programme.occasions import Change
from bot.storage import forms, needs, occasions, people, records, teams
from bot.storage.forms import Form
from bot.storage.needs import Match
from bot.storage.rows import Person
from bot.storage.teams import Team


def side_of(conn: Connection, desk: Desk, person: Person, team: Team) -> str | None:
    """Return as who somebody may propose for a team: its captain, or a coordinator."""
    if team.person_id is not None and team.person_id == person.id:
        return "captain"
    return "coordinator" if person.telegram_id in standing.coordinators(conn, desk) else None


def propose(
    conn: Connection, desk: Desk, person: Person, form: Form, team: Team, side: str
) -> Match | None:
    """Propose that a team meets a need, and ask the other side; None while it cannot be."""
    if form.state != "accepted" or team.left_at is not None or team.occasion_id != form.about:
        return None
    ident = needs.propose(conn, form.id, team.id, side, person.id, desk.now)
    match = needs.find(conn, ident) if ident is not None else None
    if match is None:
        return None
    records.note(
        conn, desk.now, f"person:{person.id}", "need_proposed", need=form.id, team=team.id
    )
    _card(conn, desk, form)
    _ask(conn, desk, person, match, form, team)
    return match


def _ask(conn: Connection, desk: Desk, by: Person, match: Match, form: Form, team: Team) -> None:
    """Ask the other side; for a captain without the bot, whoever proposed is to call."""
    decider = form.person_id if match.side == "captain" else team.person_id
    person = people.by_id(conn, decider) if decider is not None else by
    role = "leader" if match.side == "captain" else "captain" if decider else "coordinator"
    values = {**view(conn, form, team), "match": match.id, "rev": match.rev, "role": role}
    values["contact"] = ""  # for whoever has agreed
    if role == "coordinator":
        owing.tell(conn, desk, person, "need_match_ask", values)
    else:
        daytime.tell(conn, desk, person, "need_match_ask", values, f"need_match_ask:{match.id}")


def view(conn: Connection, form: Form, team: Team) -> dict[str, Any]:
    """Return what is shown of a need and of the team that meets it, or may."""
    row = occasions.get(conn, form.about)
    return {
        "need": form.id,
        "day": row.title,
        "starts": row.starts_at.isoformat(),
        "said": {name: str(value) for name, value in form.said.items() if name != "contact"},
        "contact": str(form.said.get("contact", "")),
        "team": team.id,
        "firm": team.firm,
        "captain": team.captain,
        "phone": team.phone or "",
        "seats": team.seats or 0,
        "shift": team.shift,
    }


def may_answer(conn: Connection, desk: Desk, person: Person, match: Match) -> bool:
    """Tell whether it is somebody's turn to answer what was proposed."""
    if match.side == "captain":
        return forms.get(conn, match.form_id).person_id == person.id
    captain = teams.get(conn, match.team_id).person_id
    if captain is None:
        return person.telegram_id in standing.coordinators(conn, desk)
    return captain == person.id


def role_of(conn: Connection, desk: Desk, person: Person, match: Match) -> str | None:
    """Return as who somebody may end a match."""
    if forms.get(conn, match.form_id).person_id == person.id:
        return "leader"
    return side_of(conn, desk, person, teams.get(conn, match.team_id))


def answer(conn: Connection, desk: Desk, person: Person, match: Match, *, agrees: bool) -> bool:
    """Take the other side's answer; False when it was taken before."""
    state = "agreed" if agrees else "declined"
    by = None if agrees else ("leader" if match.side == "captain" else "captain")
    if not needs.move(
        conn, match.id, was=("proposed",), state=state, ended_by=by, changed_at=desk.now
    ):
        return False
    records.note(conn, desk.now, f"person:{person.id}", f"need_{state}", match=match.id)
    _settled(conn, desk, match, state)
    return True


def end(conn: Connection, desk: Desk, match: Match, by: str) -> bool:
    """End a match: the need is free again, and so is the team; both are told."""
    if not needs.move(
        conn, match.id, was=needs.LIVE, state="over", ended_by=by, changed_at=desk.now
    ):
        return False
    records.note(conn, desk.now, "bot", "need_over", match=match.id, by=by)
    _settled(conn, desk, match, by)
    return True


def _settled(conn: Connection, desk: Desk, match: Match, what: str) -> None:
    """Tell both sides how it stands, and show it on the card."""
    form, team = forms.get(conn, match.form_id), teams.get(conn, match.team_id)
    _card(conn, desk, form)
    now = needs.find(conn, match.id) or match
    for role, ident in (("leader", form.person_id), ("captain", team.person_id)):
        if ident is None or (role, what) in _KNOWS:
            continue
        values = {**view(conn, form, team), "match": match.id, "rev": now.rev, "role": role,
                  "what": what}  # fmt: skip
        key = f"need_match_told:{match.id}:{what}:{role}"
        daytime.tell(conn, desk, people.by_id(conn, ident), "need_match_told", values, key)


#: Who did it need not be told that it is done: they see it where they pressed.
_KNOWS = frozenset({("leader", "need_left"), ("captain", "team_left")})


def _card(conn: Connection, desk: Desk, form: Form) -> None:
    panels.show(conn, desk, owing.COORDINATION, f"need:{form.id}")


def follow_teams(conn: Connection, desk: Desk) -> None:
    """Let a need be free again whose team is off the list."""
    for match in needs.live(conn):
        if teams.get(conn, match.team_id).left_at is not None:
            end(conn, desk, match, "team_left")


def follow_day(conn: Connection, desk: Desk, change: Change) -> None:
    """Tell those who asked for help that their day moves, or is called off."""
    row = change.after
    if row.kind != "event" or not (change.cancelled or (change.moved and row.state == "open")):
        return
    what = "cancelled" if change.cancelled else "moved"
    for form in forms.of_kind(conn, "need", ("sent", "returned", "accepted"), row.id):
        values = {"what": what, "day": row.title, "starts": row.starts_at.isoformat(),
                  "form": form.id}  # fmt: skip
        key = f"need_day:{form.id}:{row.seq}:{what}"
        daytime.tell(conn, desk, people.by_id(conn, form.person_id), "need_day", values, key)
