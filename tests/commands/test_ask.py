"""`ask`: one question for a person, many lines for a program."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.commands.running import DAY, SAMPLE, run, run_apart

COVERED = "Jak zgłosić zmianę zarządu?"
KEYS = ["question", "zone", "kind", "topic", "entry", "confidence", "candidates"]


def records(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def asked(fed: str | bytes) -> list[dict[str, Any]]:
    result = run("ask", "--jsonl", "--on", DAY, fed=fed)
    assert result.exit_code == 0, result.output
    return records(result.stdout)


def questions(fed: str | bytes) -> list[str]:
    return [record["question"] for record in asked(fed)]


def test_person_sees_the_decision_and_the_answer() -> None:
    result = run("ask", COVERED, "--on", DAY)
    assert result.exit_code == 0
    assert "Decyzja: bot odpowiada od razu" in result.stdout
    assert "[zarzad-zmiana]" in result.stdout


def test_record_has_exactly_the_promised_keys_in_order() -> None:
    (record,) = asked(f"{COVERED}\n")
    assert list(record) == KEYS
    assert (record["question"], record["zone"]) == (COVERED, "answer")
    assert (record["kind"], record["topic"]) == ("question", "legal")
    assert record["entry"] == "zarzad-zmiana"
    assert record["confidence"] == record["candidates"][0]["confidence"]


def test_candidates_are_at_most_five_and_descend() -> None:
    for record in asked(f"{COVERED}\nzbiórka\ndziękuję\n"):
        confidences = [one["confidence"] for one in record["candidates"]]
        assert all(list(one) == ["entry", "confidence"] for one in record["candidates"])
        assert len(confidences) <= 5
        assert confidences == sorted(confidences, reverse=True)
        assert (record["entry"] is not None) == (record["zone"] == "answer")


def test_small_talk_goes_nowhere_and_has_no_topic() -> None:
    (record,) = asked("dziękuję\n")
    assert (record["zone"], record["kind"], record["topic"]) == ("advisor", "thanks", None)


def test_every_line_has_its_record_in_order_even_blank_ones() -> None:
    assert questions("pierwsze\n\n  \ndrugie\n\n") == ["pierwsze", "", "  ", "drugie", ""]


def test_last_line_needs_no_line_end() -> None:
    assert questions("pierwsze\ndrugie") == ["pierwsze", "drugie"]


def test_nothing_in_nothing_out() -> None:
    assert asked("") == []


@pytest.mark.parametrize(
    "line",
    ["jak założyć koło?", '"jak założyć koło?"', '{"text": "jak założyć koło?", "topic": null}'],
)
def test_line_is_raw_text_or_a_json_string_or_an_object(line: str) -> None:
    assert questions(f"{line}\n") == ["jak założyć koło?"]


@pytest.mark.parametrize(
    "line", ['{"text": ', '{"pytanie": "x"}', '{"text": 5}', "[1, 2]", "2024", "null"]
)
def test_json_of_another_shape_is_taken_as_it_was_typed(line: str) -> None:
    assert questions(f"{line}\n") == [line]


def test_windows_line_ends_do_not_belong_to_the_question() -> None:
    assert questions(b"pierwsze\r\ndrugie\r\n") == ["pierwsze", "drugie"]


def test_carriage_return_or_line_separator_inside_does_not_end_a_line() -> None:
    assert questions("a\rb\u2028c\n".encode()) == ["a\rb\u2028c"]


def test_mark_at_the_beginning_of_a_windows_file_is_not_part_of_the_question() -> None:
    assert questions(b'\xef\xbb\xbf{"text": "pierwsze"}\n') == ["pierwsze"]


def test_bytes_that_are_not_utf8_become_marks() -> None:
    assert questions("składka\n".encode("cp1250") + b"drugie\n") == ["sk\ufffdadka", "drugie"]


def test_half_a_character_named_by_json_does_not_break_the_rest() -> None:
    assert questions('"a\\ud800"\ndrugie\n') == ["a?", "drugie"]


def test_nul_and_emoji_pass_through() -> None:
    assert questions("a\0b 💚\n") == ["a\0b 💚"]


def test_question_or_lines_but_not_both_and_not_neither() -> None:
    assert run("ask").exit_code == 2
    assert run("ask", COVERED, "--jsonl").exit_code == 2


@pytest.mark.parametrize("day", ["2026-13-01", "24.11.2026", "20261124", "jutro", ""])
def test_wrong_day_is_refused_with_an_example(day: str) -> None:
    result = run("ask", COVERED, "--on", day)
    assert result.exit_code == 2
    assert "2026-11-24" in result.stderr


@pytest.mark.slow
def test_program_reads_utf8_whatever_the_locale_and_logs_go_elsewhere() -> None:
    fed = "Jak zgłosić zmianę zarządu?\nskładka\n".encode() + b"sk\xb3adka\n"
    done = run_apart("ask", "--jsonl", "--on", DAY, fed=fed, BOT_KNOWLEDGE=str(SAMPLE))
    assert (done.returncode, done.stderr) == (0, b"")
    read = [record["question"] for record in records(done.stdout.decode())]
    assert read == [COVERED, "składka", "sk\ufffdadka"]


def test_person_is_told_why() -> None:
    result = run("ask", "--explain", "jak zgłosić zmienę zarządu", "--on", DAY)
    assert result.exit_code == 0, result.output
    decided, why = result.stdout.split("\nDlaczego\n")
    assert decided.startswith("Decyzja: ")
    assert "poprawione literówki: zmienę -> zmiane" in why
    assert "najbliższy sposób pytania: „Jak zgłosić zmianę zarządu?”" in why
    assert "Pewność pierwszego: " in why


def test_reasons_are_for_a_person_and_not_for_a_program() -> None:
    result = run("ask", "--jsonl", "--explain", fed="zbiórka\n")
    assert result.exit_code == 2
    assert "--explain jest dla jednego pytania" in result.stderr
    assert run("ask", "--explain").exit_code == 2
