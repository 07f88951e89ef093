"""Every button that messages of organising and volunteering show is declared, none in vain."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from bot.domain.callbacks import decode
from bot.helpdesk.permissions import Who
from bot.programme.organising import PART as ORGANISING
from bot.programme.organising.form_presses import PICKS
from bot.programme.volunteering import PART as VOLUNTEERING
from bot.templates import Texts
from tests.templates.samples import SAMPLES

PARTS = ("organising", "volunteering")
MINE = {"occasion_alarm"}.union(
    *(import_module(f"tests.templates.samples_{part}").SAMPLES for part in PARTS)
)
IN_GROUP = {"occasion_alarm", "rain_list"}
ALONE = {"cancel", "ann_about"}  # brought by the helpdesk, and by announcements


def shown(names: Iterable[str]) -> set[str]:
    texts = Texts()
    messages = (texts.render(name, values) for name in names for values in SAMPLES[name])
    buttons = (one for message in messages for row in message.keyboard for one in row)
    return {decode(one.action).action for one in buttons if one.action is not None}


def test_what_is_shown_in_private_is_what_may_be_pressed_there() -> None:
    declared = {**ORGANISING.leader_may, **VOLUNTEERING.leader_may}
    assert declared.keys() == {*ORGANISING.leader, *VOLUNTEERING.leader}
    spare = set(PICKS[16:])  # as many as there are letters; the samples offer sixteen
    assert shown(MINE - IN_GROUP) - ALONE == declared.keys() - spare


def test_what_is_shown_in_the_group_is_what_may_be_pressed_there() -> None:
    declared = {**ORGANISING.advisor_may, **VOLUNTEERING.advisor_may}
    assert declared.keys() == {*ORGANISING.advisor, *VOLUNTEERING.advisor}
    assert shown(IN_GROUP) == declared.keys()


def test_all_of_organising_is_the_coordinators() -> None:
    assert {*ORGANISING.leader_may.values(), *ORGANISING.advisor_may.values()} == {Who.COORDINATOR}
