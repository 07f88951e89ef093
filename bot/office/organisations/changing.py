"""A board changes: successors inherit deadlines, contracts and shared cases, never conversations.

Deadlines and supported initiatives are the organisation's own, so they need not move: who acts for
it has them. Those who acted for it before are told at once and may object; a coordinator can take
all of it back.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.organisations import claiming, panel, resembling
from bot.programme import daytime, panels
from bot.programme.deadlines import inviting
from bot.storage import organisation_claims, organisations, people, records
from bot.storage.organisation_claims import Claim
from bot.storage.organisations import Membership, Organisation
from bot.storage.rows import Person

STALE = Toast("stale")


def apply(conn: Connection, desk: Desk, claim: Claim) -> None:
    """Let the claimant act for the organisation; as a new board, instead of those before."""
    known = organisations.get(conn, claim.organisation_id)
    person = people.by_id(conn, claim.person_id)
    former = panel.losing(conn, claim) if claim.whole else []
    _let_in(conn, desk, person, known, claim)
    for one in former:
        organisations.leave(conn, one.id, desk.now, "board", ended_by=claim.id)
        gone = people.by_id(conn, one.person_id)
        inviting.part(conn, desk, gone, known, heir=person)
        _tell(conn, desk, gone, known, claim, "replaced")
    if claim.whole:
        inviting.revoke(conn, known)
    else:
        for other in organisations.members(conn, known.id):
            if other.id != person.id:
                _tell(conn, desk, other, known, claim, "joined")
    view = claiming.told(conn, claim)
    daytime.tell(conn, desk, person, "claim_told", view, f"claim:{claim.id}:{person.id}")


def _let_in(
    conn: Connection, desk: Desk, person: Person, known: Organisation, claim: Claim
) -> None:
    if organisations.membership_of(conn, known.id, person.id) is not None:
        return  # invited meanwhile
    since = {"role": claim.role, "since": claim.since, "claim_id": claim.id}
    inviting.join(conn, desk, person, known, **since)
    who = f"person:{person.id}"
    records.note(conn, desk.now, who, "joined", organisation=known.id, claim=claim.id)


def _tell(
    conn: Connection, desk: Desk, person: Person, known: Organisation, claim: Claim, what: str
) -> None:
    values = {
        **resembling.view(known),
        "claim": claim.id,
        "what": what,
        "who": people.by_id(conn, claim.person_id).name,
        "days": desk.base.organisation.organisations.objection_days,
        "phone": desk.base.organisation.phone,
    }
    key = f"board:{what}:{claim.id}:{person.id}"
    daytime.tell(conn, desk, person, "board_told", values, key)


def object_to(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the objection of somebody who lost it, and alarm coordination."""
    person = people.by_telegram(conn, press.presser_id)
    claim = organisation_claims.find(conn, press.ident)
    if person is None or claim is None or claim.state != "approved" or claim.decided_at is None:
        return STALE
    if person.id not in {one.person_id for one in organisations.ended_by(conn, claim.id)}:
        return STALE
    days = desk.base.organisation.organisations.objection_days
    if desk.now > claim.decided_at + timedelta(days=days + 1):
        return Toast("too_late")
    if claim.objected_at is None:
        marks = {"objected_by": person.id, "objected_at": desk.now}
        organisation_claims.move(conn, claim.id, was=("approved",), **marks)
        records.note(conn, desk.now, f"person:{person.id}", "claim_objected", claim=claim.id)
        _alarm(conn, desk, claim)
    known = organisations.get(conn, claim.organisation_id)
    values = {
        **resembling.view(known), "claim": claim.id, "what": "objected", "who": "", "days": days,
        "phone": desk.base.organisation.phone,
    }  # fmt: skip
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "board_told", values)
    return Toast("saved")


def _alarm(conn: Connection, desk: Desk, claim: Claim) -> None:
    """Show the panel anew in coordination's thread, so that it is seen."""
    panels.show(conn, desk, owing.COORDINATION, f"{panel.DECIDED}:{claim.id}", anew=True)
    panel.show(conn, desk, claim.id)


def take_back(conn: Connection, desk: Desk, claim: Claim) -> None:
    """Let those who lost the organisation act for it again, and who came since then no longer."""
    known = organisations.get(conn, claim.organisation_id)
    came = _came_since(conn, claim)
    back = [people.by_id(conn, one.person_id) for one in organisations.ended_by(conn, claim.id)]
    for person in back:
        if organisations.membership_of(conn, known.id, person.id) is None:
            inviting.join(conn, desk, person, known)
            records.note(conn, desk.now, f"person:{person.id}", "joined", organisation=known.id)
            _tell(conn, desk, person, known, claim, "restored")
    for one in came:
        organisations.leave(conn, one.id, desk.now, "board")
        gone = people.by_id(conn, one.person_id)
        inviting.part(conn, desk, gone, known, heir=back[0] if back else None)
        if gone.id != claim.person_id:
            inviting.tell_parted(conn, desk, gone, known)
    inviting.revoke(conn, known)
    claimant = people.by_id(conn, claim.person_id)
    view = claiming.told(conn, claim)
    daytime.tell(conn, desk, claimant, "claim_told", view, f"claim_undone:{claim.id}")


def _came_since(conn: Connection, claim: Claim) -> list[Membership]:
    """Return who acts for the organisation by this claim, or was invited after it."""
    there = organisations.memberships(conn, claim.organisation_id)
    return [
        one
        for one in there
        if one.claim_id == claim.id
        or (one.claim_id is None and claim.decided_at and one.joined_at >= claim.decided_at)
    ]
