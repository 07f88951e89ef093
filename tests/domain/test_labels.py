"""What became of a question tells its right entry, its wrong ones, and its topic."""

from __future__ import annotations

import pytest

from bot.domain.labels import Asked, Handed, Truth, truths


def of(*asked: Asked) -> Truth | None:
    return truths(asked).get(1)


def one(**fields: object) -> Asked:
    return Asked(**{"id": 1, "kind": "question", "state": "done", **fields})  # type: ignore[arg-type]


def told(truth: Truth | None) -> tuple[object, ...] | None:
    return truth and (truth.expect, truth.wrong, truth.topic, truth.kind, truth.source)


ANSWERED = Handed("legal", answered=True, closed=True)


def test_helped_makes_the_entry_right() -> None:
    found = of(one(feedback="helped", entry="a", first="a"))
    assert told(found) == (("a",), (), None, "question", "helped")


def test_what_helped_second_makes_the_first_wrong() -> None:
    found = of(one(feedback="helped", entry="b", first="a"))
    assert told(found) == (("b",), ("a",), None, "question", "helped")


def test_a_suggestion_picked_and_left_is_right() -> None:
    found = of(one(feedback="picked", state="answered", entry="b"))
    assert told(found) == (("b",), (), None, "question", "picked")


def test_an_answer_turned_down_is_wrong_and_what_is_right_is_not_known() -> None:
    found = of(one(feedback="other", state="suggested", entry="a", first="a"))
    assert told(found) == (None, ("a",), None, None, "denied")


def test_none_of_these_makes_all_that_was_offered_wrong() -> None:
    found = of(one(feedback="none_of", state="rephrase", entry="a", first="a", offered=("b", "c")))
    assert told(found) == (None, ("a", "b", "c"), None, None, "denied")


def test_an_answer_nobody_pressed_under_says_nothing() -> None:
    assert of(one(state="answered", entry="a", first="a")) is None


def test_a_ticket_answered_and_closed_has_no_entry() -> None:
    found = of(one(state="ticket", handed=ANSWERED))
    assert told(found) == ((), (), "legal", "uncovered", "advisor")


def test_a_wish_for_a_human_after_an_answer_does_not_make_it_wrong() -> None:
    found = of(one(state="ticket", feedback="advisor", entry="a", first="a", handed=ANSWERED))
    assert found is None


def test_what_was_turned_down_before_the_advisor_answered_stays_wrong() -> None:
    found = of(one(state="ticket", feedback="none_of", offered=("b",), handed=ANSWERED))
    assert told(found) == ((), ("b",), "legal", "uncovered", "advisor")


def test_an_entry_that_the_advisor_chose_is_right_even_if_it_was_turned_down() -> None:
    handed = Handed("legal", answered=True, chosen=("b",))
    found = of(one(state="ticket", feedback="none_of", offered=("b", "c"), handed=handed))
    assert told(found) == (("b",), ("c",), None, "question", "advisor")


@pytest.mark.parametrize(
    "handed",
    [
        Handed("legal"),
        Handed("legal", passed=True),
        Handed("legal", answered=True),
        Handed("legal", closed=True),  # by the leader, without an answer
        Handed("legal", answered=True, closed=True, confirms=True),
    ],
)
def test_a_ticket_that_shows_no_lack_of_an_entry_gives_no_label(handed: Handed) -> None:
    assert of(one(state="ticket", handed=handed)) is None


def test_a_ticket_passed_on_teaches_its_last_topic_even_unanswered() -> None:
    handed = Handed("promotion", passed=True)
    found = of(one(state="ticket", feedback="none_of", offered=("b",), handed=handed))
    assert told(found) == (None, ("b",), "promotion", None, "denied")


@pytest.mark.parametrize("kind", ["personal", "complaint", "letter", "abuse", "foreign_uk"])
def test_private_matters_have_no_label(kind: str) -> None:
    later = Asked(2, "question", "done", feedback="helped", entry="a", previous=1)
    assert of(one(kind=kind, state="ticket", handed=ANSWERED)) is None
    assert of(one(kind=kind, feedback="none_of", offered=("b",)), later) is None


def test_other_words_hand_their_entry_back() -> None:
    first = one(feedback="none_of", entry="a", first="a", offered=("b",))
    later = Asked(2, "question", "done", feedback="helped", entry="c", first="c", previous=1)
    assert told(of(first, later)) == (("c",), ("a", "b"), None, "question", "rephrased")


def test_other_words_do_not_make_right_what_was_turned_down() -> None:
    first = one(feedback="none_of", offered=("b",))
    later = Asked(2, "question", "done", feedback="helped", entry="b", previous=1)
    assert told(of(first, later)) == (None, ("b",), None, None, "denied")


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [
        one(feedback="none_of", offered=("b",)),
        Asked(2, "question", "done", feedback="none_of", offered=("d",), previous=1),
        Asked(3, "question", "done", feedback="helped", entry="c", previous=2),
    ]
    assert truths(rows) == truths(reversed(rows))
    assert [truths(rows)[n].expect for n in (1, 2, 3)] == [("c",)] * 3
