"""What the form, the summary and the card show of a good practice; personal numbers are hidden."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Connection

from bot.domain.personal_numbers import mask, mask_phones
from bot.domain.practices import length
from bot.helpdesk import on_behalf, owing
from bot.helpdesk.desk import Desk
from bot.knowledge.practice_pages import Photo, Told
from bot.storage import forms, people, practices
from bot.storage.practices import Part, Practice
from bot.storage.rows import Person

SHOWN = 1500  # characters of a story that a card shows
PIECE = 3500  # of it in one message of its own, as Telegram counts


def told(conn: Connection, found: Practice, field: str) -> str:
    """Return the words of a field; what is one line has no line ends."""
    text = practices.text_of(conn, found.id, field)
    return " ".join(text.split()) if field in ("title", "place") else text


def shown(conn: Connection, found: Practice, field: str) -> str:
    """Return the words of a field as others may read them."""
    return mask_phones(mask(told(conn, found, field)))


def summary(conn: Connection, found: Practice) -> dict[str, Any]:
    """Return what its author sees before sending."""
    return {
        "practice": found.id,
        "title": shown(conn, found, "title"),
        "story": shown(conn, found, "story"),
        "place": shown(conn, found, "place"),
        "extra": shown(conn, found, "extra"),
        "photos": practices.photo_count(conn, found.id),
        "agree": bool(found.people_agree),
        "note": found.note if found.state == "returned" else None,
    }


def card(conn: Connection, found: Practice) -> dict[str, Any]:
    """Return all that the card in the coordination thread shows."""
    author = people.by_id(conn, found.person_id)
    view = summary(conn, found)
    return {
        **view,
        "long": len(view["story"]) > SHOWN,
        "note": mask(found.note or ""),
        "state": found.state,
        "rev": found.rev,
        "who": None if author.anonymous else author.name,
        "organisation": on_behalf.name_of(conn, author),
        "commune": author.commune,
        "consent": found.consent_at is not None,
        "decider": found.decider or "",
        "slug": found.slug,
    }


def pieces(text: str) -> list[str]:
    """Return a long text in parts that each fit one message, cut between words."""
    found = []
    while length(text) > PIECE:
        most = PIECE
        while length(text[:most]) > PIECE:  # what takes two units a sign
            most = most * PIECE // length(text[:most])
        at = max(text.rfind("\n", 0, most), text.rfind(" ", 0, most))
        at = at if at > 0 else most
        found.append(text[:at])
        text = text[at:].strip()
    return [*found, text]


def accepted(conn: Connection) -> list[Told]:
    """Return the accepted practices as their pages tell them; photos only with consent."""
    return [_page(conn, found) for found in practices.in_state(conn, "accepted")]


def _page(conn: Connection, found: Practice) -> Told:
    author, hidden = people.by_id(conn, found.person_id), forms.hides_names(conn, found.id)
    parts = practices.parts(conn, found.id)
    topics = Counter(
        part.decision["topic"] for part in parts if part.decision and part.decision.get("topic")
    )
    photos = [part for part in parts if part.field == "photo"] if found.people_agree else []
    return Told(
        name=found.slug or f"praktyka-{found.id}",
        title=shown(conn, found, "title"),
        story=shown(conn, found, "story"),
        place=shown(conn, found, "place"),
        extra=shown(conn, found, "extra"),
        organisation=None if hidden else on_behalf.name_of(conn, author),
        commune=author.commune,
        topics=[topic for topic, _count in topics.most_common(2)],
        photos=[_photo(part) for part in photos],
    )


def _photo(part: Part) -> Photo:
    file_id = str((part.file or {}).get("file_id", ""))
    return Photo(file_id, mask_phones(mask(part.text)))


def tell(
    conn: Connection, desk: Desk, person: Person, found: Practice, what: str, **more: Any
) -> None:
    """Owe its author one of the short notices."""
    values = {"what": what, "practice": found.id, "title": shown(conn, found, "title"), **more}
    owing.tell(conn, desk, person, "practice_note", values)
