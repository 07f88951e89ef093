"""/wolne and /urlop: days on which an advisor is not there, and who stands in.

What goes to the substitute, and when, is `handing_over`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from bot.domain.spoken_duties import named, read_days, read_free, read_substitute
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.programme import panels
from bot.programme.consultations import handing_over, views
from bot.programme.consultations.weekly import hint, words_after
from bot.programme.panels import Shown
from bot.storage import receipts, records, rosters, staff
from bot.storage.rosters import Absence

STALE = Toast("stale")
PANEL = "absence"
LONGEST = 180  # days
MOST_NAMES = 12


def free_days(conn: Connection, desk: Desk, said: Incoming, to: str) -> None:
    """Answer /wolne: a day, some days, or some hours of a day."""
    found = read_free(words_after(said.text), desk.today)
    if found is None or _too_long(found[0]):
        hint(conn, desk, said, to, "free")
        return
    days, clock = found
    hours = [f"{one:%H:%M}" for one in clock] if clock is not None else [None, None]
    ident = _add(conn, desk, said, "free", days, starts=hours[0], ends=hours[1], settled=True)
    panels.show(conn, desk, to, f"{PANEL}:{ident}", anew=True)


def leave(conn: Connection, desk: Desk, said: Incoming, to: str) -> None:
    """Answer /urlop: until when, and who stands in; who is not named is asked for."""
    words, name = read_substitute(words_after(said.text))
    days = read_days(words, desk.today)
    if days is None or _too_long(days):
        hint(conn, desk, said, to, "leave")
        return
    others = _others(conn, said.sender_id)
    found = named(name, others) if name else []
    substitute = found[0] if len(found) == 1 else None
    ident = _add(
        conn, desk, said, "leave", days,
        substitute_id=substitute, settled=substitute is not None or not others,
    )  # fmt: skip
    panels.show(conn, desk, to, f"{PANEL}:{ident}", anew=True)
    handing_over.hand_over(conn, desk)


def _too_long(days: tuple[date, date]) -> bool:
    return (days[1] - days[0]).days > LONGEST


def _add(
    conn: Connection,
    desk: Desk,
    said: Incoming,
    kind: str,
    days: tuple[date, date],
    **values: Any,
) -> int:
    ident = rosters.add_absence(
        conn,
        advisor_id=said.sender_id,
        kind=kind,
        first_day=days[0].isoformat(),
        last_day=days[1].isoformat(),
        created_at=desk.now,
        **values,
    )
    records.note(conn, desk.now, f"advisor:{said.sender_id}", kind, absence=ident)
    return ident


def _others(conn: Connection, advisor_id: int) -> dict[int, str]:
    return {
        one.telegram_id: one.name
        for one in staff.members(conn)
        if one.telegram_id != advisor_id and not one.trainee
    }


# The panel


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the panel of an absence: the days, who stands in, what is to be looked after."""
    found = rosters.find_absence(conn, int(rest))
    whose = staff.find(conn, found.advisor_id) if found is not None else None
    if found is None or whose is None:
        return None
    names = _others(conn, found.advisor_id)
    stands_in = staff.find(conn, found.substitute_id) if found.substitute_id else None
    return Shown(
        "absence",
        {
            "id": found.id,
            "kind": found.kind,
            "name": whose.name,
            "first": found.first_day,
            "last": found.last_day,
            "hours": f"{found.starts}–{found.ends}" if found.starts else None,
            "substitute": stands_in.name if stands_in is not None else "",
            "settled": found.settled,
            "over": found.ended_at is not None,
            "handed": found.handed_at is not None,
            "choices": _choices(names) if found.kind == "leave" and not found.settled else [],
            "meetings": [
                views.line(conn, desk, one)
                for one in handing_over.meetings(conn, desk, found)[:10]
            ],
        },
    )


def _choices(names: dict[int, str]) -> list[dict[str, Any]]:
    """Return the names with the places by which buttons call them."""
    ordered = sorted(names.items(), key=lambda one: (one[1], one[0]))[:MOST_NAMES]
    return [{"number": ident, "name": name} for ident, name in ordered]


def _own(conn: Connection, press: Press) -> Absence | Toast:
    stands = receipts.find(conn, press.chat_id, press.message_id)
    rest = (stands.subject or "").removeprefix(f"{PANEL}:") if stands is not None else ""
    found = rosters.find_absence(conn, int(rest)) if rest.isdigit() else None
    if found is None or found.ended_at is not None:
        return STALE
    return found if found.advisor_id == press.presser_id else Toast("not_yours")


def choose(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let somebody stand in ([Anna]), or nobody: then tickets go back to the queue."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    substitute = press.ident or None
    known = _others(conn, found.advisor_id)
    if found.settled or (substitute is not None and substitute not in known):
        return STALE
    rosters.set_absence(conn, found.id, substitute_id=substitute, settled=True)
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, "substitute", absence=found.id)
    handing_over.hand_over(conn, desk)
    _redraw(conn, desk, press, found.id)
    return Toast("saved")


def take_back(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Be there after all ([Jednak będę]); what was handed over stays where it is."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    if press.ident != found.id or not rosters.set_absence(conn, found.id, ended_at=desk.now):
        return STALE
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, "absence_ended", absence=found.id)
    _redraw(conn, desk, press, found.id)
    return Toast("saved")


def _redraw(conn: Connection, desk: Desk, press: Press, ident: int) -> None:
    shown = draw(conn, desk, str(ident))
    assert shown is not None
    owing.replace_text(conn, desk, press.chat_id, press.message_id, shown.template, shown.values)
