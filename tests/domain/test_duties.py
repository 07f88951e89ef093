"""Slots of a duty, the quarters that they take, and promises that fall into duties."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.duties import Shift, cells, cells_of, slots, together, without
from bot.domain.promises import Promise, Reason, on_duty

DAY = datetime(2026, 12, 2, tzinfo=UTC)  # a Wednesday
HOUR = timedelta(hours=1)
TRAVEL = timedelta(minutes=30)


def at(hour: float, day: int = 2) -> datetime:
    return DAY.replace(day=day) + hour * HOUR


def shift(starts: float, ends: float, place: str = "any", day: int = 2) -> Shift:
    return Shift(1, "Ewa", at(starts, day), at(ends, day), place)


def test_a_meeting_takes_every_quarter_that_it_touches() -> None:
    assert len(cells(at(9), at(10))) == 4
    assert len(cells(at(9), at(9) + timedelta(minutes=50))) == 4
    assert cells(at(9), at(10)).stop == cells(at(10), at(11)).start
    assert len(cells_of(at(9), at(10), "visit", TRAVEL)) == 8
    assert len(cells_of(at(9), at(10), "office", TRAVEL)) == 4


def test_a_duty_offers_a_meeting_each_half_hour_while_it_fits() -> None:
    found = list(slots(shift(9, 11), "office", timedelta(minutes=45), TRAVEL))
    assert [one.starts for one in found] == [at(9), at(9.5), at(10)]
    taken = set(cells(at(9.5), at(10)))
    left = slots(shift(9, 11), "office", timedelta(minutes=45), TRAVEL, taken)
    assert [one.starts for one in left] == [at(10)]
    assert list(slots(shift(9, 11, "phone"), "office", HOUR, TRAVEL)) == []


def test_the_way_there_and_back_belongs_to_a_visit() -> None:
    found = list(slots(shift(9, 12, "out"), "visit", HOUR, TRAVEL))
    assert [one.starts for one in found] == [at(9.5), at(10), at(10.5)]
    taken = set(cells(at(9), at(9.25)))
    later = slots(shift(9, 12, "out"), "visit", HOUR, TRAVEL, taken)
    assert [one.starts for one in later] == [at(10), at(10.5)]


def test_hours_away_cut_a_duty() -> None:
    whole = shift(9, 13)
    assert without(whole, at(13), at(14)) == [whole]
    assert [(one.starts, one.ends) for one in without(whole, at(10), at(11))] == [
        (at(9), at(10)), (at(11), at(13)),
    ]  # fmt: skip
    assert without(whole, at(8), at(14)) == []
    assert together([shift(10, 12), shift(9, 11), shift(13, 14)]) == [
        (at(9), at(12)), (at(13), at(14)),
    ]  # fmt: skip


def _promised(target: datetime, asked: datetime, *days: Shift, kept: bool = True) -> Promise:
    return on_duty(Promise(target, kept, Reason.TOPIC), asked, together(days))


def test_a_promise_falls_into_the_last_duty_before_the_target() -> None:
    asked, target = at(8, day=1), at(14, day=4)
    wednesday, friday = shift(9, 13), shift(9, 12, day=4)
    assert _promised(target, asked, wednesday).at == at(13)
    assert _promised(target, asked, wednesday, friday).at == at(12, day=4)
    assert _promised(target, asked).at == target  # no roster: as ever


def test_when_nobody_is_there_before_it_is_the_first_duty_after() -> None:
    next_week = shift(9, 13, day=9)
    assert _promised(at(14, day=4), at(12, day=2), shift(9, 13), next_week).at == at(13, day=9)
    wanted = Promise(at(14, day=3), True, Reason.DEADLINE)
    late = on_duty(wanted, at(8, day=3), together([next_week]))
    assert (late.at, late.kept) == (at(13, day=9), False)


def test_a_short_duty_is_enough_when_it_is_whole() -> None:
    short = shift(9, 10)
    assert _promised(at(14, day=4), at(8), short).at == at(10)
    assert _promised(at(14, day=4), at(9.5), short, shift(9, 10, day=9)).at == at(10, day=9)
