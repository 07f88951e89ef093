"""Knowledge that ages: once a month a list for coordination, and what people say of each thing.

What is said stands in rows with the mark of the file it was said of; the files stay as they are.
Who may edit them puts things right there, and the rows about the old file are void.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast, topic_view
from bot.helpdesk.owners import is_on
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.expiry import ageing
from bot.knowledge.markdown import to_telegram_html
from bot.knowledge.models import Entry, Value
from bot.knowledge.reviews import Review, holding, renewed_until, sheet_of, with_reviews
from bot.storage import records, reviews, staff
from bot.storage.reviews import Review as Row

PAGE = 10  # things at once
AGAIN_AFTER = timedelta(days=7)  # what somebody will put right is reminded of
LISTED = "upkeep_month"  # the fact that names the month of the last list
ROLE = "upkeep"
VERDICTS = {"upkeep_current": "current", "upkeep_fixing": "fixing", "upkeep_off": "off"}
STALE = Toast("stale")


def in_force(conn: Connection) -> list[Review]:
    """Return the latest word on each thing, as the knowledge takes it."""
    latest: dict[tuple[str, str], Row] = {}
    for row in reviews.decided(conn):
        latest[row.kind, row.name] = row
    return [_word(row) for row in latest.values() if row.verdict in ("current", "off")]


def _word(row: Row) -> Review:
    assert row.decided_at is not None
    return Review(
        kind="entry" if row.kind == "entry" else "value",
        name=row.name,
        mark=row.mark,
        on=row.decided_at.date(),
        until=date.fromisoformat(row.until) if row.until else None,
    )


def _base(conn: Connection, desk: Desk) -> KnowledgeBase:
    """Return the knowledge with all that was said, a moment ago too."""
    return with_reviews(desk.base, in_force(conn))


# The list


def post_list(conn: Connection, desk: Desk) -> None:
    """Owe coordination the list of this month, once, from its first working day on.

    A bot that is new in the middle of a month begins with the next one.
    """
    month = desk.today.strftime("%Y-%m")
    known = records.get_fact(conn, LISTED)
    if known == month or staff.where(conn, owing.GROUP) is None:
        return
    if not desk.hours.is_open(desk.now):
        return
    records.set_fact(conn, LISTED, month)
    eve = desk.today.replace(day=1) - timedelta(days=1)
    if known is None and desk.today != desk.hours.add_working_days(eve, 1):
        return
    _post(conn, desk, month)


def _post(conn: Connection, desk: Desk, month: str) -> None:
    base = _base(conn, desk)
    words = holding(base, in_force(conn))
    silent = {(word.kind, word.name) for word in words if word.until is None}
    counts = {"entry": 0, "value": 0, "off": 0}
    for one in ageing(base, desk.today):
        sheet = base.entries.get(one.id) if one.kind == "entry" else base.values.get(one.id)
        if sheet is None or (one.kind, one.id) in silent:
            counts["off"] += 1
            continue
        reviews.put_on_list(conn, month, one.kind, one.id, sheet.digest)
        counts[one.kind] += 1
    if counts["entry"] + counts["value"]:
        view = {"month": month, **counts}
        _owe(conn, desk, "upkeep_list", view, f"upkeep-list:{month}")
        _show_page(conn, desk, month)


def _show_page(conn: Connection, desk: Desk, month: str) -> None:
    """Owe the next things of a list, and the button that turns the page."""
    base = _base(conn, desk)
    waiting = [row for row in reviews.of_month(conn, month) if row.asked_at is None]
    for row in waiting[:PAGE]:
        reviews.set_fields(conn, row.id, asked_at=desk.now)
        if _holds(base, row):
            _owe(conn, desk, "upkeep_item", _view(base, desk, row), f"upkeep:{row.id}:")
    if left := waiting[PAGE:]:
        view = {"review": left[0].id, "left": len(left)}
        _owe(conn, desk, "upkeep_more", view, f"upkeep-more:{left[0].id}")


def _owe(conn: Connection, desk: Desk, template: str, view: dict[str, Any], key: str) -> None:
    to, kind = owing.COORDINATION, Kind.CARD
    owing.send_to(conn, desk, to, template, view, kind=kind, role=ROLE, key=key)


def turn_page(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the next things of a list ([Dalej])."""
    row = reviews.find(conn, press.ident)
    if row is None or row.asked_at is not None or not is_on(conn, press, f"upkeep-more:{row.id}"):
        return STALE
    owing.delete_message(conn, desk, press.chat_id, press.message_id)
    _show_page(conn, desk, row.month)
    return Toast("")


