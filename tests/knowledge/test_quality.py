"""How well strangers' questions are matched: the shipped messages, whose authors saw no entry.

The confidence is learnt from these very messages, so the figures are a little kind; what they
guard is that no change of the knowledge or of the matcher makes them worse unseen. Figures on
messages that nothing has seen stand in MATCHING.md.
"""

from __future__ import annotations

from functools import cache

import pytest

from bot.knowledge.decision import Decider
from bot.knowledge.evaluation import Report, evaluate
from bot.knowledge.judging import COVERED, NEAR, OFF
from bot.knowledge.labelled import Labelled, shipped
from bot.knowledge.loading import load
from tests.knowledge.sample import DAY, LIVE

pytestmark = pytest.mark.slow


@cache
def _report() -> Report:
    lines = [Labelled(one.text, one.topic, one.expect, one.kind) for one in shipped()]
    return evaluate(Decider(load(LIVE)), lines, DAY)


def test_the_right_entry_comes_first_or_among_three() -> None:
    assert (_report().recall(1) or 0) >= 0.80
    assert (_report().recall(3) or 0) >= 0.92


def test_automatic_answers_are_right_and_common() -> None:
    assert (_report().precision or 0) >= 0.96
    assert (_report().coverage or 0) >= 0.45


def test_what_nobody_answers_is_hardly_ever_answered() -> None:
    near, off = _report().of(NEAR), _report().of(OFF)
    assert sum(one.is_answered for one in near) <= 0.02 * len(near)
    assert sum(one.is_answered for one in off) == 0


def test_the_topic_is_among_the_two_offered() -> None:
    for sort, least in ((COVERED, 0.93), (NEAR, 0.82)):
        lines = _report().of(sort)
        found = sum(one.line.topic in one.decision.topics for one in lines)
        assert found >= least * len(lines), sort
