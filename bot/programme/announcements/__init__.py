"""Announcements: one thing told to many, looked at by a second person, and easily refused.

`writing` takes the coordinator's words, `timing` the moment, `choosing` the taps on the draft,
`audience` finds whom it reaches, `deciding` lets it go or holds it, `going` owes it in portions,
`copies` makes each message at the last moment, `receiving` is what recipients press, `mending`
corrects and recalls, `showing` draws panels and counts what became of it all.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.programme.announcements import (
    choosing,
    deciding,
    going,
    mending,
    receiving,
    showing,
    timing,
    writing,
)
from bot.programme.part import Act, Part

_COORDINATOR: dict[str, Act] = {
    **dict.fromkeys(choosing.VIEWS, choosing.turn),
    **dict.fromkeys(choosing.PICKS, choosing.pick),
    **dict.fromkeys(choosing.CHOSEN, choosing.choose_subject),
    "ann_open": writing.open_again,
    "ann_about": writing.begin_about,
    "ann_when": timing.ask_when,
    "ann_now": timing.at_once,
    "ann_test": choosing.test,
    "ann_ask": choosing.ask,
    "ann_alone": choosing.alone,
    "ann_drop": mending.leave,
    "ann_withdraw": deciding.withdraw,
    "ann_pause": deciding.pause,
    "ann_resume": deciding.resume,
    "ann_stop": deciding.stop,
    "ann_fix": writing.ask_fix,
    "ann_recall": mending.ask_recall,
    "ann_confirm": mending.confirm,
}
_RECIPIENT: dict[str, Act] = {
    "ann_useful": receiving.useful,
    "ann_no": receiving.refuse,
    "ann_yes": receiving.want,
}
_GROUP: dict[str, Act] = {
    "ann_approve": deciding.approve,
    "ann_reject": deciding.reject,
    "ann_withdraw": deciding.withdraw,
    "ann_pause": deciding.pause,
    "ann_resume": deciding.resume,
    "ann_stop": deciding.stop,
}

PART = Part(
    leader={**_COORDINATOR, **_RECIPIENT},
    leader_may=dict.fromkeys(_COORDINATOR, Who.COORDINATOR) | dict.fromkeys(_RECIPIENT, Who.OWNER),
    advisor=_GROUP,
    advisor_may=dict.fromkeys(_GROUP, Who.COORDINATOR),
    dialogues={
        writing.DIALOG: writing.take,
        timing.WHEN: timing.take_when,
        writing.FIX: writing.take_fix,
    },
    edits=(writing.edited,),
    commands={"komunikat": writing.begin},
    group_commands={"komunikat": writing.in_group},
    panels={showing.PANEL: showing.draw, showing.CARD: showing.draw_card},
    steps=(going.step,),
)
