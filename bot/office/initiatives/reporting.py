"""`/raport_z_dzialania`, and [Wyślij raport] under a reminder: which initiative is reported."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.forms import asking
from bot.office.initiatives.report_form import KIND, OPEN, acts_for
from bot.storage import deadlines, initiatives, people
from bot.storage.initiatives import Initiative
from bot.storage.rows import Person

STALE = Toast("stale")


def show(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /raport_z_dzialania: start the report, or ask of which initiative it is."""
    _offer(conn, desk, person, initiatives.of_person(conn, person.id))


def _offer(conn: Connection, desk: Desk, person: Person, found: list[Initiative]) -> None:
    due = [one for one in found if one.state in OPEN]
    if len(due) == 1:
        asking.begin(conn, desk, person, KIND, str(due[0].id))
        return
    items = [{"ident": one.id, "title": one.title, "grantee": one.grantee} for one in due[:10]]
    values = {"items": items, "settled": len(found) - len(due)}
    owing.tell(conn, desk, person, "grantee_reports", values)


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start the report of the initiative that was tapped."""
    person, one = people.by_telegram(conn, press.presser_id), initiatives.find(conn, press.ident)
    if person is None or one is None or one.state not in OPEN:
        return STALE
    if not acts_for(conn, one, person.id):
        return STALE
    asking.begin(conn, desk, person, KIND, str(one.id))
    return Toast("")


def begin_due(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start the report that a reminder is of ([Wyślij raport])."""
    person, row = people.by_telegram(conn, press.presser_id), deadlines.find(conn, press.ident)
    if person is None or row is None or not row.source.startswith("grant:"):
        return STALE
    contest = row.source.split(":")[1]
    mine = [
        one
        for one in initiatives.of_person(conn, person.id)
        if one.contest == contest and row.owner == f"org:{one.organisation_id}"
    ]
    if not mine:
        return STALE
    _offer(conn, desk, person, mine)
    return Toast("")
