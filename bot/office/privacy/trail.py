"""The trail: who saw and changed what, about one person or one case, as a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import standing
from bot.helpdesk.claims import advisor_name
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.privacy.wishes import STALE
from bot.programme import documents
from bot.programme.documents import Document, Made
from bot.storage import people, records, trails
from bot.storage.trails import Line
from bot.templates import Texts, actions

NAME = "privacy_trail"


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the trail of a person to the coordinator who asks; that is noted, too."""
    meant, person = people.find(conn, press.ident), people.by_telegram(conn, press.presser_id)
    if meant is None or person is None:
        return STALE
    if press.presser_id not in standing.coordinators(conn, desk):
        return STALE
    documents.send(conn, desk, person.address, NAME, {"person": meant.id})
    actor = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, actor, "trail_opened", person=meant.id)
    return Toast("saved")


def _collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> dict[str, Any]:
    return values(
        conn, actions.SOMEBODY.format(about["person"]), trails.of_person(conn, about["person"])
    )


def values(conn: Connection, title: str, lines: list[Line]) -> dict[str, Any]:
    """Return what the page shows."""
    return {"title": title, "rows": [shown(conn, one) for one in lines]}


def shown(conn: Connection, one: Line) -> dict[str, str]:
    """Return one line in words: when, who, what, about what."""
    about = [f"#{one.ticket_id}"] if one.ticket_id is not None else []
    about += [f"{actions.fact_name(name)}: {value}" for name, value in one.data.items()]
    return {
        "at": one.at.isoformat(),
        "actor": _actor(conn, one.actor),
        "action": actions.action_name(one.action),
        "about": ", ".join(about),
    }


def _actor(conn: Connection, actor: str) -> str:
    kind, _, number = actor.partition(":")
    if kind == "advisor" and number.isdigit():
        return advisor_name(conn, int(number)) or actions.AN_ADVISOR.format(number)
    if kind == "person":
        return actions.SOMEBODY.format(number)
    return actions.THE_BOT


def _make(given: dict[str, Any]) -> Made:
    return Made("historia.html", Texts().page("trail", given).encode())


FILE = Document(_collect, _make)
