"""How the map of data is written: for each table whose its rows are, and a line for each column.

A line reads: the column, what it is, what an erasure does with it, and whether an export has it.

* what it is: `ours` (a number, state or word of ours), `personal` (says who somebody is),
  `content` (their words, or words about them), `fact` (may be counted when nobody stands behind
  it any more)
* what an erasure does: `keep`; `erase` (nothing, an empty text, an empty list or zero, as the
  column allows); `blank` (an empty text even where nothing might stand); `minus` (the row's own
  number, negative: it has to stay unique); `until` (erased unless the row is a document that stays
  for a time: see `Stays`); `otherwise` (a step of its own, in `bot.storage.erasing`, sees to it)
* `shown` stands where an export to the person has it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table

WHAT = ("ours", "personal", "content", "fact")
THEN = ("keep", "erase", "blank", "minus", "until", "otherwise")
SHOWN = "shown"


class WrongLine(ValueError):
    """A line of the map cannot be read."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one column is, and what becomes of it."""

    what: str
    then: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Stays:
    """Rows that are documents: they stay whole for a time, whoever is erased.

    `kind` names them in what people are told; `when` picks the rows, `since` names the column
    from which the years of documents are counted (a moment, or a day as an ISO date). `shown`: the
    cards in chats that show such a document stay as well.
    """

    kind: str
    when: Callable[[Table], ColumnElement[bool]]
    since: str
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of one table are.

    `whose` leads from a row to its person: "" (nobody's), a column that holds the person's number,
    a way over other tables ("ticket_id.person_id": the ticket's person), or "@word" for one that
    `bot.storage.owned` knows, which a way may end in, too. With `gone` the rows themselves are
    deleted in the end. `panel` names the words of the cards that show a row (their subject
    is "word:id"): they are taken away with it. `redrawn` names those that say more than whose a
    row is, and stay: they are shown anew when nothing of it is left.
    """

    whose: str
    columns: Mapping[str, Line]
    gone: bool = False
    stays: Stays | None = None
    panel: str = ""
    redrawn: str = ""


def rows(
    whose: str,
    lines: str,
    *,
    gone: bool = False,
    stays: Stays | None = None,
    panel: str = "",
    redrawn: str = "",
) -> Rows:
    """Return what a table's rows are, read from its lines; WrongLine for one that is none."""
    found = [_line(one) for one in lines.strip().splitlines()]
    return Rows(whose, dict(found), gone, stays, panel, redrawn)


def _line(text: str) -> tuple[str, Line]:
    words = text.split("#", maxsplit=1)[0].split()
    if len(words) not in (3, 4) or words[3:] not in ([], [SHOWN]):
        raise WrongLine(text)
    name, what, then = words[:3]
    if what not in WHAT or then not in THEN:
        raise WrongLine(text)
    return name, Line(what, then, len(words) == 4)


def ours(columns: str) -> Rows:
    """Return what a table is in which nobody but the house itself stands."""
    return Rows("", {name: Line("ours", "keep", False) for name in columns.split()})


def missing(tables: Mapping[str, Table], known: Mapping[str, Any]) -> list[str]:
    """Return the columns of which the map says nothing, and what it says of none."""
    there = {f"{name}.{column.name}" for name, table in tables.items() for column in table.c}
    said = {f"{name}.{column}" for name, one in known.items() for column in one.columns}
    return sorted(there - said) + [f"no such column: {one}" for one in sorted(said - there)]
