"""Duties and slots: who is there from when until when, and what can be booked of it.

Time is counted in quarters of an hour since 1970 (UTC): whoever takes some of them takes them
whole. Who has them already is left to the caller.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

QUARTER = timedelta(minutes=15)
FORMS = ("office", "visit", "phone", "video")
#: What can be booked, by where somebody is on duty; "commune": at a mobile duty, on the spot.
SERVES = {
    "any": FORMS,
    "office": ("office", "phone", "video"),
    "phone": ("phone", "video"),
    "out": ("visit",),
    "commune": ("office",),
}
#: A meeting may begin each half hour of a duty.
STRIDE = timedelta(minutes=30)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shift:
    """One advisor's duty on one day; without `topics` it is for all of them."""

    advisor_id: int
    name: str
    starts: datetime
    ends: datetime
    place: str
    topics: tuple[str, ...] = ()
    where: str = ""  # of a mobile duty

    def serves(self, topic: str) -> bool:
        """Tell whether it is for a topic."""
        return not self.topics or topic in self.topics


@dataclass(frozen=True, slots=True)
class Slot:
    """A meeting that could be booked, with whom, and where if not at the usual place."""

    advisor_id: int
    name: str
    starts: datetime
    ends: datetime
    where: str = ""


def cells(starts: datetime, ends: datetime) -> range:
    """Return the quarters that a span touches."""
    return range((starts - _EPOCH) // QUARTER, -((_EPOCH - ends) // QUARTER))


def cells_of(starts: datetime, ends: datetime, form: str, travel: timedelta) -> range:
    """Return the quarters that a meeting takes; a visit takes the way there and back, too."""
    way = travel if form == "visit" else timedelta(0)
    return cells(starts - way, ends + way)


def slots(
    shift: Shift,
    form: str,
    length: timedelta,
    travel: timedelta,
    taken: Collection[int] = (),
) -> Iterator[Slot]:
    """Yield what can be booked of a duty, less the quarters that are taken."""
    if form not in SERVES[shift.place]:
        return
    way = travel if form == "visit" else timedelta(0)
    start = shift.starts + way
    while start + length + way <= shift.ends:
        if not any(cell in taken for cell in cells_of(start, start + length, form, travel)):
            yield Slot(shift.advisor_id, shift.name, start, start + length, shift.where)
        start += STRIDE


def without(shift: Shift, starts: datetime, ends: datetime) -> list[Shift]:
    """Return what is left of a duty when somebody is away from `starts` to `ends`."""
    if ends <= shift.starts or shift.ends <= starts:
        return [shift]
    before = replace(shift, ends=min(shift.ends, starts))
    after = replace(shift, starts=max(shift.starts, ends))
    return [one for one in (before, after) if one.starts < one.ends]


def together(shifts: Sequence[Shift]) -> list[tuple[datetime, datetime]]:
    """Return the spans in which anybody is there, in order and apart."""
    spans: list[tuple[datetime, datetime]] = []
    for one in sorted(shifts, key=lambda one: one.starts):
        if spans and one.starts <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], one.ends))
        else:
            spans.append((one.starts, one.ends))
    return spans


def cell_of(starts: datetime) -> int:
    """Return the quarter in which something begins."""
    return (starts - _EPOCH) // QUARTER
