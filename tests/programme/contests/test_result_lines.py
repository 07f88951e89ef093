"""What results may say of a project: title, agreement, period; and what is wrong with them."""

from __future__ import annotations

from datetime import date

from bot.programme.contests.result_lines import COLUMNS, Complaint, lines
from bot.programme.sheets import Table

TODAY = date(2027, 5, 21)
HEAD = tuple(one.title for one in COLUMNS)


def read(**given: str) -> tuple[list[dict[str, object]], list[Complaint]]:
    row = {"Organizacja": "KGW", "Rodzaj": "kgw", "Wynik": "przyznano", **given}
    cells = tuple(row.get(title.replace(" ", "_"), "") for title in HEAD)
    return lines(Table(((1, HEAD), (2, cells))), TODAY, ())


def test_a_project_is_read_with_its_period() -> None:
    (line,), wrong = read(
        Tytuł_projektu="Ogród", Numer_umowy="7/2027", Początek="7.06.2027", Koniec="2027-11-15"
    )
    assert wrong == []
    assert (line["title"], line["agreement"]) == ("Ogród", "7/2027")
    assert (line["starts_on"], line["ends_on"]) == ("2027-06-07", "2027-11-15")


def test_older_files_without_these_columns_are_read_as_before() -> None:
    table = Table(((1, HEAD[:4]), (2, ("KGW", "kgw", "", "przyznano"))))
    (line,), wrong = lines(table, TODAY, ())
    assert wrong == []
    assert (line["title"], line["starts_on"], line["ends_on"]) == ("", None, None)


def test_a_period_that_cannot_be_is_told_with_its_row() -> None:
    _, wrong = read(Początek="31.06.2027", Koniec="1.06.2027")
    assert wrong == [Complaint(2, "Początek", "day", "31.06.2027")]
    _, wrong = read(Początek="7.06.2027", Koniec="1.06.2027")
    assert wrong == [Complaint(2, "Koniec", "before", "1.06.2027")]
    _, wrong = read(Tytuł_projektu="x" * 301)
    assert [(one.row, one.column, one.what) for one in wrong] == [(2, "Tytuł projektu", "long")]
