"""A made-up year of the programme, always the same: 1500 questions, 300 hours, 10 workshops, ...

Rows only, written straight into the tables, with everything in them that a report may stumble
over: words that look like formulas, cancelled and corrected cards, guests, people without
Telegram, meetings called off, grants given up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, insert

from bot.storage import advice_tables, grant_tables, programme_tables, report_tables, tables

QUESTIONS, CARDS, WORKSHOPS, GRANTEES, PEOPLE, ORGANISATIONS = 1500, 620, 10, 30, 180, 90
START = datetime(2027, 1, 1, 8, tzinfo=UTC)
NOW = datetime(2028, 1, 10, 9, tzinfo=UTC)
TOPICS = ("legal", "accounting", "fundraising", "partnerships", "promotion", "volunteering")
COMMUNES = ("Łąck", "Bielsk", "Gąbin", "Słupno", "Drobin", "Wyszogród", "Bulkowo", "Słubice")
KINDS = ("kgw", "osp", "fundacja", "stowarzyszenie", "grupa-nieformalna")
FORMS = ("bot", "email", "phone", "video", "office", "visit", "messenger", "training")
ADVISORS = ("Ewa Żak", "Marek Lis", "Zofia Wąs", "Jan Bąk", "Ola Mróz", "=Piotr+Nowak")
EVIL = (
    "=1+1",
    "+48 600",
    "-2",
    "@SUM(A1)",
    "\tTab",
    "\rCR",
    " =A1",
    "\uff1dA1",
    '=HYPERLINK("x")',
)
DAY = "dzien-pracy"


class Year:
    """The year as rows by table; nothing is written before `sow`."""

    def __init__(self, seed: int = 2027, scale: float = 1.0) -> None:
        self.chance = Random(seed)
        self.scale = scale
        self.rows: list[tuple[Table, list[dict[str, Any]]]] = []
        for make in (
            _people, _advisors, _organisations, _tickets, _questions, _posts, _cards, _months,
            _meetings, _teams, _registrations, _certificates, _surveys, _initiatives, _practices,
            _reminders, _announcements, _answers, _consents, _changes, _ratings, _submissions,
        ):  # fmt: skip
            self.rows += make(self)

    def many(self, count: int) -> int:
        return max(1, round(count * self.scale))

    def of(self, table: Table) -> list[dict[str, Any]]:
        return next(rows for known, rows in self.rows if known is table)

    def moment(self, before: int = 365) -> datetime:
        return START + timedelta(minutes=self.chance.randrange(before * 24 * 60))

    def words(self, plain: str) -> str:
        evil = self.chance.random() < 0.03
        return f"{self.chance.choice(EVIL)} {plain}" if evil else plain

    def sow(self, conn: Connection) -> None:
        """Write all rows."""
        for table, rows in self.rows:
            if rows:
                conn.execute(insert(table), rows)


Rows = Iterator[tuple[Table, list[dict[str, Any]]]]


def _people(year: Year) -> Rows:
    chance = year.chance
    yield (
        tables.person,
        [
            {
                "id": at,
                "telegram_id": 5000 + at if at % 9 else None,
                "name": year.words(f"Osoba {at}"),
                "commune": chance.choice((*COMMUNES, None)),
                "source": "telegram" if at % 9 else "phone",
                "erased_at": year.moment() if at % 60 == 0 else None,
                "created_at": START,
            }
            for at in range(1, PEOPLE + 1)
        ],
    )


def _advisors(year: Year) -> Rows:
    yield (
        tables.advisor,
        [
            {"telegram_id": 100 + at, "name": name, "specialities": [], "member": True}
            for at, name in enumerate(ADVISORS)
        ],
    )


def _organisations(year: Year) -> Rows:
    yield (
        programme_tables.organisation,
        [
            {
                "id": at,
                "name": year.words(f"Koło {at}"),
                "kind": year.chance.choice(KINDS),
                "commune": year.chance.choice(COMMUNES),
                "traits": [],
                "created_at": START,
                "changed_at": START,
            }
            for at in range(1, ORGANISATIONS + 1)
        ],
    )


def _tickets(year: Year) -> Rows:
    chance, rows = year.chance, []
    for at in range(1, year.many(700) + 1):
        opened, state = year.moment(), chance.choice(("closed",) * 8 + ("claimed", "withdrawn"))
        held = state == "claimed" or chance.random() < 0.9
        rows.append(
            {
                "id": at,
                "person_id": chance.randint(1, PEOPLE),
                "address": f"chat:{5000 + at}",
                "topic": chance.choice(TOPICS),
                "state": state,
                "promised_at": opened + timedelta(days=3),
                "advisor_id": 100 + chance.randrange(6) if held else None,
                "opened_at": opened,
                "closed_at": opened + timedelta(days=5) if state == "closed" else None,
            }
        )
    yield tables.ticket, rows


def _questions(year: Year) -> Rows:
    chance, rows = year.chance, []
    tickets = len(year.of(tables.ticket))
    for at in range(1, year.many(QUESTIONS) + 1):
        ticket = at if at <= tickets else None
        state = "ticket" if ticket else chance.choice(("answered", "done", "done", "kind"))
        helped = chance.choice((None, None, "helped", "helped", "other", "picked"))
        rows.append(
            {
                "person_id": chance.randint(1, PEOPLE),
                "chat_id": 1,
                "message_id": at,
                "text": "tajne słowa lidera",
                "state": state,
                "topic": chance.choice((*TOPICS, None)),
                "entry": None if ticket or state == "kind" else f"wpis-{chance.randrange(40)}",
                "feedback": "advisor" if ticket else helped,
                "ticket_id": ticket,
                "asked_at": year.moment(),
            }
        )
    yield tables.question, rows


def _posts(year: Year) -> Rows:
    rows = []
    for ticket in year.of(tables.ticket):
        for number in range(year.chance.randrange(3)):
            rows.append(
                {
                    "ticket_id": ticket["id"],
                    "side": "advisor",
                    "author": "Ewa",
                    "chat_id": -100,
                    "message_id": 10 * ticket["id"] + number,
                    "state": "owed",
                    "at": ticket["opened_at"] + timedelta(hours=year.chance.randrange(1, 90)),
                }
            )
    yield tables.post, rows


def _cards(year: Year) -> Rows:
    chance, rows = year.chance, []
    organisations = year.of(programme_tables.organisation)
    count = year.many(CARDS)
    for at in range(1, count + 1):
        day = date(2027, 1, 1) + timedelta(days=(at * 363) // count)
        org = chance.choice((*organisations, None))
        person = chance.choice((None, *range(1, PEOPLE + 1)))
        form = chance.choice(FORMS)
        written = form in ("bot", "email", "messenger") or chance.random() < 0.3
        starts = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        minutes = chance.choice((5, 10, 15, 20, 30, 30, 40, 45, 60))
        said = chance.choice(("helped", "helped", "helped", "not_helped", None, None, "disputed"))
        rows.append(
            {
                "id": at,
                "year": 2027,
                "number": at,
                "state": "issued" if at % 40 else "cancelled",
                "month": f"{day:%Y-%m}",
                "concerns": None,
                "ticket_id": at if at <= year.many(400) else None,
                "corrects_id": None,
                "advisor_id": 100 + chance.randrange(6),
                "advisor": "",
                "person_id": person,
                "person": year.words(f"Osoba {person or chance.randrange(20)}"),
                "organisation_id": org["id"] if org else None,
                "organisation": org["name"] if org else "",
                "organisation_kind": org["kind"] if org else "",
                "commune": org["commune"] if org else "",
                "topic": chance.choice(TOPICS),
                "form": form,
                "day": f"{day}",
                "minutes": minutes,
                "started_at": None if written else starts,
                "ended_at": None if written else starts + timedelta(minutes=minutes),
                "summary": year.words("Pytanie o statut."),
                "advice": year.words("Wyjaśniono zapisy."),
                "next_steps": year.words("Uchwała zebrania."),
                "confirmed": said,
                "confirmed_at": starts if said else None,
                "confirmed_by": "button" if said else None,
                "created_at": starts,
                "issued_at": starts,
                "cancelled_why": year.words("pomyłka") if at % 40 == 0 else "",
            }
        )
    for card in rows:
        card["advisor"] = ADVISORS[card["advisor_id"] - 100]
    yield advice_tables.advice_card, [*rows, *_corrections(rows)]


def _corrections(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cards of January put right after January was closed: they count in February."""
    last = len(rows)
    january = [one for one in rows if one["month"] == "2027-01" and one["state"] == "issued"][:3]
    return [
        one
        | {
            "id": last + at,
            "number": last + at,
            "month": "2027-02",
            "concerns": "2027-01",
            "corrects_id": one["id"],
            "minutes": one["minutes"] + (25 if at % 2 else -5),
            "started_at": None,
            "ended_at": None,
        }
        for at, one in enumerate(january, 1)
    ]


