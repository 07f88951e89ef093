"""What a grant obliges to: days counted from the project's own end by the rules of its contest.

They are days of the organisation, as all others (`/terminy`). A day that results named outright
stays, until the coordinator changes when the project ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.knowledge.contests import Contest, Stage
from bot.programme.contests import known
from bot.programme.contests.granting import DAYS_BEFORE, LONGEST_TITLE
from bot.programme.deadlines import following
from bot.storage import deadlines
from bot.storage.deadlines import Deadline
from bot.storage.initiatives import Initiative

#: What each of them is called; the names are those of the settings, `grants.duties`.
NAMED: Mapping[str, str] = MappingProxyType(
    {
        "changes": "Ostatni dzień prośby o zmianę w projekcie",
        "report": "Raport końcowy",
        "returns": "Zwrot niewydanych pieniędzy",
    }
)


def source(contest: str, what: str) -> str:
    """Return the rule of a day, as results call it, too."""
    return f"grant:{contest}:{what}"


def days(desk: Desk, sheet: Contest, ends_on: str | None) -> Iterator[tuple[str, date]]:
    """Yield each duty with its day: from the project's end, or as the contest has it for all."""
    duties = desk.base.organisation.grants.duties
    for what in NAMED:
        stage = sheet.stage(getattr(duties, what))
        if stage is not None:
            yield what, _day(stage, ends_on)


def _day(stage: Stage, ends_on: str | None) -> date:
    if stage.counted is None or ends_on is None:
        return stage.ends.date()
    return stage.counted.counted(date.fromisoformat(ends_on))


def keep(conn: Connection, desk: Desk, one: Initiative, *, anew: bool = False) -> None:
    """Let the organisation keep what its grant obliges to; `anew` puts other days in the place."""
    found = known.find(conn, one.contest)
    if found is None or one.organisation_id is None or one.state == "resigned":
        return
    for what, day in days(desk, found.sheet, one.ends_on):
        there = _open(conn, one, what)
        if there and not anew:
            continue
        for row in there:
            if row.day != day.isoformat():
                following.drop(conn, desk, row)
        if day >= desk.today:
            title = f"{NAMED[what]} – {found.sheet.title}"[:LONGEST_TITLE]
            values = {"title": title, "day": day.isoformat(), "sure": True,
                      "days_before": DAYS_BEFORE}  # fmt: skip
            owner = f"org:{one.organisation_id}"
            following.keep(conn, desk, owner, source(one.contest, what), values, again=anew)


def _open(conn: Connection, one: Initiative, what: str, *states: str) -> list[Deadline]:
    rows = deadlines.of_owners(conn, [f"org:{one.organisation_id}"], states or ("open",))
    return [row for row in rows if row.source == source(one.contest, what)]


def drop(conn: Connection, desk: Desk, one: Initiative) -> None:
    """Remind of nothing any more: the grant was given up."""
    for what in NAMED:
        for row in _open(conn, one, what):
            following.drop(conn, desk, row)


def fulfil(conn: Connection, desk: Desk, one: Initiative, what: str, person_id: int) -> None:
    """Note that a duty is done: what was due has come to us."""
    for row in _open(conn, one, what):
        marks = {"state": "done", "done_by": person_id, "done_at": desk.now}
        if deadlines.move(conn, row.id, ("open",), **marks):
            following.forget(conn, desk, row)
