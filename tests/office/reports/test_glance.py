"""The picture for the chat, and the pages to print, as they are read by people."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.domain.periods import of_month
from bot.office.reports import glance, ledger, printing
from bot.office.reports.ledger import Ledger
from bot.storage import gaps
from bot.storage.database import Database
from bot.templates.printed import printed
from tests.office.reports.seeding import NOW, Year
from tests.pdf_text import text_of
from tests.programme.desk import SAMPLE, desk


async def read(database: Database, month: str) -> tuple[Ledger, dict[str, Any]]:
    office = desk(SAMPLE, NOW)

    def work(conn: Any) -> tuple[Ledger, dict[str, Any]]:
        told = ledger.read(conn, office, of_month(month), news=False)
        return told, glance.values(office, told, glance.lacking(conn, of_month(month)))

    return await database.read(work)


@pytest.mark.parametrize("scale", [0.02, 0.1, 1.0])
async def test_the_picture_has_no_number_that_points_at_somebody(
    sqlite: Database, scale: float
) -> None:
    await sqlite.write(Year(scale=scale).sow)
    told, shown = await read(sqlite, "2027-03")
    for name in ("topics", "communes", "outcomes"):
        counts = [one["count"] for one in shown[name]]
        assert not [count for count in counts if count is not None and count < 5], name
        # one alone would be what is left of the total, unless there is nothing else
        assert counts.count(None) != 1 or counts == [None], name
    said = [one["said"] for one in (*shown["times"], *shown["hours"])]
    assert not [one for one in said if re.fullmatch(r"[1-4]", one)], said
    assert glance.file(told, shown).content.startswith(b"\x89PNG")
    if scale == 1.0:
        assert shown["total"] == len(told.questions)
        assert sum(one["count"] or 0 for one in shown["outcomes"]) == shown["total"]
        assert "pracy" in shown["times"][0]["said"]


async def test_a_list_with_nothing_to_show_says_so_once(sqlite: Database) -> None:
    await sqlite.write(Year(scale=0.1).sow)
    _told, shown = await read(sqlite, "2027-03")
    few = [{**one, "count": None} for one in shown["topics"]]
    page = text_of(printed("glance", {**shown, "topics": few}))
    assert page.count("Za mało pytań, żeby pokazać liczby") == 1 + all(
        one["count"] is None for one in shown["communes"]
    ) + all(one["count"] is None for one in shown["outcomes"])
    assert few[0]["name"] not in page


async def test_gaps_are_those_that_five_people_and_more_asked_about(sqlite: Database) -> None:
    def fill(conn: Any) -> None:
        said = {"topic": "legal", "questions": [1], "state": "open"}
        gaps.put_on_list(conn, "2027-03-08", text="Czy szkoła może?", people=7, **said)
        gaps.put_on_list(conn, "2027-03-15", text="Tylko czworo pyta", people=4, **said)
        gaps.put_on_list(conn, "2027-04-05", text="Inny miesiąc", people=9, **said)

    await sqlite.write(fill)
    told, shown = await read(sqlite, "2027-03")
    assert shown["gaps"] == ["Czy szkoła może? (7 osób)"]
    assert glance.file(told, shown).name == "rzut-oka_2027-03_utworzono-2028-01-10.png"


async def test_only_what_people_said_counts_as_help(sqlite: Database) -> None:
    await sqlite.write(Year().sow)
    told, shown = await read(sqlite, "2027-05")
    bars = {one["name"]: one["count"] for one in shown["outcomes"]}
    helped = [one for one in told.questions if one.feedback == "helped" and not one.ticket_id]
    silent = [one for one in told.questions if one.feedback in (None, "picked", "about")]
    assert bars["pomogło"] == len(helped)
    assert bars["bez odpowiedzi"] == len([one for one in silent if not one.ticket_id])


async def test_pages_of_hours_add_up_and_ask_for_signatures(sqlite: Database) -> None:
    await sqlite.write(Year(scale=0.2).sow)
    told, _ = await read(sqlite, "2027-02")
    office = desk(SAMPLE, NOW)
    values, cards = printing.hours(office, told), printing.register(office, told)
    (hours,) = printing.hours_files(told, values)
    assert hours.name == "godziny-doradcow_2027-02_utworzono-2028-01-10.pdf"
    text = text_of(hours.content)
    total = sum(one.accounted for one in told.hours)
    pages = [page["hours"] for page in values["pages"]]
    assert sum(round(100 * float(one.replace(",", "."))) for one in pages) == total * 100 // 60
    assert "luty 2027" in text and text.count("podpis koordynatora") == len(pages)
    unsigned = [card for card in told.issued if card.unsigned]
    assert unsigned and all(card.sign in text for card in unsigned)
    (register,) = printing.register_files(told, cards)
    printed = text_of(register.content)
    assert printed.count("podpis osoby") == len(unsigned)
    assert re.search(r"dotyczy\s*01.2027", printed)
