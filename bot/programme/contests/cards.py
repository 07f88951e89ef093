"""A contest as everybody sees it: the list, the card with its countdown, the documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from bot.domain.start_links import LinkKind, parse
from bot.domain.warsaw import local
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.contests import known
from bot.programme.contests.known import Known
from bot.storage import follows, people
from bot.storage.rows import Person

STALE = Toast("stale")


def follow_of(ident: str) -> str:
    """Return what somebody follows who follows a contest."""
    return f"contest:{ident}"


def show_list(conn: Connection, desk: Desk, person: Person) -> None:
    """Owe the contests (`/konkursy`); a single one is shown at once."""
    found = known.in_force(conn)
    if len(found) == 1:
        show(conn, desk, person, found[0])
        return
    owing.tell(conn, desk, person, "contests", _listed(desk, found))


def _listed(desk: Desk, found: list[Known]) -> dict[str, Any]:
    items = [
        {
            "title": one.sheet.title,
            "number": one.number,
            "countdown": known.countdown(desk, one.sheet),
        }
        for one in found
    ]
    return {"items": items}


def open_link(conn: Connection, desk: Desk, person: Person, payload: str) -> bool:
    """Show the contest that a start link names (`c_<id>`)."""
    link = parse(payload)
    if link is None or link.kind is not LinkKind.CONTEST:
        return False
    found = known.find(conn, link.value)
    if found is None or found.row.state == "gone":
        show_list(conn, desk, person)
    else:
        show(conn, desk, person, found)
    return True


def show(conn: Connection, desk: Desk, person: Person, found: Known) -> None:
    """Owe a contest's card."""
    owing.tell(conn, desk, person, "contest", view(conn, desk, person, found), role="contest")


def view(conn: Connection, desk: Desk, person: Person, found: Known) -> dict[str, Any]:
    """Return all that the card shows."""
    sheet = found.sheet
    return {
        "number": found.number,
        "cancelled": not found.is_open,
        "title": sheet.title,
        "summary": sheet.summary,
        "unconfirmed": sheet.unconfirmed or "",
        "countdown": known.countdown(desk, sheet),
        "eligible": [{"who": one.who, "note": one.note or ""} for one in sheet.eligible],
        "terms": [
            {"what": one.what, "text": one.text, "unconfirmed": one.unconfirmed or ""}
            for one in sheet.terms
        ],
        "awards": sheet.awards or "",
        "now": [known.stage_line(desk, one) for one in known.running(desk, sheet)],
        "stages": [known.stage_line(desk, one) for one in sheet.stages],
        "quiz": bool(sheet.quiz),
        "check": bool(sheet.self_check),
        "documents": bool(sheet.documents or sheet.to_submit),
        "asks": sheet.takes_questions(desk.now),
        "kept": list(_kept(conn, person, found.row.id)),
        "following": follows.is_following(conn, person.id, follow_of(found.row.id)),
        "submits": sheet.kind == "awards" and sheet.call_at(desk.now) is not None,
        "others": len(known.in_force(conn)) > 1,
    }


def _kept(conn: Connection, person: Person, contest: str) -> Iterator[dict[str, str]]:
    """Yield the results that somebody asked to be kept."""
    for part in ("quiz", "check"):
        kept = follows.result(conn, person.id, contest, part)
        if kept is not None:
            yield {"part": part, "means": kept.means, "day": f"{local(kept.at):%Y-%m-%d}"}


# Presses


def pressed(conn: Connection, press: Press) -> tuple[Person, Known] | None:
    """Return who pressed a button of a contest, and which contest it is."""
    person, found = people.by_telegram(conn, press.presser_id), known.by_number(conn, press.ident)
    return (person, found) if person is not None and found is not None else None


def press_show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put the card in the place of what was pressed."""
    given = pressed(conn, press)
    if given is None:
        return STALE
    redraw(conn, desk, press, *given)
    return Toast("")


def press_new(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the card below what was pressed, which stays ([Otwórz konkurs])."""
    given = pressed(conn, press)
    if given is None:
        return STALE
    show(conn, desk, *given)
    return Toast("")


def redraw(conn: Connection, desk: Desk, press: Press, person: Person, found: Known) -> None:
    """Owe the card in the place of the pressed message."""
    shown = view(conn, desk, person, found)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "contest", shown)


def press_list(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put the list in the place of a card."""
    shown = _listed(desk, known.in_force(conn))
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "contests", shown)
    return Toast("")


def press_documents(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the list of what has to be enclosed ([Lista dokumentów])."""
    given = pressed(conn, press)
    if given is None:
        return STALE
    person, found = given
    sheet = found.sheet
    shown = {
        "number": found.number,
        "title": sheet.title,
        "documents": list(sheet.documents),
        "to_submit": list(sheet.to_submit),
        "formal": list(sheet.formal),
        "unconfirmed": sheet.unconfirmed or "",
    }
    owing.tell(conn, desk, person, "contest_documents", shown)
    return Toast("")
