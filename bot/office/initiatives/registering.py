"""How initiatives come into the register: from results in force, or line by line from a file.

One grantee's project is one row, however often it is brought: what is brought later fills in what
was missing, and never takes away what somebody wrote since.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.domain.amounts import read_amount
from bot.domain.polish_words import fold
from bot.helpdesk.desk import Desk
from bot.office.initiatives import obligations
from bot.programme.contests import granting, known
from bot.programme.contests.result_lines import GRANTED
from bot.storage import initiatives, records
from bot.storage.initiatives import Initiative

REGISTERED = "initiatives_of"  # the fact that names results whose grants are in the register


def follow_results(conn: Connection, desk: Desk) -> None:
    """Put the grants of newly approved results into the register."""
    before = set(records.get_fact(conn, REGISTERED) or ())
    if before.issuperset(initiatives.approved_numbers(conn)):
        return
    for number, contest, lines in initiatives.approved_results(conn):
        if number not in before:
            _register(conn, desk, number, contest, lines)
            before.add(number)
    records.set_fact(conn, REGISTERED, sorted(before))


def _register(
    conn: Connection, desk: Desk, number: int, contest: str, lines: list[dict[str, Any]]
) -> None:
    found = known.find(conn, contest)
    for line in lines:
        if line["result"] != GRANTED or found is None:
            continue
        values = {
            "contest": contest,
            "grantee": line["name"],
            "commune": line["commune"],
            "title": line.get("title") or found.sheet.title,
            "agreement": line.get("agreement", ""),
            "starts_on": line.get("starts_on"),
            "ends_on": line.get("ends_on"),
            "awarded": read_amount(line["amount"]) or 0,
        }
        ident = put(conn, desk, values, named=bool(line.get("title")))
        records.note(conn, desk.now, "bot", "initiative_new", initiative=ident, results=number)


def put(conn: Connection, desk: Desk, values: Mapping[str, Any], *, named: bool = True) -> int:
    """Store an initiative, or bring the one that it is up to date; return its number.

    `named`: whether its title is its own, or only the contest's.
    """
    there = same(conn, values["contest"], values["grantee"], values["title"] if named else None)
    if there is None:
        ident = initiatives.add(
            conn, desk.now, organisation_id=granting.named(conn, values["grantee"]), **values
        )
    else:
        ident = there.id
        given = {name: value for name, value in values.items() if value not in ("", None, 0)}
        if not named:
            given.pop("title", None)
        if there.organisation_id is None:
            given["organisation_id"] = granting.named(conn, values["grantee"])
        initiatives.set_fields(conn, ident, desk.now, **given)
    now = initiatives.get(conn, ident)
    changed = there is not None and there.ends_on != now.ends_on
    obligations.keep(conn, desk, now, anew=changed)
    return ident


def same(conn: Connection, contest: str, grantee: str, title: str | None) -> Initiative | None:
    """Return the row of this grantee's project, if there is one.

    A title that is not known yet (`None`, or the contest's own) is that of the only project.
    """
    found = known.find(conn, contest)
    unnamed = fold(found.sheet.title) if found is not None else ""
    theirs = [one for one in initiatives.all_of(conn, contest) if _alike(one.grantee, grantee)]
    exact = [one for one in theirs if title is not None and _alike(one.title, title)]
    if exact:
        return exact[0]
    open_title = [one for one in theirs if title is None or fold(one.title) == unnamed]
    return open_title[0] if len(open_title) == 1 else None


def _alike(one: str, other: str) -> bool:
    return fold(" ".join(one.split())) == fold(" ".join(other.split()))
