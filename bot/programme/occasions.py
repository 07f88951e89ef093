"""Occasions in force: the files' word, or the chat's over it, and what follows from a change.

Rows follow the files at start and whenever these change. What somebody changed in the chat holds
until the file changes underneath: then coordination is told, and nobody wins silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.knowledge.contests import Contest
from bot.knowledge.programme import Duty, Event, Workshop
from bot.knowledge.programme_text import Occasioned, kind_of, parsed, written
from bot.storage import occasions
from bot.storage.occasions import Occasion

Meeting = Workshop | Event | Duty


@dataclass(frozen=True, slots=True)
class Change:
    """An occasion before and after: `moved` when its time or place is another."""

    before: Occasion
    after: Occasion

    @property
    def moved(self) -> bool:
        """Tell whether people have to come at another time or to another place."""
        return _where_and_when(self.before) != _where_and_when(self.after)

    @property
    def cancelled(self) -> bool:
        """Tell whether it was called off by this change."""
        return self.before.state != "cancelled" and self.after.state == "cancelled"


#: What follows from a change is done by those it concerns.
Follow = Callable[[Connection, Desk, Change], None]


def _where_and_when(row: Occasion) -> tuple[datetime, datetime, str]:
    return row.starts_at, row.ends_at, row.place


def sheet_of(row: Occasion) -> Occasioned:
    """Return what an occasion in force says; it was checked before it was stored."""
    found = parsed(row.kind, row.id, row.text)
    if isinstance(found, tuple):
        raise ValueError(f"an occasion is not what was stored: {row.id}")
    return found


def meeting_of(row: Occasion) -> Meeting:
    """Return the same of an occasion that people may come to."""
    found = sheet_of(row)
    if isinstance(found, Contest):
        raise ValueError(f"nobody signs up for a contest: {row.id}")
    return found


def mark_of(text: str) -> str:
    """Return the mark of what the files say of an occasion."""
    return sha256(text.encode()).hexdigest()


def place_of(sheet: Occasioned) -> str:
    """Return where an occasion is, in a line: "Zalesie, sala ośrodka kultury"."""
    if isinstance(sheet, Contest):
        return ""
    sites = (site.municipality for site in getattr(sheet, "sites", ()))
    parts = [sheet.municipality, sheet.venue, *sites]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def seats_of(sheet: Occasioned) -> int | None:
    """Return how many may be seated, overbooking included; None without a limit."""
    capacity: int | None = getattr(sheet, "capacity", None)
    if capacity is None:
        return None
    return capacity + capacity * getattr(sheet, "overbooking", 0) // 100


def _times(sheet: Occasioned) -> tuple[datetime, datetime]:
    if isinstance(sheet, Contest):
        starts = min(stage.starts for stage in sheet.stages)
        return starts, max(stage.ends for stage in sheet.stages)
    return sheet.starts, sheet.ends


def values_of(sheet: Occasioned) -> dict[str, Any]:
    """Return the columns that repeat what an occasion's text says."""
    starts, ends = _times(sheet)
    return {
        "title": sheet.title,
        "starts_at": starts,
        "ends_at": ends,
        "place": place_of(sheet),
        "text": written(sheet),
    }


def in_files(desk: Desk) -> Iterator[Occasioned]:
    """Yield what the files hold and a row follows: greetings are nobody's meeting."""
    programme = desk.base.programme
    yield from programme.workshops.values()
    yield from programme.duties.values()
    yield from programme.contests.values()
    yield from (one for one in programme.events.values() if one.kind != "greeting")


def sync(conn: Connection, desk: Desk, follow: Follow) -> None:
    """Let the rows follow the files; `follow` is called for each occasion that changed."""
    known = {row.id: row for row in occasions.every_one(conn)}
    for sheet in in_files(desk):
        row = known.pop(sheet.id, None)
        if row is None:
            publish(conn, desk, sheet, origin="file")
        elif row.mark != mark_of(written(sheet)):
            _changed_in_files(conn, desk, row, sheet, follow)
        elif row.state == "gone":
            alter(conn, desk, row, follow, state="open")
    for row in known.values():
        if row.origin == "file" and row.state == "open":
            _gone(conn, desk, row, follow)


def publish(
    conn: Connection, desk: Desk, sheet: Occasioned, *, origin: str, by: int | None = None
) -> Occasion:
    """Store a new occasion and return it."""
    values = values_of(sheet)
    occasions.add(
        conn,
        sheet.id,
        kind=kind_of(sheet),
        seats=seats_of(sheet),
        mark=mark_of(values["text"]) if origin == "file" else "",
        origin=origin,
        changed_by=by,
        changed_at=desk.now,
        created_at=desk.now,
        **values,
    )
    return occasions.get(conn, sheet.id)


def amend(
    conn: Connection, desk: Desk, row: Occasion, sheet: Occasioned, follow: Follow, by: int
) -> Change:
    """Put another text in force, by somebody's word in the chat."""
    return alter(conn, desk, row, follow, sheet=sheet, origin="chat", changed_by=by)


def alter(
    conn: Connection,
    desk: Desk,
    row: Occasion,
    follow: Follow,
    sheet: Occasioned | None = None,
    **values: Any,
) -> Change:
    """Change an occasion, count the change for its calendar file, and do what follows."""
    if sheet is not None:
        values = {**values_of(sheet), **values}
    occasions.set_fields(conn, row.id, changed_at=desk.now, **values)
    if sheet is not None:
        occasions.resize(conn, row.id, seats_of(sheet))
    change = Change(row, occasions.get(conn, row.id))
    if change.moved or change.before.state != change.after.state:
        occasions.set_fields(conn, row.id, seq=row.seq + 1)
        change = Change(row, occasions.get(conn, row.id))
    follow(conn, desk, change)
    return change


def _changed_in_files(
    conn: Connection, desk: Desk, row: Occasion, sheet: Occasioned, follow: Follow
) -> None:
    mark = mark_of(written(sheet))
    if row.origin == "file":
        alter(conn, desk, row, follow, sheet, mark=mark, kind=kind_of(sheet), state="open")
        return
    occasions.set_fields(conn, row.id, mark=mark)
    if written(sheet) == row.text and row.state == "open":  # the files have taken it over
        occasions.set_fields(conn, row.id, origin="file")
    elif row.mark and written(sheet) != row.text:
        _tell(conn, desk, occasions.get(conn, row.id), "conflict")


def _gone(conn: Connection, desk: Desk, row: Occasion, follow: Follow) -> None:
    alter(conn, desk, row, follow, state="gone")
    if row.taken:
        _tell(conn, desk, occasions.get(conn, row.id), "gone")


def alarm_rev(row: Occasion) -> int:
    """Return the revision of an alarm's buttons: of what the files say and what is in force."""
    return int(mark_of(f"{row.mark}{row.state}{row.text}")[:8], 16)


def _tell(conn: Connection, desk: Desk, row: Occasion, what: str) -> None:
    owing.send_to(
        conn,
        desk,
        owing.COORDINATION,
        "occasion_alarm",
        {
            "what": what,
            "title": row.title,
            "taken": row.taken,
            "starts": row.starts_at.isoformat(),
            "number": occasions.number_of_occasion(row.id),
            "rev": alarm_rev(row),
        },
        kind=Kind.ALARM,
        role="alarm",
        key=f"occasion_{what}:{row.id}:{desk.cause}",
    )
