"""Who may look at lists and change them: advisors and coordinators; some things only the latter.

To anybody else a list does not exist: what is forbidden sounds like what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.helpdesk import members, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.storage import occasions, records, registrations
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration

STALE = Toast("stale")
NOT_COORDINATOR = Toast("not_coordinator")
SHOWN = Toast("")  # what follows is answer enough
SAVED = Toast("saved")

MEETINGS = ("workshop", "event", "duty")
OPENS = timedelta(minutes=60)  # before the start
CLOSES = timedelta(minutes=30)  # after the end
LATE_LIST = timedelta(days=14)  # so long after the end a list on paper may be copied


@dataclass(frozen=True, slots=True)
class At:
    """A meeting that somebody may deal with, and one person on its list if that is meant."""

    occasion: Occasion
    registration: Registration | None = None

    @property
    def one(self) -> Registration:
        """Return the person that is meant."""
        assert self.registration is not None
        return self.registration


def is_coordinator(conn: Connection, desk: Desk, telegram_id: int) -> bool:
    """Tell whether somebody coordinates."""
    return telegram_id in standing.coordinators(conn, desk)


def is_staff(conn: Connection, desk: Desk, telegram_id: int) -> bool:
    """Tell whether somebody advises or coordinates."""
    return members.may_act(conn, telegram_id) or is_coordinator(conn, desk, telegram_id)


def _refusal(conn: Connection, desk: Desk, press: Press, coordinator: bool) -> Toast | None:
    if not is_staff(conn, desk, press.presser_id):
        return STALE
    if coordinator and not is_coordinator(conn, desk, press.presser_id):
        return NOT_COORDINATOR
    return None


def meeting(
    conn: Connection, desk: Desk, press: Press, *, coordinator: bool = False
) -> At | Toast:
    """Return the meeting that a button names, or what its presser is told instead."""
    refused = _refusal(conn, desk, press, coordinator)
    if refused is not None:
        return refused
    found = occasions.by_number(conn, press.ident)
    return At(found) if found is not None and found.kind in MEETINGS else STALE


def saw(conn: Connection, desk: Desk, press: Press, at: At) -> None:
    """Write down that somebody had the people of a meeting listed."""
    who, what = f"advisor:{press.presser_id}", press.action
    records.note(conn, desk.now, who, "seen_list", occasion=at.occasion.id, what=what)


def person(conn: Connection, desk: Desk, press: Press, *, coordinator: bool = False) -> At | Toast:
    """Return the person on a list that a button names, or what its presser is told instead."""
    refused = _refusal(conn, desk, press, coordinator)
    if refused is not None:
        return refused
    found = registrations.find(conn, press.ident)
    if found is None:
        return STALE
    return At(occasions.get(conn, found.occasion_id), found)


def window(occasion: Occasion) -> tuple[datetime, datetime]:
    """Return from when until when people check in by themselves."""
    return occasion.starts_at - OPENS, occasion.ends_at + CLOSES


def is_open(occasion: Occasion, now: datetime) -> bool:
    """Tell whether people may check in by themselves now."""
    opens, closes = window(occasion)
    return occasion.state == "open" and opens <= now <= closes


def may_walk_in(occasion: Occasion, now: datetime) -> bool:
    """Tell whether people from the door, or from a list on paper, may be entered now."""
    begins, ends = window(occasion)[0], occasion.ends_at + LATE_LIST
    return occasion.state == "open" and begins <= now <= ends
