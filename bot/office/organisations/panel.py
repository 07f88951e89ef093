"""The panel of a claim: in a topic's thread to be looked up, in coordination to be decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press
from bot.office.organisations import resembling
from bot.programme import panels
from bot.programme.panels import Shown
from bot.storage import organisation_claims, organisations, people, receipts, shared_cases
from bot.storage.organisation_claims import Claim
from bot.storage.organisations import Membership

PANEL = "claim"  # in the thread of those who look after organisations
DECIDED = "claimok"  # in coordination's
#: Who came by a claim of about the same day belongs to the same new board.
SAME_BOARD = timedelta(days=180)
#: Where an organisation of each kind is registered.
REGISTERS = {
    "stowarzyszenie": "krs",
    "fundacja": "krs",
    "osp": "krs",
    "kgw": "arimr",
    "stowarzyszenie-zwykle": "starosta",
    "szkola": "school",
}


def _thread(desk: Desk) -> str:
    return f"{owing.GROUP}/{desk.advising('organisations').id}"


def show(conn: Connection, desk: Desk, ident: int, *, coordination: bool = False) -> None:
    """Owe the panel as it is now where it stands, and in coordination's thread if it is time."""
    panels.show(conn, desk, _thread(desk), f"{PANEL}:{ident}")
    if coordination:
        panels.show(conn, desk, owing.COORDINATION, f"{DECIDED}:{ident}")


def redraw(conn: Connection, desk: Desk, press: Press) -> None:
    """Bring the pressed panel up to date."""
    known = receipts.find(conn, press.chat_id, press.message_id)
    if known is None or known.subject is None:
        return
    word = known.subject.partition(":")[0]
    if word in (PANEL, DECIDED):
        to = _thread(desk) if word == PANEL else owing.COORDINATION
        panels.redraw(conn, desk, to, known.subject, known)


def stands(conn: Connection, press: Press) -> Claim | None:
    """Return the claim whose panel was pressed."""
    known = receipts.find(conn, press.chat_id, press.message_id)
    if known is None or known.subject not in (
        f"{PANEL}:{press.ident}",
        f"{DECIDED}:{press.ident}",
    ):
        return None
    return organisation_claims.find(conn, press.ident)


def losing(conn: Connection, claim: Claim) -> list[Membership]:
    """Return who would lose it to a new board: all but those who came with that board.

    Those are people with an approved claim of about the same time, and whoever joined after them.
    """
    there = organisations.memberships(conn, claim.organisation_id)
    recent = claim.created_at - SAME_BOARD
    came = [one.joined_at for one in there if one.claim_id and one.joined_at >= recent]
    first = min(came) if came else None
    return [
        one
        for one in there
        if one.person_id != claim.person_id and (first is None or one.joined_at < first)
    ]


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the panel of one claim."""
    claim = organisation_claims.find(conn, int(rest))
    return Shown("claim_card", _view(conn, desk, claim)) if claim is not None else None


def _view(conn: Connection, desk: Desk, claim: Claim) -> dict[str, Any]:
    known = organisations.get(conn, claim.organisation_id)
    open_now = claim.state in organisation_claims.ACTIVE
    gone = losing(conn, claim) if open_now else organisations.ended_by(conn, claim.id)
    objector = people.by_id(conn, claim.objected_by) if claim.objected_by else None
    return {
        **resembling.view(known),
        "claim": claim.id,
        "rev": claim.rev,
        "state": claim.state,
        "who": people.by_id(conn, claim.person_id).name,
        "role": claim.role,
        "since": claim.since,
        "register": REGISTERS.get(known.kind, "none"),
        "note": claim.note,
        "checker": claim.checker,
        "decider": claim.decider,
        "whole": bool(claim.whole),
        "answer": claim.answer,
        "former": [people.by_id(conn, one.person_id).name for one in gone],
        "staying": _staying(conn, claim, {one.person_id for one in gone}),
        "cases": shared_cases.count(conn, known.id),
        "objector": objector.name if objector else None,
        "undoer": claim.undoer,
    }


def _staying(conn: Connection, claim: Claim, gone: set[int]) -> list[str]:
    """Return who acts for the organisation besides the claimant, whatever is decided."""
    there = organisations.members(conn, claim.organisation_id)
    return [one.name for one in there if one.id not in {claim.person_id, *gone}]
