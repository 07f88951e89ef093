"""Whatever comes is read: the list of bad input, mutations of it, quotations of real programs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.email.quoting import cut
from bot.channels.email.reading import read
from tests.channels.email.corpus import CORPUS, PLAIN, mime, part
from tests.channels.email.fuzz import is_sound, mutated


@pytest.mark.parametrize("number", CORPUS)
def test_the_list_of_bad_input_is_read(number: str) -> None:
    raw, expected = CORPUS[number]
    began = time.thread_time()
    found = read(raw)
    assert time.thread_time() - began < 5
    assert is_sound(found)
    seen = {
        "signed": found.signs[0].ident if found.signs else None,
        "came_back": found.returned[0].ident if found.returned else None,
        "file": found.files[0].name if found.files else None,
        "why": found.refused[0].why if found.refused else None,
    }
    for name, value in expected.items():
        assert seen.get(name, getattr(found, name, None)) == value, name


def test_fifty_megabytes_are_read_within_seconds() -> None:
    began = time.thread_time()
    found = read(mime("Content-Type: text/plain\n\nDuzo.\n", part("a.pdf", b"x" * 37_000_000)))
    assert (found.text, found.refused[0].why) == ("Duzo.", "size")
    assert time.thread_time() - began < 10


def test_mutations_are_read() -> None:
    assert all(is_sound(read(mutated(seed))) for seed in range(300))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3000), st.text(max_size=300))
def test_any_bytes_are_read(raw: bytes, words: str) -> None:
    assert is_sound(read(raw))
    whole = f"{PLAIN}Content-Type: text/html\n\n{words}".encode("utf-8", "replace") + raw
    assert is_sound(read(whole))


WRITTEN = "Dziękuję, a co z ubezpieczeniem?"


@pytest.mark.parametrize(
    "quoted",
    [
        "W dniu 24.11.2026 o 10:15, Fundacja pisze:\n> Dzień dobry\n> do jutra",
        "W dniu wtorek, 24 listopada 2026 Fundacja <pomoc@fundacja.example>\nnapisał(a):\n\n> Tak",
        "wt., 24 lis 2026 o 10:15 Fundacja <pomoc@fundacja.example> napisał(a):\n> Tak",
        "On Tue, Nov 24, 2026 at 10:15 AM Fundacja <pomoc@fundacja.example> wrote:\n> Tak",
        "-----Original Message-----\nFrom: Fundacja\nTak",
        "-----Wiadomość oryginalna-----\nOd: Fundacja\nTak",
        "Od: Fundacja <pomoc@fundacja.example>\nWysłano: wtorek, 24 listopada 2026\nDo: Jan\nTak",
        "________________________________\nOd: Fundacja\nTak",
        "-- \nJan Nowak\ntel. 600 100 200",
    ],
)
def test_what_programs_quote_is_cut_off_and_kept(quoted: str) -> None:
    written, dropped = cut(f"{WRITTEN}\n\n{quoted}")
    assert written == WRITTEN
    assert dropped.split("\n")[0] == quoted.split("\n")[0]


def test_answers_between_the_lines_stay_and_a_forwarded_letter_is_not_cut_to_nothing() -> None:
    between = "> Ile osób?\nDwanaście.\n> Od kiedy?\nOd maja.\n"
    assert cut(between)[0] == "Dwanaście.\nOd maja."
    forwarded = "-----Original Message-----\nOd: Gmina\nProsimy o uzupełnienie wniosku."
    assert cut(forwarded) == (forwarded, "")
    sentence = "W dniu 3 maja nasz prezes napisał: rezygnuję. Co teraz?"
    assert cut(sentence) == (sentence, "")
