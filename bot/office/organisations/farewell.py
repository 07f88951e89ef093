"""What somebody who wants to be forgotten was to organisations: claims, and acting for them."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.storage import organisation_claims, organisations, records
from bot.storage.rows import Person


def forget(conn: Connection, desk: Desk, person: Person) -> None:
    """Take their claims back, and let them act for nobody; what was decided stays so."""
    actor = f"person:{person.id}"
    active = organisation_claims.ACTIVE
    for claim in organisation_claims.of_person(conn, person.id, active):
        organisation_claims.move(conn, claim.id, was=active, state="dropped")
        records.note(conn, desk.now, actor, "claim_dropped", claim=claim.id)
    for one in organisations.memberships_of(conn, person.id):
        organisations.leave(conn, one.id, desk.now, "self")
        data = {"organisation": one.organisation_id}
        records.note(conn, desk.now, actor, "organisation_left", **data)
