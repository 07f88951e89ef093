"""Writing a question down for somebody who rang, came by, or wrote in another messenger.

A panel in the thread asks for one thing after another; words are given by replying to it. Nothing
is stored about the person before [Zapisz], but in the panel's own row.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.contact_details import contact, phone_in
from bot.helpdesk import opening, owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast, topic_view
from bot.programme import panels
from bot.programme.panels import Shown
from bot.storage import people, proxies, records, tickets
from bot.storage.proxies import Proxy
from bot.storage.rows import Person

PANEL = "proxy"
SOURCES = ("phone", "in_person", "messenger")
TOPIC = "proxy_topic_"
STALE = Toast("stale")
FORGOTTEN_AFTER = timedelta(days=1)
LONGEST = 200  # characters of a name


def command(conn: Connection, desk: Desk, said: Incoming, thread: str) -> None:
    """Begin to write a question down (`/telefon`)."""
    topic = thread.removeprefix(f"{owing.GROUP}/")
    found = proxies.begin(
        conn,
        thread=thread,
        author_id=said.sender_id,
        author=said.name,
        topic=topic if topic in desk.topics else None,
        created_at=desk.now,
    )
    panels.show(conn, desk, thread, f"{PANEL}:{found.id}", anew=True)


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the panel as it is now."""
    found = proxies.find(conn, int(rest))
    if found is None:
        return None
    same = people.by_id(conn, found.same_id) if found.same_id is not None else None
    values: dict[str, Any] = {
        "ident": found.id,
        "rev": found.rev,
        "state": found.state,
        "step": _step(found),
        "author": found.author,
        "name": found.name,
        "organisation": found.organisation,
        "phone": found.phone,
        "email": found.email,
        "source": found.source,
        "topic": topic_view(desk.topic(found.topic)) if found.topic else None,
        "topics": [topic_view(topic) for topic in desk.topics.values()],
        "text": found.text,
        "same": _shown(found, same) if same is not None and found.person_id is None else None,
        "chosen": found.person_id is not None,
        "number": found.ticket_id,
    }
    return Shown("proxy", values)


def _shown(found: Proxy, person: Person) -> dict[str, Any]:
    """Return what the group may know of somebody who seems to be meant, and what tells so."""
    digits = (found.phone or "")[-9:]
    return {
        "name": None if person.anonymous else person.name,
        "organisation": None if person.anonymous else person.organisation,
        "telegram": person.telegram_id is not None,
        "by_name": not (digits and (person.phone or "").endswith(digits))
        and person.mail_id is None,
    }


def _step(found: Proxy) -> str:
    """Return what is asked for now."""
    if not found.name:
        return "who"
    if found.same_id is not None and found.person_id is None:
        return "same"
    if found.source is None:
        return "source"
    if found.topic is None:
        return "topic"
    return "ready" if found.text else "words"


def answered(conn: Connection, desk: Desk, said: Incoming, rest: str) -> None:
    """Take what its author replies to the panel: who asks, then what they ask."""
    found = proxies.find(conn, int(rest))
    if found is None or found.state != "draft" or found.author_id != said.sender_id:
        return
    if not said.text.strip():
        return
    if not found.name:
        proxies.change_draft(conn, found, **_who(conn, said.text))
    else:
        words = {"text": said.text, "chat_id": said.chat_id, "message_id": said.message_id}
        proxies.change_draft(conn, found, **words)
    panels.show(conn, desk, found.thread, f"{PANEL}:{found.id}")