def _months(year: Year) -> Rows:
    closed = {"closed_by": 900, "closer": "Zofia", "closed_at": datetime(2027, 2, 4, tzinfo=UTC)}
    yield (
        advice_tables.closed_month,
        [{"month": "2027-01", **closed, "figures": {"advice_hours": 12.25}}],
    )


def _meetings(year: Year) -> Rows:
    def one(ident: str, kind: str, starts: datetime, hours: float, state: str) -> dict[str, Any]:
        return {
            "id": ident,
            "kind": kind,
            "state": state,
            "title": year.words(f"Spotkanie {ident}"),
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=hours),
            "place": year.words("świetlica"),
            "text": "{}",
            "mark": "m",
            "origin": "chat",
            "changed_at": START,
            "created_at": START,
        }

    months = range(1, WORKSHOPS + 1)
    rows = [
        one(f"w{n:02}", "workshop", datetime(2027, n, 15, 9, tzinfo=UTC), 4 + n % 3 / 2, "open")
        for n in months
    ]
    rows.append(one("w98", "workshop", datetime(2027, 6, 1, 9, tzinfo=UTC), 5, "cancelled"))
    rows.append(one("w99", "workshop", NOW + timedelta(days=9), 5, "open"))
    rows.append(one(DAY, "event", datetime(2027, 5, 14, 6, tzinfo=UTC), 6, "open"))
    rows.append(one("gala", "event", datetime(2027, 12, 10, 15, tzinfo=UTC), 3, "open"))
    yield programme_tables.occasion, rows


