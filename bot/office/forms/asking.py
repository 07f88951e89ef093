"""What is asked for next, and everything that may be said about a form as a whole."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.office.forms import views
from bot.office.forms.steps import KEPT_FOR, SUMMARY, Kind, Step, next_step
from bot.storage import consents, forms, people
from bot.storage.forms import EDITABLE, OPEN, Form
from bot.storage.rows import Person


def begin(
    conn: Connection, desk: Desk, person: Person, kind: Kind, about: str, **said: Any
) -> Form | None:
    """Start a form, or offer what was begun before; None when nothing was started."""
    held = [
        one for one in forms.of_person(conn, person.id, kind.name, *OPEN) if one.about == about
    ]
    begun = [one for one in held if one.editable and set(one.done) - set(said)]
    if begun:
        items = [views.summary(conn, desk, kind, one) for one in begun[: kind.most]]
        values = {"items": items, "person": person.id, **kind.about(conn, desk, begun[0])}
        owing.tell(conn, desk, person, f"{kind.words}_drafts", values)
        return None
    return fresh(conn, desk, person, kind, about, **said)


def fresh(
    conn: Connection, desk: Desk, person: Person, kind: Kind, about: str, **said: Any
) -> Form | None:
    """Start a new form, unless too many are open; an empty one is used again."""
    held = [
        one for one in forms.of_person(conn, person.id, kind.name, *OPEN) if one.about == about
    ]
    empty = [one for one in held if one.state == "draft" and not set(one.done) - set(said)]
    if len(held) - len(empty) >= kind.most:
        views.tell(conn, desk, person, kind, held[0], "full", most=kind.most)
        return None
    form = empty[0] if empty else forms.begin(conn, kind.name, about, person.id, desk.now, **said)
    ask(conn, desk, person, kind, form)
    return form


def ask(
    conn: Connection,
    desk: Desk,
    person: Person,
    kind: Kind,
    form: Form,
    *,
    hint: str = "",
    given: str = "",
    anew: str | None = None,
    key: str | None = None,
) -> None:
    """Ask for what is missing next, or show the whole; buttons of earlier questions are void.

    `hint` says what was wrong, or taken. `anew`: the step whose next words replace what it says.
    """
    why = kind.closed(conn, desk, form)
    if why is not None:
        people.end_dialog(conn, person.id)
        views.tell(conn, desk, person, kind, form, why)
        return
    data = {"form": form.id, "anew": anew}
    people.start_dialog(conn, person.id, kind.dialog, data, desk.now, KEPT_FOR)
    forms.set_fields(conn, form.id, touched_at=desk.now)
    form = forms.get(conn, form.id)
    step = kind.step(anew) if anew else next_step(kind, form)
    how: Any = {"key": key} if key else {}
    if step is None:
        values = views.summary(conn, desk, kind, form)
        owing.tell(conn, desk, person, f"{kind.words}_{SUMMARY}", values, **how)
    else:
        values = views.asked(conn, desk, kind, form, step, hint, given)
        owing.tell(conn, desk, person, f"{kind.words}_ask", values, **how)


def settle(
    conn: Connection,
    desk: Desk,
    person: Person,
    kind: Kind,
    form: Form,
    step: Step,
    value: Any,
    *,
    message: int | None = None,
    method: str = "button",
) -> None:
    """Take an answer that fits, and go on; one that ends the form says so."""
    if step.consent:
        subject, agrees = consent_subject(kind, form, step.name), value in step.consent
        consents.note(conn, person.id, subject, agrees, method, desk.now)
    if value in step.ends:
        end(conn, desk, person, kind, form, step.ends[value])
        return
    heard = {name: at for name, at in form.heard.items() if name != step.name}
    if message is not None:
        heard[step.name] = message
    again = set(step.reopens) if form.said.get(step.name) not in (None, value) else set()
    done = [one for one in form.done if one not in again and one != step.name]
    forms.set_fields(
        conn, form.id, said={**form.said, step.name: value}, heard=heard, done=[*done, step.name]
    )
    ask(conn, desk, person, kind, forms.get(conn, form.id))


def consent_subject(kind: Kind, form: Form, step: str) -> str:
    """Return how the register of consents calls what was agreed to in a form."""
    return f"{kind.prefix}{form.id}:{step}"[:24]


def end(conn: Connection, desk: Desk, person: Person, kind: Kind, form: Form, what: str) -> None:
    """Stop here: what was said so far waits as a draft, unless the kind forgets it."""
    people.end_dialog(conn, person.id)
    forms.set_fields(conn, form.id, touched_at=desk.now)
    kind.ended(conn, desk, form, what)
    views.tell(conn, desk, person, kind, forms.get(conn, form.id), what)


def pass_step(
    conn: Connection, desk: Desk, person: Person, kind: Kind, form: Form, step: Step
) -> bool:
    """Put a step behind without new words; False when it lacks something."""
    count = len(forms.files(conn, form.id, step.name))
    filled = count >= max(step.least, 1) if step.takes == "files" else step.name in form.said
    if not (filled or (step.optional and count == 0)):
        return False
    if step.takes == "files" and step.name == "scans" and count:
        subject = consent_subject(kind, form, "guardian")
        consents.note(conn, person.id, subject, True, "scan", desk.now)
    done = [one for one in form.done if one != step.name]
    forms.set_fields(conn, form.id, done=[*done, step.name])
    ask(conn, desk, person, kind, forms.get(conn, form.id))
    return True


def reopen(conn: Connection, desk: Desk, person: Person, kind: Kind, form: Form) -> bool:
    """Let its author write into a form again; what was sent becomes a draft with its number."""
    back = ("sent", "dropped", *EDITABLE)
    state = "returned" if form.state == "returned" else "draft"
    if not forms.move(conn, form.id, was=back, state=state, touched_at=desk.now):
        return False
    if form.state == "sent":
        kind.follows(conn, desk, forms.get(conn, form.id), "reopened")
    ask(conn, desk, person, kind, forms.get(conn, form.id))
    return True
