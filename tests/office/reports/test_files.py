"""The files of a report: they open elsewhere, and nothing in them works itself out."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import pytest_asyncio
from python_calamine import CalamineWorkbook

from bot.domain.periods import of_year
from bot.office.reports import building
from bot.office.reports.building import Report
from bot.office.reports.table import HIDDEN, Table
from bot.programme.comma_files import comma_file, inert, written
from bot.programme.workbooks import Leaf, leaves
from bot.storage.database import Database
from tests.office.reports.seeding import NOW, Year
from tests.programme.desk import desk, sample

DANGER = re.compile(r"^(\s*[=+\-@＝＋－＠]|[\t\r\n])")
SPREADSHEET = shutil.which("soffice") or shutil.which("libreoffice")


STATEMENTS = """
self_assessment:
  statements: [Znam terminy., Liczę budżet., Piszę wnioski., Mam partnerów., =1+1]
"""


@pytest_asyncio.fixture
async def report(sqlite: Database, tmp_path: Path) -> Report:
    await sqlite.write(Year(scale=0.3).sow)
    files = sample(tmp_path)
    said = files / "programme/organisation.yaml"
    said.write_text(said.read_text(encoding="utf-8") + STATEMENTS, encoding="utf-8")
    office = desk(files, NOW)
    return await sqlite.read(lambda conn: building.collect(conn, office, of_year(2027)))


def lines(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


async def test_no_exporter_lets_words_become_a_formula(report: Report) -> None:
    evil = 0
    for table, made in zip(report.tables, building.comma_files(report), strict=True):
        found = lines(made.content)
        assert len(found) == len(table.rows) + 2, table.slug
        for row, cells in zip(found[1:-1], table.rows, strict=True):
            for said, cell in zip(row, cells, strict=True):
                if isinstance(cell, str):
                    assert not DANGER.match(said), (table.slug, said)
                    evil += said.startswith("'")
                else:
                    assert re.fullmatch(r"-?[0-9]+(,[0-9]{2})?", said), (table.slug, said)
    assert evil > 50  # there was something to fall into
    with zipfile.ZipFile(io.BytesIO(building.book(report).content)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == len(report.tables)
        for name in sheets:
            root = ElementTree.fromstring(book.read(name))
            assert not [one for one in root.iter() if one.tag.endswith("}f")], name


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "  =1", "＝1", "\n-1"]
)
def test_words_that_begin_like_a_formula_stay_words(words: str) -> None:
    row = lines(comma_file(("a", "b"), [(words, -1.5)]))[1]
    assert (row[0][0], row[1]) == ("'", "-1,50")
    leaf = Leaf("Dane", ("Słowa",), [(words,)])
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(leaves([leaf]))).get_sheet_by_index(0)
    assert sheet.to_python()[1][0].strip() == words.strip()
    assert (inert("rok 2027 =1"), written(3)) == ("rok 2027 =1", "3")


async def test_what_is_in_the_workbook_is_what_was_read(report: Report) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(building.book(report).content))
    assert book.sheet_names == [one.title for one in report.tables]
    for table in report.tables:
        read = book.get_sheet_by_name(table.title).to_python()
        assert [str(one) for one in read[0]] == list(table.heads)
        assert len(read) == len(table.rows) + 2
        assert str(read[-1][0]) == table.check[0]
    names = {made.name for made in building.comma_files(report)}
    assert "rejestr-kart_2027_utworzono-2028-01-10.csv" in names and len(names) == len(
        report.tables
    )


async def test_numbers_agree_wherever_they_stand(report: Report) -> None:
    tables = {table.slug: table for table in report.tables}
    for at, one in enumerate(report.indicators, 1):
        behind = one.table(at)
        assert (behind.check[-1] or 0) == one.done, one.key
        assert report.summary.rows[at - 1][2] == one.done
    done = {one.key: one.done for one in report.indicators}
    hours = {tables[slug].check[-1] for slug in ("godziny-doradcow", "godziny-miesiecznie")}
    assert hours == {done["advice_hours"]}
    whole = tables["doradztwo-podzialy"].rows[0]
    assert whole[2:5] == (done["advice"], done["advised_people"], len({
        card.client for card in report.told.issued
    }))  # fmt: skip
    assert tables["doradztwo"].check[5] == done["advice"]
    assert tables["faq-tematy"].check[2] == done["automatic"]


def test_a_changed_number_changes_the_mark_of_the_last_line() -> None:
    one = Table("a", "A", ("Kto", "Ile", "Godziny"), [("Ewa", 2, 0.25), ("Jan", 3, 0.5)])
    other = Table("a", "A", ("Kto", "Ile", "Godziny"), [("Ewa", 3, 0.25), ("Jan", 2, 0.5)])
    assert one.check[1:] == other.check[1:] == (5, 0.75)
    assert one.check[0] != other.check[0]
    assert str(one.check[0]).startswith("Suma kontrolna: wierszy 2, znak ")


async def test_files_for_everybody_hold_no_small_count(report: Report) -> None:
    public = {table.slug: table for table in report.tables if table.public}
    assert set(public) == {"doradztwo-publiczne", "pytania-konkursowe", "samoocena"}
    counts = [cell for row in public["doradztwo-publiczne"].rows for cell in row[1:]]
    assert HIDDEN in counts
    assert not [cell for cell in counts if isinstance(cell, int) and 0 < cell < 5]
    ratings = public["samoocena"].rows
    assert [row[1] for row in ratings] == [12] * 5  # at the beginning
    assert [row[3:] for row in ratings] == [(HIDDEN, HIDDEN)] * 5  # only four at the end
    few = next(table for table in report.tables if table.slug == "warsztaty")
    assert [row[-3:] for row in few.rows if row[13] == 3] == [("", "", "")]


#: Semicolons, quotes, UTF-8, every sheet into a file of its own.
FILTER = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1"


def opened_elsewhere(book: bytes, directory: Path) -> dict[str, str]:
    """Return the sheets of a workbook as LibreOffice reads them."""
    path = directory / "raport.xlsx"
    path.write_bytes(book)
    home = f"-env:UserInstallation=file://{directory}/home"
    words = ("--headless", "--convert-to", FILTER, "--outdir", str(directory), str(path))
    done = subprocess.run([str(SPREADSHEET), home, *words], capture_output=True, timeout=180)
    assert done.returncode == 0, done.stderr
    found = directory.glob("raport-*.csv")
    return {one.stem.removeprefix("raport-"): one.read_text(encoding="utf-8") for one in found}


@pytest.mark.slow
@pytest.mark.skipif(
    SPREADSHEET is None, reason="LibreOffice is not here: its reading is not tried"
)
async def test_libreoffice_opens_the_workbook(report: Report, tmp_path: Path) -> None:
    out = opened_elsewhere(building.book(report).content, tmp_path)
    assert len(out) == len(report.tables)
    text = out["Rejestr kart"]
    register = next(one for one in report.tables if one.slug == "rejestr-kart")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(read) == len(register.rows) + 2
    assert [row[0] for row in read[1:-1]] == [str(row[0]) for row in register.rows]
    assert "Err:" not in text and "#NAME?" not in text
