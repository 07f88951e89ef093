"""What coordinators decide about a form: accepted, sent back with words, or declined with words.

Its card stands in coordination's thread and shows the newest state. A decision is a conditional
update of what the card showed: an older card, or a second press, changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind as MessageKind
from bot.domain.outgoing import Command, Target
from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.office.forms import presses, sending, views
from bot.office.forms.steps import Kind
from bot.programme import panels, second_person
from bot.programme.panels import Shown
from bot.programme.part import Act, Reply
from bot.storage import forms, people, receipts, records
from bot.storage.forms import Form
from bot.storage.outbox import OutboxRow, Owed, Skip, owe
from bot.storage.rows import Person

FILES = "form_files"  # the operation that shows a coordinator what was sent along
LONGEST_NOTE = 1500
WORDS = {"return": "returned", "reject": "rejected"}


def buttons(kind: Kind) -> Mapping[str, Act]:
    """Return the buttons of the card of a kind of form, all of them the coordinators'."""
    made = {"accept": accept, "return": ask_words, "reject": ask_words, "files": show_files}
    return {f"{kind.prefix}_{name}": partial(act, kind) for name, act in made.items()}


def replies(kind: Kind) -> Mapping[str, Reply]:
    """Return what takes the words that go with a decision."""
    return {f"{kind.prefix}_{what}": partial(_answered, kind, what) for what in WORDS}


def drawing(kind: Kind) -> panels.Draw:
    """Return what draws the card of a kind of form."""

    def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
        form = forms.find(conn, int(rest), kind.name)
        if form is None:
            return None
        return Shown(f"{kind.words}_card", views.card(conn, desk, kind, form))

    return draw


def asked(kind: Kind, conn: Connection, desk: Desk, press: Press, *states: str) -> Form | Toast:
    """Return the form whose card was pressed, as the card shows it; else what is told instead."""
    stands = receipts.find(conn, press.chat_id, press.message_id)
    form = forms.find(conn, press.ident, kind.name)
    if form is None or stands is None or stands.subject != sending.subject(kind, form):
        return Toast("stale")
    if press.presser_id not in standing.coordinators(conn, desk):
        return Toast("not_coordinator", alert=True)
    if form.rev != press.rev or form.state not in states:
        panels.redraw(conn, desk, owing.COORDINATION, sending.subject(kind, form), stands)
        return Toast("moved_on")
    author = people.by_id(conn, form.person_id)
    own = author.telegram_id == press.presser_id
    if own and second_person.others(conn, desk, press.presser_id):
        return Toast("not_yours", alert=True)
    return form


def accept(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Accept a form; one that was declined, too."""
    form = asked(kind, conn, desk, press, "sent", "rejected")
    if isinstance(form, Toast):
        return form
    done = _decide(kind, conn, desk, press.presser_id, press.name, form, "accepted", "")
    return Toast("saved" if done else "moved_on")


def ask_words(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for the words that go with sending back, or with declining; nothing is told yet."""
    form = asked(kind, conn, desk, press, "sent")
    if isinstance(form, Toast):
        return form
    what = press.action.removeprefix(f"{kind.prefix}_")
    values = {"what": what, "most": LONGEST_NOTE, "number": form.number, "kind": kind.name,
              "subject": f"{press.action}:{form.id}"}  # fmt: skip
    key = f"{press.action}:{form.id}:{form.rev}:{press.message_id}"
    owing.send_to(
        conn, desk, owing.COORDINATION, "form_words", values,
        role="ask", reply_to=press.message_id, key=key,
    )  # fmt: skip
    return Toast("")


def _answered(
    kind: Kind, what: str, conn: Connection, desk: Desk, said: Incoming, rest: str
) -> None:
    """Take a reply as the words of a decision, if it is a coordinator's and fits."""
    form = forms.find(conn, int(rest), kind.name)
    words, why = said.text.strip(), None
    if form is None or form.state != "sent":
        why = "over"
    elif said.sender_id not in standing.coordinators(conn, desk):
        why = "coordinator"
    elif said.media or not words:
        why = "words"
    elif len(words) > LONGEST_NOTE:
        why = "long"
    if why is None and form is not None:
        _decide(kind, conn, desk, said.sender_id, said.name, form, WORDS[what], words)
        owing.react(conn, desk, said.chat_id, said.message_id, "👌")
        return
    values = {"what": why, "most": LONGEST_NOTE, "subject": f"{kind.prefix}_{what}:{rest}"}
    owing.send_to(
        conn, desk, owing.COORDINATION, "form_hint", values,
        role="hint", reply_to=said.message_id,
    )  # fmt: skip


def _decide(
    kind: Kind,
    conn: Connection,
    desk: Desk,
    who: int,
    name: str,
    form: Form,
    state: str,
    note: str,
) -> bool:
    """Move a form, tell its author, and show it on the card; False when somebody was first."""
    by = {"decided_by": who, "decider": name, "decided_at": desk.now, "note": note}
    if not forms.move(conn, form.id, was=(form.state,), state=state, **by):
        return False
    moved = forms.get(conn, form.id)
    records.note(conn, desk.now, f"advisor:{who}", f"{kind.name}_{state}", form=form.id)
    kind.follows(conn, desk, moved, state)
    panels.show(conn, desk, owing.COORDINATION, sending.subject(kind, moved))
    views.tell_by_day(conn, desk, kind, moved, state)
    return True


# What was sent along


def show_files(kind: Kind, conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the presser, alone, what was sent along: not all of it is for the whole group."""
    form = asked(kind, conn, desk, press, "sent", "returned", "accepted", "rejected", "draft")
    if isinstance(form, Toast):
        return form
    person = people.by_telegram(conn, press.presser_id)
    story, found = views.story(form), forms.files(conn, form.id)
    if person is None or not (found or story):
        return Toast("no_files")
    presses.note_seen(conn, desk, press, kind, form)
    if story:
        values = {"story": story, "number": form.number, "kind": kind.name}
        owing.tell(conn, desk, person, "form_story", values)
    if found:
        _owe_files(conn, desk, person, form)
    return Toast("sending_private")


def _owe_files(conn: Connection, desk: Desk, person: Person, form: Form) -> None:
    owe(
        conn,
        Owed(
            key=f"{FILES}:{form.id}:{person.id}:{desk.cause}",
            kind=MessageKind.MEDIA,
            operation=FILES,
            to=person.address,
            params={"form": form.id},
            role=FILES,
        ),
        desk.now,
    )


def prepare_files(conn: Connection, row: OutboxRow, target: Target) -> Command | Skip:
    """Return the command that copies the files of a form."""
    found = forms.files(conn, row.params["form"])
    if not found:
        return Skip("no_files")
    where: dict[str, Any] = {"from_chat_id": found[0].chat_id}
    idents = tuple(one.message_id for one in found)
    return Command("album" if len(found) > 1 else "copy", target.chat_id, target.thread_id,
                   message_ids=idents, **where)  # fmt: skip
