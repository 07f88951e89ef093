"""Results in force: each organisation's own days appear, and those who act for it are told.

Brought again, days that changed take the place of the earlier ones; what was done stays done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.domain.polish_words import fold
from bot.helpdesk.desk import Desk
from bot.knowledge.contests import Contest
from bot.programme import daytime
from bot.programme.contests.result_lines import DUTIES, GRANTED
from bot.programme.deadlines import following
from bot.storage import deadlines, grantees, organisations
from bot.storage.grantees import Import
from bot.storage.organisations import Organisation

LONGEST_TITLE = 300
DAYS_BEFORE = [14, 7, 3, 1, 0]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many lines concern organisations with people in the bot, and who has none there."""

    people: int
    without: tuple[str, ...]


def _called(name: str) -> str:
    """Return a name as it is compared: whatever its case, accents and spaces."""
    return fold(" ".join(name.split()))


def _known(conn: Connection) -> dict[str, int]:
    """Return organisations by their folded names; of several with one name none is meant."""
    found: dict[str, list[int]] = {}
    for ident, name, _commune in grantees.organisations(conn):
        found.setdefault(_called(name), []).append(ident)
    return {name: idents[0] for name, idents in found.items() if len(idents) == 1}


def named(conn: Connection, name: str) -> int | None:
    """Return the one organisation of this name, whatever its case, accents and spaces."""
    return _known(conn).get(_called(name))


def reach(conn: Connection, lines: Sequence[dict[str, Any]]) -> Reach:
    """Return whom results would reach now."""
    known, people, without = _known(conn), 0, []
    for line in lines:
        ident = known.get(_called(line["name"]))
        there = grantees.members(conn, ident) if ident is not None else []
        people += len(there)
        if not there:
            without.append(line["name"])
    return Reach(people, tuple(without))


def nobodys(conn: Connection, lines: Sequence[dict[str, Any]]) -> list[Organisation]:
    """Return the organisations that were granted something, and that nobody acts for."""
    known = _known(conn)
    granted = (one["name"] for one in lines if one["result"] == GRANTED)
    found = [known[name] for one in granted if (name := _called(one)) in known]
    return [organisations.get(conn, one) for one in found if not grantees.members(conn, one)]


def apply(conn: Connection, desk: Desk, brought: Import, sheet: Contest) -> None:
    """Put results in force: days for the granted, and a message to each who acts for one."""
    known = _known(conn)
    for line in brought.lines:
        ident = known.get(_called(line["name"])) or _new(conn, desk, line)
        _keep_days(conn, desk, ident, sheet, line)
        _tell(conn, desk, ident, brought, sheet, line)


def _new(conn: Connection, desk: Desk, line: dict[str, Any]) -> int:
    values = {"kind": line["kind"], "commune": line["commune"]}
    return grantees.add_organisation(conn, desk.now, name=line["name"], **values)


def _keep_days(
    conn: Connection, desk: Desk, ident: int, sheet: Contest, line: dict[str, Any]
) -> None:
    """Let the organisation keep the days that a grant sets, and be reminded of them."""
    owner = f"org:{ident}"
    for what, named in DUTIES.items():
        source, wanted = f"grant:{sheet.id}:{what}", line["days"].get(what)
        for row in deadlines.of_owners(conn, [owner]):
            if row.source == source and row.day != wanted:
                following.drop(conn, desk, row)
        if wanted is not None:
            title = f"{named} – {sheet.title}"[:LONGEST_TITLE]
            values = {"title": title, "day": wanted, "sure": True, "days_before": DAYS_BEFORE}
            following.keep(conn, desk, owner, source, values)


def _tell(
    conn: Connection, desk: Desk, ident: int, brought: Import, sheet: Contest, line: dict[str, Any]
) -> None:
    """Owe everybody who acts for the organisation its result; in quiet hours it waits."""
    values = {
        "title": sheet.title,
        "kind": sheet.kind,
        "organisation": line["name"],
        "result": line["result"],
        "granted": line["result"] == GRANTED,
        "amount": line["amount"],
        "days": [
            {"what": DUTIES[what], "day": day}
            for what, day in sorted(line["days"].items(), key=lambda one: one[1])
        ],
        "phone": desk.base.organisation.phone,
    }
    for person in grantees.members(conn, ident):
        key = f"contest_result:{brought.id}:{ident}:{person.id}"
        daytime.tell(conn, desk, person, "contest_result", values, key)
