"""The gaps of a week: what people asked and the base did not answer, told to coordination.

Once a week, on its first working day from nine o'clock on, of the week before; what an outage
delays comes later in the same week. Putting questions together takes a moment of its own, so it
is done between `collect` and `post`, outside of any transaction; `post` looks again whether it
is still to be done. Where nothing was missed, nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.labels import NOISE, OFF_TOPIC, PRIVATE, TALK, Truth, truths
from bot.domain.messages import Kind
from bot.domain.names import READ, clean_name, cut, isolated
from bot.domain.quiet_hours import is_quiet
from bot.domain.warsaw import local, utc
from bot.helpdesk import labelling, owing
from bot.helpdesk.desk import Desk, topic_view
from bot.knowledge.gaps import Gap, Unanswered
from bot.storage import gaps, labels, proposals, records, staff
from bot.storage.labels import Told

FROM = time(9, 0)  # Warsaw time
TOLD = "gaps_week"  # the fact that names the Monday of the last list
ROLE = "gaps"
LONGEST = 120  # characters that are shown of a question
_WEEK = timedelta(days=7)
#: Kinds that are no question, or nobody's business but an advisor's.
_LEFT_OUT = PRIVATE | TALK | NOISE | {"human"}


def due_week(desk: Desk) -> date | None:
    """Return the Monday of the list that is to be told by now, if this is a moment for it."""
    now = local(desk.now)
    monday = desk.today - timedelta(days=desk.today.weekday())
    first = desk.hours.add_working_days(monday - timedelta(days=1), 1)
    ready = desk.today >= first and now.time() >= FROM and not is_quiet(desk.now)
    return monday if ready and desk.hours.is_working_day(desk.today) else None


def _to_tell(conn: Connection, desk: Desk) -> date | None:
    week = due_week(desk)
    if week is None or records.get_fact(conn, TOLD) == week.isoformat():
        return None
    return week if staff.where(conn, owing.GROUP) is not None else None


def collect(conn: Connection, desk: Desk) -> list[Unanswered] | None:
    """Return the unanswered questions of the week to be told; None when none is to be told."""
    week = _to_tell(conn, desk)
    if week is None:
        return None
    since, until = _moment(week - _WEEK), _moment(week)
    told = [one for one in labels.told(conn, since) if one.asked_at < until]
    known = truths(labelling.asked(desk.base, one) for one in told)
    names = labels.advisors(conn)
    return [
        Unanswered(
            one.id,
            one.person_id,
            labelling.masked(desk.base, one, names),
            desk.topic(one.handed.topic if one.handed else one.topic or "").id,
        )
        for one in told
        if _was_missed(one, known.get(one.id))
    ]


def _moment(day: date) -> datetime:
    return utc(day, time(0))


def _was_missed(told: Told, truth: Truth | None) -> bool:
    """Tell whether the base had no answer, or one that was turned down and no other.

    What seems to be about something else counts once an advisor has answered it.
    """
    if told.kind in _LEFT_OUT or told.state == "withdrawn" or told.feedback == "about":
        return False
    if truth is not None and truth.expect:
        return False
    if told.kind == OFF_TOPIC and not (told.handed and told.handed.answers):
        return False
    if told.handed is not None and told.handed.state == "withdrawn":
        return False
    unanswered = told.handed is not None and told.entry is None
    return unanswered or told.feedback in ("other", "none_of", "advisor")


def post(conn: Connection, desk: Desk, found: Sequence[Gap]) -> None:
    """Owe coordination the list of this week's gaps, unless that was done meanwhile."""
    week = _to_tell(conn, desk)
    if week is None:
        return
    records.set_fact(conn, TOLD, week.isoformat())
    for gap in found:
        gaps.put_on_list(
            conn,
            week.isoformat(),
            text=gap.text,
            topic=gap.topic,
            people=gap.people,
            questions=list(gap.questions),
        )
    if found:
        shown, key = view(conn, desk, week.isoformat()), key_of(week.isoformat())
        to, kind = owing.COORDINATION, Kind.CARD
        owing.send_to(conn, desk, to, "gaps", shown, kind=kind, role=ROLE, key=key)


def key_of(week: str) -> str:
    """Return the key under which the list of a week is owed."""
    return f"gaps:{week}"


def author_of(conn: Connection, row: gaps.Gap) -> str:
    """Return who writes, or wrote, about a question; an empty text when nobody does."""
    found = proposals.find(conn, row.revision_id) if row.revision_id is not None else None
    return found.author if found is not None else ""


def _shown(text: str) -> str:
    words = clean_name(text, READ)
    whole = len(words) <= LONGEST
    return isolated(words if whole else cut(words, LONGEST - 1).rstrip() + "…")


def view(conn: Connection, desk: Desk, week: str) -> dict[str, Any]:
    """Return what the template `gaps` shows of a week's list."""
    monday = date.fromisoformat(week)
    return {
        "since": (monday - _WEEK).isoformat(),
        "until": (monday - timedelta(days=1)).isoformat(),
        "items": [
            {
                "gap": row.id,
                "place": place,
                "text": _shown(row.text) if row.text else "",
                "topic": topic_view(desk.topic(row.topic)),
                "people": row.people,
                "state": row.state,
                "author": author_of(conn, row),
            }
            for place, row in enumerate(gaps.of_week(conn, week), 1)
        ],
    }
