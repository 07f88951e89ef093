"""PESEL numbers and bank accounts are found and hidden; public numbers stay."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.personal_numbers import contains_account, contains_pesel, mask, mask_phones

ACCOUNT = "61109010140000071219812874"  # the example of the Polish standard


def pesel(born: date, serial: int) -> str:
    """Make a PESEL as the register does."""
    month = born.month + (20 if born.year >= 2000 else 0)
    first = f"{born.year % 100:02}{month:02}{born.day:02}{serial:04}"
    total = sum(int(digit) * (1, 3, 7, 9)[at % 4] for at, digit in enumerate(first))
    return first + str(-total % 10)


PESELS = st.builds(pesel, st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.integers(0, 9999))


@given(PESELS, st.sampled_from(["{}", "Mój PESEL: {}.", "pesel{}abc", "({})", "nr\n{}\n"]))
def test_every_pesel_is_found_and_hidden(number: str, sentence: str) -> None:
    text = sentence.format(number)
    assert contains_pesel(text)
    assert mask(text) == sentence.format("•" * 11)


@pytest.mark.parametrize("text", ["440514 01359", "44 05 14 01359", "440514-01359"])
def test_a_pesel_in_groups_is_found(text: str) -> None:
    assert contains_pesel(text)
    assert sum(letter.isdigit() for letter in mask(text)) == 0


@pytest.mark.parametrize(
    "text",
    [
        "44051401358",  # wrong check digit
        "44133101355",  # no such month
        "144051401359",  # part of a longer number
        "440514013590",
        "+48240000000",
        "NIP 7740001454, KRS 0000123456, REGON 610188201",
        "REGON 61018820100000",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert not contains_pesel(text)
    assert mask(text) == text


@given(PESELS, st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_no_pesel(number: str, at: int, shift: int) -> None:
    weight = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)[at]
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    assert weight % 10 != 0
    assert not contains_pesel(wrong)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (ACCOUNT, "•" * 26),
        (f"PL{ACCOUNT}", "PL" + "•" * 26),
        (
            "konto 61 1090 1014 0000 0712 1981 2874, dziękuję",
            "konto •• •••• •••• •••• •••• •••• ••••, dziękuję",
        ),
        ("5 61 1090 1014 0000 0712 1981 2874", "5 •• •••• •••• •••• •••• •••• ••••"),
    ],
)
def test_accounts_are_hidden(text: str, hidden: str) -> None:
    assert contains_account(text)
    assert mask(text) == hidden


def test_an_account_with_a_wrong_check_stays() -> None:
    wrong = "62109010140000071219812874"
    assert not contains_account(wrong)
    assert mask(wrong) == wrong


@given(st.text() | st.text("0123456789 -+PL\u00a0𝟘𝟙٣", max_size=200))
def test_masking_keeps_the_length_and_leaves_nothing_to_mask(text: str) -> None:
    hidden = mask(text)
    assert len(hidden.encode("utf-16")) == len(text.encode("utf-16"))
    assert mask(hidden) == hidden
    assert not contains_pesel(hidden)


@pytest.mark.parametrize("unit", ["1", "1 ", "1-", "123456 ", "12 34 56 ", "PL61"])
def test_long_texts_take_time_in_proportion(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    mask(text)
    contains_pesel(text)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("tel. 600100200", "tel. •••••••••"),
        ("+48 600-100-200, Jan", "+•• •••-•••-•••, Jan"),
        ("(24) 123 45 67 po 16", "(••) ••• •• •• po 16"),
    ],
)
def test_telephones_are_hidden_in_what_is_published(text: str, hidden: str) -> None:
    assert mask_phones(text) == hidden


@pytest.mark.parametrize(
    "text",
    ["REGON: 123456789", "KRS 0000123456", "NIP 7742312345", "100 000 000 zł", "24.11.2026",
     "12 345 678 osób", "5000 zł i 120 godzin"],
)  # fmt: skip
def test_registers_amounts_and_dates_are_no_telephones(text: str) -> None:
    assert mask_phones(text) == text
