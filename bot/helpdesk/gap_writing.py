"""Writing about a gap of the week: [Napisz wpis] begins a draft, and the list says who writes.

What becomes of the draft is decided elsewhere; the list follows it. What was given up, declined or
taken back leaves the question open again.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import gap_answers, owing, proposals, weekly_gaps
from bot.helpdesk.desk import Desk, Press, Toast
from bot.helpdesk.owners import is_on
from bot.storage import gaps, receipts
from bot.storage.rows import Receipt

STALE = Toast("stale")


def write(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Begin a draft about one question of the list, unless somebody is writing already."""
    row = gaps.find(conn, press.ident)
    if row is None or not is_on(conn, press, weekly_gaps.key_of(row.week)):
        return STALE
    if not gaps.move(conn, row.id, was="open", state="writing"):
        author = weekly_gaps.author_of(conn, row)
        return Toast("taken", name=author, alert=True) if row.state == "writing" else STALE
    draft = proposals.begin(
        conn,
        desk,
        question_text=row.text,
        topic=row.topic,
        author_id=press.presser_id,
        name=press.name,
        thread=owing.COORDINATION,
    )
    gaps.move(conn, row.id, was="writing", revision_id=draft)
    show_anew(conn, desk, row.week)
    return Toast("saved")


def follow(conn: Connection, desk: Desk) -> None:
    """Let the lists say what became of the drafts; who asked is told of what is in force."""
    changed = set()
    for row, became in gaps.out_of_step(conn):
        if became == "approved":
            if gap_answers.entry_of(conn, desk, row) is None:
                continue  # a press on [Pokaż odpowiedź] would find nothing
            gap_answers.tell_askers(conn, desk, row)
            gaps.move(conn, row.id, was=row.state, state="written")
        else:
            gaps.move(conn, row.id, was=row.state, state="open", revision_id=None)
        changed.add(row.week)
    for week in sorted(changed):
        show_anew(conn, desk.because(f"{desk.cause}:{week}"), week)


def redraw(conn: Connection, desk: Desk, known: Receipt, ident: int) -> None:
    """Bring a list up to date that somebody sees in an older state, if the button stood on it."""
    row = gaps.find(conn, ident)
    if row is not None and known in receipts.of_key(conn, weekly_gaps.key_of(row.week)):
        _edit(conn, desk, known, row.week)


def show_anew(conn: Connection, desk: Desk, week: str) -> None:
    """Owe the list of a week as it is now, in its place."""
    for known in receipts.of_key(conn, weekly_gaps.key_of(week)):
        _edit(conn, desk, known, week)


def _edit(conn: Connection, desk: Desk, known: Receipt, week: str) -> None:
    shown = weekly_gaps.view(conn, desk, week)
    owing.replace_text(conn, desk, known.chat_id, known.message_id, "gaps", shown)
