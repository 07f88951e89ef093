"""`/zgloszenie`: one's own submissions, and a new one while a call is open."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.forms import asking, presses, sending, views
from bot.office.forms.steps import next_step
from bot.office.submissions.form import KIND
from bot.programme import documents
from bot.programme.contests import cards, known
from bot.programme.contests.known import Known
from bot.storage import forms, people, records
from bot.storage.rows import Person

PAPERS = "consent_forms"
MINE = ("draft", "sent", "returned", "accepted", "rejected")


def show(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /zgloszenie: what somebody has sent, and the contests that take submissions."""
    taking = [one for one in known.in_force(conn) if one.sheet.kind == "awards"]
    own = [one for one in forms.of_person(conn, person.id, KIND.name, *MINE) if one.done]
    if len(taking) == 1 and not own:
        _begin(conn, desk, person, taking[0])
        return
    items = [views.summary(conn, desk, KIND, one) for one in own[:6]]
    contests = [
        {"title": one.sheet.title, "number": one.number}
        for one in taking
        if one.sheet.call_at(desk.now) is not None
    ]
    owing.tell(conn, desk, person, "submissions", {"items": items, "contests": contests})


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start from the contest's card ([Zgłoś])."""
    given = cards.pressed(conn, press)
    if given is None or given[1].sheet.kind != "awards":
        return cards.STALE
    _begin(conn, desk, *given)
    return Toast("")


def anew(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start another one beside those that were begun ([Nowe zgłoszenie])."""
    given = cards.pressed(conn, press)
    if given is None or given[1].sheet.kind != "awards":
        return cards.STALE
    _begin(conn, desk, *given, fresh=True)
    return Toast("")


def _begin(
    conn: Connection, desk: Desk, person: Person, found: Known, *, fresh: bool = False
) -> None:
    why = _refusal(desk, person, found)
    if why is not None:
        countdown = known.countdown(desk, found.sheet)
        values = {"what": why, "title": found.sheet.title, "countdown": countdown,
                  "person": person.id}  # fmt: skip
        owing.tell(conn, desk, person, "submission_refused", values)
        return
    start = asking.fresh if fresh else asking.begin
    categories = found.sheet.categories
    said: dict[str, Any] = {} if len(categories) != 1 else {"category": categories[0].name}
    start(conn, desk, person, KIND, found.row.id, **said)


def _refusal(desk: Desk, person: Person, found: Known) -> str | None:
    """Return why somebody cannot submit now: not of age, or the call is not open."""
    if person.under_18:
        return "needs_adult"
    if not found.is_open or found.sheet.call_at(desk.now) is None:
        return "closed"
    return None


def mistaken(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take back that somebody is under 18 ([Pomyłka, mam 18 lat]); that is written down."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident or not person.under_18:
        return presses.STALE
    people.set_fields(conn, person.id, under_18=False)
    records.note(conn, desk.now, f"person:{person.id}", "of_age")
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    show(conn, desk, people.by_id(conn, person.id))
    return Toast("saved")


def send_papers(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the prefilled forms of consent, to be printed and signed ([Wydrukuj zgody])."""
    given = presses.own(conn, press, KIND)
    if given is None or given[1].said.get("whom") != "minors":
        return presses.STALE
    person, form = given
    documents.send(
        conn, desk, person.address, PAPERS, {"form": form.id},
        caption="consent_forms", values={"minors": int(form.said.get("minors", 1))},
    )  # fmt: skip
    return Toast("")


def settle_over(conn: Connection, desk: Desk) -> None:
    """Once a call is over, let what was sent and reopened count as it stands, if it is whole."""
    for form in forms.of_kind(conn, KIND.name, ("draft",)):
        if form.sent_at is None or KIND.closed(conn, desk, form) is None:
            continue
        person = people.by_id(conn, form.person_id)
        if person.dialog == KIND.dialog:
            people.end_dialog(conn, person.id)
        whole = next_step(KIND, form) is None
        state = "sent" if whole else "dropped"
        forms.move(conn, form.id, was=("draft",), state=state)
        sending.show(conn, desk, KIND, forms.get(conn, form.id))
        what = "counts" if whole else "unfinished"
        views.tell_by_day(conn, desk, KIND, forms.get(conn, form.id), what)
