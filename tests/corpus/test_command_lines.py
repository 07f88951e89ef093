"""Wrong calls of the commands: the exit code, what stands on stderr, and never a traceback."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.refusing import FAILED, INTERRUPTED, WRONG_CONFIGURATION
from tests.commands.running import DAY, ROOT, SAMPLE, run, run_apart

WRONG_USAGE = 2
COVERED = "Jak zgłosić zmianę zarządu?"
LABELLED = json.dumps({"text": COVERED, "topic": "legal", "expect": ["zarzad-zmiana"]})


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Start commands in an empty directory."""
    monkeypatch.chdir(tmp_path)


DAYS = [
    "2026-02-30",
    "2027-02-29",
    "2026-06-31",
    "29.02.2027",
    "20260329",
    "2026-W10-1",
    "2026-3-9",
    "2026-11-24T00:00",
    " 2026-11-24",
    "２０２６-11-24",
    "0000-01-01",
    "10000-01-01",
    "jutro",
    "",
]
CALLS = {
    "unknown command": (
        ["zapytaj"],
        "nie ma polecenia „zapytaj”. Są: ask, audit, backup, chat, check, ",
    ),
    "empty command": ([""], "nie ma polecenia „”. Są: ask, audit, backup, chat, check, "),
    "unknown option": (["ask", "--zle"], "--zle"),
    "one word too many": (["ask", "jak", "założyć"], "założyć"),
    "run with a word": (["run", "teraz"], "teraz"),
    "no question": (["ask"], "podaj pytanie w cudzysłowie albo --jsonl"),
    "question and lines": (["ask", "x", "--jsonl"], "podaj pytanie w cudzysłowie albo --jsonl"),
    "file that is not there": (
        ["evaluate", "nie-ma.jsonl"],
        "nie da się odczytać pliku „nie-ma.jsonl”; sprawdź ścieżkę",
    ),
    "directory for a file": (["evaluate", "."], "„.” to katalog; podaj plik"),
    "file beyond a file": (["evaluate", "/dev/null/x"], "nie da się odczytać pliku „/dev/null/x”"),
    "no file": (["evaluate"], "FILE"),
    "port of letters": (["demo", "--port", "x"], "„x” nie jest portem; podaj liczbę od 0"),
    "port below zero": (["demo", "--port", "-1"], "„-1” nie jest portem"),
    "port too high": (["demo", "--port", "70000"], "„70000” nie jest portem"),
    "port of 5000 digits": (["demo", "--port", "1" * 5000], "nie jest portem"),
    "port with an underscore": (["demo", "--port", "80_80"], "„80_80” nie jest portem"),
    "port in Arabic digits": (["demo", "--port", "٨٠٨٠"], "„٨٠٨٠” nie jest portem"),
} | {
    f"day {day!r}": (["ask", "x", "--on", day], f"„{day}” nie jest datą; podaj na przykład")
    for day in DAYS
}


@pytest.mark.parametrize(("words", "told"), CALLS.values(), ids=CALLS)
def test_wrong_call_ends_with_2_and_says_what_to_type(words: list[str], told: str) -> None:
    result = run(*words)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == WRONG_USAGE
    assert told in result.stderr
    assert result.stdout == ""


def test_call_without_a_command_lists_the_commands() -> None:
    result = run()
    assert result.exit_code == WRONG_USAGE
    assert all(name in result.stderr for name in ("ask", "chat", "check", "demo", "run"))


NO_OBJECT = "to nie jest obiekt JSON z polem text"
LABELS = {
    "words": ("jak założyć koło", NO_OBJECT),
    "half an object": ('{"text": ', NO_OBJECT),
    "list": ('["a"]', NO_OBJECT),
    "no text": ('{"topic": "legal"}', NO_OBJECT),
    "number for the text": ('{"text": 5}', NO_OBJECT),
    "brackets 200,000 deep": ("[" * 200_000, NO_OBJECT),
    "number for the topic": (
        '{"text": "a", "topic": 5}',
        'topic to id tematu albo null, np. "legal"',
    ),
    "one id outside a list": (
        '{"text": "a", "expect": "zarzad-zmiana"}',
        'expect to lista id haseł, np. ["zalozenie-kgw"]; pusta, gdy hasła nie ma',
    ),
    "numbers for ids": (
        '{"text": "a", "expect": [5]}',
        'expect to lista id haseł, np. ["zalozenie-kgw"]; pusta, gdy hasła nie ma',
    ),
    "number for the kind": ('{"text": "a", "kind": 7}', 'kind to tekst, np. "offtopic"'),
}  # fmt: skip


@pytest.mark.parametrize(("line", "told"), LABELS.values(), ids=LABELS)
def test_author_of_labelled_questions_is_told_the_line(
    tmp_path: Path, line: str, told: str
) -> None:
    (tmp_path / "q.jsonl").write_text(f"{LABELLED}\n\n{line}\n", encoding="utf-8")
    result = run("evaluate", "q.jsonl", "--on", DAY)
    assert (result.exit_code, result.stdout) == (FAILED, "")
    assert result.stderr == f"q.jsonl:3: {told}\n"


