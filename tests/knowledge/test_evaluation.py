"""The figures of a report on lines made by hand, and what is judged as what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.knowledge.evaluation import FIGURES, Report, evaluate
from bot.knowledge.judging import judge
from bot.knowledge.labelled import Labelled, labelled
from bot.knowledge.misses import cause, misses
from tests.knowledge.hand_made import OTHERS, RIGHT, decision, found, uncovered
from tests.knowledge.sample import DAY, base, decider

LINES = [
    {"text": "Jak zgłosić zmianę zarządu?", "topic": "legal", "expect": ["zarzad-zmiana"]},
    {"text": "kto ubezpiecza wolontariusza", "topic": "volunteering", "expect": ["inny-wpis"]},
    {"text": "pogoda na jutro", "topic": None, "expect": [], "kind": "offtopic"},
    {"text": "dziękuję", "topic": None, "expect": [], "kind": "smalltalk", "style": ["short"]},
]
REPORT = Report(
    (
        found(1, 0.95, "answer"),
        found(1, 0.90, "answer"),
        found(2, 0.88, "answer"),  # answered wrongly
        found(2, 0.60),
        found(5, 0.50),
        found(None, 0.40),
        uncovered(0.86, "answer"),
        uncovered(0.30),
        uncovered(0.30, kind="personal"),
        uncovered(0.20, "advisor", kind="offtopic"),
    )
)


def test_report_counts_entries_the_base_lacks_as_uncovered() -> None:
    report = evaluate(decider(), LINES, DAY)
    assert [len(report.of(sort)) for sort in ("covered", "near", "off")] == [1, 1, 2]
    assert (report.recall(1), report.coverage, report.precision) == (1.0, 1.0, 0.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("recall_1", 2 / 6),
        ("recall_3", 4 / 6),
        ("mrr", (1 + 1 + 1 / 2 + 1 / 2 + 1 / 5) / 6),
        ("precision", 2 / 4),
        ("coverage", 2 / 6),
        ("coverage_95", 2 / 6),
        ("offered", 1 / 3),
        ("near_answered", 1 / 3),
        ("near_offered", 2 / 3),
        ("off_answered", 0.0),
        ("routed_1", 6 / 9),  # the six covered ones; the others are about promotion
        ("near_routed_2", 0.0),
        ("wrong_entry", 1 / 4),
        ("wrong_uncovered", 1 / 4),
        ("wrong_personal", 0.0),
        # bins: 0.95, 0.90 right; 0.88, 0.86 wrong; 0.60; 0.50; 0.40; 0.30 twice; 0.20
        ("calibration", (0.15 + 1.74 + 0.6 + 0.5 + 0.4 + 0.6 + 0.2) / 10),
    ],
)
def test_figure_is_what_paper_says(name: str, value: float) -> None:
    assert REPORT.value(name) == pytest.approx(value)


def test_coverage_at_a_precision_counts_every_answer() -> None:
    sure = Report((found(1, 0.9), uncovered(0.8), found(1, 0.7), found(2, 0.6)))
    assert sure.value("coverage_95") == 1 / 3
    polite = judge(Labelled("x", kind="personal"), decision((RIGHT, 0.8), kind="personal"), base())
    heard = Report((found(1, 0.9), polite, found(1, 0.7), found(2, 0.6)))
    assert heard.value("coverage_95") == 2 / 3  # what is heard as personal is never answered


def test_wrong_answers_are_counted_by_the_kind_of_message() -> None:
    more = (
        uncovered(0.9, "answer", kind="personal"),
        uncovered(0.9, "answer", kind="smalltalk"),
        uncovered(0.9, "answer", kind="offtopic"),
    )
    assert Report(REPORT.judged + more).faults() == {
        "entry": 1, "uncovered": 1, "personal": 1, "offtopic": 1, "smalltalk": 1,
    }  # fmt: skip


def test_line_that_only_denies_an_entry_counts_when_that_entry_is_answered() -> None:
    line = labelled({"text": "x", "expect": [], "not": [RIGHT], "from": "a leader"})
    denied = judge(line, decision((RIGHT, 0.9), zone="answer"), base())
    other = judge(line, decision((OTHERS[0], 0.9), zone="answer"), base())
    assert Report((found(1, 0.9, "answer"), denied)).precision == 1 / 2
    assert Report((found(1, 0.9, "answer"), other)).precision == 1.0
    assert (denied.fault, other.fault) == ("entry", None)
    assert Report((other,)).value("calibration") is None


def test_entry_that_is_expected_and_one_that_is_denied_may_stand_together() -> None:
    line = labelled({"text": "x", "topic": "legal", "expect": [RIGHT], "not": [OTHERS[0]]})
    one = judge(line, decision((OTHERS[0], 0.9), zone="answer"), base())
    assert (one.sort, one.fault) == ("covered", "entry")


def test_every_figure_of_no_lines_is_nothing() -> None:
    assert {Report(()).value(name) for name in FIGURES} == {None}


def test_decisions_of_several_deciders_make_one_report() -> None:
    first, second = evaluate(decider(), LINES[:2], DAY), evaluate(decider(), LINES[2:], DAY)
    joined, whole = Report(first.judged + second.judged), evaluate(decider(), LINES, DAY)
    assert [joined.value(name) for name in FIGURES] == [whole.value(name) for name in FIGURES]


def test_every_decision_is_timed() -> None:
    seconds = evaluate(decider(), LINES, DAY).seconds()
    assert len(seconds) == 4
    assert all(0 < one < 5 for one in seconds)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (found(1, 0.9, "answer"), None),
        (found(2, 0.9, "answer"), "answered"),
        (uncovered(0.9, "answer"), "answered"),
        (uncovered(0.5), None),
        (found(1, 0.6), "unsure"),
        (found(2, 0.6), "close"),
        (found(3, 0.6), "close"),
        (found(4, 0.6), "lower"),
        (found(None, 0.6), "absent"),
    ],
)
def test_miss_has_one_cause(one: object, why: str | None) -> None:
    assert cause(one) == why  # type: ignore[arg-type]


def test_question_taken_for_something_else_is_mistaken() -> None:
    line = Labelled("x", "legal", (RIGHT,))
    personal = decision((RIGHT, 0.9), zone="advisor", kind="personal")
    assert cause(judge(line, personal, base())) == "mistaken"
    near = replace(line, expect=(), kind="uncovered")
    off = decision(zone="advisor", kind="offtopic", topics=())
    assert cause(judge(near, off, base())) == "mistaken"
    assert cause(judge(near, personal, base())) is None  # it went to a human, as it should


def test_misses_are_grouped_by_cause() -> None:
    counts = {name: len(lines) for name, lines in misses(REPORT).items()}
    assert counts == {"answered": 2, "absent": 1, "lower": 1, "close": 1}
