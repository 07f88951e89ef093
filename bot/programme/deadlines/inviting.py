"""Several leaders of one organisation: invited by a link that counts once, and parted from it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing, sharing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import daytime
from bot.programme.deadlines import following, owners, views
from bot.storage import deadlines, organisation_news, organisations, people, records
from bot.storage.organisations import Organisation
from bot.storage.rows import Person

LASTS = timedelta(days=7)
_PURPOSE = "org:"
#: Before the secret in a link, so that one that counts no longer is still known for an invitation.
_MARK = "z"

STALE, SHOWN = Toast("stale"), Toast("")


def invite(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe a link that lets one person act for the organisation, too."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    owe_link(conn, desk, *found)
    return SHOWN


def owe_link(conn: Connection, desk: Desk, person: Person, known: Organisation) -> None:
    """Owe somebody a link to send on; whether they may invite is decided before."""
    secret = records.make_token(conn, f"{_PURPOSE}{known.id}", desk.now, LASTS)
    bot = desk.base.organisation.bot_username
    values = {
        **owners.of_organisation(known).view,
        "address": f"https://t.me/{bot}?start={_MARK}{secret}",
        owing.ONCE: True,
    }
    owing.tell(conn, desk, person, "deadline_invite", values)
    records.note(conn, desk.now, f"person:{person.id}", "invite", organisation=known.id)


def follow(conn: Connection, desk: Desk, person: Person, payload: str) -> bool:
    """Let the person who opened the link act for its organisation; False for other links."""
    if not payload.startswith(_MARK):
        return False
    secret = payload.removeprefix(_MARK)
    purpose = records.purpose_of(conn, secret, desk.now) or ""
    known = _organisation(conn, purpose)
    if known is None:
        _spent(conn, desk, person)
        return True
    if organisations.membership_of(conn, known.id, person.id) is not None:
        _tell(conn, desk, person, known, "member")  # the link stays for somebody else
        return True
    if records.use_token(conn, secret, purpose, desk.now):
        _join(conn, desk, person, known)
    else:  # somebody else was quicker
        _spent(conn, desk, person)
    return True


def _spent(conn: Connection, desk: Desk, person: Person) -> None:
    values = {**owners.of_oneself(person).view, "what": "spent", "person": person.id}
    owing.tell(conn, desk, person, "deadline_note", values)


def _organisation(conn: Connection, purpose: str) -> Organisation | None:
    if not purpose.startswith(_PURPOSE):
        return None
    return organisations.find(conn, int(purpose.removeprefix(_PURPOSE)))


def join(conn: Connection, desk: Desk, person: Person, known: Organisation, **more: Any) -> int:
    """Let somebody act for an organisation and be reminded of its deadlines."""
    ident = organisations.join(conn, known.id, person.id, "invited", desk.now, **more)
    assert ident is not None  # they did not yet
    for row in deadlines.of_owners(conn, [owners.of_organisation(known).key]):
        following.remind(conn, desk, row, person)
    return ident


def _join(conn: Connection, desk: Desk, person: Person, known: Organisation) -> None:
    ident = join(conn, desk, person, known)
    records.note(conn, desk.now, f"person:{person.id}", "joined", organisation=known.id)
    key = owners.of_organisation(known).key
    _tell(conn, desk, person, known, "joined")
    owing.tell(conn, desk, person, "deadlines", views.near(conn, desk, person))
    values = {**owners.of_organisation(known).view, "who": person.name, "membership": ident}
    owners.tell_others(conn, desk, key, person, "deadline_joined", values)


def _tell(conn: Connection, desk: Desk, person: Person, known: Organisation, what: str) -> None:
    owing.tell(conn, desk, person, "deadline_note", _note(person, known, what))


def _note(person: Person, known: Organisation, what: str) -> dict[str, Any]:
    return {**owners.of_organisation(known).view, "what": what, "person": person.id}


def remove(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Part somebody who was invited by mistake from the organisation; any other member may."""
    found = organisations.find_membership(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    if found is None or person is None or found.via != "invited" or found.claim_id:
        return STALE
    mine = organisations.membership_of(conn, found.organisation_id, person.id)
    if mine is None or mine.id == found.id:
        return STALE
    known = organisations.get(conn, found.organisation_id)
    if organisations.leave(conn, found.id, desk.now, "parted"):
        parted = people.by_id(conn, found.person_id)
        part(conn, desk, parted, known)
        records.note(conn, desk.now, f"person:{person.id}", "parted", membership=found.id)
        tell_parted(conn, desk, parted, known)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return Toast("saved")


def tell_parted(conn: Connection, desk: Desk, person: Person, known: Organisation) -> None:
    """Tell somebody, in daytime, that they do not act for the organisation any more."""
    daytime.tell(conn, desk, person, "deadline_note", _note(person, known, "parted"))


def part(
    conn: Connection, desk: Desk, person: Person, known: Organisation, heir: Person | None = None
) -> None:
    """Let nothing of it remind the person any more; their open shared cases go on to others."""
    for row in deadlines.of_owners(conn, [owners.of_organisation(known).key]):
        following.forget(conn, desk, row, person.id)
    organisation_news.take_back(conn, person.address, known.id, desk.now)
    sharing.hand_over(conn, desk, known.id, person, heir)


def revoke(conn: Connection, known: Organisation) -> None:
    """Let no invitation to the organisation that waits for somebody count any more."""
    records.revoke_tokens(conn, f"{_PURPOSE}{known.id}")


def ask_leave(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask whether the presser really means to stop acting for the organisation."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    values = {**owners.of_organisation(found[1]).view, "what": "leave", "person": found[0].id}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "deadline_note", values)
    return SHOWN


def leave(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Part the presser from the organisation."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    person, known = found
    mine = organisations.membership_of(conn, known.id, person.id)
    assert mine is not None  # just found
    organisations.leave(conn, mine.id, desk.now, "self")
    part(conn, desk, person, known)
    records.note(conn, desk.now, f"person:{person.id}", "left", organisation=known.id)
    values = {**owners.of_organisation(known).view, "what": "left", "person": person.id}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "deadline_note", values)
    return SHOWN
