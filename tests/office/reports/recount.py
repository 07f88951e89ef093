"""The indicators counted a second time, by hand: plain rows of sqlite3 and loops, no queries."""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def rows_of(path: Path, table: str) -> list[Row]:
    with sqlite3.connect(path) as conn:
        conn.row_factory = sqlite3.Row
        return [dict(row) for row in conn.execute(f'SELECT * FROM "{table}"')]


def _in(moment: str | None, first: str, last: str) -> bool:
    """Whether a stored UTC moment falls into 2027 by Warsaw's clocks (an hour ahead in winter)."""
    return moment is not None and first <= moment < last


def recount(path: Path) -> dict[str, float]:
    """Count everything of the year 2027."""
    span = ("2026-12-31 23:00:00", "2027-12-31 23:00:00")
    cards = {one["id"]: one for one in rows_of(path, "advice_card")}
    valid = [
        one
        for one in cards.values()
        if one["state"] == "issued" and one["month"].startswith("2027-")
    ]
    minutes: dict[tuple[Any, ...], int] = defaultdict(int)
    for one in valid:
        before = cards.get(one["corrects_id"])
        less = before["minutes"] if before and before["state"] == "issued" else 0
        whom = one["organisation_id"] or ("person", one["person_id"] or one["person"])
        minutes[one["month"], one["advisor_id"], whom] += one["minutes"] - less
    quarters = sum(
        math.ceil(sum_ / 15) if sum_ >= 0 else -math.ceil(-sum_ / 15) for sum_ in minutes.values()
    )
    first_cards = [
        one
        for one in valid
        if not (one["corrects_id"] and cards[one["corrects_id"]]["state"] == "issued")
    ]
    meetings = {
        one["id"]: one
        for one in rows_of(path, "occasion")
        if one["state"] == "open" and _in(one["ends_at"], *span)
    }
    workshops = [one for one in meetings.values() if one["kind"] == "workshop"]
    came = [
        one
        for one in rows_of(path, "registration")
        if one["present_at"] and one["state"] != "left" and one["occasion_id"] in meetings
    ]
    at_workshops = [one for one in came if meetings[one["occasion_id"]]["kind"] == "workshop"]
    certificates = [one for one in rows_of(path, "certificate") if not one["cancelled_at"]]
    of = {one["id"]: one["occasion_id"] for one in rows_of(path, "registration")}
    hours = {of[one["registration_id"]]: one["hours"] for one in certificates}
    grants = [one for one in rows_of(path, "initiative") if one["state"] != "resigned"]
    asked = [
        one
        for one in rows_of(path, "question")
        if _in(one["asked_at"], *span) and one["state"] in ("answered", "done")
    ]
    return {
        "initiatives": len(grants),
        "people_in_initiatives": sum(
            (one["participants"] or 0) + (one["volunteers"] or 0) for one in grants
        ),
        "employee_volunteering": sum(
            1 + one["guests"] for one in came if one["occasion_id"] == "dzien-pracy"
        ),
        "workshops": len(workshops),
        "workshop_hours": sum(hours.get(one["id"]) or _clock(one) for one in workshops),
        "workshop_participants": sum(1 + one["guests"] for one in at_workshops),
        "workshop_people": len(
            {
                one["person_id"] or (one["name"].casefold(), one["organisation"].casefold())
                for one in at_workshops
            }
        ),
        "certificates": len(certificates),
        "advice_hours": quarters / 4,
        "advice": len(first_cards),
        "advised_people": len({one["person_id"] or one["person"].casefold() for one in valid}),
        "advised_organisations": len(
            {one["organisation_id"] for one in valid if one["organisation_id"]}
        ),
        "automatic": sum(bool(one["entry"]) and not one["ticket_id"] for one in asked),
        "contest_submissions": sum(
            one["kind"] == "submission"
            and one["state"] not in ("draft", "dropped", "withdrawn")
            and _in(one["sent_at"], *span)
            for one in rows_of(path, "office_form")
        ),
        "good_practices": sum(one["state"] == "accepted" for one in rows_of(path, "practice")),
        "gala_guests": sum(1 + one["guests"] for one in came if one["occasion_id"] == "gala"),
    }


def _clock(meeting: Row) -> float:
    """Hours between two stored moments of one day."""
    starts, ends = meeting["starts_at"][11:16], meeting["ends_at"][11:16]
    whole = (int(ends[:2]) - int(starts[:2])) * 60 + int(ends[3:]) - int(starts[3:])
    return whole / 60
