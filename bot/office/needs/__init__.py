"""The needs board of the day of work together: who needs hands, and which team brings them.

A need is a form of `bot.office.forms` that a coordinator lets onto the `board`; captains see it
there, and `matching` brings the two together. What a team has agreed to stands on its printed list
and in its briefing (`bot.programme.volunteering`).
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.office.forms import moderating, presses, taking
from bot.office.needs import board, farewell, matching
from bot.office.needs.form import KIND
from bot.programme.part import Part

_ANYBODY = {"need_begin": board.begin, "need_new": board.begin}
_OWN = {
    **presses.buttons(KIND),
    "need_choose": board.choose,
    "need_offer": board.offer,
    "match_yes": board.answer,
    "match_no": board.answer,
    "match_off": board.call_off,
    "match_off_yes": board.call_off,
}
_CARD = moderating.buttons(KIND)

PART = Part(
    leader={**_ANYBODY, **_OWN},
    leader_may={**dict.fromkeys(_ANYBODY, Who.ANYBODY), **dict.fromkeys(_OWN, Who.OWNER)},
    advisor=_CARD,
    advisor_may=dict.fromkeys(_CARD, Who.COORDINATOR),
    dialogues={KIND.dialog: taking.taker(KIND)},
    edits=(taking.edits(KIND),),
    commands={"potrzeba": board.ask, "potrzeby": board.show},
    replies=moderating.replies(KIND),
    panels={KIND.words: moderating.drawing(KIND)},
    follows=(matching.follow_day,),
    farewells=(farewell.forget,),
    steps=(matching.follow_teams,),
)
