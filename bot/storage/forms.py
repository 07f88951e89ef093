"""Forms that leaders fill step by step for the office, and the files that belong to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.storage.grant_tables import office_form, office_form_file
from bot.storage.rows import add, change, every, one

EDITABLE = ("draft", "returned")
OPEN = (*EDITABLE, "sent")


@dataclass(frozen=True, slots=True)
class Form:
    """A form on its way from the first answer to the decision."""

    id: int
    kind: str
    about: str
    number: int | None
    person_id: int
    state: str
    said: dict[str, Any]
    heard: dict[str, int]
    done: list[str]
    rev: int
    note: str
    decided_by: int | None
    decider: str
    decided_at: datetime | None
    sent_at: datetime | None
    practice_id: int | None
    created_at: datetime
    touched_at: datetime

    @property
    def editable(self) -> bool:
        """Tell whether its author may still write into it."""
        return self.state in EDITABLE


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file of a form, as Telegram knows it."""

    id: int
    form_id: int
    step: str
    chat_id: int
    message_id: int
    media: str
    file: dict[str, Any] | None
    album: str | None
    at: datetime
    gone_at: datetime | None


_NEW = insert(office_form).returning(office_form)
_BY_ID = select(office_form).where(office_form.c.id == bindparam("ident"))
_FILES = (
    select(office_form_file)
    .where(office_form_file.c.form_id == bindparam("ident"), office_form_file.c.gone_at.is_(None))
    .order_by(office_form_file.c.message_id)
)
_KNOWN = select(office_form_file.c.id).where(
    office_form_file.c.chat_id == bindparam("chat_id"),
    office_form_file.c.message_id == bindparam("message_id"),
)


def begin(
    conn: Connection, kind: str, about: str, person_id: int, now: datetime, **said: Any
) -> Form:
    """Store a new form with what is known from the start, and return it."""
    values = {
        "kind": kind,
        "about": about,
        "person_id": person_id,
        "said": said,
        "heard": {},
        "done": sorted(said),
        "created_at": now,
        "touched_at": now,
    }
    return Form(*conn.execute(_NEW, values).one())


def find(conn: Connection, ident: int, kind: str) -> Form | None:
    """Return a form of this kind, whatever its state."""
    found = one(conn, Form, _BY_ID, ident=ident)
    return found if found is not None and found.kind == kind else None


def get(conn: Connection, ident: int) -> Form:
    """Return a form that is known to exist."""
    found = one(conn, Form, _BY_ID, ident=ident)
    assert found is not None
    return found


def of_person(conn: Connection, person_id: int, kind: str, *states: str) -> list[Form]:
    """Return somebody's forms of a kind in these states, the latest touched first."""
    query = select(office_form).where(
        office_form.c.person_id == person_id,
        office_form.c.kind == kind,
        office_form.c.state.in_(states),
    )
    return every(conn, Form, query.order_by(office_form.c.touched_at.desc(), office_form.c.id))


def of_kind(
    conn: Connection, kind: str, states: Collection[str], about: str | None = None
) -> list[Form]:
    """Return all forms of a kind in these states, in the order of their numbers."""
    query = select(office_form).where(
        office_form.c.kind == kind, office_form.c.state.in_(list(states))
    )
    if about is not None:
        query = query.where(office_form.c.about == about)
    return every(conn, Form, query.order_by(office_form.c.number, office_form.c.id))


def hides_names(conn: Connection, practice_id: int) -> bool:
    """Tell whether a good practice came of a form whose author agreed to no names in it."""
    query = select(office_form.c.said).where(office_form.c.practice_id == practice_id)
    said = conn.execute(query).scalar()
    return said is not None and said.get("publish") != "names"


def next_number(conn: Connection, kind: str, about: str) -> int:
    """Return the number that the next form sent gets."""
    query = select(func.max(office_form.c.number)).where(
        office_form.c.kind == kind, office_form.c.about == about
    )
    return int(conn.execute(query).scalar() or 0) + 1


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store what was said, or facts that decide nothing; count the change."""
    change(conn, office_form, office_form.c.id == ident, rev=office_form.c.rev + 1, **values)


def move(conn: Connection, ident: int, *, was: Collection[str], **values: Any) -> bool:
    """Change a form only while it is in one of these states; tell whether it was."""
    here = office_form.c.state.in_(list(was))
    rev = office_form.c.rev + 1
    return change(conn, office_form, office_form.c.id == ident, here, rev=rev, **values) == 1


def files(conn: Connection, ident: int, *steps: str) -> list[FormFile]:
    """Return the files of a form, of these steps or of all, in the order they were sent."""
    found = every(conn, FormFile, _FILES, ident=ident)
    return [one for one in found if one.step in steps] if steps else found


def add_file(conn: Connection, form_id: int, step: str, **values: Any) -> int:
    """Store a file of a form."""
    return add(conn, office_form_file, form_id=form_id, step=step, **values)


def knows_message(conn: Connection, chat_id: int, message_id: int) -> bool:
    """Tell whether a message is a file of some form, taken out ones too."""
    row = conn.execute(_KNOWN, {"chat_id": chat_id, "message_id": message_id}).first()
    return row is not None


def drop_files(conn: Connection, form_id: int, now: datetime, *steps: str) -> int:
    """Take the files of these steps out of a form; return how many there were."""
    return change(
        conn,
        office_form_file,
        office_form_file.c.form_id == form_id,
        office_form_file.c.step.in_(steps),
        office_form_file.c.gone_at.is_(None),
        gone_at=now,
        file=None,
    )


def forget(conn: Connection, before: datetime, *states: str) -> int:
    """Forget the words and files of forms given up before a moment; return how many."""
    given_up = office_form.c.state.in_(states), office_form.c.touched_at <= before
    found = [one for one in every(conn, Form, select(office_form).where(*given_up)) if one.said]
    for form in found:
        drop_files(conn, form.id, before, *{one.step for one in files(conn, form.id)})
        emptied: dict[str, Any] = {"said": {}, "heard": {}, "done": [], "note": ""}
        change(conn, office_form, office_form.c.id == form.id, **emptied)
    return len(found)
