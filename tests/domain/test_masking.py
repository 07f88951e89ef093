"""What a person wrote is covered before others read it: numbers, names, places."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.masking import COVERS, Vocabulary, covered, without_address, without_covers

VOCABULARY = Vocabulary(
    common={"jestem", "dzien", "dobry", "czy", "kolo"},
    proper={"krajowego", "rejestru", "sadowego", "facebook", "urzedzie"},
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("PESEL 44051401458 prezesa", "PESEL [PESEL] prezesa"),
        ("KRS 0000123456 i NIP 774-12-34-567", "KRS [numer] i NIP [numer]"),
        ("konto 61 1090 1014 0000 0712 1981 2874", "konto [numer konta]"),
        ("proszę dzwonić +48 600 100 200", "proszę dzwonić [telefon]"),
        ("pisać na anna.k@kolo-gospodyn.pl proszę", "pisać na [e-mail] proszę"),
        ("mój profil to @anna_k1", "mój profil to [konto w sieci]"),
        ("adres 09-400", "adres [miejscowość]"),
    ],
)
def test_numbers_and_addresses_are_covered(written: str, shown: str) -> None:
    assert covered(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "grant 1 000 000 zł na rok 2026",
        "do 2026-11-24 albo 24-11-2026, w latach 2025-2026",
        "art. 24 ust. 2 z poz. 571",
        "ulga 10 000 000 PLN",
        "Czy KGW i OSP składają CIT-8 do US w KRS?",
    ],
)
def test_amounts_dates_and_short_names_stay(written: str) -> None:
    assert covered(written, vocabulary=VOCABULARY) == written


@pytest.mark.parametrize(
    "form", ["Anna", "Anny", "Annie", "Anną", "anna", "Marek", "Marka", "Markowi", "Marku"]
)
def test_a_name_is_covered_in_every_form(form: str) -> None:
    assert covered(f"Zapytałam, a {form} nie wie", ["Anna", "Marek"]) == (
        "Zapytałam, a [imię] nie wie"
    )


@pytest.mark.parametrize(
    "form",
    ["Bodzanów", "Bodzanowie", "bodzanowie", "Łącku", "lacku", "Wyszogrodzie", "Słupnie"],
)
def test_a_place_is_covered_however_it_is_written(form: str) -> None:
    places = ["Bodzanów", "Łąck", "Wyszogród", "Słupno"]
    assert covered(f"mamy świetlicę w {form} i co", places=places) == (
        "mamy świetlicę w [miejscowość] i co"
    )


def test_an_ordinary_word_of_a_places_name_stays_when_it_is_one() -> None:
    told = covered("mamy nowy zarząd w gminie Nowy Duninów", places=["Nowy Duninów"])
    assert told == "mamy nowy zarząd w gminie [miejscowość]"
    told = covered("mała świetlica w brudzeniu dużym", places=["Mała Wieś", "Brudzeń Duży"])
    assert told == "mała świetlica w [miejscowość]"


def test_a_capital_inside_a_sentence_makes_a_name() -> None:
    told = covered("nasze koło Wesołe Gosposie z Facebooka", vocabulary=VOCABULARY)
    assert told == "nasze koło [nazwa] z [nazwa]"


def test_words_that_everybody_may_read_stay() -> None:
    written = "wpis do Krajowego Rejestru Sądowego i w Urzędzie, piszę do Państwa"
    assert covered(written, vocabulary=VOCABULARY) == written


def test_the_first_word_of_a_sentence_is_covered_only_with_the_name_after_it() -> None:
    told = covered("Jestem Kowalska. Grażyna Kowalska. Czy mogę?", vocabulary=VOCABULARY)
    assert told == "Jestem [nazwa]. [imię]. Czy mogę?"


def test_what_was_covered_can_be_left_out() -> None:
    assert without_covers("Czy [imię] z [miejscowość] może\npodpisać [nazwa]?") == (
        "Czy może podpisać?"
    )
    assert without_covers("Jak pojechać przez [miejscowość]?") == "Jak pojechać?"


def test_who_is_called_by_a_covered_name_is_called_no_more() -> None:
    assert without_address("Tak, [nazwa], wolno, [imię]. Pyta [imię].") == (
        "Tak, wolno. Pyta [imię]."
    )


@given(st.text())
def test_nothing_but_covers_is_added(text: str) -> None:
    told = covered(text, ["Anna"], ["Łąck"])
    for cover in COVERS:
        told = told.replace(cover, "")
    assert len(told) <= len(text)


def test_a_hostile_text_twice_as_long_takes_about_twice_as_long() -> None:
    def took(size: int) -> float:
        texts = (
            "1 " * size,
            "a." * size + "@",
            "A" * 2 * size,
            "A b " * (size // 2),
            "[" * 2 * size,
        )
        started = time.process_time()
        for text in texts:
            covered(text, ["Anna"] * 50, ["Łąck"] * 50)
        return time.process_time() - started

    took(500)  # the patterns are compiled
    assert took(2000) < 3 * took(1000) + 0.1
