"""Names: what is hidden, turned or heaped up goes; what people write stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import (
    LONGEST,
    NOBODY,
    clean_name,
    cut,
    isolated,
    name_or_nobody,
    proper_name,
)

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Anna \n Nowak\t", "Anna Nowak"),
        ("Zażółć-Gęślą O'Jaźń", "Zażółć-Gęślą O'Jaźń"),
        ("Anna\u202egnp.exe", "Annagnp.exe"),
        (f"A{BIDI}B", "AB"),
        ("A\u200bn\u2060n\ufeffa\u00ad", "Anna"),
        ("Zo\u0301fia", "Zófia"),
        (f"Ola {FAMILY}", f"Ola {FAMILY}"),
        ("Ola \U0001f44b\U0001f3fd", "Ola \U0001f44b\U0001f3fd"),
        ("A\u200dB", "AB"),
        ("\u200d" * 64, ""),
        ("\u3164", ""),
        ("\u2800\u115f \u00a0", ""),
        ("\x00\x1b[31mA", "[31mA"),
        ("\ud83d", "?"),
        ("a\U000e0041\ue000", "a"),
        ('<a href="tg://user?id=1">admin</a>', '<a href="tg://user?id=1">admin</a>'),
        ("{{7*7}} {0.__class__} %s", "{{7*7}} {0.__class__} %s"),
        ("Dоradca", "Dоradca"),  # a Cyrillic letter is a letter: our label protects, not a ban
    ],
)
def test_a_name_is_one_visible_line(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_heap_of_marks_is_taken_down() -> None:
    assert clean_name("Z" + "\u0336" * 500 + "o") == "Z" + "\u0336" * 3 + "o"


def test_who_has_no_visible_name_is_nobody() -> None:
    assert name_or_nobody("\u200d\u202e \u3164") == NOBODY


def test_right_to_left_letters_are_shut_in_and_others_are_not() -> None:
    assert (isolated("שלום"), isolated("Anna")) == ("\u2068שלום\u2069", "Anna")


@pytest.mark.parametrize(
    ("text", "longest", "kept"),
    [
        ("ab\u0301c", 2, "a"),
        (f"x{FAMILY}", 4, "x"),
        ("\U0001f1f5\U0001f1f1\U0001f1fa\U0001f1e6", 3, "\U0001f1f5\U0001f1f1"),
        ("a\U0001f44b\U0001f3fd", 2, "a"),
        ("abc", 3, "abc"),
        ("\u0301" * 9, 3, ""),
    ],
)
def test_a_cut_never_halves_a_sign(text: str, longest: int, kept: str) -> None:
    assert cut(text, longest) == kept


@given(st.text(max_size=300) | st.text(alphabet=f"Aa\u0301\u200d\U0001f468\n{BIDI}", max_size=300))
def test_any_text_makes_a_name_that_disturbs_nothing(text: str) -> None:
    name = clean_name(text)

    assert len(name) <= LONGEST
    assert name == name.strip() and "\n" not in name
    assert not set(name) & set(BIDI)
    hidden = [sign for sign in name if unicodedata.category(sign) in ("Cc", "Cs", "Co")]
    assert hidden == []
    assert [sign for sign in name if unicodedata.category(sign) == "Cf"] == (
        ["\u200d"] * name.count("\u200d")
    )


@given(st.text(max_size=300) | st.text(alphabet=f"Aa\u0301\u200d\U0001f468{BIDI}", max_size=300))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("helena KOWALSKA-nowak", "Helena Kowalska-Nowak"),
        ("ŁUCJA ŻAK", "Łucja Żak"),
        ("jan von Berg", "Jan von Berg"),
        ("Anna McKenna", "Anna McKenna"),
        ("J. Kowalski", "J. Kowalski"),
        ("", ""),
    ],
)
def test_a_name_typed_in_a_hurry_gets_its_capitals(typed: str, shown: str) -> None:
    assert proper_name(typed) == shown