def _who(conn: Connection, said: str) -> dict[str, Any]:
    """Return name, organisation and contact out of "Jan Kos, KGW Zalesie, 600 100 200"."""
    parts = [part.strip() for part in said.replace("\n", ",").split(",") if part.strip()]
    known = {part: contact(part) or phone_in(part) for part in parts}
    plain = [part for part in parts if known[part] is None]
    name = _untitled(plain[0] if plain else parts[0] if parts else said)[:LONGEST]
    phone = next((one for one in known.values() if one and "@" not in one), None)
    email = next((one for one in known.values() if one and "@" in one), None)
    same = proxies.known_person(conn, phone=phone, email=email, name=name)
    return {
        "name": name,
        "organisation": ", ".join(plain[1:])[:LONGEST],
        "phone": phone,
        "email": email,
        "same_id": same.id if same is not None else None,
        "person_id": None,
    }


def _untitled(name: str) -> str:
    """Return a name without the "pan" or "pani" that an advisor heard it with."""
    return re.sub(r"^(pani?|p\.)\s+(?=\S)", "", name, flags=re.IGNORECASE)


def _own(conn: Connection, press: Press) -> Proxy | Toast:
    """Return what the presser is writing down, as it stood on the panel."""
    found = proxies.find(conn, press.ident)
    if found is None or found.state != "draft":
        return STALE
    if found.author_id != press.presser_id:
        return Toast("not_yours")
    return found if found.rev == press.rev else STALE


def _changed(conn: Connection, desk: Desk, found: Proxy, **values: Any) -> Toast:
    if not proxies.change_draft(conn, found, **values):
        return STALE
    panels.show(conn, desk, found.thread, f"{PANEL}:{found.id}")
    return Toast("")


def choose_source(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note how the question came."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    return _changed(conn, desk, found, source=press.action.removeprefix("proxy_"))


def choose_topic(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note what the question is about."""
    found = _own(conn, press)
    topic = press.action.removeprefix(TOPIC)
    if isinstance(found, Toast) or topic not in desk.topics:
        return found if isinstance(found, Toast) else STALE
    return _changed(conn, desk, found, topic=topic)


def same_person(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Say whether somebody known is meant, or somebody new of that name."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    if press.action == "proxy_same":
        return _changed(conn, desk, found, person_id=found.same_id)
    return _changed(conn, desk, found, same_id=None)


def again(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask anew who the person is."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    empty = {"name": "", "organisation": "", "phone": None, "email": None}
    return _changed(conn, desk, found, same_id=None, person_id=None, **empty)


def drop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give up what was being written down; nothing of it is kept."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    return _changed(conn, desk, found, state="dropped", **EMPTY)


EMPTY: dict[str, Any] = {"name": "", "organisation": "", "phone": None, "email": None, "text": ""}


def forget(conn: Connection, desk: Desk) -> None:
    """Give up what nobody has finished within a day."""
    for found in proxies.stale(conn, desk.now - FORGOTTEN_AFTER):
        given = desk.because(f"{desk.cause}.proxy{found.id}")
        _changed(conn, given, found, state="dropped", **EMPTY)


def save(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Open the ticket, with a card and a promise like any other."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    if _step(found) != "ready":
        return STALE
    person = _person(conn, desk, found)
    said = Incoming(
        chat_id=found.chat_id or 0,
        message_id=found.message_id or 0,
        sender_id=found.author_id,
        name=person.name,
        text=found.text,
        at=desk.now,
    )
    question = opening.save_question(conn, person, said, topic=found.topic)
    ticket = opening.open_ticket(conn, desk, person, question)
    channel = person.address.partition(":")[0].replace("chat", "telegram").replace("mail", "email")
    tickets.set_fields(conn, ticket.id, entered_by=found.author_id, channel=channel)
    records.note(conn, desk.now, f"advisor:{found.author_id}", "proxy", ticket.id)
    values = {"state": "opened", "person_id": person.id, "ticket_id": ticket.id}
    return _changed(conn, desk, found, **values)


def _person(conn: Connection, desk: Desk, found: Proxy) -> Person:
    if found.person_id is not None:
        return people.by_id(conn, found.person_id)
    return proxies.meet(
        conn,
        desk.now,
        name=found.name,
        organisation=found.organisation,
        phone=found.phone,
        email=found.email,
        source=found.source or "phone",
    )
