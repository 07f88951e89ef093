"""[To moja organizacja]: somebody new says in which role they act for it, and since when.

What is said here changes nothing: an advisor looks it up (`checking`), a coordinator decides.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.spoken_dates import read_date
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.office.organisations import panel, resembling
from bot.storage import organisation_claims, organisations, people, records
from bot.storage.organisation_claims import Claim
from bot.storage.rows import Person

DIALOG = "claim_since"
#: head: leads the board; board: belongs to it; proxy: acts for it with a power of attorney.
ROLES = ("head", "board", "proxy")
LONG = 60  # characters: longer words are not a day

STALE, SHOWN = Toast("stale"), Toast("")


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for the role in an organisation that the presser has named."""
    person = people.by_telegram(conn, press.presser_id)
    known = resembling.may_claim(conn, person, press.ident) if person is not None else None
    if person is None or known is None:
        return STALE
    claim = organisation_claims.begin(conn, known.id, person.id, desk.now)
    if claim.state != "draft":
        _put(conn, desk, press, claim)
        return SHOWN
    people.end_dialog(conn, person.id)
    _put(conn, desk, press, claim)
    return SHOWN


def _put(conn: Connection, desk: Desk, press: Press, claim: Claim) -> None:
    view = told(conn, claim)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "claim_told", view)


def told(conn: Connection, claim: Claim) -> dict[str, Any]:
    """Return what somebody is told of their own claim."""
    return {
        **resembling.view(organisations.get(conn, claim.organisation_id)),
        "claim": claim.id,
        "state": claim.state,
        "role": claim.role,
        "since": claim.since,
        "whole": bool(claim.whole),
        "answer": claim.answer,
        "roles": [{"role": role, "rev": rev} for rev, role in enumerate(ROLES)],
    }


def own(conn: Connection, press: Press, *states: str) -> tuple[Person, Claim] | None:
    """Return the presser and their own claim, if it is in such a state."""
    person = people.by_telegram(conn, press.presser_id)
    claim = organisation_claims.find(conn, press.ident)
    if person is None or claim is None or claim.person_id != person.id:
        return None
    return (person, claim) if claim.state in states else None


def role(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the role and ask since when."""
    found = own(conn, press, "draft")
    if found is None or press.rev is None or press.rev >= len(ROLES):
        return STALE
    person, claim = found
    organisation_claims.move(conn, claim.id, was=("draft",), role=ROLES[press.rev])
    data = {"claim": claim.id}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    view = {"claim": claim.id, "again": False, "person": person.id}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "claim_since", view)
    return SHOWN


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take the day since when; False for what is plainly a question."""
    claim = organisation_claims.find(conn, int((person.dialog_data or {}).get("claim", 0)))
    if claim is None or claim.state != "draft" or incoming.media or len(incoming.text) > LONG:
        return False
    day = read_date(incoming.text, desk.today)
    if day is None and (decision.zone == "answer" or asks(incoming.text)):
        return False
    if day is None:
        values = {"claim": claim.id, "again": True, "person": person.id}
        owing.tell(conn, desk, person, "claim_since", values)
        return True
    sent = _send(conn, desk, person, claim, day.isoformat())
    owing.tell(conn, desk, person, "claim_told", told(conn, sent))
    return True


def without_day(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send a claim without the day ([Nie pamiętam dnia])."""
    found = own(conn, press, "draft")
    if found is None or not found[1].role:
        return STALE
    sent = _send(conn, desk, *found, None)
    _put(conn, desk, press, sent)
    return Toast("sent")


def _send(conn: Connection, desk: Desk, person: Person, claim: Claim, since: str | None) -> Claim:
    """Show the claim to advisors; nothing else has changed."""
    people.end_dialog(conn, person.id)
    organisation_claims.move(conn, claim.id, was=("draft",), state="asked", since=since)
    who = f"person:{person.id}"
    values = {"claim": claim.id, "organisation": claim.organisation_id}
    records.note(conn, desk.now, who, "organisation_claim", **values)
    panel.show(conn, desk, claim.id)
    return organisation_claims.get(conn, claim.id)


def drop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take a claim back while nobody has decided."""
    found = own(conn, press, *organisation_claims.ACTIVE)
    if found is None:
        return STALE
    person, claim = found
    organisation_claims.move(conn, claim.id, was=organisation_claims.ACTIVE, state="dropped")
    records.note(conn, desk.now, f"person:{person.id}", "claim_dropped", claim=claim.id)
    if claim.state != "draft":
        panel.show(conn, desk, claim.id)
    _put(conn, desk, press, organisation_claims.get(conn, claim.id))
    return Toast("saved")
