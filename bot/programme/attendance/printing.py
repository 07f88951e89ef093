"""Files of a meeting: the list to be signed, the code, certificates, spreadsheets.

What stands in them is collected in a transaction as plain values; making them is `bot.templates`'
and the libraries' work, in a thread.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.programme_reading import LOGO_KINDS, LOGOS
from bot.programme import documents
from bot.programme.attendance import authority, boards, figures, roll, sheets
from bot.programme.attendance.scans import LIST
from bot.programme.documents import Document, Made
from bot.programme.occasions import meeting_of
from bot.storage import certificates, occasions, people, registrations
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration
from bot.templates import polish
from bot.templates.printed import NotPrinted, printed

MOST_LOGOS = 6
ROWS_FOR_WALK_INS = 8
FEWEST_ROWS = 17


def print_list(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send the list to be printed and signed."""
    at = authority.meeting(conn, desk, press)
    person = people.by_telegram(conn, press.presser_id)
    if isinstance(at, Toast) or person is None:
        return at if isinstance(at, Toast) else authority.STALE
    about = {"occasion": at.occasion.id}
    authority.saw(conn, desk, press, at)
    view = boards.occasion_view(at.occasion)
    documents.send(
        conn, desk, person.address, LIST, about, caption="attendance_print", values=view
    )
    return Toast("sent")


def _row(conn: Connection, about: Mapping[str, Any]) -> Occasion | None:
    return occasions.find(conn, about["occasion"])


def _head(desk: Desk, row: Occasion) -> dict[str, Any]:
    """Return what every printed page says of a meeting and of who holds it."""
    day = polish.day(row.starts_at.astimezone(polish.WARSAW).date())
    return {
        "programme": desk.base.organisation.programme,
        "organisation": desk.base.organisation.name,
        "title": row.title,
        "day": day,
        "year": row.starts_at.astimezone(polish.WARSAW).year,
        "hours": f"{polish.hour(row.starts_at)}–{polish.hour(row.ends_at)}",
        "place": row.place,
    }


def logos(desk: Desk) -> dict[str, bytes]:
    """Return the pictures that stand at the head of a list, by name, in the order of names."""
    folder = desk.directory / LOGOS if desk.directory is not None else None
    if folder is None or not folder.is_dir():
        return {}
    found = sorted(
        one
        for one in folder.iterdir()
        if one.suffix.lower() in LOGO_KINDS and not one.name.startswith(".")
    )
    return {
        f"logo{at}{one.suffix.lower()}": one.read_bytes()
        for at, one in enumerate(found[:MOST_LOGOS])
    }


# The list to be signed


def _signed(one: Registration) -> dict[str, str]:
    return {"name": one.name, "from": ", ".join(filter(None, (one.organisation, one.commune)))}


def collect_list(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Any | None:
    """Read who has a seat, by surname, and how many empty rows there are to be."""
    row = _row(conn, about)
    if row is None:
        return None
    held = [one for one in roll.of(conn, row.id).people if one.state in roll.HOLDING]
    lines = [line for one in held for line in (_signed(one), *_guests(one))]
    org = desk.base.organisation
    values = {
        **_head(desk, row),
        "people": lines,
        "empty": max(ROWS_FOR_WALK_INS, FEWEST_ROWS - len(lines)),
        "administrator": org.administrator,
        "contact": org.data_contact,
        "retention": org.privacy.retention,
    }
    return values, logos(desk)


def _guests(one: Registration) -> list[dict[str, str]]:
    return [{"name": "", "from": f"osoba towarzysząca: {one.name}"}] * one.guests


def make_list(given: Any) -> Made:
    """Make the list as a page to print: rather without logos than not at all."""
    values, pictures = given
    try:
        page = printed("list", {**values, "logos": list(pictures)}, pictures)
    except NotPrinted:  # a picture that is none, whatever its name says
        page = printed("list", {**values, "logos": []})
    return Made("lista-obecnosci.pdf", page)


# The code at the door


def collect_code(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Any | None:
    """Read what a meeting's code opens."""
    row = _row(conn, about)
    if row is None:
        return None
    address = f"https://t.me/{desk.base.organisation.bot_username}?start={about['secret']}"
    opens, closes = authority.window(row)
    window = {"opens": polish.hour(opens), "closes": polish.hour(closes)}
    return {**_head(desk, row), **window, "address": address}


def _drawn(address: str, kind: str, scale: int) -> bytes:
    out = io.BytesIO()
    import segno  # big, and not always needed

    segno.make(address, error="m", micro=False).save(out, kind=kind, scale=scale, border=3)
    return out.getvalue()


def make_code(given: Any) -> Made:
    """Make the code as a picture."""
    return Made("kod-obecnosci.png", _drawn(given["address"], "png", 12))


def make_door(given: Any) -> Made:
    """Make the page that hangs at the door."""
    code = _drawn(given["address"], "svg", 4)
    return Made("kod-na-drzwi.pdf", printed("door", given, {"code.svg": code}))


# Certificates


def collect_certificates(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Any | None:
    """Read certificates that count; a cancelled one is not printed."""
    found = [certificates.find(conn, ident) for ident in about["certificates"]]
    pages = [
        _certificate(conn, desk, one)
        for one in found
        if one is not None and one.cancelled_at is None
    ]
    return pages or None


def _certificate(conn: Connection, desk: Desk, one: certificates.Certificate) -> dict[str, Any]:
    row = occasions.get(conn, registrations.get(conn, one.registration_id).occasion_id)
    sheet = meeting_of(row)
    return {
        **_head(desk, row),
        "title": one.title,
        "name": one.name,
        "sign": one.sign,
        "count": polish.plural(one.hours, "godzina", "godziny", "godzin"),
        "agenda": list(getattr(sheet, "agenda", ())),
        "trainer": getattr(sheet, "trainer", ""),
        "issued": polish.short_date(one.issued_at.astimezone(polish.WARSAW).date()),
        "office": desk.base.organisation.office,
    }


def make_certificates(given: Sequence[Mapping[str, Any]]) -> Made:
    """Make certificates, a page each."""
    number = str(given[0]["sign"]).replace("/", "-")
    name = f"zaswiadczenie-{number}.pdf" if len(given) == 1 else "zaswiadczenia.pdf"
    return Made(name, printed("certificate", {"pages": list(given)}))


# Spreadsheets


def collect_figures(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Any | None:
    """Read the list of a meeting with everything that is accounted for."""
    row = _row(conn, about)
    if row is None:
        return None
    states = ("seated", "waiting", "offered", "left")
    everybody = registrations.of_occasion(conn, row.id, states)
    everybody.sort(key=roll.order)
    said = figures.reasons(conn, row)
    return sheets.attendance(row, everybody, said)


def collect_register(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Any | None:
    """Read the register of a year."""
    return sheets.register(certificates.of_year(conn, about["year"]))


DOCUMENTS = {
    LIST: Document(collect_list, make_list),
    "att_code": Document(collect_code, make_code),
    "att_door": Document(collect_code, make_door),
    "att_certificate": Document(collect_certificates, make_certificates),
    "att_figures": Document(collect_figures, sheets.make("frekwencja.xlsx")),
    "att_register": Document(collect_register, sheets.make("rejestr-zaswiadczen.xlsx")),
}
