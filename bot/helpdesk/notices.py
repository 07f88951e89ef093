"""What the bot says about itself: welcome, notice, help, settings, start links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from bot.domain.announcements import EVERYTHING
from bot.domain.start_links import LinkKind, parse
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import browsing, linking, on_behalf, owing, reach
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.storage import consents, people, records, staff
from bot.storage.rows import Person

PAIRING_LASTS = timedelta(days=2)
#: Opens what a payload names; False when it is not its own.
Follow = Callable[[Connection, Desk, Person, str], bool]
PAGES = (LinkKind.ENTRY, LinkKind.GUIDE, LinkKind.PRACTICE)


def organisation(desk: Desk) -> dict[str, Any]:
    """Return what the house says about data: who keeps it, why, how long, and what one may ask."""
    org = desk.base.organisation
    return {
        "organisation": org.name,
        "administrator": org.administrator,
        "data_contact": org.data_contact,
        "purpose": org.privacy.purpose,
        "legal_basis": org.privacy.legal_basis,
        "retention": org.privacy.retention,
        "rights": org.privacy.rights,
    }


def privacy_version(desk: Desk) -> str:
    """Return the mark of the words about data that people are shown now: what they agree to."""
    told = "\n".join(str(value) for value in organisation(desk).values())
    return sha256(told.encode()).hexdigest()[:12]


def show_once(conn: Connection, desk: Desk, person: Person) -> None:
    """Owe the short notice after a person's first message has its answer; gate nothing on it."""
    if person.notice_shown_at is not None:
        return
    people.set_fields(conn, person.id, notice_shown_at=desk.now)
    owing.tell(conn, desk, person, "notice", {**organisation(desk), "person": person.id})


def read(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Remember that [Rozumiem] was pressed."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident:
        return Toast("stale")
    people.set_fields(conn, person.id, notice_read_at=desk.now)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return Toast("thanks")


def start(
    conn: Connection,
    desk: Desk,
    incoming: Incoming,
    payload: str,
    links: Sequence[Follow] = (),
) -> None:
    """Greet, follow the start link if there is one, and show the notice once.

    `links` are tried first: what others have made links for.
    """
    person = reach.meet(conn, desk, incoming.sender_id, incoming.name)
    people.end_dialog(conn, person.id)
    link = parse(payload) if payload else None
    if link is not None and link.kind is not LinkKind.TOKEN:  # a secret is kept only as a hash
        people.set_fields(conn, person.id, start_payload=payload)
    person = people.by_id(conn, person.id)
    if link is None:
        _welcome(conn, desk, person)
    elif any(follow(conn, desk, person, payload) for follow in links):
        pass
    elif link.kind in PAGES:
        if not browsing.follow(conn, desk, person, link.kind, link.value):
            _welcome(conn, desk, person)
    elif link.kind is LinkKind.TOKEN:
        _pair(conn, desk, person, link.value)
    else:
        _welcome(conn, desk, person)
    now = people.by_telegram(conn, incoming.sender_id)  # a link may have made two rows one
    show_once(conn, desk, now or person)


def _welcome(conn: Connection, desk: Desk, person: Person) -> None:
    owing.tell(conn, desk, person, "welcome", {"programme": desk.base.organisation.programme})


def _pair(conn: Connection, desk: Desk, person: Person, secret: str) -> None:
    if not records.use_token(conn, secret, "coordinator", desk.now):
        owing.tell(conn, desk, person, "pairing_failed")
        return
    staff.know(conn, person.chat, person.name, coordinator=True)
    records.note(conn, desk.now, f"person:{person.id}", "paired")
    owing.tell(conn, desk, person, "paired")
    linking.owe_menus(conn, desk)


def help_text(conn: Connection, desk: Desk, person: Person) -> None:
    """Owe the help."""
    org = desk.base.organisation
    owing.tell(conn, desk, person, "help", {"phone": org.phone, "email": org.email})


def unknown(conn: Connection, desk: Desk, person: Person) -> None:
    """Say kindly that the command is not known."""
    owing.tell(conn, desk, person, "unknown_command")


def _settings(conn: Connection, person: Person) -> dict[str, Any]:
    return {
        "person": person.id,
        "name": person.name,
        "anonymous": person.anonymous,
        "organisation": on_behalf.name_of(conn, person),
        "commune": person.commune,
        "phone": person.phone,
        "announcements": person.announcements,
        "muted": consents.muted_of(conn, person.id),
    }


def settings(conn: Connection, desk: Desk, person: Person) -> None:
    """Owe the settings with their buttons."""
    owing.tell(conn, desk, person, "settings", _settings(conn, person))


def _agree(conn: Connection, desk: Desk, person: Person, *, given: bool) -> None:
    """Note whether somebody wants announcements, if that is news."""
    muted = given and consents.muted_of(conn, person.id)
    if person.announcements != given or muted:
        version = privacy_version(desk)
        consents.note(conn, person.id, EVERYTHING, given, "settings", desk.now, version)
        records.note(conn, desk.now, f"person:{person.id}", "consent", given=given)


def change_setting(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Set what the button says, however often it is pressed, or ask for its words."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident:
        return Toast("stale")
    what = press.action.removeprefix("set_")
    if what in ("organisation", "commune"):
        people.start_dialog(conn, person.id, what, {}, desk.now, DIALOGUE_ENDS_AFTER)
        owing.tell(conn, desk, person, "settings_ask", {"what": what, "person": person.id})
        return Toast("")
    changes: dict[str, dict[str, Any]] = {
        "hide": {"anonymous": True},
        "show": {"anonymous": False},
        "no_phone": {"phone": None, "phone_hours": None},
    }
    before = _settings(conn, person)
    if what in ("news", "no_news"):
        _agree(conn, desk, person, given=what == "news")
    else:
        people.set_fields(conn, person.id, **changes[what])
    view = _settings(conn, people.by_id(conn, person.id))
    if view != before:
        owing.replace_text(conn, desk, press.chat_id, press.message_id, "settings", view)
    return Toast("saved")
