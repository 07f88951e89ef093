"""Who and where is hidden in a leader's words; what is asked stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.hiding import mask
from bot.domain.inflection import forms
from bot.domain.polish_words import fold

PLACES = ("Słupno", "Mała Wieś", "Brudzeń Duży", "Wyszogród", "Słubice", "Staroźreby")


@pytest.mark.parametrize(
    ("name", "inflected"),
    [
        ("Anna", "Anny Annie Annę Anną Anno"),
        ("Kasia", "Kasi Kasię Kasią Kasiu"),
        ("Ewa", "Ewy Ewie Ewę Ewą"),
        ("Marta", "Marcie Martą"),
        ("Magda", "Magdzie"),
        ("Barbara", "Barbarze"),
        ("Monika", "Monice"),
        ("Jadwiga", "Jadwidze"),
        ("Marek", "Marka Markowi Markiem Marku"),
        ("Paweł", "Pawła Pawle Pawłem"),
        ("Piotr", "Piotra Piotrze"),
        ("Michał", "Michałowi Michale"),
        ("Jerzy", "Jerzego Jerzemu Jerzym"),
        ("Kowalska", "Kowalskiej Kowalską Kowalskich Kowalscy"),
        ("Kowalski", "Kowalskiego Kowalskiemu Kowalskim"),
        ("Dudek", "Dudka Dudkiem Dudkowie"),
        ("Zięba", "Zięby Ziębie Ziębę"),
        ("Słubice", "Słubic Słubicach Słubicom"),
        ("Wyszogród", "Wyszogrodu Wyszogrodzie"),
        ("Brudzeń", "Brudzenia Brudzeniu"),
        ("Wieś", "wsi"),
        ("Duży", "Dużego Dużym"),
    ],
)
def test_forms_of_a_name_hold_its_cases(name: str, inflected: str) -> None:
    missing = [form for form in inflected.split() if fold(form) not in forms(name)]
    assert missing == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Nazywam się Anna Kowalska i mam pytanie", "Nazywam się [imię] i mam pytanie"),
        ("nazywam sie anna kowalska i mam pytanie", "nazywam sie [imię] i mam pytanie"),
        ("mam na imię ola i mam pytanie", "mam na imię [imię] i mam pytanie"),
        ("Jestem Marek Nowak, strażak", "Jestem [imię], strażak"),
        ("PROSZĘ O POMOC. ANNA KOWALSKA, SOŁTYS", "PROSZĘ O POMOC. [imię], SOŁTYS"),
        ("Proszę zadzwonić do ANNY KOWALSKIEJ", "Proszę zadzwonić do [imię]"),
        ("JAN PROSZĘ O POMOC W OSP", "[imię] PROSZĘ O POMOC W OSP"),
        ("pani Krystyna nie oddała faktur", "pani [imię] nie oddała faktur"),
        ("Z panem Maślanką rozmawiałam", "Z panem [imię] rozmawiałam"),
        ("Pani Prezes Maślanka podpisała", "Pani Prezes [imię] podpisała"),
        ("Pani Prezes podpisała", "Pani Prezes podpisała"),
        ("Z poważaniem,\nHalina Dudek-Wolska", "Z poważaniem,\n[imię]"),
        ("Pozdrawiam Bogumiła", "Pozdrawiam [imię]"),
        ("sprawozdanie Barbary i Krzysztofa", "sprawozdanie [imię] i [imię]"),
    ],
)
def test_names_are_hidden(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_the_askers_own_name_is_hidden_in_any_case_and_in_small_letters() -> None:
    own = ["Żaneta Brzózka"]
    assert mask("to ja, żaneta brzózka, piszę za Żanetę", names=own) == (
        "to ja, [imię], piszę za [imię]"
    )
    assert mask("Brzózkowej nie pytaj", names=own) == "Brzózkowej nie pytaj"


def test_ordinary_words_are_names_only_with_a_capital() -> None:
    common = {"maja", "mala", "malej", "wies", "wsi", "swietlica"}
    told = mask(
        "mała świetlica do 15 maja w małej wsi, Maja z Małej Wsi",
        names=["Maja"],
        places=["Mała Wieś"],
        common=common,
    )
    assert told == "mała świetlica do 15 maja w małej wsi, [imię] z [miejscowość]"


def test_what_only_looks_like_a_mark_hides_nothing() -> None:
    assert mask("[Anna Kowalska] i [z Zalesina]") == "[[imię]] i [z [miejscowość]]"


def test_a_name_that_says_what_somebody_is_hides_nothing() -> None:
    text = "Czy koło gospodyń i OSP mogą razem, pyta prezes"
    assert mask(text, names=["Prezes KGW Koło OSP"]) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("festyn w słupnie i w Słupnie", "festyn w [miejscowość] i w [miejscowość]"),
        ("w małej wsi mamy koło", "w [miejscowość] mamy koło"),
        ("mała świetlica, duża sala", "mała świetlica, duża sala"),
        ("w Brudzeniu i w brudzeniu dużym", "w [miejscowość] i w [miejscowość]"),
        ("straż ze Słubic i z Wyszogrodu", "straż ze [miejscowość] i z [miejscowość]"),
        ("Gmina Jakaśtam odmówiła", "Gmina [miejscowość] odmówiła"),
        ("Urząd Gminy w Jakimśtam milczy", "Urząd Gminy w [miejscowość] milczy"),
        ("we wsi Pólka nie ma sali", "we wsi [miejscowość] nie ma sali"),
        ("działamy w Zalesinie i w Terminie", "działamy w [miejscowość] i w Terminie"),
        ("panie z Zalesina", "panie z [miejscowość]"),
        ("KGW „Wesołe Kumoszki” pyta", "KGW „[nazwa]” pyta"),
        ("OSP Trąbki kupuje wóz", "OSP [nazwa] kupuje wóz"),
        ("Koło Gospodyń Wiejskich, OSP KSRG", "Koło Gospodyń Wiejskich, OSP KSRG"),
        ("Konkurs „Działaj lokalnie” w KRS", "Konkurs „Działaj lokalnie” w KRS"),
        ("sala przy ul. Polnej 12/3", "sala przy [adres]"),
        ("09-400 Płock, tam mamy lokal", "[miejscowość], tam mamy lokal"),
    ],
)
def test_places_are_hidden(text: str, masked: str) -> None:
    assert mask(text, places=PLACES) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("tel. 601 234 567", "tel. [telefon]"),
        ("601234567 albo +48 24 364 00 00", "[telefon] albo [telefon]"),
        ("(24) 364-00-00", "[telefon]"),
        ("piszcie: kasia.k-78@poczta.example.pl.", "piszcie: [e-mail]."),
        ("na www.kolo.example.pl i @kolo_78", "na [link] i [konto w sieci]"),
        ("PESEL 44051401359", "PESEL [PESEL]"),
        ("44 05 14 01359", "[PESEL]"),
        ("pesel 12345678901", "pesel [numer]"),
        ("PL61 1090 1014 0000 0712 1981 2874", "[numer konta]"),
        ("61109010140000071219812874", "[numer konta]"),
        ("KRS 0000123456, KRS: 0000 123 456", "KRS [numer], KRS: [numer]"),
        ("NIP 774-000-14-54, regon 610188201", "NIP [numer], regon [numer]"),
        ("dowód ABC 123456", "dowód ABC [numer]"),
        ("działka nr 123/4 jest gminy", "działka nr [numer] jest gminy"),
        ("sprawa 20261234567890", "sprawa [numer]"),
        ("601234567 602234567", "[numer] [telefon]"),
        ("12 3456 7890 1234 5678 9012 3456", "[numer]"),
        ("mamy 1 000 000 w kasie", "mamy 1 000 000 w kasie"),
        ("15 000 zł, 1 250 000 zł, 2500000 zł", "15 000 zł, 1 250 000 zł, 2500000 zł"),
        ("od 2026-11-26 do 12.05.2027", "od 2026-11-26 do 12.05.2027"),
        ("NIP-2, CIT-8, 1,5% i art. 19a", "NIP-2, CIT-8, 1,5% i art. 19a"),
    ],
)
def test_numbers_and_addresses_are_hidden(text: str, masked: str) -> None:
    assert mask(text) == masked


_PIECES = (
    "Anna", "anna", "nazywam się", "pani", "KGW", "OSP", "w", "z", "Łąck", "łącku", "„", "”", "[",
    "[imię]", "601234567", "a@b.pl", "ul.", "12", "@ola", "Koło", "gmina", ".", "Zalesinie", "-",
    "Polna", "61109010140000071219812874", "pozdrawiam", "działka",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join))
@example("KGW „ Zalesinie Anna Anna Anna nazywam się nazywam się 61109010140000071219812874 ”")
def test_masking_what_is_masked_changes_nothing(text: str) -> None:
    once = mask(text, names=["Anna"], places=["Łąck"])
    assert mask(once, names=["Anna"], places=["Łąck"]) == once


@given(st.text(max_size=80))
def test_any_text_can_be_masked(text: str) -> None:
    assert isinstance(mask(text, names=[text], places=[text]), str)


def test_a_hostile_text_takes_no_time() -> None:
    started = time.thread_time()
    for seed in ("a@", "Anna ", "w Aowie ", "„a", "ul. A", "1 ", "KGW A", "[a", "nazywam się "):
        mask(seed * 4096, names=["Anna Kowalska"], places=PLACES)
    assert time.thread_time() - started < 3
