"""Papers of a day of work: the team lists of each place, and the list for the insurer.

The insurer's list holds what its policy asks for, as the event says, and nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from bot.domain.quiet_hours import is_quiet
from bot.domain.warsaw import local
from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.programme import Event
from bot.knowledge.sites import Site
from bot.programme import documents
from bot.programme.documents import Document, Made
from bot.programme.volunteering import places
from bot.programme.workbooks import line, workbook
from bot.storage import occasions, people, records, teams
from bot.storage.occasions import Occasion
from bot.storage.teams import Team
from bot.templates.polish import day, hour
from bot.templates.printed import printed

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

LISTS, INSURANCE = "team_lists", "team_insurance"
HEADINGS: Mapping[str, str] = MappingProxyType(
    {"name": "Imię i nazwisko", "firm": "Firma", "site": "Miejsce", "shift": "Zmiana"}
)


def send(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe a coordinator the paper that a button names."""
    row = occasions.by_number(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    allowed = press.presser_id in standing.coordinators(conn, desk)
    if not allowed or person is None or row is None or places.event_of(row) is None:
        return Toast("stale")
    documents.send(conn, desk, person.address, press.action, {"occasion": row.id})
    return Toast("")


def _day(conn: Connection, about: Mapping[str, Any]) -> tuple[Occasion, Event] | None:
    row = occasions.find(conn, about["occasion"])
    event = places.event_of(row) if row is not None else None
    return None if row is None or event is None else (row, event)


def insurance_due(conn: Connection, desk: Desk) -> None:
    """Tell coordination, once, that no team comes any more and the insurer needs the list."""
    if is_quiet(desk.now):
        return
    for row, event in places.days(conn, desk):
        fact = f"insured:{occasions.number_of_occasion(row.id)}"
        over = event.insurance is not None and event.insurance.until <= desk.now
        if over and row.starts_at > desk.now and records.get_fact(conn, fact) is None:
            records.set_fact(conn, fact, True)
            found = teams.of_occasion(conn, row.id)
            values = {
                "title": row.title,
                "starts": row.starts_at.isoformat(),
                "teams": len(found),
                "people": sum(one.seats or 0 for one in found),
            }
            owing.send_to(conn, desk, owing.COORDINATION, "team_insure", values)


# Team lists


def collect_lists(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> dict[str, Any] | None:
    """Read the teams of each place, with whom to call there and what to do if it rains."""
    found = _day(conn, about)
    if found is None:
        return None
    row, event = found
    starts = local(row.starts_at)
    return {
        "id": row.id,
        "programme": desk.base.organisation.programme,
        "office": desk.base.organisation.phone,
        "title": row.title,
        "day": f"{day(starts.date())} {starts.year}",
        "sites": [_site(conn, row, site) for site in event.sites if site.shifts],
    }


def _site(conn: Connection, row: Occasion, site: Site) -> dict[str, Any]:
    briefing = site.briefing
    when = f"{day(local(briefing).date())}, {hour(briefing)}" if briefing is not None else ""
    return {
        **places.view(site),
        "briefing": when,
        "shifts": [
            {
                "name": shift.label,
                "capacity": shift.capacity,
                "teams": [
                    _team(conn, one)
                    for one in teams.of_occasion(conn, row.id, site.label)
                    if one.shift == shift.label
                ],
            }
            for shift in site.shifts
        ],
    }


def _team(conn: Connection, team: Team) -> dict[str, Any]:
    return {
        "firm": team.firm,
        "captain": team.captain,
        "phone": team.phone or "",
        "names": [one.name for one in teams.members(conn, team.id)],
        "need": places.need_of(conn, team.id),
    }


def make_lists(given: Mapping[str, Any]) -> Made:
    """Return the lists as a PDF, each place on pages of its own."""
    return Made(f"druzyny-{given['id']}.pdf", printed("teams", given))


# The insurer's list


def collect_insurance(
    conn: Connection, desk: Desk, about: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Read the people of all teams, as far as the policy asks."""
    found = _day(conn, about)
    if found is None or found[1].insurance is None:
        return None
    row, event = found
    columns = event.insurance.columns if event.insurance is not None else ()
    return {
        "id": row.id,
        "title": row.title,
        "day": local(row.starts_at).date().isoformat(),
        "headings": [HEADINGS[name] for name in columns],
        "rows": [
            [_cell(name, team, one.name) for name in columns]
            for team in teams.of_occasion(conn, row.id)
            for one in teams.members(conn, team.id)
        ],
    }


def _cell(column: str, team: Team, name: str) -> str:
    return {"name": name, "firm": team.firm, "site": team.site, "shift": team.shift}[column]


def make_insurance(given: Mapping[str, Any]) -> Made:
    """Return the list as XLSX: what people wrote stays text, never a formula."""

    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("Ubezpieczeni")
        bold = book.add_format({"bold": True, "bg_color": "#E9E6D8", "border": 1})
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, len(given["headings"]), 34)
        line(sheet, 0, [f"{given['title']}, {given['day']}, osób: {len(given['rows'])}"])
        line(sheet, 2, ["Lp.", *given["headings"]], bold)
        for number, row in enumerate(given["rows"], 1):
            line(sheet, number + 2, [number, *row])

    return Made(f"ubezpieczenie-{given['id']}.xlsx", workbook(fill))


DOCUMENTS: Mapping[str, Document] = MappingProxyType(
    {
        LISTS: Document(collect_lists, make_lists),
        INSURANCE: Document(collect_insurance, make_insurance),
    }
)
