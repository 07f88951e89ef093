"""The spreadsheet of a contest's results: its columns, and what may stand in each of them.

Everything wrong is found at once, with the number of its row; words for it are in the template.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.domain.polish_words import fold
from bot.knowledge.values import AUDIENCES
from bot.programme.sheets import Table
from bot.programme.workbooks import Column, blank

NAME, KIND, COMMUNE, RESULT, AMOUNT = "Organizacja", "Rodzaj", "Gmina", "Wynik", "Kwota"
GRANTED, RESERVE, DECLINED = RESULTS = ("przyznano", "rezerwa", "nie")
TITLE, AGREEMENT, STARTS, ENDS = "Tytuł projektu", "Numer umowy", "Początek", "Koniec"
LONGEST_TITLE, LONGEST_AGREEMENT = 300, 80
#: What a grantee has to keep, by the name of its rule.
DUTIES = {
    "contract": "Podpisanie umowy",
    "report": "Raport końcowy",
    "returns": "Zwrot niewydanych pieniędzy",
}
COLUMNS = (
    Column(NAME, 40),
    Column(KIND, 22, AUDIENCES),
    Column(COMMUNE, 20),
    Column(RESULT, 14, RESULTS),
    Column(AMOUNT, 12),
    *(Column(title, 30) for title in DUTIES.values()),
    Column(TITLE, 40),
    Column(AGREEMENT, 20),
    Column(STARTS, 14),
    Column(ENDS, 14),
)
NOTES = (
    "Jedna organizacja to jeden wiersz. Pierwszego wiersza proszę nie zmieniać.",
    f"{RESULT}: {', '.join(RESULTS)}.",
    "Dni proszę pisać tak: 2027-06-02 albo 2.06.2027, tylko przy przyznanych grantach.",
    f"Puste mogą być: {COMMUNE}, {AMOUNT}, dni, {TITLE}, {AGREEMENT}, {STARTS} i {ENDS}.",
    "Przyznane granty trafią do rejestru inicjatyw (/inicjatywy).",
    "Gotowy plik proszę wysłać botowi w prywatnej rozmowie, w ciągu dwóch dni od pobrania.",
)
LONGEST_NAME = 200
MOST_COMPLAINTS = 15
_POLISH_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_AMOUNT = re.compile(r"[0-9]{1,3}(?:[ \u00a0]?[0-9]{3})*(?:[.,][0-9]{1,2})?(?: ?zł)?")
_FAR = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong in a row: in which column, how, and what stands there."""

    row: int
    column: str
    what: str
    given: str = ""


def template() -> bytes:
    """Return the spreadsheet to be filled."""
    return blank(COLUMNS, NOTES)


def lines(
    table: Table, today: date, communes: Collection[str]
) -> tuple[list[dict[str, Any]], list[Complaint]]:
    """Return the results that a file holds, and all that is wrong with it."""
    _, head = table.rows[0]
    places = {fold(title): place for place, title in enumerate(head) if title}
    missing = [one for one in (NAME, KIND, RESULT) if fold(one) not in places]
    if missing:
        return [], [Complaint(1, one, "no_column") for one in missing]
    found: list[dict[str, Any]] = []
    wrong: list[Complaint] = []
    seen: dict[str, int] = {}
    for number, cells in table.rows[1:]:
        given = {
            one.title: cells[places[fold(one.title)]]
            for one in COLUMNS
            if fold(one.title) in places and places[fold(one.title)] < len(cells)
        }
        wrong += _complaints(number, given, today, communes, seen)
        found.append(_line(given))
    return found, wrong or ([] if found else [Complaint(2, NAME, "no_rows")])


def _complaints(
    row: int,
    given: dict[str, str],
    today: date,
    communes: Collection[str],
    seen: dict[str, int],
) -> Iterator[Complaint]:
    name = given.get(NAME, "")
    if not name or len(name) > LONGEST_NAME:
        yield Complaint(row, NAME, "long" if name else "empty", name[:40])
    elif (first := seen.setdefault(fold(name), row)) != row:
        yield Complaint(row, NAME, "twice", str(first))
    for column, known in ((RESULT, RESULTS), (KIND, AUDIENCES), (COMMUNE, communes)):
        said = given.get(column, "")
        if (said or column != COMMUNE) and _meant(said, known) is None:
            yield Complaint(row, column, "unknown" if said else "empty", said)
    if (amount := given.get(AMOUNT, "")) and not _AMOUNT.fullmatch(amount):
        yield Complaint(row, AMOUNT, "amount", amount)
    for title in DUTIES.values():
        yield from _wrong_day(row, title, given.get(title, ""), today)
    for title, most in ((TITLE, LONGEST_TITLE), (AGREEMENT, LONGEST_AGREEMENT)):
        if len(given.get(title, "")) > most:
            yield Complaint(row, title, "long", given[title][:40])
    yield from _wrong_period(row, given)


def _wrong_period(row: int, given: dict[str, str]) -> Iterator[Complaint]:
    days = [(title, read_day(given.get(title, ""))) for title in (STARTS, ENDS)]
    for title, day in days:
        if given.get(title, "") and day is None:
            yield Complaint(row, title, "day", given[title])
    (_, begins), (_, ends) = days
    if begins is not None and ends is not None and ends < begins:
        yield Complaint(row, ENDS, "before", given[ENDS])


def _wrong_day(row: int, title: str, said: str, today: date) -> Iterator[Complaint]:
    day = read_day(said)
    if said and day is None:
        yield Complaint(row, title, "day", said)
    elif day is not None and not today <= day <= today + _FAR:
        yield Complaint(row, title, "past" if day < today else "far", said)


def _meant(said: str, known: Collection[str]) -> str | None:
    return next((one for one in known if fold(one) == fold(said)), None)


def read_day(said: str) -> date | None:
    """Return the day that a cell names, as a machine or as people write it."""
    found = _POLISH_DAY.fullmatch(said)
    written = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else said
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _line(given: dict[str, str]) -> dict[str, Any]:
    granted = _meant(given.get(RESULT, ""), RESULTS) == GRANTED
    days = {what: read_day(given.get(title, "")) for what, title in DUTIES.items()}
    amount = given.get(AMOUNT, "").removesuffix("zł").strip()
    begins, ends = read_day(given.get(STARTS, "")), read_day(given.get(ENDS, ""))
    return {
        "name": given.get(NAME, ""),
        "kind": _meant(given.get(KIND, ""), AUDIENCES) or "",
        "commune": given.get(COMMUNE, ""),
        "result": _meant(given.get(RESULT, ""), RESULTS) or "",
        "amount": f"{amount} zł" if amount and granted else "",
        "days": {what: day.isoformat() for what, day in days.items() if day and granted},
        "title": given.get(TITLE, ""),
        "agreement": given.get(AGREEMENT, ""),
        "starts_on": begins.isoformat() if begins else None,
        "ends_on": ends.isoformat() if ends else None,
    }
