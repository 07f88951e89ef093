"""A need for the day of work together: what is to be done, where, when, and by how many people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.domain.polish_words import fold
from bot.helpdesk.desk import Desk
from bot.office.forms.steps import Kind, Step
from bot.office.needs import matching
from bot.programme.volunteering import places
from bot.storage import needs, occasions, teams
from bot.storage.forms import Form

#: The words by which somebody names a commune besides its name.
_BESIDE = ("gmina", "gm.", "gm")


def _commune(conn: Connection, desk: Desk, text: str) -> str | None:
    """Return the commune that a text names, as it is written; None when it is none of ours."""
    words = [one for one in text.split() if fold(one) not in _BESIDE]
    said = fold(" ".join(words))
    return next((one for one in desk.base.programme.municipalities if fold(one) == said), None)


STEPS = (
    Step(name="what", takes="text", longest=500),
    Step(name="commune", takes="text", longest=80, fits=_commune),
    Step(name="spot", takes="text", longest=200),
    Step(name="when", takes="text", longest=120),
    Step(name="people", takes="number", least=1, most=200),
    Step(name="tools", takes="text", longest=300, optional=True),
    Step(name="contact", takes="text", longest=120),
)


def closed(conn: Connection, desk: Desk, form: Form) -> str | None:
    """Return why nothing may be asked for any more: the day has begun, or is called off."""
    row = occasions.find(conn, form.about)
    open_still = row is not None and row.state == "open" and desk.now < row.starts_at
    return None if open_still and row is not None and places.event_of(row) else "closed"


def about(conn: Connection, desk: Desk, form: Form) -> Mapping[str, Any]:
    """Return what all messages of a need show of its day."""
    row = occasions.get(conn, form.about)
    number = occasions.number_of_occasion(row.id)
    return {"day": row.title, "starts": row.starts_at.isoformat(), "day_number": number}


def more(conn: Connection, desk: Desk, form: Form) -> Mapping[str, Any]:
    """Return what the card of a need shows besides: which team meets it, or may."""
    match = needs.of_need(conn, form.id)
    if match is None:
        return {"match": None}
    team = teams.get(conn, match.team_id)
    return {"match": {"state": match.state, "side": match.side, "firm": team.firm,
                      "captain": team.captain}}  # fmt: skip


def follows(conn: Connection, desk: Desk, form: Form, what: str) -> None:
    """Let the team know that a need is gone."""
    match = needs.of_need(conn, form.id) if what == "withdrawn" else None
    if match is not None:
        matching.end(conn, desk, match, "need_left")


KIND = Kind(
    name="need",
    prefix="need",
    words="need",
    steps=STEPS,
    closed=closed,
    about=about,
    more=more,
    follows=follows,
)