def _teams(year: Year) -> Rows:
    yield (
        programme_tables.team,
        [
            {
                "id": at,
                "occasion_id": DAY,
                "name": year.words(f"Drużyna {at}"),
                "site": "Łąck",
                "shift": "08:30–11:30" if at % 2 else "12:00–15:00",
                "firm": year.words(f"Firma {at % 4}"),
                "created_at": START,
            }
            for at in range(1, 13)
        ],
    )


def _registrations(year: Year) -> Rows:
    chance, rows = year.chance, []
    for meeting in year.of(programme_tables.occasion):
        people = chance.sample(range(1, PEOPLE + 1), 24)
        big = meeting["kind"] == "event"
        for at in range(130 if big else 24):
            known = at < len(people) and chance.random() < 0.8
            state = chance.choice(("seated",) * 8 + ("waiting", "left"))
            here = state == "seated" and chance.random() < 0.8
            rows.append(
                {
                    "id": len(rows) + 1,
                    "occasion_id": meeting["id"],
                    "person_id": people[at] if known else None,
                    "state": state,
                    "name": year.words(f"Gość {at % 40}"),
                    "organisation": year.words(f"Koło {at % 9}"),
                    "commune": chance.choice((*COMMUNES, "")),
                    "guests": int(chance.random() < 0.1),
                    "team_id": chance.randint(1, 12) if meeting["id"] == DAY else None,
                    "present_at": meeting["starts_at"] if here else None,
                    "created_at": START,
                }
            )
    yield programme_tables.registration, rows


def _certificates(year: Year) -> Rows:
    rows: list[dict[str, Any]] = []
    for one in year.of(programme_tables.registration):
        if one["present_at"] and one["occasion_id"] in ("w01", "w02", "w03", "w04"):
            number = len(rows) + 1
            rows.append(
                {
                    "year": 2027,
                    "number": number,
                    "registration_id": one["id"],
                    "name": one["name"],
                    "title": "Warsztat",
                    "day": "2027-03-15",
                    "hours": 5,
                    "issued_at": one["present_at"],
                    "cancelled_at": one["present_at"] if number % 11 == 0 else None,
                }
            )
    yield programme_tables.certificate, rows


def _surveys(year: Year) -> Rows:
    yield (
        programme_tables.survey_answer,
        [
            {
                "occasion_id": f"w{n:02}",
                "part": "opinion",
                "question": question,
                "value": year.chance.randint(2, 5),
            }
            for n in range(1, WORKSHOPS + 1)
            for _ in range(3 if n == 7 else 12)
            for question in range(3)
        ],
    )


def _initiatives(year: Year) -> Rows:
    chance = year.chance
    yield (
        advice_tables.initiative,
        [
            {
                "contest": "granty",
                "grantee": year.words(f"Realizator {at}"),
                "seat": year.words("ul. Wiejska 1"),
                "commune": chance.choice(COMMUNES),
                "title": year.words(f"Inicjatywa {at}"),
                "scope": year.words("festyn i warsztaty"),
                "agreement": f"{at}/2027",
                "starts_on": f"2027-06-{1 + at % 28:02}" if at % 5 else None,
                "ends_on": "2027-11-15",
                "awarded": 600_000,
                "paid": 600_000 - 100 * at,
                "settled": 590_033,
                "returned": 9_967,
                "participants": chance.choice((None, 12, 20, 35)),
                "volunteers": chance.choice((None, 3, 7)),
                "state": "resigned" if at in (7, 19) else chance.choice(("agreed", "settled")),
                "created_at": datetime(2027, 5, 20, tzinfo=UTC),
                "changed_at": START,
            }
            for at in range(1, GRANTEES + 1)
        ],
    )


