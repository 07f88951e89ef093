"""Figures of a meeting: who was to come and came, from where, who did not, what tests gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import documents
from bot.programme.attendance import authority, boards, roll
from bot.programme.attendance import surveys as asking
from bot.programme.attendance.authority import SHOWN
from bot.programme.panels import Shown
from bot.storage import occasions, registrations, surveys
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration
from bot.storage.surveys import Answer

ENOUGH = 5  # opinions: with fewer of them one could guess whose they are
MOST_WORDS = 10
REASONS = ("coś wypadło", "termin nie pasował", "zapomnienie", "mówi, że obecność była")


def communes(people: Sequence[Registration]) -> list[tuple[str, int, int]]:
    """Return for each commune how many had a seat and how many came, the most first."""
    seated: Counter[str] = Counter()
    here: Counter[str] = Counter()
    for one in people:
        if one.state in roll.HOLDING:
            name = one.commune or "nie podano"
            seated[name] += one.seats
            here[name] += one.seats if one.present_at is not None else 0
    return sorted(
        ((name, count, here[name]) for name, count in seated.items()),
        key=lambda item: (-item[1], item[0]),
    )


def absent(people: Sequence[Registration]) -> list[Registration]:
    """Return who had a seat and did not come."""
    return [one for one in people if one.state == "seated" and one.present_at is None]


def reasons(conn: Connection, row: Occasion) -> dict[int, str]:
    """Return what those who did not come said of it, by registration."""
    said = surveys.answers(conn, row.id, "absent")
    return {one.registration_id or 0: REASONS[(one.value or 1) - 1] for one in said}


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the figures of attendance."""
    at = authority.meeting(conn, desk, press, coordinator=True)
    if isinstance(at, Toast):
        return at
    boards.open_below(conn, desk, press, f"{boards.FIGURES}:{at.occasion.id}")
    return SHOWN


def draw(conn: Connection, desk: Desk, ident: str) -> Shown | None:
    """Show how many were to come and came, and from where."""
    row = occasions.find(conn, ident)
    if row is None:
        return None
    people = roll.of(conn, ident)
    gone = registrations.of_occasion(conn, ident, ("left",))
    values = {
        **boards.occasion_view(row),
        "registered": len(people.people) + len(gone),
        "seated": people.seated,
        "waiting": people.waiting,
        "present": people.present,
        "left": len(gone),
        "over": row.ends_at <= desk.now,
        "communes": [
            {"name": name, "seated": seated, "present": here}
            for name, seated, here in communes(people.people)[:30]
        ],
    }
    return Shown("attendance_figures", values)


def export(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send the figures and the list as a spreadsheet."""
    at = authority.meeting(conn, desk, press, coordinator=True)
    if isinstance(at, Toast):
        return at
    authority.saw(conn, desk, press, at)
    to, about = boards.where(conn, press), {"occasion": at.occasion.id}
    view = boards.occasion_view(at.occasion)
    documents.send(conn, desk, to, "att_figures", about, caption="figures_file", values=view)
    return Toast("sent")


def no_shows(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show who had a seat and did not come, and what they said of it."""
    at = authority.meeting(conn, desk, press, coordinator=True)
    if isinstance(at, Toast):
        return at
    authority.saw(conn, desk, press, at)
    said = reasons(conn, at.occasion)
    missing = absent(roll.of(conn, at.occasion.id).people)
    values = {
        **boards.occasion_view(at.occasion),
        "over": at.occasion.ends_at <= desk.now,
        "count": len(missing),
        "people": [{**roll.view(one), "reason": said.get(one.id, "")} for one in missing[:20]],
    }
    owing.send_to(conn, desk, boards.where(conn, press), "attendance_absent", values)
    return SHOWN


def results(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show what the tests gave, and, from five of them up, what people think of the meeting."""
    at = authority.meeting(conn, desk, press, coordinator=True)
    if isinstance(at, Toast):
        return at
    row = at.occasion
    given = surveys.answers(conn, row.id, "opinion")
    count = sum(one.question == 0 for one in given)
    shown = count >= ENOUGH
    values = {
        **boards.occasion_view(row),
        "before": _right(conn, row, "before"),
        "after": _right(conn, row, "after"),
        "opinions": count,
        "enough": ENOUGH,
        "marks": [_mean(given, number) for number in range(asking.MARKS)] if shown else [],
        "words": _words(given) if shown else [],
    }
    owing.send_to(conn, desk, boards.where(conn, press), "attendance_results", values)
    return SHOWN


def _right(conn: Connection, row: Occasion, part: str) -> list[dict[str, Any]]:
    """Return for each question how many answered, and how many of a hundred were right."""
    given = surveys.answers(conn, row.id, part)
    found = []
    for number, asked in enumerate(asking.questions(row)):
        values = [one.value for one in given if one.question == number]
        right = sum(value == asked.right for value in values)
        percent = round(100 * right / len(values)) if values else 0
        found.append({"question": asked.question, "count": len(values), "percent": percent})
    return found


def _mean(given: Sequence[Answer], number: int) -> str:
    values = [one.value or 0 for one in given if one.question == number]
    return f"{sum(values) / len(values):.1f}".replace(".", ",") if values else "–"


def _words(given: Sequence[Answer]) -> list[str]:
    """Return what was written, in an order that says nothing of when."""
    said = [one.text for one in given if one.text]
    return sorted(said, key=lambda text: sha256(text.encode()).digest())[:MOST_WORDS]
