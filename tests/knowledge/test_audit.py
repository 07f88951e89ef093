"""The fact audit: every figure in an answer stands in a row of the audit, or in a source.

What counts as a figure is said in `claims`. Provisions, days and other numbers are compared apart,
so that article 21 does not vouch for 21 days.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from tests.knowledge.claims import Claim, claims, claims_of_answer
from tests.knowledge.sample import LIVE

AUDIT = Path(__file__).parent / "audit"
ENTRIES = sorted(path.stem for path in LIVE.glob("faq/*/*.md"))
#: Figures that no source has to bear out, with the reason.
EXCEPTIONS = {
    ("film-o-inicjatywie-telefonem", "20"): "advice: seconds of a recording",
    ("notatka-prasowa-jak-napisac", "8"): "advice: sentences of a note",
    ("notatka-prasowa-jak-napisac", "12"): "the same",
    ("oferta-rezultaty-i-harmonogram", "2"): "an example: hours of a meeting",
    ("prosty-jezyk-w-komunikatach", "15"): "advice: words of a sentence",
    ("prosty-jezyk-w-komunikatach", "20"): "the same",
    ("rekrutacja-wolontariuszy-na-wsi", "10"): "advice: minutes of a talk",
    ("umowa-zlecenie-zasady-stawka", "1.01"): "the rate is set for a calendar year",
    ("umowa-zlecenie-zasady-stawka", "2"): "an example: hours of a lesson",
    ("umowa-zlecenie-zasady-stawka", "10"): "an example: lessons",
    ("wolontariat-pracowniczy-jak-zorganizowac", "4"): "advice: hours of a task",
    ("wolontariat-pracowniczy-jak-zorganizowac", "10"): "advice: people in a team",
    ("wolontariat-seniorow-i-niepelnosprawnych", "1"): "advice: hours of a task",
    ("wolontariat-seniorow-i-niepelnosprawnych", "2"): "the same",
}


@cache
def live() -> KnowledgeBase:
    return load(LIVE)


@cache
def rows() -> tuple[tuple[str, ...], ...]:
    lines = [
        line
        for path in sorted(AUDIT.glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return tuple(tuple(line.split("\t")) for line in lines)


@cache
def claimed(entry: str) -> frozenset[Claim]:
    said = claims_of_answer(live().entries[entry].answer)
    return frozenset(one for one in said if (entry, one.figure) not in EXCEPTIONS)


def test_every_row_says_what_is_claimed_by_which_source_and_how_surely() -> None:
    wrong = [row for row in rows() if len(row) != 4 or not all(cell.strip() for cell in row)]
    assert wrong == []


def test_no_row_stands_twice() -> None:
    assert len(rows()) == len(set(rows()))


def test_every_row_is_about_something_that_is_there() -> None:
    base = live()
    there = {*base.entries, *base.guides, *base.programme.calendar, *base.programme.contests}
    assert sorted({row[0] for row in rows()} - there) == []


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_figure_of_an_answer_has_a_source(entry: str) -> None:
    written = [cell for row in rows() if row[0] == entry for cell in row[1:3]]
    borne_out = {
        one for text in (*written, *live().entries[entry].sources) for one in claims(text)
    }
    assert sorted(claimed(entry) - borne_out) == []


def test_entries_with_figures_have_rows_of_their_own() -> None:
    audited = {row[0] for row in rows()}
    assert [entry for entry in ENTRIES if claimed(entry) and entry not in audited] == []


def test_every_exception_is_still_needed() -> None:
    said = {
        (entry, one.figure)
        for entry in ENTRIES
        for one in claims_of_answer(live().entries[entry].answer)
    }
    assert EXCEPTIONS.keys() - said == set()


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("art. 52, 53 i 69 ustawy", "przepis 52, przepis 53, przepis 69"),
        ("art. 10a ust. 1–3, § 4", "przepis 10a, przepis 1, przepis 2, przepis 3, przepis 4"),
        ("art. 353(1), Dz.U. 2024 poz. 1761", "przepis 353(1), przepis 1761, liczba 2024"),
        ("do 31 marca 2027 r.", "dzień 31.03, liczba 2027"),
        ("od 1.01.2026", "dzień 1.01, liczba 2026"),
        ("240 000 zł, 1 mln zł i 31,40 zł", "liczba 240000, liczba 1000000, liczba 31.4"),
        ("8–12 dni, 25%", "liczba 8, liczba 12, liczba 25"),
        ("CIT-8, PIT-4R, 1,5%, {{ limit-2 }}, [zob.](https://a.pl/9)", ""),
    ],
)
def test_figures_are_read_as_people_read_them(text: str, figures: str) -> None:
    assert claims(text) == {Claim(*one.split()) for one in figures.split(", ") if one}


def test_numbers_of_a_list_and_examples_are_no_claims_of_an_answer() -> None:
    answer = "1. Napisz: „Sobota, 14 maja, 9.00”.\n**2. Wyślij** w 7 dni."
    assert claims_of_answer(answer) == {Claim("liczba", "7")}