def _practices(year: Year) -> Rows:
    states = ("accepted", "accepted", "sent", "withdrawn")
    told = [
        {
            "id": at,
            "person_id": at,
            "state": state,
            "done": [],
            "slug": f"praktyka-{at}" if state == "accepted" else None,
            "decided_at": datetime(2027, 7, at, tzinfo=UTC),
            "created_at": START,
            "touched_at": START,
        }
        for at, state in enumerate(states, 1)
    ]
    yield tables.practice, told
    parts = [
        {
            "practice_id": at,
            "field": "title",
            "chat_id": 7,
            "message_id": at,
            "text": year.words("Ławka"),
            "at": START,
        }
        for at in range(1, 5)
    ]
    yield tables.practice_part, parts


def _reminders(year: Year) -> Rows:
    yield (
        programme_tables.occurrence,
        [
            {
                "key": f"k{at}",
                "kind": "seat_soon" if at % 2 else "deadline",
                "subject": f"r:{at}",
                "person_id": 1 + at % 9,
                "moment": "2027-03-06T09:00",
                "local": "2027-03-04T09:00",
                "zone": "Europe/Warsaw",
                "due_at": START + timedelta(days=at % 300),
                "until": START + timedelta(days=400),
                "state": "owed" if at % 7 else "cancelled",
                "params": {},
                "made_at": START,
            }
            for at in range(400)
        ],
    )


def _announcements(year: Year) -> Rows:
    told = [
        {
            "id": at,
            "author_id": 900,
            "author": year.words("Zofia"),
            "chat_id": 900,
            "message_id": at,
            "text": year.words("Zapraszamy na warsztat"),
            "subject": "workshops",
            "audience": {},
            "state": "done",
            "created_at": START,
            "started_at": START + timedelta(days=20 * at) if at != 6 else None,
        }
        for at in range(1, 7)
    ]
    yield programme_tables.announcement, told
    sent = [
        {
            "id": 10 * at + n,
            "key": f"a{at}:{n}",
            "kind": "broadcast",
            "operation": "send",
            "lane": "chat:1",
            "priority": 5,
            "to": "chat:1",
            "params": {},
            "state": "sent" if n % 4 else "failed",
            "created_at": START,
        }
        for at in range(1, 6)
        for n in range(9)
    ]
    yield tables.outbox, sent
    copies = [
        {
            "announcement_id": one["id"] // 10,
            "person_id": 1 + one["id"] % 10,
            "outbox_id": one["id"],
        }
        for one in sent
    ]
    yield programme_tables.announcement_copy, copies


def _answers(year: Year) -> Rows:
    yield (
        programme_tables.contest_question,
        [
            {
                "contest": "granty",
                "number": at if at <= 12 else None,
                "question": year.words("Czy można kupić ławkę?"),
                "answer": year.words("Tak, z kwoty grantu."),
                "state": "public" if at <= 12 else "private",
                "created_at": START,
                "published_at": START + timedelta(days=at) if at <= 12 else None,
            }
            for at in range(1, 16)
        ],
    )


def _consents(year: Year) -> Rows:
    yield (
        programme_tables.consent,
        [
            {
                "person_id": 1 + at % 50,
                "subject": "announcements",
                "given": at % 5 != 0,
                "method": "button",
                "at": year.moment(),
            }
            for at in range(80)
        ],
    )


def _changes(year: Year) -> Rows:
    yield (
        tables.audit,
        [
            {
                "at": START + timedelta(hours=at),
                "actor": f"advisor:{100 + at % 6}",
                "action": "claim",
                "ticket_id": at + 1,
                "data": {"rev": at},
            }
            for at in range(90)
        ],
    )


def _ratings(year: Year) -> Rows:
    people = [("begin", 12), ("end", 4)]
    yield (
        report_tables.self_assessment_answer,
        [
            {"part": part, "question": number, "value": year.chance.randint(1, 5)}
            for part, count in people
            for _ in range(count)
            for number in range(5)
        ],
    )


def _submissions(year: Year) -> Rows:
    states = ("sent", "accepted", "accepted", "rejected", "withdrawn", "draft", "returned")
    rows = [
        {
            "id": at,
            "kind": "submission" if at % 8 else "need",
            "about": "wolontariat",
            "number": None if states[at % 7] == "draft" else at,
            "person_id": at,
            "state": states[at % 7],
            "said": {},
            "heard": {},
            "done": [],
            "sent_at": None if states[at % 7] == "draft" else year.moment(),
            "created_at": START,
            "touched_at": START,
        }
        for at in range(1, 41)
    ]
    yield grant_tables.office_form, rows
