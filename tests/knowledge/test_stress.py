"""Messages typed in a hurry: the same for the same seed, and only as wrong as said."""

from __future__ import annotations

import random

from rapidfuzz.distance import OSA

from bot.knowledge.labelled import Labelled
from bot.knowledge.stress import slipped, with_slips, without_marks

LINE = Labelled("Zażółć gęślą JAŹŃ, 19a!", "legal", ("zarzad-zmiana",))


def test_marks_go_and_everything_else_stays() -> None:
    (bare,) = without_marks([LINE])
    assert (bare.text, bare.expect) == ("Zazolc gesla JAZN, 19a!", ("zarzad-zmiana",))


def test_slips_are_the_same_for_the_same_seed() -> None:
    lines = [LINE] * 20
    assert with_slips(lines, seed=1) == with_slips(lines, seed=1)
    assert with_slips(lines, seed=1) != with_slips(lines, seed=2)


def test_four_letters_of_a_hundred_are_wrong() -> None:
    text = "stowarzyszenie " * 500
    slips = OSA.distance(text, slipped(text, random.Random(3)))
    assert 200 < slips < 360  # 4 % of 7,000 letters


def test_numbers_and_signs_are_left_alone() -> None:
    assert slipped("19 000,50 (!)", random.Random(1), share=1.0) == "19 000,50 (!)"
