"""Names on a list stand by surname, in the order of the Polish alphabet."""

from __future__ import annotations

from bot.domain.surnames import by_surname, surname


def test_the_last_word_is_the_surname() -> None:
    assert surname("Anna Maria Nowak-Żuk") == "Nowak-Żuk"
    assert surname("Madonna") == "Madonna"
    assert surname("") == ""


def test_polish_letters_stand_after_their_plain_ones() -> None:
    right = [
        "Jan Cis", "Ewa Ćwik", "Jan Luty", "Zofia Łuk", "Ola Sowa", "Adam Śnieg",
        "Iga Zając", "Jan Źrebak", "Adam Żuk",
    ]  # fmt: skip
    mixed = right[::-1]
    assert sorted(mixed, key=by_surname) == right


def test_the_same_surname_is_ordered_by_the_first_name() -> None:
    right = ["Adam Nowak", "Ądam Nowak", "Zofia Nowak"]
    mixed = right[::-1]
    assert sorted(mixed, key=by_surname) == right


def test_case_does_not_count_and_foreign_signs_break_nothing() -> None:
    assert by_surname("jan nowak") == by_surname("Jan Nowak")
    assert sorted(["李 明", "Ян Новак", "Jan Nowak", ""], key=by_surname)[-1] == "Jan Nowak"
