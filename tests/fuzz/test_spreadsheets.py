"""Spreadsheets that people send: any bytes are a table or are refused, and the bot lives on."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bot.parts.putting_together import FILES
from bot.programme import sheets
from bot.programme.sheet_reading import MOST_SECONDS
from bot.programme.sheets import Table, Unread
from tests.fuzz.amount import tried
from tests.fuzz.wrong import bent

Read = Callable[[str, bytes], Any]
NAMES = ("a.xlsx", "a.csv", "a.ods", "a.xls", "a.txt", "a", "A.XLSX", "a.pdf")
READERS = sorted(set(FILES.values()), key=lambda read: read.__module__)


def book(rows: int = 4) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as written:
        sheet = written.add_worksheet()
        sheet.write_row(0, 0, ["Rodzaj", "Tytuł", "Dzień", "Od", "Liczba miejsc"])
        for row in range(1, rows):
            sheet.write_row(row, 0, ["warsztat", "Ciasto", "2027-03-14", "9:30", 15])
    return made.getvalue()


SEEDS = (
    book(),
    "Rodzaj;Tytuł;Dzień\nwarsztat;Ciasto;2027-03-14\n".encode("cp1250"),
    'a,b,"c\nd"\n1,2,3\n'.encode("utf-8-sig"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024),
)


def unpacked(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def is_read(raw: bytes, name: str = "a.xlsx") -> Table | Unread:
    found = sheets.read(name, raw)
    assert isinstance(found, Table | Unread)
    return found


BITS = (b"\0", b"PK\x03\x04", b"\xff", b'"', b";", b"\n")


@tried(100)
@given(st.integers(0, 2**32), st.sampled_from(NAMES), st.sampled_from(READERS))
def test_any_text_is_a_table_or_refused(seed: int, name: str, read: Read) -> None:
    luck = random.Random(seed)
    raw = bent(luck.choice(SEEDS[1:3]), luck, BITS)
    is_read(raw, name)
    read(name, raw)


@tried(8)
@given(st.integers(0, 2**32), st.sampled_from(NAMES), st.sampled_from(READERS))
def test_any_bytes_are_a_table_or_refused(seed: int, name: str, read: Read) -> None:
    luck = random.Random(seed)
    read(name, bent(luck.choice(SEEDS), luck, BITS))


@tried(12)
@given(st.integers(0, 2**32))
def test_any_words_inside_a_workbook_are_a_table_or_refused(seed: int) -> None:
    luck, members = random.Random(seed), unpacked(SEEDS[0])
    name = luck.choice(sorted(members))
    bits = (b"<row>", b"</c>", b"&#0;", b"&x;", b'r="ZZZZZ99999999999"', b"<!DOCTYPE x>", b"-1")
    members[name] = bent(members[name], luck, bits)
    is_read(packed(members))


def test_a_good_table_is_read() -> None:
    assert isinstance(is_read(book()), Table)


@pytest.mark.parametrize("last", ["XFD1048576", "XFD2000", "A1048577", "ZZZZZ99999999999", "E0"])
def test_a_cell_far_away_takes_no_memory_and_ends_nothing(last: str) -> None:
    members = unpacked(SEEDS[0])
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = members[sheet].replace(b'r="E4"', f'r="{last}"'.encode())
    began = time.monotonic()
    assert isinstance(is_read(packed(members)), Unread)
    assert time.monotonic() - began < 2 * MOST_SECONDS


SPACES = 60_000_000


def bomb(declared: int) -> bytes:
    """Return a workbook whose sheet says it is small, and is 60 MB of spaces."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = b" " * 1_000_000
    stream = b"".join(deflate.compress(chunk) for _ in range(SPACES // len(chunk)))
    stream += deflate.flush()
    members = unpacked(SEEDS[0])
    sheet = "xl/worksheets/sheet1.xml"
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            if name != sheet:
                archive.writestr(name, content)
        info = zipfile.ZipInfo(sheet)
        archive.writestr(info, stream)  # stored as it is, and then called deflated
    raw = bytearray(plain.getvalue())
    for mark, method, sizes in ((b"PK\x03\x04", 8, 18), (b"PK\x01\x02", 10, 20)):
        at = _entry(raw, mark, sheet.encode())
        struct.pack_into("<H", raw, at + method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<II", raw, at + sizes, len(stream), declared)
    return bytes(raw)


def _entry(raw: bytearray, mark: bytes, name: bytes) -> int:
    """Return where the header of a member begins."""
    length = 30 if mark == b"PK\x03\x04" else 46
    at = raw.find(mark)
    while raw[at + length : at + length + len(name)] != name:
        at = raw.find(mark, at + 1)
    return at


@pytest.mark.parametrize("declared", [1000, SPACES])
def test_a_workbook_that_is_larger_than_it_says_is_refused(declared: int) -> None:
    raw = bomb(declared)
    assert len(raw) < sheets.MOST_BYTES
    assert isinstance(is_read(raw), Unread)


def test_many_small_members_that_are_one_large_one_are_refused() -> None:
    members = {**unpacked(SEEDS[0]), **{f"x{n}": b" " * 5_000_000 for n in range(20)}}
    assert is_read(packed(members)) == Unread("big")
