"""The matter is told from what people write around it."""

from __future__ import annotations

import time

import pytest

from bot.domain.courtesies import (
    matter_of,
    whole_sentences,
    without_greeting,
    without_signature,
)


@pytest.mark.parametrize(
    ("written", "matter"),
    [
        (
            "Dzień dobry, jestem z koła. Czy możemy jechać traktorem? Pozdrawiam, Anna",
            "Czy możemy jechać traktorem?",
        ),
        ("dzien dobry czy osp moze dostac dotacje?", "Czy osp moze dostac dotacje?"),
        ("Czy art. 5 ust. 2 dotyczy kół? Dziękuję.", "Czy art. 5 ust. 2 dotyczy kół?"),
        ("Kto podpisuje? I kiedy to trzeba zrobić?", "Kto podpisuje? I kiedy to trzeba zrobić?"),
        ("nie wiemy jak rozliczyć grant\nPozdrawiam\nAnna", "nie wiemy jak rozliczyć grant"),
        ("Nie wiem, co robić z fakturą. Tak?", "Nie wiem, co robić z fakturą. Tak?"),
        ("Witam", "Witam"),
        ("", ""),
    ],
)
def test_what_asks_is_the_matter(written: str, matter: str) -> None:
    assert matter_of(written) == matter


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Tak.\nSerdecznie pozdrawiam,\nEwa", "Tak."),
        ("Tak.\n\nZ poważaniem\nEwa Nowak\ntel. 1", "Tak."),
        ("Pozdrawiam serdecznie", "Pozdrawiam serdecznie"),
        ("Pozdrowienia pocztą.\nA\nB\nC\nD", "Pozdrowienia pocztą.\nA\nB\nC\nD"),
        ("Tak.\nPozdrawiam i życzę miłego dnia.\nEwa Nowak", "Tak."),
        ("Tak.\nZ poważaniem\nEwa Nowak\nspecjalistka ds. księgowości\nul. Polna 5", "Tak."),
        ("Tak.\nPozdrawiam\nEwa\nPS Termin mija w piątek", "Tak.\nPS Termin mija w piątek"),
        ("Tak.\nPozdrawiam, Ewa. P.S. Do piątku!", "Tak.\nP.S. Do piątku!"),
        ("Tak.\nPozdrawiam\nEwa\nTermin mija w piątek.", "Tak.\nTermin mija w piątek."),
        (
            "Tak.\nPozdrawiam i przypominam o terminie.\nEwa",
            "Tak.\nPozdrawiam i przypominam o terminie.\nEwa",
        ),
        (
            "Tak.\nPozdrawiam\nEwa\n\nPS. Wniosek podpisują dwie osoby.\nPieczątki nie trzeba.",
            "Tak.\nPS. Wniosek podpisują dwie osoby.\nPieczątki nie trzeba.",
        ),
    ],
)
def test_a_signature_is_left_out(written: str, left: str) -> None:
    assert without_signature(written) == left


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Tak. Nie.", "Tak. Nie."),
        ("Raz dwa trzy cztery. Pięć sześć siedem", "Raz dwa trzy cztery."),
        ("Zgodnie z art. 5 ustawy o wolontariacie", "Zgodnie z art. 5 ustawy o"),
        ("Proszę przynieść statut\ni protokół zebrania", "Proszę przynieść statut"),
        ("Tak. " + "x" * 40, "Tak."),
    ],
)
def test_a_long_text_is_cut_after_a_sentence_or_at_least_a_word(written: str, kept: str) -> None:
    assert whole_sentences(written, 27) == kept


def test_a_greeting_is_left_out() -> None:
    assert without_greeting("Dzień dobry! Tak, wolno.") == "Tak, wolno."
    assert without_greeting("Witamy nowych członków w rejestrze.") == (
        "Witamy nowych członków w rejestrze."
    )


def test_a_long_hostile_text_takes_no_time() -> None:
    started = time.perf_counter()
    for text in (". " * 2000, "?" * 4000, "a" * 4000, "art. " * 800, "\n" * 4000):
        matter_of(text)
        without_signature(text)
    assert time.perf_counter() - started < 1
