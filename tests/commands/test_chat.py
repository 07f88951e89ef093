"""`chat`: the whole bot in a terminal, from the first greeting to the end of the input."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.show import show
from bot.commands.terminal import converse
from bot.commands.typing_in import typed_lines
from tests.commands.running import ROOT, SAMPLE, run_apart

COVERED = "Jak zarejestrować stowarzyszenie w KRS?"
UNCOVERED = "Czy stary traktor z remizy może jechać w paradzie przez miasto?"


async def _given(lines: tuple[str, ...]) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def talk(directory: Path, *lines: str) -> str:
    """Let somebody type these lines; return all that stands on the screen."""
    printed: list[str] = []
    async with show(directory, SAMPLE) as opened:
        await converse(opened, _given(lines), printed.append, None)
    return "\n".join(printed)


def after(screen: str, words: str) -> str:
    return screen.rsplit(words, 1)[1]


async def test_conversation_begins_with_a_greeting_and_how_to_type(tmp_path: Path) -> None:
    screen = await talk(tmp_path)
    assert screen.startswith("Pisz jak w Telegramie.")
    assert "Dzień dobry." in screen
    assert "Grupa połączona" not in screen


async def test_last_line_is_answered_before_the_end(tmp_path: Path) -> None:
    screen = await talk(tmp_path, COVERED)
    assert "siedmiu założycieli" in after(screen, COVERED)


async def test_buttons_are_pressed_by_their_numbers(tmp_path: Path) -> None:
    screen = await talk(tmp_path, COVERED, "1")
    assert "[1] Pomogło" in screen
    assert "(zmienione)" in after(screen, "Halina Nowak: 1")


async def test_number_without_a_button_is_said_to_be_one(tmp_path: Path) -> None:
    screen = await talk(tmp_path, COVERED, "9")
    assert "(nie ma takiego przycisku)" in after(screen, "Halina Nowak: 9")


async def test_question_goes_to_an_advisor_and_the_answer_comes_back(tmp_path: Path) -> None:
    answer = "Może, jeżeli ma przegląd."
    screen = await talk(tmp_path, UNCOVERED, "@doradca", "1", f"> {answer}")
    assert "Sprawa #1" in after(screen, f"Halina Nowak: {UNCOVERED}")
    assert "prowadzi: Ewa Zalewska" in after(screen, "Ewa Zalewska (w grupie): 1")
    assert re.search(r"\nBot:\n.*Może, jeżeli ma przegląd\.", after(screen, f"> {answer}"), re.S)


async def test_leader_does_not_press_what_stands_in_the_group(tmp_path: Path) -> None:
    screen = await talk(tmp_path, UNCOVERED, "@doradca", "1", "@lider", "1")
    assert "nie ma takiego przycisku" not in screen
    assert "can" not in after(screen, "Halina Nowak: 1")


async def test_help_photo_and_empty_lines_do_no_harm(tmp_path: Path) -> None:
    screen = await talk(tmp_path, "", "?", "! nasz plakat", ">", "   ")
    assert screen.count("Pisz jak w Telegramie.") == 2
    assert "Sprawa #1" in after(screen, "! nasz plakat")


async def test_long_quotes_are_folded(tmp_path: Path) -> None:
    assert re.search(r"  │ \(dalej wierszy: \d+\)", await talk(tmp_path))


async def test_lines_are_read_to_the_end_even_when_the_last_has_none() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"pierwsza\nsk" + b"\xb3adka\nostatnia")
    os.close(writing)
    assert [line async for line in typed_lines(reading)] == [
        "pierwsza",
        "sk\ufffdadka",
        "ostatnia",
    ]
    os.close(reading)


@pytest.mark.slow
def test_program_ends_with_its_input_and_prints_only_the_conversation() -> None:
    done = run_apart(
        "chat", fed="Jak założyć stowarzyszenie?\n".encode(), PYTHONIOENCODING="utf-8"
    )
    screen = done.stdout.decode()
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert "\nBot:\n" in screen.split("Jak założyć stowarzyszenie?", 1)[1]
    assert screen.endswith("Koniec rozmowy.\n")


@pytest.mark.slow
def test_program_ends_at_ctrl_c_while_it_waits_for_a_line() -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", "chat"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None and process.stdout is not None
    for line in process.stdout:
        if b"[1] Rozumiem" in line:
            break
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    out, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, b"")
    assert out.decode().endswith("Koniec rozmowy.\n")
    assert time.monotonic() - begun < 10
