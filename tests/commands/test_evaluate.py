"""`evaluate`: the table of figures, or which line of the file cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import DAY, run

COVERED = '{"text": "Jak zgłosić zmianę zarządu?", "topic": "legal", "expect": ["zarzad-zmiana"]}'
OFF = '{"text": "pogoda na jutro", "topic": null, "expect": [], "kind": "offtopic"}'


def written(directory: Path, content: str | bytes) -> str:
    file = directory / "questions.jsonl"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(file)


def row(output: str, called: str) -> list[str]:
    """Return the cells of the line of a table that begins with these words."""
    line = next(line for line in output.splitlines() if line.strip().startswith(called))
    return line.split(called)[1].split()


def test_table_counts_covered_and_off_topic_lines(tmp_path: Path) -> None:
    result = run("evaluate", written(tmp_path, f"{COVERED}\n\n{OFF}\n"), "--on", DAY)
    assert result.exit_code == 0, result.stderr
    first = result.stdout.splitlines()[0]
    assert first == "Wiadomości: 2 (z hasłem 1, bez hasła 0, nie do nas 1)"
    found = row(result.stdout, "właściwe hasło pierwsze (recall@1)")
    assert found == ["1", "100,0%", "100,0%", "-", "100,0%"]
    assert row(result.stdout, "MRR (pierwszych pięć miejsc)")[:2] == ["1", "1,000"]
    assert row(result.stdout, "nie do nas: tak rozpoznane")[:2] == ["1", "100,0%"]
    assert row(result.stdout, "brak hasła: propozycje") == ["0", "-", "-"]


def test_wrong_automatic_answer_is_counted_by_kind_and_listed(tmp_path: Path) -> None:
    near = '{"text": "Jak zgłosić zmianę zarządu", "topic": "legal", "kind": "uncovered"}'
    result = run("evaluate", written(tmp_path, f"{COVERED}\n{near}\n"), "--misses", "--on", DAY)
    assert row(result.stdout, "pytanie, na które nie ma hasła") == [
        "1",
        "50,0%",
        "0,0%",
        "-",
        "100,0%",
    ]
    _, listed = result.stdout.split("Zła odpowiedź automatyczna: 1\n")
    assert listed.split("\n") == [
        "",
        "  Jak zgłosić zmianę zarządu",
        "    ma być: doradca, bo nie ma hasła",
        "    jest: zarzad-zmiana (99%, answer, question)",
        "",
    ]


def test_nothing_is_listed_where_nothing_was_missed(tmp_path: Path) -> None:
    result = run("evaluate", written(tmp_path, COVERED), "--misses", "--on", DAY)
    assert result.stdout.endswith("\nŻadna wiadomość nie chybiła.\n")


def test_time_of_decisions_and_of_building_is_shown(tmp_path: Path) -> None:
    output = run("evaluate", written(tmp_path, COVERED), "--on", DAY).stdout
    for called in ("mediana decyzji (p50)", "p95", "najdłuższa"):
        assert float(row(output, called)[0].replace(",", ".")) > 0
    assert row(output, "zbudowanie indeksu")[1] == "s"


def test_hurried_typing_is_measured_beside_the_text_as_it_is(tmp_path: Path) -> None:
    output = run("evaluate", written(tmp_path, COVERED), "--stress", "--on", DAY).stdout
    for called in ("jak napisano", "bez polskich znaków"):
        assert row(output, called) == ["100,0%", "100,0%", "1,000", "100,0%"]
    assert len(row(output, "4% liter z literówką")) == 4


def test_plain_ways_of_searching_stand_beneath_ours(tmp_path: Path) -> None:
    output = run("evaluate", written(tmp_path, COVERED), "--compare", "--on", DAY).stdout
    _, table = output.split("Te same wiadomości, zwykłe sposoby szukania\n")
    assert table.splitlines()[0].split()[:3] == ["recall@1", "recall@3", "MRR"]
    for called in ("Działaj", "RapidFuzz token_set", "BM25, słowa jak są"):
        assert row(table, called) == ["100,0%", "100,0%", "1,000", "100,0%", "100,0%"]


def test_every_line_fits_a_terminal(tmp_path: Path) -> None:
    style = ["bardzo-dlugi-sposob-pisania-wiadomosci"]
    fields = {"text": "statut " * 60, "topic": "legal", "expect": ["plakat"], "style": style}
    long = json.dumps(fields)
    file = written(tmp_path, f"{COVERED}\n{long}\n")
    output = run("evaluate", file, "--compare", "--stress", "--misses", "--on", DAY).stdout
    assert max(map(len, output.splitlines())) <= 80


@pytest.mark.parametrize(
    ("field", "complaint"),
    [
        ('"not": "plakat"', 'not to lista id haseł, które są złe, np. ["zalozenie-kgw"]'),
        ('"style": 5', 'style to lista słów, np. ["long"]'),
    ],
)
def test_field_of_another_shape_is_named(tmp_path: Path, field: str, complaint: str) -> None:
    file = written(tmp_path, f'{{"text": "x", {field}}}\n')
    result = run("evaluate", file, "--on", DAY)
    assert (result.exit_code, result.stderr) == (1, f"{file}:1: {complaint}\n")


def test_unknown_fields_and_negative_labels_are_let_be(tmp_path: Path) -> None:
    line = '{"text": "zmiana zarządu", "not": ["plakat"], "expect": null, "skąd": {"a": 1}}'
    result = run("evaluate", written(tmp_path, line), "--on", DAY)
    assert result.exit_code == 0, result.stderr
    assert "tylko z hasłem złym 1" in result.stdout


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
