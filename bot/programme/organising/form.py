"""The dialogue in which an occasion is prepared: one thing after another, then the whole.

What comes in is read by `form_words` and `form_presses`; here is what is asked for next.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.knowledge.programme_text import written
from bot.programme.organising import drafts, sheets, views
from bot.programme.organising.drafts import Draft
from bot.programme.organising.fields import FIELDS, NEW, known_by, options
from bot.storage import occasions, people
from bot.storage.rows import Person

DIALOG = "organise"


def begin(conn: Connection, desk: Desk, person: Person, kind: str) -> None:
    """Start a new occasion."""
    known = set(known_by(kind))
    todo = [name for name in NEW[kind] if name in known]
    ask(conn, desk, person, Draft(kind, {}, todo))


def ask(conn: Connection, desk: Desk, person: Person, draft: Draft, *, hint: str = "") -> None:
    """Ask for what is still to be said, or show the whole; `hint` says what was wrong."""
    kept = drafts.keep(conn, person, draft)
    people.start_dialog(conn, person.id, DIALOG, {}, desk.now, DIALOGUE_ENDS_AFTER)
    if kept.maybe is not None:
        _confirm(conn, desk, person, kept)
    elif kept.todo:
        _ask(conn, desk, person, kept, hint)
    else:
        _show(conn, desk, person, kept)


def answer(
    conn: Connection, desk: Desk, person: Person, draft: Draft, said: dict[str, Any]
) -> None:
    """Take what was said for the thing that is asked for, and go on."""
    moves = "starts" in said
    fields = sheets.moved(draft.fields, said) if moves else {**draft.fields, **said}
    todo = draft.todo[1:]
    if "capacity" in said and said["capacity"] is None:  # without a limit nobody waits
        todo = [name for name in todo if name != "waitlist"]
    if said.get("kind") == "online":
        todo = [name for name in todo if name != "venue"]
    ask(conn, desk, person, replace(draft, fields=fields, todo=todo, maybe=None))


def _ask(conn: Connection, desk: Desk, person: Person, draft: Draft, hint: str) -> None:
    name = draft.todo[0]
    values = {
        "field": name,
        "kind": draft.kind,
        "known": views.value(desk, name, draft.fields),
        "options": [label for _, label in options(desk, draft.kind, name)],
        "optional": FIELDS[name].optional or (name == "capacity" and draft.kind == "event"),
        "changing": draft.of is not None,
        "hint": hint,
        "person": person.id,
        "rev": draft.rev,
    }
    owing.tell(conn, desk, person, "organise_ask", values)


def _confirm(conn: Connection, desk: Desk, person: Person, draft: Draft) -> None:
    assert draft.maybe is not None
    name = draft.todo[0]
    values = {
        "field": name,
        "understood": views.value(desk, name, draft.maybe),
        "person": person.id,
        "rev": draft.rev,
    }
    owing.tell(conn, desk, person, "organise_confirm", values)


def _show(conn: Connection, desk: Desk, person: Person, draft: Draft) -> None:
    owing.tell(conn, desk, person, "organise_summary", summary(conn, desk, person, draft))


def summary(conn: Connection, desk: Desk, person: Person, draft: Draft) -> dict[str, Any]:
    """Return what the summary shows: all fields, and of a change what was and who is told."""
    made = sheets.sheet_or_complaints(desk, draft, draft.of or sheets.NEW_ID)
    row = occasions.find(conn, draft.of) if draft.of else None
    now_is = views.shown(desk, draft.kind, sheets.completed(draft, desk.now))
    was = views.shown(desk, draft.kind, sheets.fields_of(row)) if row is not None else {}
    changed = [name for name in now_is if row is not None and was[name] != now_is[name]]
    return {
        "fields": [(name, shown) for name, shown in now_is.items() if shown is not None],
        "changes": [(name, was[name], now_is[name]) for name in changed],
        "changing": draft.of is not None,
        "title": row.title if row is not None else "",
        "wrong": made if isinstance(made, list) else [],
        "moves": bool({"when", "municipality", "venue"}.intersection(changed)),
        "small": row is not None and row.taken > (draft.fields.get("capacity") or row.taken),
        "concerned": views.concerned(conn, row) if row is not None else None,
        "same": row is not None and not isinstance(made, list) and written(made) == row.text,
        "kind": draft.kind,
        "person": person.id,
        "rev": draft.rev,
    }
