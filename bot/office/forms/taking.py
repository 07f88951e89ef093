"""What a leader writes or sends while a form waits for it.

Plain answers go into their step; what belongs to a ticket, or plainly is a question, goes where
it would go without the form, which still waits.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.practices import length, said
from bot.domain.written import is_blank
from bot.helpdesk.desk import Desk, Incoming
from bot.knowledge.decision import Decision
from bot.office.forms import asking, sending
from bot.office.forms.steps import Kind, Step, current
from bot.storage import forms, people, posts, receipts
from bot.storage.forms import Form
from bot.storage.rows import Person

SHORT = 300  # characters: a longer text is an answer, even if it asks something
_FILES = ("photo", "document")
#: Kinds of words that are said to us, in the middle of a form too.
_TO_US = frozenset({"greeting", "thanks", "goodbye", "abuse", "human"})
Take = Callable[[Connection, Desk, Person, Incoming, Decision], bool]


def taker(kind: Kind) -> Take:
    """Return what takes messages into forms of a kind."""
    return partial(_take, kind)


def _take(
    kind: Kind,
    conn: Connection,
    desk: Desk,
    person: Person,
    incoming: Incoming,
    decision: Decision,
) -> bool:
    found = current(conn, desk, person, kind)
    if found is None:
        people.end_dialog(conn, person.id)
        return False
    form, step = found
    if _in_ticket(conn, incoming):
        return False
    if incoming.media in _FILES:
        return _file(conn, desk, person, kind, form, step, incoming)
    if incoming.media or is_blank(incoming.text) or decision.kind in _TO_US:
        return False
    word = said(incoming.text)
    if step is None:
        return word == "send" and sending.send(conn, desk, person, kind, form)
    if _word(conn, desk, person, kind, form, step, word):
        return True
    if _may_ask(incoming, decision):
        return False
    _answer(conn, desk, person, kind, form, step, incoming)
    return True


def _in_ticket(conn: Connection, incoming: Incoming) -> bool:
    """Tell whether a message replies to something of a ticket."""
    if incoming.reply_to is None:
        return False
    known = receipts.find(conn, incoming.chat_id, incoming.reply_to)
    if known is not None and known.ticket_id is not None:
        return True
    return posts.by_message(conn, incoming.chat_id, incoming.reply_to) is not None


def _may_ask(incoming: Incoming, decision: Decision) -> bool:
    text = incoming.text.strip()
    question = text.endswith("?") or (decision.zone == "answer" and asks(text))
    return len(text) <= SHORT and question


def _word(
    conn: Connection,
    desk: Desk,
    person: Person,
    kind: Kind,
    form: Form,
    step: Step,
    word: str | None,
) -> bool:
    """Do what a typed word says where a button would; False when it is not such a word here."""
    if step.takes == "choice":
        if word not in step.offered(conn, desk, form):
            return False
        asking.settle(conn, desk, person, kind, form, step, word, method="word")
        return True
    if word == "on" or (word == "no" and step.optional):
        return asking.pass_step(conn, desk, person, kind, form, step)
    return False


def _answer(
    conn: Connection,
    desk: Desk,
    person: Person,
    kind: Kind,
    form: Form,
    step: Step,
    incoming: Incoming,
) -> None:
    """Take words as the answer to the step, or say what is wrong with them."""
    value, wrong, about = read(conn, desk, step, incoming.text)
    if wrong:
        anew = (person.dialog_data or {}).get("anew")
        asking.ask(conn, desk, person, kind, form, hint=wrong, given=about, anew=anew)
        return
    asking.settle(
        conn, desk, person, kind, form, step, value, message=incoming.message_id, method="word"
    )


def read(conn: Connection, desk: Desk, step: Step, text: str) -> tuple[object, str, str]:
    """Return a text as the value of a step, or why it is none, and how much too long it is."""
    plain = text.strip()
    if step.takes == "number":
        digits = "".join(plain.split())
        fits = digits.isascii() and digits.isdecimal() and len(digits) < 7
        value = int(digits) if fits else -1
        return (value, "", "") if step.least <= value <= step.most else (None, "number", "")
    if step.takes == "link":
        return (plain, "", "") if _is_address(plain) else (None, "link", "")
    if step.takes != "text":
        return None, "tap" if step.takes == "choice" else "file", ""
    if length(plain) > step.longest:
        return None, "long", str(length(plain) - step.longest)
    kept = step.fits(conn, desk, plain) if step.fits is not None else plain
    return (kept, "", "") if kept else (None, "unfit", "")


def _is_address(text: str) -> bool:
    """Tell whether a text is one https address, and nothing else."""
    begins = text.startswith("https://") and len(text) <= 300
    host = text.removeprefix("https://").split("/")[0]
    return begins and "." in host and "@" not in host and text.isprintable() and " " not in text


def _file(
    conn: Connection,
    desk: Desk,
    person: Person,
    kind: Kind,
    form: Form,
    step: Step | None,
    incoming: Incoming,
) -> bool:
    """Take a photo or a scan; an album is confirmed once."""
    if forms.knows_message(conn, incoming.chat_id, incoming.message_id):
        return True
    if step is None or step.takes != "files":
        if incoming.media != "photo" or step is None:
            return False
        asking.ask(conn, desk, person, kind, form, hint="later", key=_once(form, incoming))
        return True
    there = forms.files(conn, form.id, step.name)
    if len(there) >= step.most:
        key = f"enough:{_once(form, incoming)}"
        anew = (person.dialog_data or {}).get("anew")
        asking.ask(conn, desk, person, kind, form, hint="enough", anew=anew, key=key)
        return True
    forms.add_file(
        conn,
        form.id,
        step.name,
        chat_id=incoming.chat_id,
        message_id=incoming.message_id,
        media=incoming.media,
        file=dict(incoming.file) if incoming.file else None,
        album=incoming.album,
        at=incoming.at,
    )
    if incoming.album is None or all(one.album != incoming.album for one in there):
        undone = [one for one in form.done if one != step.name and one not in step.reopens]
        forms.set_fields(conn, form.id, done=undone)
        form = forms.get(conn, form.id)
        asking.ask(conn, desk, person, kind, form, hint="taken", anew=step.name)
    return True


def _once(form: Form, incoming: Incoming) -> str:
    return f"form_file:{form.id}:{incoming.album or incoming.message_id}"


def edits(kind: Kind) -> Callable[[Connection, Desk, Incoming], bool]:
    """Return what takes over edits of messages that stand in forms of a kind."""
    return partial(_edited, kind)


def _edited(kind: Kind, conn: Connection, desk: Desk, incoming: Incoming) -> bool:
    """Put changed words in the place of the old ones, while the form may be written into."""
    person = people.by_telegram(conn, incoming.sender_id)
    if person is None or incoming.chat_id != incoming.sender_id:
        return False
    for form in forms.of_person(conn, person.id, kind.name, *forms.OPEN, "accepted"):
        names = [name for name, at in form.heard.items() if at == incoming.message_id]
        step = kind.step(names[0]) if names else None
        if step is None:
            continue
        value, wrong, _about = read(conn, desk, step, incoming.text)
        if form.editable and not wrong and kind.closed(conn, desk, form) is None:
            forms.set_fields(conn, form.id, said={**form.said, step.name: value})
        return True
    return False
