"""The ledger of erasures on a bad day: lines cut off, bytes of anything, a key half written."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.office.privacy.ledger import KEY, NAME, Entry, Ledger

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
ONE, TWO = (
    Entry(f"RODO-{number}", number, AT.isoformat(), AT.isoformat(), (f"{number}" * 64,))
    for number in (1, 2)
)


def read_again(directory: Path) -> list[Entry]:
    return list(Ledger(directory).entries())


def test_an_erasure_is_kept_once(tmp_path: Path) -> None:
    for _ in range(2):
        Ledger(tmp_path).append(ONE)
    assert read_again(tmp_path) == [ONE]


@pytest.mark.parametrize("left", [1, 40, 150, -2, -1])
def test_what_was_cut_off_in_writing_takes_no_later_erasure_with_it(
    tmp_path: Path, left: int
) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(ONE)
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:left])

    ledger.append(TWO)
    ledger.append(ONE)  # it is carried out again after the start

    assert sorted(one.receipt for one in read_again(tmp_path)) == ["RODO-1", "RODO-2"]


STRANGE: dict[str, bytes] = {
    "nothing": b"",
    "bytes that are no text": b"\xff\xfe\x00",
    "a list": b"[1]",
    "a number": b"7",
    "brackets without end": b"[" * 100_000,
    "one thing too many": json.dumps({**asdict(ONE), "more": 1}).encode(),
    "a day that is none": json.dumps({**asdict(ONE), "at": "kiedyś"}).encode(),
    "a day without a zone": json.dumps({**asdict(ONE), "at": "2026-11-24T09:00:00"}).encode(),
    "a number for a day": json.dumps({**asdict(ONE), "at": 5}).encode(),
    "a list for a row": json.dumps({**asdict(ONE), "person": [1]}).encode(),
    "true for a row": json.dumps({**asdict(ONE), "person": True}).encode(),
    "marks that are numbers": json.dumps({**asdict(ONE), "marks": [1]}).encode(),
    "marks within marks": json.dumps({**asdict(ONE), "marks": [["a"]]}).encode(),
    "marks that are nothing": json.dumps({**asdict(ONE), "marks": None}).encode(),
}


@pytest.mark.parametrize("line", STRANGE.values(), ids=STRANGE)
def test_a_strange_line_hides_no_other(tmp_path: Path, line: bytes) -> None:
    Ledger(tmp_path).append(ONE)
    with (tmp_path / NAME).open("ab") as file:
        file.write(line + b"\n")
    Ledger(tmp_path).append(TWO)
    assert read_again(tmp_path) == [ONE, TWO]


@pytest.mark.parametrize("half", [b"", b"short"])
def test_a_key_that_was_half_written_is_made_anew(tmp_path: Path, half: bytes) -> None:
    (tmp_path / KEY).write_bytes(half)
    marked = Ledger(tmp_path).mark("chat:5")
    assert len((tmp_path / KEY).read_bytes()) == 32
    assert Ledger(tmp_path).mark("chat:5") == marked


def test_only_the_owner_reads_the_ledger_and_its_key(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "data")
    ledger.mark("chat:5")
    ledger.append(ONE)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data").iterdir()}
    assert modes == {NAME: 0o600, KEY: 0o600}
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
