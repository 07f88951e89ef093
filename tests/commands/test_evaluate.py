"""`evaluate`: the table of figures, or which line of the file cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import DAY, run

COVERED = '{"text": "Jak zgłosić zmianę zarządu?", "topic": "legal", "expect": ["zarzad-zmiana"]}'
OFF = '{"text": "pogoda na jutro", "topic": null, "expect": [], "kind": "offtopic"}'


def written(directory: Path, content: str | bytes) -> str:
    file = directory / "questions.jsonl"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(file)


def test_table_counts_covered_and_off_topic_lines(tmp_path: Path) -> None:
    result = run("evaluate", written(tmp_path, f"{COVERED}\n\n{OFF}\n"), "--on", DAY)
    assert result.exit_code == 0, result.stderr
    first = result.stdout.splitlines()[0]
    assert first.split() == ["covered:", "right", "entry", "first", "(R@1)", "1", "1.000"]
    off = next(line for line in result.stdout.splitlines() if line.startswith("off-topic: seen"))
    assert off.split()[-2:] == ["1", "1.000"]


def test_file_may_come_from_windows(tmp_path: Path) -> None:
    lines = b"\xef\xbb\xbf" + f"{COVERED}\r\n{OFF}\r\n".encode()
    assert run("evaluate", written(tmp_path, lines), "--on", DAY).exit_code == 0


@pytest.mark.parametrize("line", ["nie json", "[]", "5", '{"topic": "legal"}', '{"text": '])
def test_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    file = written(tmp_path, f"{COVERED}\n{line}\n")
    result = run("evaluate", file, "--on", DAY)
    assert result.exit_code == 1
    assert result.stderr == f"{file}:2: to nie jest obiekt JSON z polem text\n"


def test_bytes_that_are_not_utf8_do_not_break_it(tmp_path: Path) -> None:
    line = '{"text": "składka", "topic": "legal", "expect": []}'.encode("cp1250")
    assert run("evaluate", written(tmp_path, line + b"\n"), "--on", DAY).exit_code == 0


def test_missing_file_and_wrong_day_are_wrong_calls(tmp_path: Path) -> None:
    assert run("evaluate", str(tmp_path / "nie-ma.jsonl")).exit_code == 2
    assert run("evaluate", written(tmp_path, COVERED), "--on", "dziś").exit_code == 2
