"""The buttons of a form: each looks at the row, so a late or double press changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.forms import asking, sending, views
from bot.office.forms.steps import LETTERS, Kind, Step, current, next_step
from bot.programme import panels
from bot.programme.part import Act
from bot.storage import forms, people, records
from bot.storage.forms import EDITABLE, Form
from bot.storage.rows import Person

STALE, SHOWN = Toast("stale"), Toast("")


def buttons(kind: Kind) -> Mapping[str, Act]:
    """Return the buttons of the private chat of a kind of form, all of them its author's."""
    made = {
        "on": on,
        "empty": empty,
        "fix": fix_menu,
        "fix_at": fix,
        "send": send,
        "drop": drop,
        "open": resume,
        "edit": resume,
        "back": back,
        "back_yes": back_yes,
        **{f"pick_{letter}": pick for letter in LETTERS},
    }
    return {f"{kind.prefix}_{name}": partial(act, kind) for name, act in made.items()}


def own(conn: Connection, press: Press, kind: Kind, *states: str) -> tuple[Person, Form] | None:
    """Return the presser and the form pressed for, if it is theirs and in such a state."""
    person = people.by_telegram(conn, press.presser_id)
    form = forms.find(conn, press.ident, kind.name)
    if person is None or form is None or form.person_id != person.id:
        return None
    return (person, form) if form.state in (states or EDITABLE) else None


def _here(
    kind: Kind, conn: Connection, desk: Desk, press: Press
) -> tuple[Person, Form, Step | None] | None:
    """Return the same with the step, if the button stands under the newest question."""
    given = own(conn, press, kind)
    found = current(conn, desk, given[0], kind) if given is not None else None
    if given is None or found is None or found[0].id != press.ident or found[0].rev != press.rev:
        return None
    return given[0], found[0], found[1]


def _at_step(
    kind: Kind, conn: Connection, desk: Desk, press: Press
) -> tuple[Person, Form, Step] | None:
    """Return the same, if something is still asked."""
    here = _here(kind, conn, desk, press)
    return None if here is None or here[2] is None else (here[0], here[1], here[2])


def _strip(conn: Connection, desk: Desk, press: Press) -> None:
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)


def on(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Go on to the next step ([Dalej], [Pomiń], [Zostaw bez zmian])."""
    here = _at_step(kind, conn, desk, press)
    if here is None:
        return STALE
    person, form, step = here
    if not asking.pass_step(conn, desk, person, kind, form, step):
        return STALE
    _strip(conn, desk, press)
    return SHOWN


def pick(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the choice that was tapped."""
    here = _at_step(kind, conn, desk, press)
    if here is None or here[2].takes != "choice":
        return STALE
    person, form, step = here
    offered, at = step.offered(conn, desk, form), LETTERS.index(press.action[-1])
    if at >= len(offered):
        return STALE
    _strip(conn, desk, press)
    asking.settle(conn, desk, person, kind, form, step, offered[at])
    return SHOWN


def empty(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take all files of this step out."""
    here = _at_step(kind, conn, desk, press)
    if here is None or here[2].takes != "files":
        return STALE
    person, form, step = here
    forms.drop_files(conn, form.id, desk.now, step.name)
    _strip(conn, desk, press)
    asking.ask(conn, desk, person, kind, form, anew=step.name)
    return Toast("saved")


def fix_menu(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Turn the summary into the choice of what to put right, or back."""
    here = _here(kind, conn, desk, press)
    if here is None or here[2] is not None:
        return STALE
    _person, form, _step = here
    values = views.summary(conn, desk, kind, form)
    items = [{"name": step, "at": at} for at, step in enumerate(values["steps"])]
    shown = {"prefix": kind.prefix, "form": form.id, "items": items, "person": form.person_id}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "form_fix", shown)
    return SHOWN


def fix(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for one thing again; what it says stays until new words come. `rev` names the step."""
    given = own(conn, press, kind)
    if given is None or press.rev is None or next_step(kind, given[1]) is not None:
        return STALE
    person, form = given
    asked = kind.asked(form.said)
    if press.rev >= len(asked):
        return STALE
    _strip(conn, desk, press)
    asking.ask(conn, desk, person, kind, form, anew=asked[press.rev].name)
    return SHOWN


def send(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send what the summary shows."""
    here = _here(kind, conn, desk, press)
    if here is None or not sending.send(conn, desk, here[0], kind, here[1]):
        return STALE
    _strip(conn, desk, press)
    return SHOWN


def drop(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give the form up; for a week it can be had back."""
    given = own(conn, press, kind)
    if given is None:
        return STALE
    person, form = given
    if person.dialog == kind.dialog:
        people.end_dialog(conn, person.id)
    forms.move(conn, form.id, was=EDITABLE, state="dropped", touched_at=desk.now)
    _strip(conn, desk, press)
    kind.follows(conn, desk, form, "dropped")
    if form.sent_at is not None:
        panels.show(conn, desk, owing.COORDINATION, sending.subject(kind, form))
    views.tell(conn, desk, person, kind, forms.get(conn, form.id), "dropped")
    return SHOWN


def resume(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Go on with a draft, or put right what was sent while it still may be."""
    given = own(conn, press, kind, *EDITABLE, "sent", "dropped")
    if given is None or (given[1].state == "dropped" and not given[1].done):
        return STALE
    person, form = given
    why = kind.closed(conn, desk, form)
    if why is not None:
        views.tell(conn, desk, person, kind, form, why)
        return SHOWN
    _strip(conn, desk, press)
    asking.reopen(conn, desk, person, kind, form)
    if form.state == "sent":
        panels.show(conn, desk, owing.COORDINATION, sending.subject(kind, form))
    return SHOWN


def back(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask whether it is really to be taken back ([Wycofuję])."""
    given = own(conn, press, kind, *kind.takes_back)
    if given is None:
        return STALE
    views.tell(conn, desk, given[0], kind, given[1], "really")
    return SHOWN


def back_yes(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take back what was sent."""
    given = own(conn, press, kind, *kind.takes_back)
    if given is None or press.rev != given[1].rev:
        return STALE
    person, form = given
    if not sending.withdraw(conn, desk, person, kind, form):
        return STALE
    _strip(conn, desk, press)
    views.tell(conn, desk, person, kind, forms.get(conn, form.id), "withdrawn")
    return SHOWN


def note_seen(conn: Connection, desk: Desk, press: Press, kind: Kind, form: Form) -> None:
    """Note that somebody looked at the files of a form."""
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, f"{kind.name}_files", form=form.id)
