"""Following a contest: reminders of its stages, and word of what moves.

Each stage that names days is reminded of on these; the one with a hard deadline at noon of its
last day as well. A negative day is one after the end. What moves is planned anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.page_numbers import number_of
from bot.domain.warsaw import local, utc
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.contests import Contest, Stage
from bot.knowledge.moments import LAST_MINUTE
from bot.programme import daytime, occasions, reminding
from bot.programme.contests import cards, known
from bot.programme.occasions import Change
from bot.storage import follows
from bot.storage.occasions import number_of_occasion
from bot.storage.occurrences import Occurrence
from bot.storage.rows import Person

ANCHORS = (STAGE, AFTER, LAST_DAY) = ("stage", "stage_after", "stage_last_day")


def follow(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let the presser follow a contest ([Obserwuj])."""
    given = cards.pressed(conn, press)
    if given is None or not given[1].is_open:
        return cards.STALE
    person, found = given
    if follows.add(conn, person.id, cards.follow_of(found.row.id), desk.now):
        plan(conn, desk, person, found.sheet)
    cards.redraw(conn, desk, press, person, found)
    return Toast("following")


def unfollow(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Remind the presser no longer; the card stays where the button stood on one."""
    given = cards.pressed(conn, press)
    if given is None:
        return cards.STALE
    person, found = given
    follows.remove(conn, person.id, cards.follow_of(found.row.id))
    for stage in found.sheet.stages:
        _drop(conn, desk, found.row.id, stage, person)
    if press.action == "contest_unfollow":
        cards.redraw(conn, desk, press, person, found)
    else:
        owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return Toast("not_following")


# Reminders


def subject_of(contest: str, stage: str) -> str:
    """Return what a reminder of a stage is about, in few letters."""
    return f"stage:{number_of('stage', f'{contest}/{stage}')}"


def plan(
    conn: Connection,
    desk: Desk,
    person: Person,
    sheet: Contest,
    only: Collection[str] | None = None,
) -> None:
    """Let the reminders of all stages, or of some, wait for a person."""
    for stage in sheet.stages:
        if only is not None and stage.id not in only:
            continue
        for of, subject, moment, days in _anchors(sheet.id, stage):
            params = {"contest": sheet.id, "stage": stage.id}
            reminding.plan(conn, desk, of, subject, person.id, moment, days=days, params=params)


def _anchors(contest: str, stage: Stage) -> Iterator[tuple[str, str, datetime, list[int]]]:
    """Yield what a stage is reminded of by: anchor, subject, moment, and the days before it."""
    subject = subject_of(contest, stage.id)
    yield STAGE, subject, stage.ends, [day for day in stage.reminders if day >= 0]
    if stage.hard_deadline:
        yield LAST_DAY, subject, stage.ends, []
    for day in (-day for day in stage.reminders if day < 0):
        end_of_day = utc(local(stage.ends).date() + timedelta(days=day), LAST_MINUTE)
        yield AFTER, f"{subject}:{day}", end_of_day, [0]


def _drop(conn: Connection, desk: Desk, contest: str, stage: Stage, person: Person) -> None:
    for _of, subject, _moment, _days in _anchors(contest, stage):
        reminding.drop(conn, desk, subject, person.id)


def remind_of(conn: Connection, desk: Desk, one: Occurrence) -> Mapping[str, Any] | None:
    """Return what a reminder says now; None when it is not wanted or not true any more."""
    found = known.find(conn, one.params["contest"])
    stage = found.sheet.stage(one.params["stage"]) if found is not None else None
    if found is None or stage is None or not found.is_open:
        return None
    if not follows.is_following(conn, one.person_id, cards.follow_of(found.row.id)):
        return None
    over = stage.over <= desk.now
    if over == (one.kind != AFTER):
        return None
    return {
        "number": found.number,
        "title": found.sheet.title,
        "stage": stage.title,
        "ends": known.ends(stage),
        "days": known.days_until(desk.now, stage.ends),
        "hard": stage.hard_deadline,
        "note": stage.note or "",
        "phone": desk.base.organisation.phone,
    }


# When a contest changes


def changed(conn: Connection, desk: Desk, change: Change) -> None:
    """Plan the reminders anew, and tell followers what moved or that it was called off."""
    if change.after.kind != "contest":
        return
    before, after = occasions.sheet_of(change.before), occasions.sheet_of(change.after)
    if not isinstance(before, Contest) or not isinstance(after, Contest):
        return
    stages = _touched(change, before, after)
    moved = list(_moved(before, after)) if change.after.state == "open" else []
    for person in follows.followers(conn, cards.follow_of(after.id)):
        for stage in before.stages:
            if stage.id in stages:
                _drop(conn, desk, after.id, stage, person)
        if change.after.state == "open":
            plan(conn, desk, person, after, stages)
        if moved or change.cancelled:
            _tell(conn, desk, person, after, moved, cancelled=change.cancelled)


def _touched(change: Change, before: Contest, after: Contest) -> set[str]:
    """Return the stages whose reminders are others now; a new wording touches none."""
    was = {one.id: list(_anchors(before.id, one)) for one in before.stages}
    now = {one.id: list(_anchors(after.id, one)) for one in after.stages}
    both_open = change.before.state == change.after.state == "open"
    return {one for one in was | now if not both_open or was.get(one) != now.get(one)}


def _moved(before: Contest, after: Contest) -> Iterator[dict[str, Any]]:
    """Yield the stages worth a word whose end is another: those with reminders or hard ends."""
    for stage in after.stages:
        was = before.stage(stage.id)
        if was is not None and was.ends != stage.ends and (stage.reminders or stage.hard_deadline):
            yield {"title": stage.title, "was": known.ends(was), "ends": known.ends(stage)}


def _tell(
    conn: Connection,
    desk: Desk,
    person: Person,
    sheet: Contest,
    moved: list[dict[str, Any]],
    *,
    cancelled: bool,
) -> None:
    """Owe a follower the news; in quiet hours it waits for the morning."""
    number = number_of_occasion(sheet.id)
    values = {"title": sheet.title, "moved": moved, "cancelled": cancelled, "number": number}
    key = f"contest_changed:{sheet.id}:{person.id}:{desk.cause}"
    daytime.tell(conn, desk, person, "contest_changed", values, key)
