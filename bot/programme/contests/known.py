"""The contests in force, and what everybody may see of them: the row's word, read as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.knowledge.contests import Contest, Stage
from bot.programme.occasions import sheet_of
from bot.storage import occasions
from bot.storage.occasions import Occasion, number_of_occasion


@dataclass(frozen=True, slots=True)
class Known:
    """A contest as it is in force."""

    row: Occasion
    sheet: Contest

    @property
    def number(self) -> int:
        """Return the number by which buttons call it."""
        return number_of_occasion(self.row.id)

    @property
    def is_open(self) -> bool:
        """Tell whether it was neither called off nor taken out of the files."""
        return self.row.state == "open"


def _known(row: Occasion | None) -> Known | None:
    sheet = sheet_of(row) if row is not None and row.kind == "contest" else None
    return Known(row, sheet) if row is not None and isinstance(sheet, Contest) else None


def find(conn: Connection, ident: str) -> Known | None:
    """Return a contest, whatever its state."""
    return _known(occasions.find(conn, ident))


def by_number(conn: Connection, number: int) -> Known | None:
    """Return the contest that a button calls; None when it is no longer in the files."""
    found = _known(occasions.by_number(conn, number))
    return found if found is not None and found.row.state != "gone" else None


def in_force(conn: Connection) -> list[Known]:
    """Return the contests that are neither called off nor gone, as they begin."""
    found = (_known(row) for row in occasions.every_one(conn, ("contest",)))
    return [one for one in found if one is not None and one.is_open]


# What is shown


def ends(stage: Stage) -> dict[str, Any]:
    """Return what templates show of a stage's end."""
    return {"at": stage.ends.isoformat(), "day": f"{local(stage.ends):%Y-%m-%d}",
            "hour": stage.has_hour}  # fmt: skip


def countdown(desk: Desk, contest: Contest) -> Mapping[str, Any] | None:
    """Return how long a call still takes, when it opens, or since when it is closed."""
    hard = [one for one in contest.stages if one.hard_deadline]
    stage = next((one for one in hard if one.over > desk.now), hard[-1] if hard else None)
    if stage is None:
        return None
    ahead, over = desk.now < stage.starts, stage.over <= desk.now
    moment = stage.starts if ahead else stage.ends
    return {
        "state": "ahead" if ahead else "over" if over else "open",
        "days": days_until(desk.now, moment),
        "starts": f"{local(stage.starts):%Y-%m-%d}",
        "ends": ends(stage),
    }


def days_until(now: datetime, moment: datetime) -> int:
    """Return in how many days of the calendar something is."""
    return (local(moment).date() - local(now).date()).days


def stage_line(desk: Desk, stage: Stage) -> dict[str, Any]:
    """Return what the list of stages shows of one."""
    begins, over = f"{local(stage.starts):%Y-%m-%d}", stage.over <= desk.now
    return {
        "title": stage.title,
        "starts": begins,
        "ends": ends(stage),
        "one_day": begins == f"{local(stage.ends):%Y-%m-%d}",
        "state": "over" if over else "now" if stage.runs_at(desk.now) else "ahead",
        "note": stage.note or "",
    }


def running(desk: Desk, contest: Contest) -> Iterator[Stage]:
    """Yield the stages that run now; when none does, the next one."""
    now = [one for one in contest.stages if one.runs_at(desk.now)]
    ahead = [one for one in contest.stages if one.starts > desk.now]
    yield from now or ahead[:1]
