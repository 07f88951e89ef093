"""The packet for the jury: whatever people wrote, its names and its table are harmless."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.office.submissions import packet
from bot.programme.documents import WithFiles

ENTRY: dict[str, Any] = {
    "number": 3, "category": "grupa", "presented": "<b>Klub</b>", "title": "Obiady",
    "story": "Raz.\nDwa.", "place": "Łąck", "confirmed": "GOPS", "film": "https://film.example/1",
    "minors": True, "files": ["a", "b", "c"], "folder": "003-obiady",
}  # fmt: skip


def made(files: dict[str, bytes], **more: Any) -> dict[str, bytes]:
    entry = {**ENTRY, **more}
    given = {"contest": "Nagroda", "part": 1, "parts": 2, "at": datetime(2027, 11, 24, tzinfo=UTC),
             "rows": [entry], "entries": [entry]}  # fmt: skip
    file = packet.make(WithFiles(given, files))
    assert file.name == "jury-1-z-2.zip"
    with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_files_are_named_by_what_they_are_and_what_lacks_is_said() -> None:
    found = made({"a": b"\xff\xd8 photo", "c": b"MZ a program"})
    assert sorted(found) == [
        "003-obiady/opis.html", "003-obiady/opis.txt", "003-obiady/plik-01.jpg", "braki.txt",
        "zgloszenia.csv",
    ]  # fmt: skip
    assert found["braki.txt"].decode().splitlines()[1:] == [
        "003-obiady: plik 2 z 3",
        "003-obiady: plik 3 z 3",
    ]
    page = found["003-obiady/opis.html"].decode()
    assert "&lt;b&gt;Klub&lt;/b&gt;" in page and 'src="plik-01.jpg"' in page
    assert "Zgłasza dorosły opiekun" in page


@pytest.mark.parametrize("words", ["=1+1", "+48", "-1", "@SUM(A1)", " =1", "\t=1", "a\r\n=1;2"])
def test_no_cell_is_a_formula(words: str) -> None:
    table = made({}, title=words)["zgloszenia.csv"].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table, newline=""), delimiter=";"))
    assert len(rows) == 2 and len(rows[1]) == len(packet.HEADS)
    assert all(cell[:1] not in "=+-@\t\r" for cell in rows[1] if cell)


@pytest.mark.parametrize(
    ("title", "folder"),
    [
        ("Żółw & Łódź", "007-zolw-lodz"),
        ("../../etc/passwd", "007-etc-passwd"),
        ("C:\\con\0", "007-c-con"),
        ("🎉", "007-zgloszenie"),
        ("a" * 300, "007-" + "a" * 40),
    ],
)
def test_folders_have_harmless_names(title: str, folder: str) -> None:
    assert packet.folder(7, title) == folder


def test_nobody_can_be_called_or_written_to_from_a_packet() -> None:
    said = "Dzwoń: 600-100-200 albo ola.n@example.org; PESEL 44051401359."
    kept = packet.without_contacts(said)
    assert all(one not in kept for one in ("600-100-200", "@", "44051401359"))


def test_a_packet_holds_a_few_submissions() -> None:
    assert [packet.parts(count, 4) for count in (0, 1, 4, 5)] == [0, 1, 1, 2]
