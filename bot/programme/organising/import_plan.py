"""What an import would do: compared with what is in force, row by row, before anything is done.

A row without an id is the occasion of that title on that day, if there is one: so the same table
sent twice changes nothing. Empty cells leave things as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from bot.domain.polish_words import fold
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.knowledge.programme_text import written
from bot.knowledge.values import START_ID
from bot.programme.occasions import Meeting
from bot.programme.organising import sheets
from bot.programme.organising.drafts import Draft
from bot.programme.organising.import_columns import HEADINGS, WrongCell, fields_from
from bot.storage import occasions
from bot.storage.occasions import Occasion


@dataclass(frozen=True, slots=True)
class Step:
    """What one row does: makes an occasion new, changes one, or leaves it as it is."""

    number: int
    sheet: Meeting
    row: Occasion | None

    @property
    def what(self) -> str:
        """Return "new", "changed" or "same"."""
        if self.row is None:
            return "new"
        return "same" if written(self.sheet) == self.row.text else "changed"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a row, in plain words."""

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows of a table: what they do, or what is wrong with them."""

    steps: list[Step]
    wrong: list[Wrong]

    @property
    def mark(self) -> str:
        """Return the mark of what would be done: another one when something changed meanwhile."""
        done = [f"{one.what}:{written(one.sheet)}" for one in self.steps]
        return sha256("\n".join(done).encode()).hexdigest()[:16]

    def of(self, what: str) -> list[Step]:
        """Return the rows that do this."""
        return [one for one in self.steps if one.what == what]


def plan(conn: Connection, desk: Desk, rows: Sequence[tuple[int, dict[str, str]]]) -> Plan:
    """Return what a table would do now."""
    steps: list[Step] = []
    wrong: list[Wrong] = []
    seen: dict[tuple[str, ...], int] = {}
    ids: dict[str, int] = {}
    for number, given in rows:
        cells = {name: given.get(name, "") for name in HEADINGS}
        try:
            key = _key(cells)
            if key in seen:
                raise WrongCell(f"powtarza wiersz {seen[key]}; zostaw jeden")
            seen[key] = number
            step = _step(conn, desk, number, cells, ids)
            if step.sheet.id in ids:
                raise WrongCell(
                    f"to samo spotkanie co w wierszu {ids[step.sheet.id]}; zostaw jedno"
                )
        except WrongCell as why:
            wrong.append(Wrong(number, str(why)))
        else:
            ids[step.sheet.id] = number
            steps.append(step)
    return Plan(steps, wrong)


def _key(cells: dict[str, str]) -> tuple[str, ...]:
    if cells["id"]:
        return (cells["id"],)
    return fold(cells["title"]), cells["day"]


def _step(
    conn: Connection, desk: Desk, number: int, cells: dict[str, str], ids: Mapping[str, int]
) -> Step:
    kind, fields = fields_from(desk, cells)
    row = _known(conn, kind, cells, fields)
    if row is not None:
        _may_change(row, kind)
        fields = {**sheets.fields_of(row), **fields}
    ident = _ident(conn, desk, cells, fields, row, ids)
    sheet = sheets.sheet_or_complaints(desk, Draft(kind, fields), ident)
    if isinstance(sheet, list):
        raise WrongCell("; ".join(sheet))
    if sheet.starts <= desk.now:
        raise WrongCell("ten termin już minął")
    return Step(number, sheet, row)


def _known(
    conn: Connection, kind: str, cells: dict[str, str], fields: dict[str, Any]
) -> Occasion | None:
    """Return the occasion that a row speaks of."""
    if cells["id"]:
        return occasions.find(conn, cells["id"])
    day = fields["starts"].split(" ")[0]
    for row in occasions.every_one(conn, (kind,)):
        same_day = local(row.starts_at).date().isoformat() == day
        if same_day and fold(row.title) == fold(fields.get("title", "")):
            return row
    return None


def _may_change(row: Occasion, kind: str) -> None:
    if row.kind != kind:
        raise WrongCell("to id ma już coś innego; zmień je albo zostaw puste")
    if row.state != "open":
        raise WrongCell("to spotkanie jest odwołane; usuń ten wiersz")


def _ident(
    conn: Connection,
    desk: Desk,
    cells: dict[str, str],
    fields: dict[str, Any],
    row: Occasion | None,
    ids: Mapping[str, int],
) -> str:
    if row is not None:
        return row.id
    if not cells["id"]:
        return sheets.id_for(conn, desk, fields.get("title", ""), ids)
    if not START_ID.fullmatch(cells["id"]):
        raise WrongCell("Id: małe litery bez polskich znaków, cyfry i myślniki; albo zostaw puste")
    if sheets.taken(conn, desk, cells["id"]):
        raise WrongCell("Id: to id ma już coś innego w plikach; zmień je albo zostaw puste")
    return cells["id"]
