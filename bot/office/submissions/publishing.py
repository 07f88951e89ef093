"""A submission in the treasury of good practices: only with consent, and gone when it is gone.

It becomes a practice as those that leaders tell of (`/praktyka`), and is exported as they are.
Names stand in it only if that was agreed to; photos only if those in them agreed.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.practices import STEPS
from bot.helpdesk import practice_cards, practice_decisions
from bot.helpdesk.desk import Desk
from bot.helpdesk.proposal_words import covered_words
from bot.storage import forms, people, practices
from bot.storage.forms import Form

AGREED = ("names", "plain")
SHOWABLE = ("yes", "nobody")  # what was said of those in the photos, by which they may be shown


def may(form: Form) -> bool:
    """Tell whether a submission may be published, and is not yet."""
    agreed = form.said.get("publish") in AGREED
    return form.state == "accepted" and agreed and form.practice_id is None


def put(conn: Connection, desk: Desk, form: Form, who: int, name: str) -> None:
    """Make a good practice of a submission."""
    practice = practices.begin(conn, form.person_id, desk.now)
    chat = people.by_id(conn, form.person_id).chat
    for field, text in _words(conn, desk, form).items():
        practices.keep(
            conn, practice.id, field, chat_id=chat, message_id=form.heard[field], text=text,
            decision={"topic": desk.advising("awards").id}, at=desk.now,
        )  # fmt: skip
    shows = form.said.get("image") in SHOWABLE
    for photo in forms.files(conn, form.id, "photos") if shows else ():
        if photo.media == "photo":
            practices.keep(
                conn, practice.id, "photo", chat_id=photo.chat_id, message_id=photo.message_id,
                text="", media=photo.media, file=photo.file, at=photo.at,
            )  # fmt: skip
    practices.set_fields(
        conn, practice.id, done=list(STEPS), people_agree=shows, consent_at=desk.now
    )
    slug = practice_decisions.free_slug(conn, desk, practices.get(conn, practice.id))
    practices.move(
        conn, practice.id, was=("draft",), state="accepted", slug=slug, rev=1, sent_at=desk.now,
        decided_by=who, decider=name, decided_at=desk.now,
    )  # fmt: skip
    forms.set_fields(conn, form.id, practice_id=practice.id)
    practice_cards.refresh(conn, desk, practice.id)


def _words(conn: Connection, desk: Desk, form: Form) -> dict[str, str]:
    """Return the words of the page; without consent to names, they are covered."""
    words = {one: str(form.said[one]) for one in ("title", "story", "place")}
    if form.said["publish"] == "names":
        return {**words, "place": f"{words['place']}, {form.said['presented']}"[:300]}
    return {
        **{one: covered_words(conn, desk, words[one], None) for one in ("title", "story")},
        "place": words["place"],
    }


def take_back(conn: Connection, desk: Desk, form: Form) -> bool:
    """Take the page of a submission back; coordination is told to remove it. False: none."""
    if form.practice_id is None:
        return False
    gone = {"state": "withdrawn", "consent_at": None, "touched_at": desk.now}
    practices.move(conn, form.practice_id, was=("accepted",), **gone)
    practice_cards.refresh(conn, desk, form.practice_id)
    return True
