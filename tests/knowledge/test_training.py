"""The fitting by which the shipped weights were made."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bot.knowledge.decision import Decider
from bot.knowledge.examples import Example, Message, noisy
from bot.knowledge.features import FEATURES, MEANING, Measures
from bot.knowledge.fitting import USUAL_CUT, Lesson, fit_choice, fit_confidence, personal_from
from bot.knowledge.labelled import Labelled, WrongLabel, labelled, labelled_in, shipped
from bot.knowledge.learning_topics import USUAL_ROUTING
from bot.knowledge.loading import load
from bot.knowledge.query import Query
from bot.knowledge.ranking import CONFIDENCE_FEATURES, WEIGHTS_FILE, read_model, sigmoid
from bot.knowledge.text import fold
from bot.knowledge.training import _ranking, train, write_model
from tests.knowledge.sample import LIVE, base

WIDTH = len(CONFIDENCE_FEATURES)


def _lesson(sure: float, is_right: bool, kind: str = "covered") -> Lesson:
    return Lesson((sure, *[0.0] * (WIDTH - 1)), is_right, kind)


def test_choice_fit_prefers_what_was_chosen() -> None:
    rest = [0.0] * (len(FEATURES) - 2)
    weights = fit_choice(FEATURES, [([(1.0, 0.0, *rest), (0.0, 1.0, *rest)], 0)] * 5)
    liked, other = list(weights.values())[:2]
    assert liked > 0 > other
    assert list(weights) == list(FEATURES)


def test_confidence_is_as_often_right_as_it_says() -> None:
    few = [_lesson(0.0, n < 40) for n in range(200)]
    many = [_lesson(1.0, n < 160) for n in range(200)]
    own = [_lesson(n % 2, n % 10 in ((0,), (1, 3, 5, 7))[n % 2]) for n in range(10)]
    weights, _ = fit_confidence([*few, *many], own)
    assert sigmoid(weights["bias"]) == pytest.approx(0.2, abs=0.07)
    assert sigmoid(weights["bias"] + weights[CONFIDENCE_FEATURES[0]]) == pytest.approx(
        0.8, abs=0.07
    )


def test_answers_are_cut_where_they_are_right_as_often_as_wanted() -> None:
    steps = [n / 200 for n in range(200)]
    clear = [_lesson(step, step > 0.5) for step in steps for _ in range(5)]
    _, zones = fit_confidence(clear, clear[:50])
    assert zones["answer_from"] == 0.75
    always_doubtful = [_lesson(0.0, n % 10 > 0) for n in range(200)]
    _, zones = fit_confidence(always_doubtful, always_doubtful[:50])
    assert zones["answer_from"] == 0.95


def test_strangers_answered_make_the_cut_higher() -> None:
    def cut(wrong: int) -> float:
        right = [_lesson(n / 100, True) for n in range(100)]
        strangers = [_lesson(n / 100, False, "uncovered") for n in range(100 - wrong, 100)]
        low = [_lesson(0.0, False, "uncovered")] * 50
        return fit_confidence([*right, *strangers, *low], right[:20])[1]["answer_from"]

    assert cut(0) < cut(30)


def test_another_right_entry_is_not_learnt_from_as_if_it_were_wrong() -> None:
    def row(**measured: float) -> tuple[float, ...]:
        return tuple(measured.get(name, 0.0) for name in FEATURES)

    def learnt(rows: dict[int, tuple[float, ...]]) -> dict[str, float]:
        query = Query((), {}, {}, {})
        part = Example(query, Measures(rows, 1.0, 0.0), None)
        message = Message(
            Labelled("x", expect=("a", "b")), frozenset({1, 2}), frozenset(), (part,)
        )
        return _ranking([message], [], FEATURES)

    rows = {1: row(matched=0.5), 2: row(matched=0.9), 3: row(topic=1.0)}
    assert learnt(rows)["matched"] > 0
    assert learnt(rows) == learnt({1: rows[1], 3: rows[3]})
    assert learnt({2: rows[2], 3: rows[3]})["matched"] > 0  # where the first was not found


def test_noise_is_repeatable_and_keeps_length() -> None:
    text = "Jak zgłosić zmianę zarządu w stowarzyszeniu?"
    first, second = (noisy(text, random.Random(1)) for _ in range(2))
    assert first == second
    assert sorted(first) == sorted(fold(text))


@pytest.mark.slow
def test_training_gives_the_shipped_weights_to_the_last_digit(tmp_path: Path) -> None:
    write_model(train(Decider(load(LIVE))), tmp_path / "weights.yaml")
    assert (tmp_path / "weights.yaml").read_bytes() == WEIGHTS_FILE.read_bytes()


@pytest.mark.slow
def test_a_strange_base_learns_without_messages_that_ask_for_other_entries() -> None:
    model = train(Decider(base()))
    assert model == train(Decider(base()))
    assert model.routing == USUAL_ROUTING
    assert model.zones["answer_from"] == USUAL_CUT


def test_shipped_weights_are_whole() -> None:
    model = read_model()
    parts = (model.ranking, model.confidence, model.routing, model.off_topic, model.zones)
    assert all(isinstance(value, float) for part in parts for value in part.values())
    assert [*model.ranking, MEANING] == list(FEATURES)
    assert [*model.confidence, MEANING] == ["bias", *CONFIDENCE_FEATURES]
    assert 0 < model.zones["suggest_from"] < model.zones["answer_from"] < 1
    assert model.version


def test_shipped_messages_are_labelled_whole() -> None:
    messages = shipped()
    assert all(bool(one.expect) != bool(one.kind) for one in messages)
    kinds = {one.kind for one in messages}
    assert kinds == {None, "uncovered", "personal", "offtopic", "smalltalk"}
    assert len({one.text for one in messages}) == len(messages)


def test_a_question_out_of_use_is_one_that_an_entry_answers() -> None:
    line = {"text": "Kiedy CIT-8?", "topic": "accounting", "expect": ["cit-8-termin"], "not": []}
    used = labelled({**line, "kind": "question", "source": "helped"})
    assert used == labelled(line)
    assert used.kind is None  # as fitting has it: anything else has no share in the mix


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("[]", "to nie jest obiekt JSON z polem text"),
        ('{"topic": "legal"}', "to nie jest obiekt JSON z polem text"),
        ('{"text": 7}', "to nie jest obiekt JSON z polem text"),
        ("x", "to nie jest obiekt JSON z polem text"),
        ('{"text": "x", "expect": "plakat"}', "expect to lista id haseł"),
        ('{"text": "x", "not": {"plakat": 1}}', "not to lista id haseł"),
        ('{"text": "x", "kind": []}', "kind to tekst"),
    ],
)
def test_what_is_no_labelled_message_is_refused(line: str, what: str) -> None:
    with pytest.raises(WrongLabel, match=f"^3: {what}"):
        labelled_in(["", '{"text": "dobra"}', line])


def test_hardly_a_question_is_taken_for_a_case() -> None:
    leanings = [float(n) for n in range(200)]
    where = personal_from(leanings, [n >= 190 for n in range(200)])
    assert sum(lean >= where for lean in leanings[:190]) <= 3
