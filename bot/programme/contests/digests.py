"""What followers of a contest read once a day at nine: the new public answers, all in one."""

from __future__ import annotations

from datetime import time
from itertools import groupby

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.quiet_hours import is_quiet
from bot.domain.warsaw import utc
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.programme.contests import cards, known, reading
from bot.storage import contest_questions, follows
from bot.storage.contest_questions import ContestQuestion

AT = time(9, 0)


def send(conn: Connection, desk: Desk) -> None:
    """Owe followers what became public before this morning's nine, once."""
    nine = utc(desk.today, AT)
    if desk.now < nine or is_quiet(desk.now):
        return
    fresh = contest_questions.untold(conn, nine)
    for contest, items in groupby(fresh, key=lambda one: one.contest):
        _send(conn, desk, contest, list(items))
    contest_questions.told(conn, [one.id for one in fresh], desk.now)


def _send(conn: Connection, desk: Desk, contest: str, fresh: list[ContestQuestion]) -> None:
    found = known.find(conn, contest)
    if found is None or not found.is_open:
        return
    shown = reading.in_pages(fresh)[0]
    values = {
        "title": found.sheet.title,
        "number": found.number,
        "items": [reading.item(one) for one in sorted(shown, key=lambda one: one.number or 0)],
        "more": len(fresh) - len(shown),
    }
    for person in follows.followers(conn, cards.follow_of(contest)):
        key = f"contest_digest:{contest}:{fresh[-1].number}:{person.id}"
        owing.tell(conn, desk, person, "contest_digest", values, kind=Kind.REMINDER, key=key)
