"""Every night, what has been kept for long enough is forgotten; an unusual list is shown first.

The first list, and one much longer than usual, goes to coordination and is carried out a night
later, unless a coordinator stops it: then the next one is shown after a week.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.warsaw import local
from bot.helpdesk import owing, standing, surroundings
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import documents, panels
from bot.programme.documents import Document, Made
from bot.programme.panels import Shown
from bot.storage import receipts, records
from bot.storage import retention as stored
from bot.storage.retention import Limits, Run
from bot.templates import Texts

PANEL, NAME = "retention", "retention_list"
FROM_HOUR, TO_HOUR = 2, 6
STOPPED_FOR = timedelta(days=7)
USUAL_MORE = 20  # rows above three times the usual that are nothing unusual
CARDS_AT_ONCE = 100
STALE = Toast("stale")


def limits(desk: Desk) -> Limits:
    """Return until when things are kept, as the foundation says."""
    kept = desk.base.organisation.retention
    return stored.limits(desk.now, kept.content_days, kept.documents_years)


def nightly(conn: Connection, desk: Desk) -> None:
    """Forget, or show what would be forgotten, once a night; never by a clock that is wrong."""
    if not FROM_HOUR <= local(desk.now).hour < TO_HOUR:
        return
    if stored.run_of(conn, desk.today.isoformat()) or records.get_fact(conn, surroundings.CLOCK):
        return
    before = stored.latest(conn)
    if before and before[0].state == "stopped" and _lately(desk, before[0]):
        return
    found = stored.counts(conn, limits(desk))
    if before and before[0].state == "shown":
        stored.decide(conn, before[0].id, "done", None, desk.now)
    elif found and _is_unusual(before, found):
        _show(conn, desk, found)
        return
    _forget(conn, desk, found)


def _lately(desk: Desk, run: Run) -> bool:
    return desk.today - date.fromisoformat(run.day) < STOPPED_FOR


def _is_unusual(before: list[Run], found: Mapping[str, int]) -> bool:
    usual = [sum(run.found.values()) for run in before if run.state == "done" and run.found]
    if not usual:
        return True
    return sum(found.values()) > 3 * sum(usual) / len(usual) + USUAL_MORE


def _show(conn: Connection, desk: Desk, found: Mapping[str, int]) -> None:
    ident = stored.put(conn, desk.today.isoformat(), "shown", found, desk.now)
    panels.show(conn, desk, owing.COORDINATION, f"{PANEL}:{ident}", anew=True)


def _forget(conn: Connection, desk: Desk, found: Mapping[str, int]) -> None:
    stored.put(conn, desk.today.isoformat(), "done", found, desk.now)
    emptied = stored.empty(conn, limits(desk)) if found else {}
    if emptied:
        counts = {kind: len(numbers) for kind, numbers in emptied.items()}
        records.note(conn, desk.now, "clock", "retention", **counts)
        for number in emptied.get("tickets", [])[:CARDS_AT_ONCE]:
            _overwrite_card(conn, desk, number)


def _overwrite_card(conn: Connection, desk: Desk, number: int) -> None:
    card = receipts.latest(conn, number, "card")
    if card is not None:
        values = {"number": number}
        chat, message = card.chat_id, card.message_id
        owing.replace_text(conn, desk, chat, message, "retention_card", values)


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the card of a night's list as it is now."""
    run = stored.find(conn, int(rest))
    if run is None:
        return None
    values = {"run": run.id, "state": run.state, "day": run.day, "found": run.found}
    return Shown("retention_list", values)


def _on_its_card(conn: Connection, press: Press) -> Run | None:
    stands = receipts.find(conn, press.chat_id, press.message_id)
    ours = stands is not None and stands.subject == f"{PANEL}:{press.ident}"
    return stored.find(conn, press.ident) if ours else None


def show_list(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the list, in numbers and days only, to the thread of coordination."""
    run = _on_its_card(conn, press)
    if run is None or run.state != "shown":
        return STALE
    if press.presser_id not in standing.coordinators(conn, desk):
        return Toast("not_coordinator", alert=True)
    key = f"{NAME}:{run.id}:{desk.now:%Y%m%d%H%M}"
    documents.send(conn, desk, owing.COORDINATION, NAME, {"run": run.id}, key=key)
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "retention_seen", run=run.id)
    return Toast("saved")


def stop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let nothing be forgotten for a week."""
    run = _on_its_card(conn, press)
    if run is None:
        return STALE
    if press.presser_id not in standing.coordinators(conn, desk):
        return Toast("not_coordinator", alert=True)
    if not stored.decide(conn, run.id, "stopped", press.presser_id, desk.now):
        return STALE
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "retention_stopped", run=run.id)
    panels.show(conn, desk, owing.COORDINATION, f"{PANEL}:{run.id}")
    return Toast("saved")


def _collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> dict[str, Any]:
    found = stored.old(conn, limits(desk))
    return {
        "kinds": {
            kind: [{"number": one.number, "since": str(one.since)[:10]} for one in rows]
            for kind, rows in found.items()
        }
    }


def _make(given: dict[str, Any]) -> Made:
    return Made("do-usuniecia.html", Texts().page("retention", given).encode())


FILE = Document(_collect, _make)
