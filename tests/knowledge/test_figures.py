"""Figures over messages, with values computed by hand, and how far they may be trusted."""

from __future__ import annotations

import pytest

from bot.knowledge.bootstrap import intervals
from bot.knowledge.figures import CalibrationError, CoverageAt, Mean, percentile


def test_mean_leaves_out_what_does_not_count() -> None:
    figure = Mean([1.0, None, 0.0, 0.5])
    assert figure.count == 3
    assert figure.over([0, 1, 2, 3]) == 0.5
    assert figure.over([0, 0, 2]) == pytest.approx(2 / 3)
    assert figure.over([1, 1]) is None


def test_coverage_takes_the_loosest_threshold_that_is_precise_enough() -> None:
    # by confidence: right, right, wrong (nothing answers it), right, wrong
    sure = [0.9, 0.8, 0.7, 0.6, 0.5]
    right = [True, True, False, True, False]
    covered = [True, True, False, True, True]
    every = range(5)
    assert CoverageAt(100, sure, right, covered).over(every) == 2 / 4
    assert CoverageAt(75, sure, right, covered).over(every) == 3 / 4  # 3 of 4 answers
    assert CoverageAt(76, sure, right, covered).over(every) == 2 / 4
    assert CoverageAt(60, sure, right, covered).over(every) == 3 / 4  # 3 of 5 answers


def test_threshold_cannot_part_what_is_equally_sure() -> None:
    figure = CoverageAt(95, [0.9, 0.9, 0.5], [True, False, True], [True, True, True])
    assert figure.over(range(3)) == 0.0


def test_what_is_never_answered_costs_coverage_but_no_precision() -> None:
    figure = CoverageAt(95, [None, 0.9], [False, True], [True, True])
    assert figure.over(range(2)) == 1 / 2
    assert CoverageAt(95, [0.9], [False], [False]).over(range(1)) is None


def test_message_drawn_twice_counts_twice_for_coverage() -> None:
    figure = CoverageAt(60, [0.9, 0.8], [True, False], [True, False])
    assert figure.over([0, 1]) == 1.0  # the threshold between them
    figure = CoverageAt(60, [0.8, 0.9], [True, False], [True, False])
    assert figure.over([0, 1]) == 0.0
    assert figure.over([0, 0, 1]) == 1.0  # two of three answers are right


def test_calibration_error_is_the_gap_of_each_bin_by_its_size() -> None:
    # bin 0.9: 0.95 and 0.91, one right: |0.93 - 0.5| * 2; bin 0.2: 0.2, wrong: 0.2 * 1
    figure = CalibrationError([0.95, 0.91, 0.2, 0.99], [True, False, False, None])
    assert figure.count == 3
    assert figure.over(range(4)) == pytest.approx((0.86 + 0.2) / 3)
    assert figure.over([3]) is None


def test_certainty_belongs_to_the_last_bin() -> None:
    assert CalibrationError([1.0, 0.9], [True, False]).over([0, 1]) == pytest.approx(0.45)


def test_percentile_is_the_nearest_value_from_below() -> None:
    values = [30.0, 10.0, 20.0, 40.0]
    assert [percentile(values, share) for share in (0.0, 0.25, 0.5, 0.51, 0.95, 1.0)] == [
        10.0, 10.0, 20.0, 30.0, 40.0, 40.0,
    ]  # fmt: skip


def halves(size: int) -> dict[str, Mean]:
    return {"half": Mean([float(n % 2) for n in range(size)])}


def test_interval_holds_the_value_and_is_narrower_over_more_messages() -> None:
    few, many = (intervals(halves(size), size)["half"] for size in (20, 320))
    assert few.low < 0.5 < few.high
    assert many.low < 0.5 < many.high
    assert many.high - many.low < (few.high - few.low) / 2
    # four standard errors wide: 4 * 0.5 / sqrt(320)
    assert many.high - many.low == pytest.approx(0.112, abs=0.02)


def test_intervals_are_the_same_for_the_same_seed() -> None:
    uneven = {"mean": Mean([n**0.5 for n in range(50)])}
    assert intervals(uneven, 50) == intervals(uneven, 50)
    assert intervals(uneven, 50, seed=1) != intervals(uneven, 50, seed=2)


def test_figure_that_is_always_the_same_has_no_width() -> None:
    interval = intervals({"all": Mean([1.0] * 10)}, 10)["all"]
    assert (interval.low, interval.high) == (1.0, 1.0)


def test_figure_of_nothing_has_no_interval() -> None:
    assert intervals({"none": Mean([None, None])}, 2) == {}
    assert intervals(halves(0), 0) == {}
