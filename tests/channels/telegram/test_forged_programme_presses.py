"""Buttons of the programme, pressed by people to whom nobody offered them, on rows of others.

Every button of every part, by everybody who has no right to it, with the numbers of all rows:
nothing changes, and what is told is the same as for a row that does not exist.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.domain.callbacks import encode
from bot.helpdesk.permissions import Who
from bot.parts import putting_together as parts
from bot.programme.deadlines import owners
from tests.buttons import spelled
from tests.channels.telegram import programme_stage
from tests.channels.telegram import rehearsal as stage
from tests.channels.telegram.rehearsal import Rehearsal

SEED = 20261124
REVS = (None, 0, 1, 2)
BLIND = {
    "To już nieaktualne. Odświeżam.",
    "Te przyciski są dla członków grupy doradców.",
    "O tym decyduje koordynator.",
    "Ten przycisk jest dla kogoś innego.",
}
#: Those who have no right to a button, by whose it is; the first two are always tried.
IN_PRIVATE = {
    Who.OWNER: (stage.STRANGER, stage.HOLDER, stage.COORDINATOR),
    Who.MEMBER: (stage.ASKER, stage.EX, stage.STRANGER, stage.FOREIGNER),
    Who.COORDINATOR: (stage.HOLDER, stage.ASKER, stage.STRANGER, stage.EX),
}
IN_GROUP = {
    Who.MEMBER: (stage.EX, stage.ASKER, stage.ANONYMOUS),
    Who.HOLDER: (stage.OTHER, stage.EX, stage.ASKER),
    Who.AUTHOR: (stage.OTHER, stage.EX, stage.ASKER),
    Who.COORDINATOR: (stage.HOLDER, stage.EX, stage.CHANNEL),
}
#: They begin a form of the presser's own, and say only for which meeting.
BEGIN = ("signup",)
#: The coordinators may put a team's list right, too, and bring teams and needs together.
COORDINATED = tuple(
    action
    for action in parts.LEADER
    if action.startswith(("team_", "match_", "need_choose", "need_offer"))
)
#: What people may press, so that the stage is known to have the rows that the others try.
ALLOWED = (
    ("seat_take", stage.ASKER, 2, 0),
    ("seat_coming", stage.ASKER, 3, None),
    ("seat_knows", stage.ASKER, 3, 1),
    ("seat_leave_yes", stage.ASKER, 3, 0),
    ("opinion_go", stage.ASKER, 1, None),
    ("dl_done", stage.ASKER, 1, 0),
    ("dl_keep", stage.ASKER, 3, 0),
    ("team_withdraw_yes", stage.ASKER, 1, None),
    ("contest_agree", stage.ASKER, 1, None),
    ("att_struck", stage.HOLDER, 3, 0),
    ("cert_cancelled", stage.LEAD, 1, None),
    ("results_offer", stage.LEAD, 1, None),
    ("ann_drop", stage.LEAD, 1, 0),
    ("ann_no", stage.ASKER, 4, None),
    ("advice_helped", stage.ASKER, 2, None),
    ("advice_wrong", stage.ASKER, 2, None),
    ("staff_trainee_on", stage.LEAD, stage.HOLDER, None),
    ("ours_set_kind", stage.ASKER, 1, 4),
    ("claim_drop", stage.ASKER, 1, None),
    ("twin_not", stage.LEAD, 1, 1),
    ("consult_coming", stage.ASKER, 1, 0),
    ("consult_cancel_yes", stage.ASKER, 2, 0),
    ("consult_refuse", stage.ASKER, 4, 0),
    ("ini_open", stage.COORDINATOR, 1, None),
    ("rep_back", stage.ASKER, 2, None),
    ("sub_drop", stage.ASKER, 1, None),
    ("sub_unpublish", stage.ASKER, 5, None),
    ("match_yes", stage.ASKER, 1, 0),
    ("prv_keep", stage.ASKER, 1, 0),
)
#: Buttons of panels that only one member may press: on which message, with which number.
ON_PANELS = (
    ("booking_accept", programme_stage.BOOKING_PANEL + 2, 2, 0),
    ("booking_cannot", programme_stage.BOOKING_PANEL + 1, 1, 0),
    ("booking_met", programme_stage.BOOKING_PANEL + 3, 3, 0),
    ("booking_nobody", programme_stage.BOOKING_PANEL + 3, 3, 1),
    ("call_form_phone", programme_stage.OWN_PANEL + 3, 9, 1),
    ("absence_choose", programme_stage.OWN_PANEL + 1, stage.OTHER, None),
    ("absence_over", programme_stage.OWN_PANEL + 1, 1, None),
    ("duty_drop", programme_stage.OWN_PANEL, 1, None),
)


def each(declared: Mapping[str, Who]) -> Iterator[tuple[str, Who]]:
    """Yield every button, those of topics for each of them, with who may press it."""
    for name, who in declared.items():
        yield from ((action, who) for action in spelled([name]))


def outsiders(most: int) -> Iterator[tuple[str, int, int]]:
    """Yield a button, somebody who has no right to it, and where they press it."""
    for action, who in each(parts.LEADER_MAY):
        for presser in IN_PRIVATE.get(who, ())[:most]:
            if action not in BEGIN and (action, presser) not in _COORDINATED:
                yield action, presser, presser
        yield action, stage.STRANGER, stage.ASKER  # another's chat
    for action, who in each(parts.ADVISOR_MAY):
        for presser in IN_GROUP[who][:most]:
            yield action, presser, stage.GROUP_ID
        yield action, stage.FOREIGNER, stage.FOREIGN_ID


_COORDINATED = {(action, stage.COORDINATOR) for action in COORDINATED}


def tried(there: Rehearsal, action: str, presser: int) -> list[tuple[int, int | None]]:
    """Return numbers and revisions to be tried: of rows of others, never of the presser."""
    own = {there.ids.persons.get(presser)} | ({owners.OWN} if action.startswith("dl_") else set())
    idents = [one for one in programme_stage.numbers(there) if one not in own]
    return [(ident, rev) for ident in idents for rev in REVS]


async def accepted(pressers: int, presses: int) -> list[tuple[str, int, set[str]]]:
    """Return which buttons changed a row, or told more than that they are not for the presser."""
    chance, found = random.Random(SEED), []
    with stage.stage() as there:
        await _open(there)
        before = there.snapshot()
        for action, presser, where in outsiders(pressers):
            pairs = tried(there, action, presser)
            some = chance.sample(pairs, min(presses, len(pairs)))
            told = await there.play([_press(action, presser, where, *pair) for pair in some])
            now = there.snapshot()
            if told - BLIND - _REFUSED[presser == where or where == stage.GROUP_ID]:
                found.append((action, presser, told))
            elif now != before:
                found.append((action, presser, set()))
            before = now
    return found


#: A press in another's chat or group gets no words at all.
_REFUSED: dict[bool, set[str]] = {True: set(), False: {"None"}}


async def _open(there: Rehearsal) -> None:
    await there.open()
    there.put_into("claimed")
    await programme_stage.populate(there)


def _press(action: str, presser: int, where: int, ident: int, rev: int | None) -> dict[str, Any]:
    return stage.press(presser, where, stage.MENU, encode(action, ident, rev))


async def test_nobody_presses_a_button_of_the_programme_for_somebody_else() -> None:
    assert await accepted(2, 5) == []


@pytest.mark.slow
async def test_nor_does_anybody_with_any_number_and_revision() -> None:
    assert await accepted(9, 9) == []


async def test_those_who_may_press_them_find_their_rows() -> None:
    with stage.stage() as there:
        await _open(there)
        nothing = []
        for action, presser, ident, rev in ALLOWED:
            outcome = await there.act(_press(action, presser, presser, ident, rev))
            if not outcome.changed or outcome.told in BLIND:
                nothing.append((action, outcome))
    assert nothing == []


async def test_a_panel_of_a_member_is_pressed_by_that_member_only() -> None:
    with stage.stage() as there:
        await _open(there)
        wrong: list[tuple[str, int, str]] = []
        for action, message, ident, rev in ON_PANELS:
            for presser in (stage.OTHER, stage.EX, stage.ASKER, stage.HOLDER):
                made = encode(action, ident, rev)
                told = await there.act(stage.press(presser, stage.GROUP_ID, message, made))
                if told.changed != (presser == stage.HOLDER):
                    wrong.append((action, presser, str(told.told)))
    assert wrong == []
