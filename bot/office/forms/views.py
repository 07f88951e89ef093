"""What questions, summaries and cards show of a form; personal numbers are hidden from others."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Connection

from bot.domain.personal_numbers import mask, mask_phones
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.office.forms.steps import Kind, Step
from bot.programme import daytime
from bot.storage import forms, people
from bot.storage.forms import Form
from bot.storage.rows import Person

#: Steps whose words are only for those whom they concern.
PRIVATE = ("contact",)
ON_CARD = 1500  # characters of a story that a card shows


def summary(conn: Connection, desk: Desk, kind: Kind, form: Form) -> dict[str, Any]:
    """Return what its author sees of the whole."""
    counts = Counter(one.step for one in forms.files(conn, form.id))
    asked = {one.name for one in kind.asked(form.said)}
    return {
        "form": form.id,
        "rev": form.rev,
        "number": form.number,
        "state": form.state,
        "person": form.person_id,
        "said": {
            one.name: _shown(form, one.name) if one.name in asked else ""
            for one in kind.steps
            if one.takes != "files"
        },
        "files": {one.name: counts[one.name] for one in kind.steps if one.takes == "files"},
        "steps": [one.name for one in kind.asked(form.said)],
        "note": mask(form.note),
        **kind.about(conn, desk, form),
    }


def _shown(form: Form, name: str) -> str:
    value = form.said.get(name)
    if value is None:
        return ""
    text = str(value)
    return text if name in PRIVATE else mask_phones(mask(text))


def story(form: Form) -> str:
    """Return a story that is too long for a card, as others may read it; else nothing."""
    words = _shown(form, "story")
    return words if len(words) > ON_CARD else ""


def card(conn: Connection, desk: Desk, kind: Kind, form: Form) -> dict[str, Any]:
    """Return what coordinators see: never what is only for those whom it concerns."""
    author = people.by_id(conn, form.person_id)
    shown = summary(conn, desk, kind, form)
    said = {name: "" if name in PRIVATE else text for name, text in shown["said"].items()}
    return {
        **shown,
        **kind.more(conn, desk, form),
        "said": said,
        "who": None if author.anonymous else author.name,
        "organisation": author.organisation or "",
        "decider": form.decider,
        "long": bool(story(form)),
    }


def asked(
    conn: Connection, desk: Desk, kind: Kind, form: Form, step: Step, hint: str, about: str
) -> dict[str, Any]:
    """Return what a question shows."""
    value = form.said.get(step.name)
    return {
        "step": step.name,
        "takes": step.takes,
        "form": form.id,
        "rev": form.rev,
        "person": form.person_id,
        "hint": hint,
        "given": about,
        "known": "" if value is None else str(value),
        "choices": list(step.offered(conn, desk, form)),
        "count": len(forms.files(conn, form.id, step.name)),
        "least": step.least,
        "most": step.most,
        "longest": step.longest,
        "optional": step.optional,
        "first": not form.done,
        "said": {name: str(value) for name, value in form.said.items()},
        **kind.about(conn, desk, form),
    }


def tell(
    conn: Connection, desk: Desk, person: Person, kind: Kind, form: Form, what: str, **more: Any
) -> None:
    """Owe its author one of the short notices."""
    values = _noted(conn, desk, kind, form, what) | more
    owing.tell(conn, desk, person, f"{kind.words}_note", values)


def tell_by_day(conn: Connection, desk: Desk, kind: Kind, form: Form, what: str) -> None:
    """Owe its author a notice that they do not wait for: never at night."""
    author = people.by_id(conn, form.person_id)
    key = f"{kind.words}_note:{what}:{form.id}:{form.rev}"
    values = _noted(conn, desk, kind, form, what)
    daytime.tell(conn, desk, author, f"{kind.words}_note", values, key)


def _noted(conn: Connection, desk: Desk, kind: Kind, form: Form, what: str) -> dict[str, Any]:
    return {
        "what": what,
        "form": form.id,
        "rev": form.rev,
        "number": form.number,
        "note": form.note,
        "most": 0,
        "length": 0,
        "person": form.person_id,
        **kind.about(conn, desk, form),
    }
