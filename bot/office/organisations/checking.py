"""An advisor looks a claim up in the register; a coordinator who did not look it up decides.

The presses of the group. What follows from an approval, and from taking it back, is `changing`'s.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.personal_numbers import mask, mask_phones
from bot.domain.quiet_hours import is_quiet
from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.office.organisations import changing, claiming, panel
from bot.storage import organisation_claims, organisations, people, records
from bot.storage.organisation_claims import Claim

REFUSING = "claimno"  # what a coordinator replies to with the reason
LONGEST = 500  # characters of a note, or of a reason
UNDECIDED = ("asked", "checked")
PATIENCE = timedelta(days=4)  # a weekend is among them at most

STALE, SAVED = Toast("stale"), Toast("saved")


def noted(conn: Connection, desk: Desk, said: Incoming, rest: str) -> None:
    """Take a reply to the panel for what stands in the register; it has to be checked anew."""
    claim = organisation_claims.find(conn, int(rest))
    words = mask_phones(mask(said.text.strip()))[:LONGEST]
    if claim is None or claim.state not in UNDECIDED or not words:
        return
    nobody = {"checked_by": None, "checker": "", "checked_at": None}
    organisation_claims.move(conn, claim.id, was=UNDECIDED, state="asked", note=words, **nobody)
    records.note(conn, desk.now, f"advisor:{said.sender_id}", "claim_noted", claim=claim.id)
    owing.react(conn, desk, said.chat_id, said.message_id, "✍")
    panel.show(conn, desk, claim.id, coordination=claim.state == "checked")


def check(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that the presser has seen it in the register; from then on it may be decided."""
    claim = panel.stands(conn, press)
    if claim is None or claim.state not in UNDECIDED:
        return _stale(conn, desk, press)
    if not claim.note:
        return Toast("claim_note", alert=True)
    if _is_own(conn, claim, press.presser_id):
        return Toast("own_claim", alert=True)
    kind = organisations.get(conn, claim.organisation_id).kind
    by = {"checked_by": press.presser_id, "checker": press.name, "checked_at": desk.now}
    by["register"] = panel.REGISTERS.get(kind, "none")
    organisation_claims.move(conn, claim.id, was=UNDECIDED, state="checked", **by)
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "claim_checked", claim=claim.id)
    panel.show(conn, desk, claim.id, coordination=True)
    return SAVED


def _is_own(conn: Connection, claim: Claim, telegram_id: int) -> bool:
    """Tell whether somebody of the group is about to look at a claim of their own."""
    return people.by_id(conn, claim.person_id).telegram_id == telegram_id


def _stale(conn: Connection, desk: Desk, press: Press) -> Toast:
    panel.redraw(conn, desk, press)
    return STALE


def _to_decide(conn: Connection, desk: Desk, press: Press, *states: str) -> Claim | Toast:
    """Return a claim that the presser may decide about in the state that they saw."""
    claim = panel.stands(conn, press)
    if press.presser_id not in standing.coordinators(conn, desk):
        return Toast("not_coordinator", alert=True) if claim is not None else STALE
    if claim is None or claim.state not in states or press.rev != claim.rev:
        return _stale(conn, desk, press)
    return claim


def approve(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let the claimant act for the organisation: as its new board, or beside the others."""
    claim = _to_decide(conn, desk, press, "checked")
    if isinstance(claim, Toast):
        return claim
    if _is_own(conn, claim, press.presser_id):
        return Toast("own_claim", alert=True)
    if claim.checked_by == press.presser_id:
        return Toast("own_check", alert=True)
    whole = press.action == "claim_board"
    by = {"decided_by": press.presser_id, "decider": press.name, "decided_at": desk.now}
    organisation_claims.move(
        conn, claim.id, was=("checked",), state="approved", whole=int(whole), **by
    )
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, "claim_approved", claim=claim.id, whole=whole)
    changing.apply(conn, desk, organisation_claims.get(conn, claim.id))
    panel.show(conn, desk, claim.id, coordination=True)
    return SAVED


def ask_reason(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask the coordinator for the words of a refusal."""
    claim = _to_decide(conn, desk, press, *UNDECIDED)
    if isinstance(claim, Toast):
        return claim
    values = {"subject": f"{REFUSING}:{claim.id}"}
    key = f"{REFUSING}:{claim.id}:{claim.rev}:{press.message_id}"
    to = f"chat:{press.chat_id}"
    owing.send_to(
        conn, desk, to, "claim_refuse", values, role="ask", reply_to=press.message_id, key=key
    )
    return Toast("")


def refused(conn: Connection, desk: Desk, said: Incoming, rest: str) -> None:
    """Take a coordinator's reply for the reason, and tell the claimant in these words."""
    claim = organisation_claims.find(conn, int(rest))
    words = said.text.strip()[:LONGEST]
    if claim is None or claim.state not in UNDECIDED or not words:
        return
    if said.sender_id not in standing.coordinators(conn, desk):
        return
    by = {"decided_by": said.sender_id, "decider": said.name, "decided_at": desk.now}
    organisation_claims.move(conn, claim.id, was=UNDECIDED, state="refused", answer=words, **by)
    records.note(conn, desk.now, f"advisor:{said.sender_id}", "claim_refused", claim=claim.id)
    owing.react(conn, desk, said.chat_id, said.message_id, "✍")
    panel.show(conn, desk, claim.id, coordination=claim.state == "checked")
    person = people.by_id(conn, claim.person_id)
    view = claiming.told(conn, organisation_claims.get(conn, claim.id))
    owing.tell(conn, desk, person, "claim_told", view)


def undo(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give the organisation back to those who lost it by an approval."""
    claim = _to_decide(conn, desk, press, "approved")
    if isinstance(claim, Toast):
        return claim
    by = {"undone_by": press.presser_id, "undoer": press.name, "undone_at": desk.now}
    organisation_claims.move(conn, claim.id, was=("approved",), state="undone", **by)
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "claim_undone", claim=claim.id)
    changing.take_back(conn, desk, organisation_claims.get(conn, claim.id))
    panel.show(conn, desk, claim.id, coordination=True)
    return SAVED


def remind(conn: Connection, desk: Desk) -> None:
    """Show coordination once, in daytime, each claim that has waited for too long."""
    if is_quiet(desk.now):
        return
    for claim in organisation_claims.waiting(conn, desk.now - PATIENCE):
        organisation_claims.nudged(conn, claim.id, desk.now)
        panel.show(conn, desk, claim.id, coordination=True)
