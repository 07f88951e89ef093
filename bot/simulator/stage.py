"""The cast of the demo: a small Telegram with leaders, advisors and their group, ready to play."""

from __future__ import annotations

from dataclasses import dataclass

from bot.simulator.clock import MovableClock
from bot.simulator.demo import Role
from bot.simulator.group import Group
from bot.simulator.people import Telegram

COORDINATOR = 301
LONGEST_NAME = 64  # of a bot
_LEADERS = (
    (101, "Halina", "Nowak", "skarbniczka koła gospodyń"),
    (102, "Zbigniew", "Wójcik", "naczelnik OSP"),
    (103, "Kamil", "Lewandowski", "uczeń, grupa nieformalna"),
    (104, "Bożena", "Kaczmarek", "prezeska stowarzyszenia"),
)
_ADVISORS = (
    (201, "Ewa", "Zalewska", "prawo i organizacja"),
    (202, "Marek", "Dąbrowski", "finanse"),
    (COORDINATOR, "Zofia", "Maj", "koordynatorka"),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """Who plays, and where."""

    telegram: Telegram
    clock: MovableClock
    leaders: list[Role]
    advisors: list[Role]
    group: Group

    def role(self, number: int) -> Role:
        """Return the role with this number."""
        return next(one for one in [*self.leaders, *self.advisors] if one.person.id == number)


def set_stage(clock: MovableClock, programme: str, username: str) -> Stage:
    """Return a stage with the bot as an administrator of a group with topics."""
    telegram = Telegram(clock)
    telegram.world.name_bot(programme[:LONGEST_NAME], username)
    leaders = [
        Role(telegram.user(id=number, first_name=first, last_name=last), note)
        for number, first, last, note in _LEADERS
    ]
    advisors = [
        Role(telegram.user(id=number, first_name=first, last_name=last), note)
        for number, first, last, note in _ADVISORS
    ]
    owner = next(role.person for role in advisors if role.person.id == COORDINATOR)
    group = telegram.group(f"Doradcy – {programme}", forum=True, owner=owner)
    group.add_bot(admin=True, can_manage_topics=True, can_delete_messages=True)
    for role in advisors:
        if role.person is not owner:
            group.add(role.person)
    return Stage(telegram, clock, leaders, advisors, group)
