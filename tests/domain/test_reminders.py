"""When reminders are due."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.reminders import Lead, due, moment_of
from tests.domain.hours import at


@pytest.mark.parametrize(
    ("lead", "moment", "expected"),
    [
        (Lead("7d", days=7), "2027-03-13 09:30", "2027-03-06 09:00"),
        (Lead("2d", days=2), "2027-03-29 16:00", "2027-03-27 09:00"),  # over the clock change
        (Lead("2h", hours=2), "2027-03-13 12:30", "2027-03-13 10:30"),
        (Lead("2h", hours=2), "2027-03-13 09:30", "2027-03-12 19:00"),  # 7:30 is quiet
        (Lead("2h", hours=2), "2027-03-13 22:00", "2027-03-13 19:00"),  # 20:00 is quiet
        (Lead("2h", hours=2), "2027-03-13 01:00", "2027-03-12 19:00"),
        (Lead("2h", hours=2), "2027-03-28 10:30", "2027-03-28 08:30"),
    ],
)
def test_a_reminder_goes_when_people_are_up(lead: Lead, moment: str, expected: str) -> None:
    assert due(lead, at(moment)).at == at(expected)


def test_the_local_time_of_a_reminder_means_its_moment() -> None:
    found = due(Lead("2h", hours=2, useless=timedelta(minutes=30)), at("2027-03-13 12:30"))
    assert moment_of(found.local) == found.at
    assert found.until == at("2027-03-13 12:00")
