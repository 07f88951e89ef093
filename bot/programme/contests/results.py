"""`/wyniki`: a coordinator fills a spreadsheet and sends it back; a second one approves it.

Where there is no second one, its author approves it in coordination's thread, and that is noted.

A file with anything wrong in it changes nothing. What is approved is what was shown: the lines are
kept with the preview, and the file is not looked at again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import notices, owing, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme import documents, panels, second_person
from bot.programme.contests import cards, granting, known, result_lines
from bot.programme.contests.known import Known
from bot.programme.contests.result_lines import DUTIES, GRANTED, MOST_COMPLAINTS, RESULTS
from bot.programme.documents import Document, Made
from bot.programme.panels import Shown
from bot.programme.sheets import Table, Unread
from bot.storage import grantees, people, receipts, records
from bot.storage.grantees import Import
from bot.storage.rows import Person

DIALOG, PANEL, DOCUMENT = "contest_results", "results", "contest_results"
OWN = "brought"  # the same preview in the private chat of who brought it
WAITS = timedelta(days=2)
SHOWN = 12  # lines of a preview


def begin(conn: Connection, desk: Desk, person: Person) -> None:
    """Ask a coordinator which contest the results are of; anybody else knows no such command."""
    if person.telegram_id not in standing.coordinators(conn, desk):
        notices.unknown(conn, desk, person)
        return
    found = known.in_force(conn)
    if len(found) == 1:
        _hand_out(conn, desk, person, found[0])
        return
    items = [{"title": one.sheet.title, "number": one.number} for one in found]
    owing.tell(conn, desk, person, "results_which", {"items": items})


def choose(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Hand out the spreadsheet of the contest that was chosen."""
    given = cards.pressed(conn, press)
    if given is None or press.presser_id not in standing.coordinators(conn, desk):
        return cards.STALE
    _hand_out(conn, desk, *given)
    return Toast("")


def _hand_out(conn: Connection, desk: Desk, person: Person, found: Known) -> None:
    data = {"contest": found.row.id}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, WAITS)
    values = {"title": found.sheet.title, "person": person.id}
    documents.send(
        conn, desk, person.address, DOCUMENT, data, caption="results_blank", values=values
    )


def _collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> str:
    return str(about["contest"])


def _make(contest: str) -> Made:
    return Made(f"wyniki-{contest}.xlsx", result_lines.template())


SHEET = Document(_collect, _make)


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take the filled spreadsheet; anything but a file is something else."""
    if incoming.read is None or person.telegram_id not in standing.coordinators(conn, desk):
        return False
    found = known.find(conn, (person.dialog_data or {}).get("contest", ""))
    if found is None or not found.is_open:
        people.end_dialog(conn, person.id)
        return False
    table = incoming.read
    if not isinstance(table, Table):
        why = table.why if isinstance(table, Unread) else "broken"
        _refuse(conn, desk, person, why, [])
        return True
    lines, wrong = result_lines.lines(table, desk.today, desk.base.programme.municipalities)
    if wrong:
        _refuse(conn, desk, person, "wrong", wrong)
        return True
    people.end_dialog(conn, person.id)
    ident = grantees.add(
        conn,
        contest=found.row.id,
        lines=lines,
        author_id=person.telegram_id,
        author=person.name,
        created_at=desk.now,
    )
    panels.show(conn, desk, person.address, f"{OWN}:{ident}")
    return True


def _refuse(
    conn: Connection, desk: Desk, person: Person, why: str, wrong: list[result_lines.Complaint]
) -> None:
    """Say what is wrong, row by row; the dialogue still waits for a better file."""
    items = [
        {"row": one.row, "column": one.column, "what": one.what, "given": one.given[:60]}
        for one in wrong[:MOST_COMPLAINTS]
    ]
    values = {"why": why, "items": items, "more": len(wrong) - len(items), "person": person.id}
    owing.tell(conn, desk, person, "results_wrong", values)


# What is about to be in force


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the preview of results as coordination sees it."""
    return _draw(conn, desk, rest, own=False)


