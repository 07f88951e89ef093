"""Contests: who may enter, by what rules, and the stages through which each of them goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from bot.domain.holidays import next_working_day, previous_working_day
from bot.knowledge import contest_quizzes
from bot.knowledge.complaints import quoted
from bot.knowledge.contest_quizzes import Point, QuizQuestion
from bot.knowledge.models import Sheet, TopicId
from bot.knowledge.moments import LAST_MINUTE, Reminders, Since, Until
from bot.knowledge.values import Audience, Line, StartId
from bot.knowledge.yaml_reading import Place

DayOff = Literal["same", "next", "previous"]
_MOVES: Mapping[DayOff, Callable[[date], date]] = MappingProxyType(
    {"same": lambda day: day, "next": next_working_day, "previous": previous_working_day}
)


class Term(Sheet):
    """One condition with a number or a limit; `unconfirmed` is shown with it."""

    what: Line
    text: Line
    unconfirmed: Line | None = None


class Eligible(Sheet):
    """Who may enter a contest, and on what condition."""

    who: Audience
    note: Line | None = None


class Criterion(Sheet):
    """What is judged, and for how many points at most."""

    what: Line
    points: int = Field(ge=1, le=1000)


class Category(Sheet):
    """One category of a contest, and how many awards are given in it."""

    name: Line
    awards: int = Field(ge=1, le=1000)


class FromEnd(Sheet):
    """How a stage's end is counted from the end of another stage: days after it, or before (-)."""

    stage: StartId
    days: int = Field(ge=-400, le=400)
    day_off: DayOff = "same"

    def counted(self, end: date) -> date:
        """Return the day, given the end of the other stage."""
        return _MOVES[self.day_off](end + timedelta(days=self.days))


class Stage(Sheet):
    """One stage of a contest.

    Stages follow each other and may share a day; one marked `alongside` runs beside the others.
    After the end of a `hard_deadline` nothing is accepted. While the one with `questions` lasts,
    questions about the rules are taken whose answers everybody may read.
    """

    id: StartId
    title: Line
    starts: Since
    ends: Until
    alongside: bool = False
    hard_deadline: bool = False
    questions: bool = False
    reminders: Reminders = ()
    counted: FromEnd | None = None
    note: Line | None = None

    def runs_at(self, moment: datetime) -> bool:
        """Tell whether the stage has begun and is not over."""
        return self.starts <= moment < self.over

    @property
    def over(self) -> datetime:
        """Return the moment from which the stage is over: a last minute belongs to it."""
        return self.ends if self.has_hour else self.ends + timedelta(minutes=1)

    @property
    def has_hour(self) -> bool:
        """Tell whether the stage ends at an hour, not simply with its last day."""
        return self.ends.time() != LAST_MINUTE


