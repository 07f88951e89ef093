"""The last 24 hours before a hard deadline: somebody is on duty, and cards and receipts say so.

Who takes the duty is asked in the thread of coordination, in daytime, and once more when few hours
are left and nobody has it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.quiet_hours import is_quiet
from bot.domain.reminders import evening_before
from bot.helpdesk import contest_calls, owing
from bot.helpdesk.contest_calls import LAST_DAY
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.contests import Contest, Stage
from bot.programme import panels
from bot.programme.contests import known
from bot.programme.contests.known import Known
from bot.programme.panels import Shown
from bot.storage import receipts, records, staff, tickets
from bot.storage.rows import Advisor

PANEL = "duty"
AGAIN = timedelta(hours=6)  # before the end


def watch(conn: Connection, desk: Desk) -> None:
    """Ask who has the duty, and mark what is about the contest, when the last day begins."""
    for found in known.in_force(conn):
        for stage in found.sheet.stages:
            if stage.hard_deadline:
                _watch(conn, desk, found, stage)


def _watch(conn: Connection, desk: Desk, found: Known, stage: Stage) -> None:
    fact = contest_calls.duty(found.row.id, stage)
    if desk.now < stage.over:
        if desk.now >= _asked_at(stage):
            _ask(conn, desk, found, stage, fact)
        if desk.now >= stage.over - LAST_DAY:
            _mark(conn, desk, found.row.id, f"{fact}:begun")
    elif records.get_fact(conn, f"{fact}:begun"):
        _mark(conn, desk, found.row.id, f"{fact}:over")


def _asked_at(stage: Stage) -> datetime:
    begins = stage.over - LAST_DAY
    return evening_before(begins) if is_quiet(begins) else begins


def _ask(conn: Connection, desk: Desk, found: Known, stage: Stage, fact: str) -> None:
    """Owe coordination the card of the duty: once, and once more while nobody has it."""
    if is_quiet(desk.now):
        return
    late = desk.now >= stage.over - AGAIN
    if not _first_time(conn, f"{fact}:asked"):
        if not late or records.get_fact(conn, fact) or not _first_time(conn, f"{fact}:again"):
            return
    elif late:
        _first_time(conn, f"{fact}:again")
    panels.show(conn, desk, owing.COORDINATION, f"{PANEL}:{found.number}", anew=True)


def _first_time(conn: Connection, fact: str) -> bool:
    if records.get_fact(conn, fact):
        return False
    records.set_fact(conn, fact, True)
    return True


def _mark(conn: Connection, desk: Desk, contest: str, fact: str) -> None:
    """Bring the cards and receipts of open tickets up to date, once."""
    if not _first_time(conn, fact):
        return
    for ticket in tickets.of_contest(conn, contest):
        owing.refresh_card(conn, desk, ticket)
        if ticket.answered_at is None and receipts.latest(conn, ticket.id, "receipt") is not None:
            owing.refresh_receipt(conn, desk, ticket)


# The duty


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the card of the duty as it is now."""
    found = known.by_number(conn, int(rest))
    stage = _stage(desk, found.sheet) if found is not None else None
    if found is None or stage is None:
        return None
    taken = records.get_fact(conn, contest_calls.duty(found.row.id, stage))
    names = [one.name for one in able(conn, desk, found.sheet)]
    return Shown(
        "contest_duty",
        {
            "number": found.number,
            "title": found.sheet.title,
            "ends": known.ends(stage),
            "names": names,
            "duty": taken["name"] if taken else "",
            "over": stage.over <= desk.now,
        },
    )


def _stage(desk: Desk, sheet: Contest) -> Stage | None:
    """Return the stage whose last day this is, or the one that ended last."""
    hard = [one for one in sheet.stages if one.hard_deadline]
    now = (one for one in hard if one.over > desk.now)
    return next(now, hard[-1] if hard else None)


def able(conn: Connection, desk: Desk, sheet: Contest) -> list[Advisor]:
    """Return who may have the duty: those who know the topic, or all; nobody who judges."""
    free = [one for one in staff.members(conn) if not one.scores]
    topic = sheet.topic or desk.advising(sheet.kind).id
    return [one for one in free if topic in one.specialities] or free


def take(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give the duty to the presser ([Mam dyżur]); it may change hands."""
    found = known.by_number(conn, press.ident)
    stage = _stage(desk, found.sheet) if found is not None else None
    stands = receipts.find(conn, press.chat_id, press.message_id)
    if found is None or stage is None or stands is None:
        return Toast("stale")
    if stands.subject != f"{PANEL}:{press.ident}" or stage.over <= desk.now:
        return Toast("stale")
    if press.presser_id not in {one.telegram_id for one in able(conn, desk, found.sheet)}:
        return Toast("not_for_duty", alert=True)
    fact = contest_calls.duty(found.row.id, stage)
    records.set_fact(conn, fact, {"id": press.presser_id, "name": press.name})
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, "contest_duty", contest=found.row.id)
    panels.show(conn, desk, owing.COORDINATION, stands.subject)
    for ticket in tickets.of_contest(conn, found.row.id):
        owing.refresh_card(conn, desk, ticket)
    return Toast("saved")
