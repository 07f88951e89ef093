"""The report of a grantee: what was done, how many took part, photos with or without consent.

Counts of a report that was accepted are the initiative's, and with that the programme's. Photos
without consent stay in the file of the report and are never shown elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.office.forms.steps import Kind, Said, Step
from bot.office.initiatives import obligations
from bot.programme.contests import known
from bot.programme.contests.granting import LONGEST_TITLE
from bot.programme.deadlines import following
from bot.storage import initiatives, organisations
from bot.storage.forms import Form
from bot.storage.initiatives import Initiative

PHOTOS, LONGEST_STORY, MOST_PEOPLE = 10, 3500, 100_000
OPEN = ("awarded", "agreed", "running", "reported")
YES = frozenset({"yes"})


def _shows_people(said: Said) -> bool:
    return said.get("image") == "yes"


STEPS = (
    Step(name="participants", takes="number", most=MOST_PEOPLE),
    Step(name="volunteers", takes="number", most=MOST_PEOPLE),
    Step(name="story", takes="text", longest=LONGEST_STORY),
    Step(
        name="photos", takes="files", most=PHOTOS, optional=True,
        reopens=("image", "image_minors"),
    ),
    Step(
        name="image", takes="choice", choices=("yes", "no", "nobody"), consent=YES,
        reopens=("image_minors",),
    ),
    Step(
        name="image_minors", takes="choice", when=_shows_people,
        choices=("nobody", "yes", "no"), consent=YES,
    ),
)  # fmt: skip


def showable(form: Form) -> bool:
    """Tell whether photos of a report may be shown outside of its file."""
    image, minors = form.said.get("image"), form.said.get("image_minors")
    return image == "nobody" or (image == "yes" and minors in ("nobody", "yes"))


def of(conn: Connection, form: Form) -> Initiative:
    """Return the initiative that a report is of."""
    return initiatives.get(conn, int(form.about))


def acts_for(conn: Connection, one: Initiative, person_id: int) -> bool:
    """Tell whether somebody acts for the grantee now."""
    ident = one.organisation_id
    return ident is not None and organisations.membership_of(conn, ident, person_id) is not None


def closed(conn: Connection, desk: Desk, form: Form) -> str | None:
    """Return why nothing may be reported: it was settled, given up, or is another's now."""
    one = of(conn, form)
    if one.state == "settled":
        return "settled"
    return None if one.state in OPEN and acts_for(conn, one, form.person_id) else "closed"


def about(conn: Connection, desk: Desk, form: Form) -> Mapping[str, Any]:
    """Return what all messages of a report show of its initiative."""
    one = of(conn, form)
    return {
        "title": one.title,
        "grantee": one.grantee,
        "initiative": one.id,
        "days_to_fix": desk.base.organisation.grants.days_to_fix,
        "showable": showable(form),
    }


def follows(conn: Connection, desk: Desk, form: Form, what: str) -> None:
    """Let the initiative, its days and its counts follow its report."""
    one = of(conn, form)
    if what == "sent":
        initiatives.move(conn, one.id, desk.now, ("awarded", "agreed", "running"), "reported")
        for duty in ("report", "fixes"):
            obligations.fulfil(conn, desk, one, duty, form.person_id)
    elif what == "withdrawn":
        initiatives.move(conn, one.id, desk.now, ("reported",), "running")
    elif what == "returned":
        _expect_fixes(conn, desk, one)
    elif what == "accepted":
        counts = {name: form.said[name] for name in ("participants", "volunteers")}
        initiatives.set_fields(conn, one.id, desk.now, **counts)
        initiatives.move(conn, one.id, desk.now, OPEN, "settled")


def _expect_fixes(conn: Connection, desk: Desk, one: Initiative) -> None:
    """Let the organisation be reminded until when the report is to be put right."""
    found = known.find(conn, one.contest)
    if found is None or one.organisation_id is None:
        return
    day = desk.today + timedelta(days=desk.base.organisation.grants.days_to_fix)
    title = f"Poprawki raportu – {found.sheet.title}"[:LONGEST_TITLE]
    values = {"title": title, "day": day.isoformat(), "sure": True, "days_before": [3, 1, 0]}
    source = obligations.source(one.contest, "fixes")
    following.keep(conn, desk, f"org:{one.organisation_id}", source, values)


KIND = Kind(
    name="report",
    prefix="rep",
    words="grantee_report",
    steps=STEPS,
    closed=closed,
    about=about,
    follows=follows,
    takes_back=("sent",),
    most=1,
)
