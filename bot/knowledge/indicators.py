"""What the foundation promised its grant-giver, and for which months it accounts.

It stands under `indicators:` and `self_assessment:` in `organisation.yaml`; all of it may be left
out, and then the report shows what was done without a plan beside it.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.knowledge.values import Day, Line

Count = Annotated[int, Field(ge=0, le=1_000_000)]
QUESTIONS = 5


class _Sheet(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Plan(_Sheet):
    """The planned levels of the grant agreement; None where none was promised."""

    initiatives: Count | None = None
    people_in_initiatives: Count | None = None
    employee_volunteering: Count | None = None
    workshops: Count | None = None
    workshop_hours: Count | None = None
    workshop_participants: Count | None = None
    advice_hours: Count | None = None
    advised_organisations: Count | None = None
    contest_submissions: Count | None = None
    good_practices: Count | None = None
    gala_guests: Count | None = None


class Indicators(_Sheet):
    """The time of the project, the meetings that have an indicator of their own, and the plan."""

    project_from: Day | None = None
    project_until: Day | None = None
    #: Ids of events: the days of employee volunteering, and the gala.
    volunteering_days: tuple[Line, ...] = ()
    galas: tuple[Line, ...] = ()
    plan: Plan = Plan()

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        begins, ends = self.project_from, self.project_until
        if (begins is None) != (ends is None):
            raise ValueError("podaj oba dni: project_from i project_until, albo żadnego")
        if begins is not None and ends is not None and ends < begins:
            raise ValueError("project_until ma być po project_from; popraw jeden z dni")
        return self


class SelfAssessment(_Sheet):
    """Five sentences that leaders may rate from 1 to 5, at the beginning and at the end."""

    statements: tuple[Line, ...] = Field(min_length=QUESTIONS, max_length=QUESTIONS)
