"""The rehearsal's stage with rows of every part of the programme, all of them the asker's.

Rows of each table count from 1, so that a number that is one's own in one table is somebody
else's in another.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.callbacks import encode
from bot.helpdesk.desk import Desk
from bot.knowledge.programme import Event
from bot.knowledge.programme_text import written
from bot.knowledge.sites import Insurance, Shift
from bot.programme import occasions as following
from bot.programme.contests import results
from bot.storage import (
    advice_cards,
    announcement_copies,
    announcements,
    bookings,
    certificates,
    contest_questions,
    deadlines,
    erasures,
    forms,
    grantees,
    initiatives,
    needs,
    occasion_files,
    occasions,
    organisation_claims,
    organisations,
    receipts,
    records,
    registrations,
    rosters,
    surveys,
    teams,
    twins,
)
from bot.storage.rows import change
from bot.storage.tables import outbox
from tests.channels.telegram import rehearsal as stage
from tests.channels.telegram.rehearsal import Rehearsal

OVER, AHEAD, WORK, CONTEST = "ksiegi", "plakat-na-plot", "dzien-pracy", "granty"
#: Messages of the group that are panels of consultations, and those of duties.
BOOKING_PANEL, OWN_PANEL = 7700, 7720
MEETINGS = (OVER, AHEAD, WORK, "dyzur-lack", CONTEST)


async def populate(there: Rehearsal) -> None:
    """Put the rows on the stage, and let the asker stand in the middle of the sign-up form."""
    with there.conn.begin_nested():
        _build(there.conn, there.desk, there.ids.persons[stage.ASKER])
    number = occasions.number_of_occasion(AHEAD)
    contest = occasions.number_of_occasion(CONTEST)
    begun = (("contest_follow", contest), ("contest_quiz", contest), ("signup", number))
    for action, ident in begun:
        await there.play([stage.press(stage.ASKER, stage.ASKER, 1, encode(action, ident))])
    change(there.conn, outbox, outbox.c.state == "pending", state="sent")


def numbers(there: Rehearsal) -> list[int]:
    """Return the numbers that buttons of these rows carry, and some that none carries."""
    known = [occasions.number_of_occasion(one) for one in MEETINGS]
    return [*known, *there.ids.persons.values(), *range(6), 999, 2**63 - 1]


def _build(conn: Connection, desk: Desk, asker: int) -> None:
    following.sync(conn, desk, lambda conn, desk, change: None)
    hour = timedelta(hours=1)
    occasions.set_fields(conn, OVER, starts_at=desk.now - 6 * hour, ends_at=desk.now - hour)
    _lists(conn, desk, asker)
    _team(conn, desk, asker)
    _deadlines(conn, desk, asker)
    _contest(conn, desk, asker)
    _announcements(conn, desk, asker)
    _advice(conn, desk, asker)
    _claim(conn, desk, asker)
    _consultations(conn, desk, asker)
    _grants(conn, desk, asker)
    erasures.ask(conn, asker, "RODO-1", desk.now, desk.now + timedelta(days=1))


def _lists(conn: Connection, desk: Desk, asker: int) -> None:
    said = {"name": "Anna Żuk", "commune": "Łąck", "phone": "600100200", "created_at": desk.now}
    until = desk.now + timedelta(hours=3)
    urgent = {"urgent_seq": 1, "told_seq": 1}
    for ident, values in (
        (OVER, {"state": "seated", "present_at": desk.now - timedelta(hours=5)}),
        (AHEAD, {"state": "offered", "offered_until": until, **urgent}),
        (WORK, {"state": "seated", "guests": 1, **urgent}),
    ):
        occasions.take_seat(conn, ident, 1 + int(str(values.get("guests", 0))))
        registrations.add(conn, occasion_id=ident, person_id=asker, **values, **said)
    registrations.add(conn, occasion_id=AHEAD, state="waiting", place=1, **said)
    surveys.step(conn, 1, "after", 0)
    certificates.issue(
        conn, 2026, 1, name="Anna Żuk", title="Księgi", day="2026-11-24", hours=6,
        issued_by=stage.LEAD, issued_at=desk.now,
    )  # fmt: skip
    for kind in ("material", "scan"):
        occasion_files.add(
            conn, occasion_id=OVER, kind=kind, title="Slajdy", chat_id=stage.LEAD, message_id=1,
            media="document", added_by=stage.LEAD, at=desk.now,
        )  # fmt: skip


def _team(conn: Connection, desk: Desk, asker: int) -> None:
    sheet = following.sheet_of(occasions.get(conn, WORK))
    assert isinstance(sheet, Event)
    words = dict.fromkeys(("host", "contact", "rain_plan", "briefing_place"), "szkoła")
    shifts = (Shift(hours="08:30-12:00", capacity=20),)
    more = {
        **words,
        "phone": "600100200",
        "shifts": shifts,
        "briefing": sheet.starts - timedelta(days=1),
    }
    insurance = Insurance(until=sheet.starts - timedelta(days=2))
    sites = tuple(site.model_copy(update=more) for site in sheet.sites)
    with_shifts = sheet.model_copy(update={"sites": sites, "insurance": insurance})
    occasions.set_fields(conn, WORK, text=written(with_shifts))
    for told in (None, desk.now):
        occasions.take_seat(conn, WORK, 3)
        teams.add(
            conn, occasion_id=WORK, name="Drużyna", site="Łąck", captain="Anna", phone="600100200",
            person_id=asker, seats=3, created_at=desk.now, told_at=told,
        )  # fmt: skip


def _deadlines(conn: Connection, desk: Desk, asker: int) -> None:
    founded = organisations.found(conn, asker, "KGW Łąck", "kgw", desk.now)
    said = {"hour": None, "later": None, "basis": "", "note": "", "sure": True, "rev": 0,
            "days_before": [7, 1], "created_by": asker, "created_at": desk.now}  # fmt: skip
    for owner, state in (
        (f"org:{founded.id}", "open"),
        (f"person:{asker}", "open"),
        (f"person:{asker}", "draft"),
        (f"org:{founded.id}", "done"),
    ):
        source = f"own:{owner}:{state}"
        deadlines.add(
            conn, owner=owner, source=source, title="Raport", day="2026-12-10", state=state, **said
        )  # fmt: skip
    deadlines.set_fields(conn, 4, done_by=asker, done_at=desk.now)


def _contest(conn: Connection, desk: Desk, asker: int) -> None:
    for state in ("asked", "offered", "public"):
        contest_questions.add(
            conn, contest=CONTEST, person_id=asker, question="Czy wolno?", answer="Wolno.",
            state=state, author_id=stage.HOLDER, author="Osoba 201", created_at=desk.now,
            ticket_id=stage.MAIN if state == "asked" else None,
            number=1 if state == "public" else None,
        )  # fmt: skip
    for state in ("draft", "offered"):
        grantees.add(
            conn, contest=CONTEST, lines=[], state=state, author_id=stage.LEAD, author="Osoba 205",
            created_at=desk.now,
        )  # fmt: skip
    brought = f"{results.OWN}:1"
    receipts.record(conn, stage.LEAD, stage.MENU, "panel", desk.now, subject=brought)


def _announcements(conn: Connection, desk: Desk, asker: int) -> None:
    for number, state in enumerate(("draft", "asked", "alone", "sending"), 700):
        ident = announcements.write(
            conn, author_id=stage.LEAD, author="Osoba 205", chat_id=stage.LEAD, message_id=number,
            text="Zapraszamy", audience={}, state=state, created_at=desk.now, subject="news",
            publish_at=desk.now + timedelta(minutes=15) if state == "alone" else None,
        )  # fmt: skip
        announcement_copies.freeze(conn, ident, [asker])


def _advice(conn: Connection, desk: Desk, asker: int) -> None:
    """Two cards of the holder: one on its way, one in force that the asker was told of."""
    day = desk.today.isoformat()
    for told in (None, desk.now):
        card = advice_cards.draft(
            conn, year=2026, month=day[:7], day=day, ticket_id=stage.MAIN, topic="legal",
            advisor_id=stage.HOLDER, advisor="Osoba 201", person_id=asker, person="Anna",
            form="bot", minutes=30, desk={"to": "group/legal"}, created_at=desk.now,
        )  # fmt: skip
        if told is not None:
            advice_cards.issue(conn, card, 2026, told_at=told, issued_at=told)


def _claim(conn: Connection, desk: Desk, asker: int) -> None:
    """Let the asker claim an organisation that nobody acts for; an advisor has looked it up."""
    values = {"name": "OSP Bielsk", "kind": "osp", "commune": "Bielsk"}
    ident = grantees.add_organisation(conn, desk.now, **values)
    claim = organisation_claims.begin(conn, ident, asker, desk.now)
    said = {"state": "checked", "role": "head", "note": "KRS", "checked_by": stage.OTHER}
    organisation_claims.move(conn, claim.id, was=("draft",), **said)
    receipts.record(conn, stage.GROUP_ID, 7_001, "panel", desk.now, subject="claim:1")
    found = twins.pair(conn, "organisation", (1, ident), "name", desk.now)
    twins.move(conn, found.id, 0, desk.now, state="asked")


def _consultations(conn: Connection, desk: Desk, asker: int) -> None:
    """A meeting ahead, a visit asked for, one that has begun, a slot that is offered; a duty."""
    hour, said = timedelta(hours=1), {"person_id": asker, "topic": "legal", "created_at": desk.now}
    held = {"held_until": desk.now + hour, "offered": True}
    rows: tuple[tuple[str, str, int, dict[str, object]], ...] = (
        ("booked", "office", 48, {}), ("asked", "visit", 72, {"place": "Łąck"}),
        ("booked", "video", -1, {}), ("held", "office", 96, held),
    )  # fmt: skip
    for number, (state, form, ahead, more) in enumerate(rows, 1):
        starts = desk.now + ahead * hour
        bookings.put_down(
            conn, [number], advisor_id=stage.HOLDER, state=state, form=form, starts_at=starts,
            ends_at=starts + hour, **said, **more,
        )  # fmt: skip
        receipts.record(
            conn, stage.GROUP_ID, BOOKING_PANEL + number, "panel", desk.now,
            subject=f"booking:{number}",
        )  # fmt: skip
    rosters.add_pattern(
        conn, advisor_id=stage.HOLDER, weekday=0, starts="09:00", ends="13:00", topics=[],
        created_at=desk.now,
    )  # fmt: skip
    rosters.add_absence(
        conn, advisor_id=stage.HOLDER, kind="leave", first_day="2026-12-01",
        last_day="2026-12-02", created_at=desk.now,
    )  # fmt: skip
    subjects = (f"dutyown:{stage.HOLDER}", "absence:1", "dutyweek:2026-11-23", "caller:9")
    for place, subject in enumerate(subjects, OWN_PANEL):
        receipts.record(conn, stage.GROUP_ID, place, "panel", desk.now, subject=subject)
    draft = {
        "by": stage.HOLDER, "to": "group/legal", "rev": 1, "name": "Maria", "phone": "600100200",
        "at": desk.now.isoformat(),
    }  # fmt: skip
    records.set_fact(conn, "caller:9", {**draft, "topic": "legal"})


def _grants(conn: Connection, desk: Desk, asker: int) -> None:
    """An initiative with a report, a submission, and a need that the asker's team may meet."""
    one = initiatives.add(
        conn, desk.now, contest=CONTEST, organisation_id=1, grantee="KGW Łąck", title="Ogród"
    )
    for kind, about, state in (
        ("submission", CONTEST, "draft"),
        ("report", str(one), "sent"),
        ("need", WORK, "accepted"),
        ("submission", CONTEST, "sent"),
        ("submission", CONTEST, "accepted"),
    ):
        begun = forms.begin(conn, kind, about, asker, desk.now, title="Ogród", publish="names")
        forms.move(conn, begun.id, was=("draft",), state=state)
    needs.propose(conn, 3, 1, "captain", asker, desk.now)