# What people say


def _holds(base: KnowledgeBase, row: Row) -> bool:
    """Tell whether a row speaks of the file as it is."""
    sheet = sheet_of(base, row)
    return sheet is not None and sheet.digest == row.mark


def decide(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep what somebody says of one thing, and show it in the message."""
    row = reviews.find(conn, press.ident)
    if row is None or not is_on(conn, press, f"upkeep:{row.id}:"):
        return STALE
    base = _base(conn, desk)
    sheet = sheet_of(base, row)
    verdict = VERDICTS[press.action]
    if sheet is None or sheet.digest != row.mark:
        _show(conn, desk, press, row)
        return Toast("file_changed")
    if not _said_today(desk, row, verdict):
        _keep(conn, desk, press, row, sheet, verdict)
        _show(conn, desk, press, row)
    return Toast("saved")


def _said_today(desk: Desk, row: Row, verdict: str) -> bool:
    """Tell whether a press only repeats what was said today."""
    same = row.remind_at is not None if verdict == "fixing" else row.verdict == verdict
    return same and row.decided_at is not None and row.decided_at.date() == desk.now.date()


def _keep(
    conn: Connection, desk: Desk, press: Press, row: Row, sheet: Entry | Value, verdict: str
) -> None:
    until = renewed_until(sheet, desk.today).isoformat() if verdict == "current" else None
    remind_at = desk.now + AGAIN_AFTER if verdict == "fixing" else None
    if verdict == "fixing" and row.verdict == "off":
        verdict = "off"  # it stays silent until it is put right
    reviews.set_fields(
        conn,
        row.id,
        verdict=verdict,
        until=until,
        remind_at=remind_at,
        decided_by=press.presser_id,
        decider=press.name,
        decided_at=desk.now,
    )
    who = f"advisor:{press.presser_id}"
    records.note(
        conn, desk.now, who, press.action, kind=row.kind, name=row.name, mark=row.mark, until=until
    )


def _show(conn: Connection, desk: Desk, press: Press, row: Row) -> None:
    now = reviews.find(conn, row.id)
    assert now is not None
    view = _view(_base(conn, desk), desk, now)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "upkeep_item", view)


def remind(conn: Connection, desk: Desk) -> None:
    """Owe a reminder of what somebody wanted to put right, unless the file has changed since."""
    base = _base(conn, desk)
    for row in reviews.due(conn, desk.now):
        reviews.set_fields(conn, row.id, remind_at=None)
        if _holds(base, row):
            view = _view(base, desk, row) | {"again": True}
            _owe(conn, desk, "upkeep_item", view, f"upkeep:{row.id}:{desk.today}")


def _view(base: KnowledgeBase, desk: Desk, row: Row) -> dict[str, Any]:
    """Return what the template `upkeep_item` shows."""
    view: dict[str, Any] = {
        "review": row.id,
        "kind": row.kind,
        "name": row.name,
        "state": row.verdict or "asked",
        "fixing": row.remind_at is not None,
        "decider": row.decider or "",
        "decided": row.decided_at.isoformat() if row.decided_at else None,
        "until": row.until,
        "again": False,
    }
    sheet = sheet_of(base, row)
    if sheet is None or sheet.digest != row.mark:
        return {**view, "state": "changed"}
    assert sheet.valid_until is not None
    return view | {
        "ends": sheet.valid_until.isoformat(),
        "over": not sheet.is_valid_on(desk.today),
        "renewed": renewed_until(sheet, desk.today).isoformat(),
        "sources": list(sheet.sources),
        "checked": sheet.checked.isoformat(),
        **(_of_entry(base, desk, sheet) if isinstance(sheet, Entry) else _of_value(sheet)),
    }


def _of_entry(base: KnowledgeBase, desk: Desk, entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.question,
        "topic": topic_view(desk.topic(entry.topic)),
        "body": to_telegram_html(base.said(entry.answer, desk.today)),
        "file": entry.path,
    }


def _of_value(value: Value) -> dict[str, Any]:
    return {"title": value.text, "topic": None, "body": value.what, "file": "values.yaml"}