class Contest(Sheet):
    """A contest for grants or for awards, with its rules and stages."""

    id: str
    kind: Literal["grants", "awards"]
    title: Line
    summary: Line
    unconfirmed: Line | None = None
    terms: tuple[Term, ...] = ()
    eligible: tuple[Eligible, ...] = Field(min_length=1)
    excluded: tuple[Line, ...] = ()
    not_funded: tuple[Line, ...] = ()
    categories: tuple[Category, ...] = ()
    submitted_by: tuple[Line, ...] = ()
    minors: Line | None = None
    to_submit: tuple[Line, ...] = ()
    formal: tuple[Line, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    extra: tuple[Criterion, ...] = ()
    threshold: int | None = Field(default=None, ge=1)
    awards: Line | None = None
    documents: tuple[Line, ...] = ()
    stages: tuple[Stage, ...] = Field(min_length=1)
    note: Line | None = None
    related: tuple[str, ...] = ()
    #: How people call it, in the beginnings of words; and who advises on it.
    called: tuple[Line, ...] = ()
    topic: TopicId | None = None
    quiz: tuple[QuizQuestion, ...] = ()
    self_check: tuple[Point, ...] = ()

    def stage(self, ident: str) -> Stage | None:
        """Return the stage with this id."""
        return next((one for one in self.stages if one.id == ident), None)

    def call_at(self, moment: datetime) -> Stage | None:
        """Return the stage with a hard deadline that runs: while it does, the call is open."""
        return next(
            (one for one in self.stages if one.hard_deadline and one.runs_at(moment)), None
        )

    @property
    def asking(self) -> Stage | None:
        """Return the stage in which questions about the rules are taken, if there is one."""
        return next((one for one in self.stages if one.questions), None)

    def takes_questions(self, moment: datetime) -> bool:
        """Tell whether a question about the rules may become public now."""
        asking = self.asking
        open_to_all = asking is not None and asking.runs_at(moment)
        return open_to_all and self.call_at(moment) is not None

    @property
    def most_points(self) -> int:
        """Return the points of all criteria together, without the extra ones."""
        return sum(criterion.points for criterion in self.criteria)


def objections(contest: Contest) -> Iterator[tuple[Place, str]]:
    """Say what does not fit together in a contest: where in its fields, and what to do."""
    if contest.threshold is not None and contest.threshold > contest.most_points:
        what = f"próg jest wyższy niż suma punktów ({contest.most_points}); popraw jedno z nich"
        yield ("threshold",), what
    seen: set[str] = set()
    for number, stage in enumerate(contest.stages):
        if stage.id in seen:
            what = f"etap {quoted(stage.id)} jest dwa razy; zmień id jednego z nich"
            yield ("stages", number, "id"), what
        seen.add(stage.id)
        if stage.ends <= stage.starts:
            what = "ends ma być później niż starts; popraw daty etapu"
            yield ("stages", number, "ends"), what
    yield from _disorder(contest)
    yield from _miscounted(contest)
    yield from _many_askings(contest)
    yield from contest_quizzes.objections(contest.quiz, contest.self_check)


def _many_askings(contest: Contest) -> Iterator[tuple[Place, str]]:
    asking = [number for number, stage in enumerate(contest.stages) if stage.questions]
    for number in asking[1:]:
        yield ("stages", number, "questions"), "pytania przyjmuje jeden etap; zostaw jeden"


def _disorder(contest: Contest) -> Iterator[tuple[Place, str]]:
    before: Stage | None = None
    main: Stage | None = None
    for number, stage in enumerate(contest.stages):
        place: Place = ("stages", number, "starts")
        called = f"etap {quoted(stage.id)}"
        if before is not None and stage.starts < before.starts:
            yield place, f"{called} zaczyna się przed {quoted(before.id)}; ustaw etapy po kolei"
        elif main is not None and not stage.alongside and _overlap(main, stage):
            advice = "popraw daty albo dopisz alongside: true"
            yield place, f"{called} zachodzi na {quoted(main.id)}; {advice}"
        before = stage
        if not stage.alongside and (main is None or stage.ends > main.ends):
            main = stage


def _overlap(before: Stage, after: Stage) -> bool:
    """Tell whether a stage begins too early; on a shared day only hours can be compared."""
    shared_day = before.ends.date() == after.starts.date()
    if shared_day and (not before.has_hour or after.starts.time() == time.min):
        return False
    return after.starts < before.ends


def _miscounted(contest: Contest) -> Iterator[tuple[Place, str]]:
    ends = {stage.id: stage.ends.date() for stage in contest.stages}
    for number, stage in enumerate(contest.stages):
        if stage.counted is None:
            continue
        place = ("stages", number, "counted")
        if stage.counted.stage not in ends or stage.counted.stage == stage.id:
            what = f"nie ma innego etapu {quoted(stage.counted.stage)}; popraw id etapu"
            yield (*place, "stage"), what
            continue
        day = stage.counted.counted(ends[stage.counted.stage])
        if day != stage.ends.date():
            what = f"z tej reguły wychodzi {day}, a ends to {stage.ends:%Y-%m-%d}; popraw jedno"
            yield place, what
