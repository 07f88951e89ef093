"""How advice is accounted for: hours for one organisation, rounding. The plan is an indicator."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.values import Line


class AdviceRules(BaseModel):
    """What stands under `advice:` in `organisation.yaml`; each field may be left out."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    #: The most hours of advice that one organisation gets; None: no limit.
    hours_per_organisation: int | None = Field(default=None, ge=1, le=1000)
    #: A month's sum of one organisation and one advisor is rounded to so many minutes.
    unit_minutes: int = Field(default=15, ge=1, le=60)
    rounding: Literal["up", "nearest", "none"] = "up"
    #: The number of the grant agreement, as it stands on the cards.
    agreement: Line | None = None
