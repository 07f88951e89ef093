"""The submission to a contest for volunteers: what is asked, until when, and for whom.

Whoever is under 18 submits nothing: an adult guardian does, with the parents' consents on paper.
Nothing that a child says, and no picture of one, is asked of the child.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.office.forms import sending
from bot.office.forms.steps import Kind, Said, Step
from bot.office.submissions import publishing
from bot.programme import panels
from bot.programme.contests import known
from bot.storage import forms, people
from bot.storage.forms import Form

PHOTOS, SCANS, LETTERS = 10, 20, 2
LONGEST_STORY = 3000
MINORS = "minors"  # the choice that names people under 18


def _minors(said: Said) -> bool:
    return said.get("whom") == MINORS


def categories(conn: Connection, desk: Desk, form: Form) -> Sequence[str]:
    """Return the categories of the contest."""
    found = known.find(conn, form.about)
    return [one.name for one in found.sheet.categories] if found is not None else []


def _several(conn: Connection, desk: Desk, form: Form) -> Sequence[str]:
    return categories(conn, desk, form)[:6]


YES = frozenset({"yes"})
STEPS = (
    Step(name="category", takes="choice", choices=_several),
    Step(
        name="whom", takes="choice", choices=("self", "adult", "group", MINORS),
        reopens=("presented", "photos", "agree", "image", "publish"),
    ),
    Step(
        name="guardian", takes="choice", when=_minors, choices=("yes", "no"),
        ends={"no": "needs_adult"}, consent=YES,
    ),
    Step(name="minors", takes="number", when=_minors, least=1, most=500),
    Step(name="presented", takes="text", longest=200),
    Step(name="title", takes="text", longest=120),
    Step(name="story", takes="text", longest=LONGEST_STORY),
    Step(name="place", takes="text", longest=200),
    Step(name="scans", takes="files", when=_minors, least=1, most=SCANS),
    Step(name="photos", takes="files", most=PHOTOS, optional=True, reopens=("image",)),
    Step(name="film", takes="link", optional=True, reopens=("image",)),
    Step(name="confirmed", takes="text", longest=300),
    Step(name="letter", takes="files", most=LETTERS, optional=True),
    Step(
        name="agree", takes="choice", choices=("yes", "no"), ends={"no": "no_consent"},
        consent=YES,
    ),
    Step(name="image", takes="choice", choices=("yes", "no", "nobody"), consent=YES),
    Step(
        name="publish", takes="choice", choices=("names", "plain", "no"),
        consent=frozenset({"names", "plain"}),
    ),
)  # fmt: skip


def closed(conn: Connection, desk: Desk, form: Form) -> str | None:
    """Return why nothing may be written into a submission now: the call is over, or not open.

    What was returned may be put right for some days more.
    """
    found = known.find(conn, form.about)
    if found is None or not found.is_open:
        return "closed"
    if found.sheet.call_at(desk.now) is not None:
        return None
    if form.state == "returned" and form.decided_at is not None:
        days = timedelta(days=desk.base.organisation.grants.days_to_fix)
        return None if desk.now < form.decided_at + days else "closed"
    return "closed"


def about(conn: Connection, desk: Desk, form: Form) -> Mapping[str, Any]:
    """Return what all messages of a submission show of its contest."""
    found = known.find(conn, form.about)
    hard = [one for one in found.sheet.stages if one.hard_deadline] if found is not None else []
    return {
        "contest": found.sheet.title if found is not None else form.about,
        "contest_number": found.number if found is not None else 0,
        "until": hard[-1].ends.isoformat() if hard else None,
        "days_to_fix": desk.base.organisation.grants.days_to_fix,
        "published": form.practice_id is not None,
    }


def more(conn: Connection, desk: Desk, form: Form) -> Mapping[str, Any]:
    """Return what the card of a submission shows besides."""
    return {"publishable": publishing.may(form)}


def ended(conn: Connection, desk: Desk, form: Form, what: str) -> None:
    """Forget at once what somebody wrote who is not of age, and remember that they are not."""
    if what == "needs_adult":
        people.set_fields(conn, form.person_id, under_18=True)
        forms.drop_files(conn, form.id, desk.now, *(one.name for one in STEPS))
        emptied: dict[str, Any] = {"said": {}, "heard": {}, "done": []}
        forms.move(conn, form.id, was=forms.EDITABLE, state="dropped", **emptied)


def follows(conn: Connection, desk: Desk, form: Form, what: str) -> None:
    """Let a page that was published disappear with the consent to it."""
    if what == "withdrawn":
        publishing.take_back(conn, desk, form)
    if what == "reopened":
        panels.show(conn, desk, owing.COORDINATION, sending.subject(KIND, form))


KIND = Kind(
    name="submission",
    prefix="sub",
    words="submission",
    steps=STEPS,
    closed=closed,
    about=about,
    more=more,
    follows=follows,
    ended=ended,
    numbered=True,
)