def test_all_wrong_lines_are_told_at_once_but_not_without_end(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("x\n" * 500)
    told = run("evaluate", "q.jsonl").stderr.splitlines()
    assert (len(told), told[0], told[-1]) == (
        21,
        f"q.jsonl:1: {NO_OBJECT}",
        "... i jeszcze 480",
    )


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_file_without_questions_is_not_praised(tmp_path: Path, content: str) -> None:
    (tmp_path / "q.jsonl").write_text(content)
    result = run("evaluate", "q.jsonl")
    assert result.exit_code == FAILED
    assert result.stderr.startswith("q.jsonl:1: nie ma tu pytań; wpisz je")


LINES = {
    "not UTF-8": b"sk\xb3adka",
    "300,000 letters": b"a" * 300_000,
    "brackets 200,000 deep": b"[" * 200_000,
    "objects 50,000 deep": b'{"text":' * 50_000,
    "number of 5000 digits": b'{"text": "a", "n": ' + b"9" * 5000 + b"}",
    "nothing but NUL": b"\0" * 1000,
    "half a character": b'"\\ud83d"',
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_strange_line_has_its_answer_and_so_has_the_next(line: bytes) -> None:
    result = run("ask", "--jsonl", "--on", DAY, fed=line + f"\n{COVERED}\n".encode())
    assert result.exit_code == 0
    answers = [json.loads(one) for one in result.stdout.splitlines()]
    assert len(answers) == 2
    assert (answers[0]["zone"] != "answer", answers[1]["entry"]) == (True, "zarzad-zmiana")


@pytest.mark.parametrize("question", ["", " ", "\u200b", "a" * 100_000, "{{ 7*7 }}", "%s{0}"])
def test_strange_question_goes_to_a_human(question: str) -> None:
    result = run("ask", question, "--on", DAY)
    assert result.exit_code == 0
    assert "bot nie odpowiada treścią hasła" in result.stdout


def _start(*words: str, **streams: int) -> subprocess.Popen[bytes]:
    around = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env=around | {"BOT_KNOWLEDGE": str(SAMPLE)},
        bufsize=0,
        stderr=subprocess.PIPE,
        **streams,
    )


@pytest.mark.slow
def test_reader_that_leaves_early_ends_the_program_quietly() -> None:
    process = _start("ask", "--jsonl", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(b"plakat\n")
    assert json.loads(process.stdout.readline())["question"] == "plakat"
    process.stdout.close()
    process.stdin.write(b"plakat\n")
    assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == FAILED


@pytest.mark.slow
@pytest.mark.parametrize("words", [("ask", "plakat"), ("ask", "--jsonl"), ("check",)])
def test_full_disk_is_told_in_one_sentence(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = _start(*words, stdin=subprocess.PIPE, stdout=full.fileno())
        _, errors = process.communicate(b"plakat\n", timeout=60)
    assert process.returncode == FAILED
    said = [line for line in errors.decode().splitlines() if not line.startswith("uwaga: ")]
    assert said == ["Nie da się zapisać wyniku; sprawdź, czy na dysku jest miejsce."]


@pytest.mark.slow
def test_ctrl_c_ends_the_program_quietly() -> None:
    process = _start("ask", "--jsonl", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin and process.stdout
    process.stdin.write(b"plakat\n")
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == INTERRUPTED


@pytest.mark.slow
@pytest.mark.parametrize("words", ["ask --jsonl", "chat"])
def test_closed_input_is_an_empty_one(words: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m bot {words} <&-', sys.executable],
        cwd=ROOT,
        env={**os.environ, "BOT_KNOWLEDGE": str(SAMPLE)},
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.slow
def test_question_is_heard_and_answered_in_polish_whatever_the_locale() -> None:
    done = run_apart("ask", COVERED, "--on", DAY, BOT_KNOWLEDGE=str(SAMPLE))
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Decyzja: bot odpowiada od razu" in done.stdout.decode()
    assert "[zarzad-zmiana]" in done.stdout.decode()


@pytest.mark.slow
def test_what_is_wrong_is_told_in_polish_whatever_the_locale() -> None:
    done = run_apart("ask", "x", "--on", "późno", BOT_KNOWLEDGE=str(SAMPLE))
    assert done.returncode == WRONG_USAGE
    assert "nie jest datą; podaj na przykład 2026-11-24" in done.stderr.decode()


@pytest.mark.slow
def test_port_that_was_asked_for_and_is_busy_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_apart("demo", "--empty", "--port", str(port))
    assert done.returncode == WRONG_CONFIGURATION
    assert done.stderr.decode().splitlines()[-1] == (
        f"Port {port} jest zajęty; podaj inny w --port albo 0."
    )
    assert "Traceback" not in done.stderr.decode()
