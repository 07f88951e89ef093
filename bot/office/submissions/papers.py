"""Forms of consent to print: filled with all that is known, the rest is written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.office.submissions.form import KIND
from bot.programme.contests import known
from bot.programme.documents import Document, Made
from bot.storage import forms, people
from bot.templates.printed import printed


def collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> dict[str, Any] | None:
    """Read what the forms say of the contest, of the submission, and of whose data it is."""
    form = forms.find(conn, about["form"], KIND.name)
    found = known.find(conn, form.about) if form is not None else None
    if form is None or found is None:
        return None
    us, person = desk.base.organisation, people.by_id(conn, form.person_id)
    return {
        "programme": us.programme,
        "administrator": us.administrator,
        "contact": us.data_contact,
        "retention": us.privacy.retention,
        "rights": us.privacy.rights,
        "contest": found.sheet.title,
        "category": str(form.said.get("category", "")),
        "presented": str(form.said.get("presented", "")),
        "title": str(form.said.get("title", "")),
        "organisation": person.organisation or "",
        "gala": bool(us.indicators.galas),
        "copies": int(form.said.get("minors", 1)),
    }


def make(given: Mapping[str, Any]) -> Made:
    """Return the forms as a PDF: one for a child, one for an adult in the photos."""
    return Made("zgody-do-podpisu.pdf", printed("consents", given))


PAPERS = Document(collect, make)
