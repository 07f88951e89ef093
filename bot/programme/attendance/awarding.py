"""Certificates: who has earned one, numbers without gaps, a file for each, and what is cancelled.

The condition stands in the meeting's sheet. All of one meeting's certificates are entered in one
transaction, in order of surname; a number once given stays taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.domain.surnames import by_surname
from bot.domain.warsaw import local
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.rewards import Certificate as Reward
from bot.programme import documents
from bot.programme.attendance import authority, boards
from bot.programme.attendance.authority import SAVED, SHOWN, STALE
from bot.programme.occasions import meeting_of
from bot.storage import certificates, people, records, registrations, surveys
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration


@dataclass(frozen=True, slots=True)
class Due:
    """Who is to get a certificate now, and who lacks only the test."""

    earned: list[Registration]
    untested: list[Registration]


def reward_of(row: Occasion) -> Reward | None:
    """Return what a meeting says of its certificates; None when it has none."""
    found: Reward | None = getattr(meeting_of(row), "certificate", None)
    return found


def due(conn: Connection, row: Occasion, reward: Reward) -> Due:
    """Return who has earned a certificate and has none in force."""
    here = [
        one
        for one in registrations.of_occasion(conn, row.id, ("seated",))
        if one.present_at is not None and certificates.in_force(conn, one.id) is None
    ]
    here.sort(key=lambda one: (by_surname(one.name), one.id))
    if reward.condition == "attendance":
        return Due(here, [])
    tests = surveys.of_occasion(conn, row.id, "after")
    passed = {ident for ident, one in tests.items() if one.passed}
    return Due(
        [one for one in here if one.id in passed], [one for one in here if one.id not in passed]
    )


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Say how many certificates there are to issue, and ask for the word."""
    at = authority.meeting(conn, desk, press, coordinator=True)
    if isinstance(at, Toast):
        return at
    reward = reward_of(at.occasion)
    if reward is None:
        return STALE
    found = due(conn, at.occasion, reward)
    values = {
        **boards.occasion_view(at.occasion),
        "over": at.occasion.ends_at <= desk.now,
        "count": len(found.earned),
        "offline": sum(one.person_id is None for one in found.earned),
        "untested": [one.name for one in found.untested[:20]],
        "hours": reward.hours,
    }
    owing.send_to(conn, desk, boards.where(conn, press), "certificates_ask", values)
    return SHOWN


def issue(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Issue what is due: the count that was shown has to be the count that is due."""
    at = authority.meeting(conn, desk, press, coordinator=True)
    if isinstance(at, Toast):
        return at
    row, reward = at.occasion, reward_of(at.occasion)
    if reward is None or row.ends_at > desk.now:
        return STALE
    earned = due(conn, row, reward).earned
    if not earned or len(earned) != press.rev:
        return STALE
    issued = [_enter(conn, desk, press, row, one, reward) for one in earned]
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    _send(conn, desk, press, row, list(zip(earned, issued, strict=True)))
    boards.changed(conn, desk, row.id)
    return SAVED


def _enter(
    conn: Connection,
    desk: Desk,
    press: Press,
    row: Occasion,
    one: Registration,
    reward: Reward,
) -> int:
    return certificates.issue(
        conn,
        desk.today.year,
        one.id,
        name=one.name,
        title=row.title,
        day=local(row.starts_at).date().isoformat(),
        hours=reward.hours,
        issued_by=press.presser_id,
        issued_at=desk.now,
    )


def _send(
    conn: Connection,
    desk: Desk,
    press: Press,
    row: Occasion,
    issued: list[tuple[Registration, int]],
) -> None:
    """Owe each their own; those without Telegram, together, to who issued them."""
    view = boards.occasion_view(row)
    offline = []
    for one, ident in issued:
        if one.person_id is None:
            offline.append(ident)
            continue
        to = people.by_id(conn, one.person_id).address
        documents.send(
            conn, desk, to, "att_certificate", {"certificates": [ident]},
            caption="certificate", values=view, key=f"certificate:{ident}",
        )  # fmt: skip
    to = boards.where(conn, press)
    if offline:
        documents.send(
            conn, desk, to, "att_certificate", {"certificates": offline},
            caption="certificates_print", values={**view, "count": len(offline), "all": False},
            key=f"certificates:{offline[0]}",
        )  # fmt: skip
    told = {**view, "count": len(issued), "offline": len(offline)}
    owing.send_to(conn, desk, to, "certificates_issued", told)


def cancel(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask whether somebody's certificate is really to be cancelled."""
    at = authority.person(conn, desk, press, coordinator=True)
    if isinstance(at, Toast):
        return at
    known = certificates.in_force(conn, at.one.id)
    if known is None:
        boards.again(conn, desk, press)
        return SHOWN
    values = {**boards.occasion_view(at.occasion), **_told(known), "ident": known.id}
    owing.send_to(conn, desk, boards.where(conn, press), "certificate_cancel", values)
    return SHOWN


def _told(known: certificates.Certificate) -> dict[str, Any]:
    return {"name": known.name, "sign": known.sign}


def cancelled(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Cancel a certificate: its line stays in the register, and its owner is told."""
    known = certificates.find(conn, press.ident)
    if known is None or not authority.is_coordinator(conn, desk, press.presser_id):
        return STALE
    if not certificates.cancel(conn, known.id, press.presser_id, desk.now):
        return STALE
    one = registrations.get(conn, known.registration_id)
    actor = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, actor, "certificate_cancelled", certificate=known.id)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    if one.person_id is not None:
        person = people.by_id(conn, one.person_id)
        owing.tell(conn, desk, person, "certificate_void", {**_told(known), "title": known.title})
    boards.changed(conn, desk, one.occasion_id, one.id)
    return SAVED


def paper_test(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that somebody without Telegram passed the test on paper."""
    at = authority.person(conn, desk, press, coordinator=True)
    if isinstance(at, Toast):
        return at
    reward = reward_of(at.occasion)
    if reward is None or at.one.person_id is not None or at.one.present_at is None:
        boards.again(conn, desk, press)
        return SHOWN
    if surveys.step(conn, at.one.id, "after", 0):
        surveys.finish(conn, at.one.id, "after", desk.now, passed=True)
        actor = f"advisor:{press.presser_id}"
        records.note(conn, desk.now, actor, "paper_test", registration=at.one.id)
    boards.changed(conn, desk, at.occasion.id, at.one.id)
    return SAVED


def print_all(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send all certificates of a meeting that are in force as one file to print."""
    at = authority.meeting(conn, desk, press, coordinator=True)
    if isinstance(at, Toast):
        return at
    issued = certificates.of_occasion(conn, at.occasion.id)
    idents = [one.id for one in issued if one.cancelled_at is None]
    if not idents:
        boards.again(conn, desk, press)
        return SHOWN
    authority.saw(conn, desk, press, at)
    view = {**boards.occasion_view(at.occasion), "count": len(idents), "all": True}
    documents.send(
        conn, desk, boards.where(conn, press), "att_certificate", {"certificates": idents},
        caption="certificates_print", values=view,
        key=f"certificates_all:{view['occasion']}:{desk.cause}",
    )  # fmt: skip
    return Toast("sent")


def register(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send the register of this year as a spreadsheet."""
    at = authority.meeting(conn, desk, press, coordinator=True)
    if isinstance(at, Toast):
        return at
    authority.saw(conn, desk, press, at)
    to, about = boards.where(conn, press), {"year": desk.today.year}
    documents.send(conn, desk, to, "att_register", about, caption="register", values=about)
    return Toast("sent")