def draw_own(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the preview of results as their author sees it."""
    return _draw(conn, desk, rest, own=True)


def _draw(conn: Connection, desk: Desk, rest: str, *, own: bool) -> Shown | None:
    brought = grantees.find(conn, int(rest))
    found = known.find(conn, brought.contest) if brought is not None else None
    if brought is None or found is None:
        return None
    counts = Counter(line["result"] for line in brought.lines)
    whom = granting.reach(conn, brought.lines)
    values = {
        "ident": brought.id,
        "state": brought.state,
        "own": own,
        "title": found.sheet.title,
        "author": brought.author,
        "decider": brought.decider or "",
        "counts": [{"result": one, "count": counts[one]} for one in RESULTS],
        "items": [_shown(line) for line in brought.lines[:SHOWN]],
        "more": max(len(brought.lines) - SHOWN, 0),
        "people": whom.people,
        "alone": _is_alone(conn, desk, brought),
        "uninvited": len(granting.nobodys(conn, brought.lines)) if brought.state == "done" else 0,
        "without": len(whom.without),
        "names": list(whom.without[:10]),
    }
    return Shown("results_card", values)


def _shown(line: Mapping[str, Any]) -> dict[str, Any]:
    days = [{"what": DUTIES[what], "day": day} for what, day in line["days"].items()]
    return {"name": line["name"], "result": line["result"], "amount": line["amount"],
            "days": days, "granted": line["result"] == GRANTED}  # fmt: skip


def _stands(conn: Connection, press: Press, panel: str) -> Import | None:
    """Return the results whose preview was pressed."""
    stands = receipts.find(conn, press.chat_id, press.message_id)
    if stands is None or stands.subject != f"{panel}:{press.ident}":
        return None
    return grantees.find(conn, press.ident)


def offer(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for a second person ([Poproś o zatwierdzenie])."""
    return _by_author(conn, desk, press, "offered")


def drop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give it up; nothing was changed."""
    return _by_author(conn, desk, press, "dropped")


def _by_author(conn: Connection, desk: Desk, press: Press, state: str) -> Toast:
    brought = _stands(conn, press, OWN)
    if brought is None or brought.author_id != press.presser_id:
        return Toast("stale")
    if press.presser_id not in standing.coordinators(conn, desk):
        return Toast("stale")
    if not grantees.move(conn, brought.id, was=("draft",), state=state):
        return Toast("stale")
    panels.show(conn, desk, f"chat:{press.chat_id}", f"{OWN}:{brought.id}")
    if state == "offered":
        panels.show(conn, desk, owing.COORDINATION, f"{PANEL}:{brought.id}")
    return Toast("saved")


def approve(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put results in force, as another coordinator than who brought them, if there is one."""
    brought = _to_decide(conn, desk, press)
    if isinstance(brought, Toast):
        return brought
    found = known.find(conn, brought.contest)
    if found is None or not _decided(conn, desk, press, brought, "done"):
        return Toast("stale")
    granting.apply(conn, desk, brought, found.sheet)
    return Toast("saved")


def reject(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Decline what was brought; nothing is changed."""
    brought = _to_decide(conn, desk, press)
    if isinstance(brought, Toast):
        return brought
    done = _decided(conn, desk, press, brought, "dropped")
    return Toast("saved") if done else Toast("stale")


def _to_decide(conn: Connection, desk: Desk, press: Press) -> Import | Toast:
    brought = _stands(conn, press, PANEL)
    if brought is None or brought.state != "offered":
        return Toast("stale")
    if press.presser_id not in standing.coordinators(conn, desk):
        return Toast("not_coordinator", alert=True)
    if brought.author_id == press.presser_id and not _is_alone(conn, desk, brought):
        return Toast("own_import", alert=True)
    return brought


def _is_alone(conn: Connection, desk: Desk, brought: Import) -> bool:
    """Tell whether there is nobody but its author to look at it."""
    return not second_person.others(conn, desk, brought.author_id)


def _decided(conn: Connection, desk: Desk, press: Press, brought: Import, state: str) -> bool:
    by = {"decided_by": press.presser_id, "decider": press.name, "decided_at": desk.now}
    if not grantees.move(conn, brought.id, was=("offered",), state=state, **by):
        return False
    who = f"advisor:{press.presser_id}"
    alone = brought.author_id == press.presser_id
    records.note(conn, desk.now, who, f"results_{state}", results=brought.id, alone=alone)
    panels.show(conn, desk, owing.COORDINATION, f"{PANEL}:{brought.id}")
    author = people.by_telegram(conn, brought.author_id)
    if author is not None:
        panels.show(conn, desk, author.address, f"{OWN}:{brought.id}")
    return True
