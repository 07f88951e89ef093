"""Under a receipt stand four buttons at most, and [Dopisz do #1] only about the same matter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.domain.working_hours import WorkingHours
from bot.helpdesk import opening, receipt_views, same_matter
from bot.helpdesk.desk import Desk, Incoming
from bot.storage import people, tickets
from bot.storage.database import Database
from bot.storage.rows import Ticket
from bot.templates import Texts
from tests.knowledge.sample import base

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
TRACTOR = "Czy stary traktor z remizy może jechać w paradzie?"
STAMP = "Kto odpowiada za zgubioną pieczątkę?"
NEAR = [{"entry": "plakat", "confidence": 0.2}]
_NUMBERS = count(1)


def desk(now: datetime) -> Desk:
    hours = WorkingHours(base().organisation.office_hours.by_weekday, frozenset())
    return Desk(base(), hours, now, f"u{next(_NUMBERS)}")


def asked(conn: Connection, text: str, at: datetime, **values: Any) -> Ticket:
    """Open a ticket of the same leader's."""
    person = people.meet(conn, 101, "Anna", at)
    said = Incoming(101, next(_NUMBERS), 101, "Anna", text, at, media=values.pop("media", None))
    given = {"topic": "legal", "topics": ["legal"], "topic_confidence": 0.9, **values}
    question = opening.save_question(conn, person, said, **given)
    return opening.open_ticket(conn, desk(at), person, question)


@pytest.mark.parametrize(
    ("text", "at", "values", "offered"),
    [
        ("a stary traktor w paradzie, czy mandat?", LATER, {}, True),
        ("a stary traktor w paradzie, czy mandat?", LATER, {"topic": "promotion"}, False),
        (STAMP, LATER, {}, False),
        (STAMP, LATER, {"candidates": NEAR}, True),
        (STAMP, LATER, {"candidates": [{"entry": "plakat", "confidence": 0.04}]}, False),
        ("", LATER, {"media": "voice"}, False),
        (STAMP, NOW + timedelta(minutes=10), {"topic": "promotion"}, True),
        (STAMP, NOW + timedelta(minutes=11), {"topic": "promotion"}, False),
    ],
)
async def test_a_ticket_may_belong_to_an_earlier_one_about_the_same(
    database: Database, text: str, at: datetime, values: dict[str, Any], offered: bool
) -> None:
    def work(conn: Connection) -> bool:
        first = asked(conn, TRACTOR, NOW, candidates=NEAR)
        found = same_matter.earlier_ticket(conn, asked(conn, text, at, **values))
        return found is not None and found.id == first.id

    assert await database.write(work) == offered


async def test_nothing_is_added_to_what_is_closed(database: Database) -> None:
    def work(conn: Connection) -> Ticket | None:
        first = asked(conn, TRACTOR, NOW)
        tickets.move(conn, first.id, was=("queued",), state="closed", closed_at=NOW)
        return same_matter.earlier_ticket(conn, asked(conn, TRACTOR, NOW))

    assert await database.write(work) is None


@pytest.mark.parametrize(
    ("values", "need", "shown", "further"),
    [
        (
            {},
            "calm",
            ["Dziś lub jutro", "W tym tygodniu", "Zadzwońcie do mnie", "Więcej"],
            ["Zmień temat", "Tylko jeden doradca", "Wycofaj", "Wróć"],
        ),
        (
            {},
            "now",
            ["✓ Dziś lub jutro", "W tym tygodniu", "Zadzwońcie do mnie", "Więcej"],
            ["Zmień temat", "Nie pali się", "Tylko jeden doradca", "Wycofaj", "Wróć"],
        ),
        (
            {"topics": ["legal", "promotion"], "topic_confidence": 0.3},
            "calm",
            ["Raczej 📣 Promocja", "Dziś lub jutro", "W tym tygodniu", "Więcej"],
            ["Zadzwońcie do mnie", "Zmień temat", "Tylko jeden doradca", "Wycofaj", "Wróć"],
        ),
        (
            {"media": "voice"},
            "calm",
            ["Zadzwońcie do mnie", "Tylko jeden doradca", "Wycofaj"],
            None,
        ),
    ],
)
async def test_the_most_useful_buttons_stand_first_and_the_others_behind_the_last(
    database: Database,
    values: dict[str, Any],
    need: str,
    shown: list[str],
    further: list[str] | None,
) -> None:
    def work(conn: Connection) -> tuple[list[str], list[str] | None]:
        ticket = asked(conn, TRACTOR, NOW, **values)
        tickets.set_fields(conn, ticket.id, need=need)
        ticket = tickets.get(conn, ticket.id)
        under = labels(conn, ticket, None)
        return under, labels(conn, ticket, "further") if "Więcej" in under else None

    assert await database.write(work) == (shown, further)


async def test_who_asks_for_secrecy_finds_its_button_first(database: Database) -> None:
    def work(conn: Connection) -> list[str]:
        return labels(conn, asked(conn, "Mam 15 lat, nie chcę żeby wszyscy to czytali", NOW), None)

    first = ["Tylko jeden doradca", "Dziś lub jutro", "W tym tygodniu", "Więcej"]
    assert await database.write(work) == first


def labels(conn: Connection, ticket: Ticket, menu: str | None) -> list[str]:
    view = receipt_views.receipt(conn, desk(NOW), ticket, menu)
    rows = Texts().render("receipt", view).keyboard
    return [button.text for row in rows for button in row]
