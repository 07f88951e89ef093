"""What a coordinator does for somebody who asks on paper, by telephone or by e-mail.

The same day of grace holds, and the trail says who did it for whom.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.privacy import export, holding, wishes
from bot.office.privacy.wishes import STALE
from bot.storage import erasures, records


def ask_erasure(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take down that somebody wants to be forgotten; they are told, where that can be."""
    found = holding.both(conn, desk, press)
    if found is None or found[1].erased_at is not None:
        return STALE
    meant = found[1]
    if erasures.waiting(conn, meant.id) is None:
        asked = wishes.take_down(conn, desk, meant)
        data = {"person": meant.id, "erasure": asked.id}
        records.note(conn, desk.now, f"advisor:{press.presser_id}", "erasure_asked", **data)
    holding.show_again(conn, desk, press, meant)
    return Toast("saved")


def call_off(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Forget somebody's wish, while there is time."""
    found = holding.both(conn, desk, press)
    waiting = erasures.waiting(conn, found[1].id) if found is not None else None
    if found is None or waiting is None:
        return STALE
    if not erasures.move(conn, waiting.id, "asked", state="cancelled"):
        return Toast("too_late")
    data = {"person": found[1].id, "erasure": waiting.id}
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "erasure_called_off", **data)
    holding.show_again(conn, desk, press, found[1])
    return Toast("saved")


def send_files(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the coordinator a copy of somebody's data, to be handed over to them."""
    found = holding.both(conn, desk, press)
    if found is None or found[1].erased_at is not None:
        return STALE
    export.owe(conn, desk, found[1], found[0].address)
    actor = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, actor, "exported", person=found[1].id)
    return Toast("saved")
