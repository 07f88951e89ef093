"""People and organisations: who acts for which, a new board that takes over, and twins made one.

Organisations, their members and invitations are those of `bot.programme.deadlines`. Here a person
looks at theirs (`listing`), adds one (`adding`) or claims one that is known already (`claiming`);
advisors look that up and a coordinator decides (`checking`, `panel`), and `changing` does what
follows. `board` makes deadlines of what a new board has to see to. A coordinator makes one of two
rows that are the same in truth (`likely`, `merging`).
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.office.organisations import (
    adding,
    board,
    changing,
    checking,
    claiming,
    farewell,
    listing,
    merging,
    panel,
)
from bot.programme.part import Act, Part

#: Buttons of the private chat; each is its presser's own, or of an organisation they act for.
_OWN: dict[str, Act] = {
    "ours": listing.pressed,
    "ours_open": listing.open_one,
    "ours_ask": listing.ask_for,
    "ours_ask_none": listing.ask_for,
    "ours_kind": listing.kinds,
    "ours_set_kind": listing.set_kind,
    "ours_commune": listing.communes,
    "ours_set_commune": listing.set_commune,
    "ours_add": adding.begin,
    "ours_known": adding.known_name,
    "ours_another": adding.another,
    "ours_found": adding.found_it,
    "claim_begin": claiming.begin,
    "claim_role": claiming.role,
    "claim_no_day": claiming.without_day,
    "claim_drop": claiming.drop,
    "claim_object": changing.object_to,
    "board_begin": board.begin,
    "board_on": board.on_day,
    "board_keep": board.keep,
}
#: Of coordinators, in their private chats.
_PRIVATE: dict[str, Act] = {
    "twin_next": merging.turn,
    "twin_not": merging.different,
    "twin_ask": merging.ask,
    **dict.fromkeys(merging.NAMES, merging.merge),
}
_MEMBERS: dict[str, Act] = {"claim_checked": checking.check}
_COORDINATORS: dict[str, Act] = {
    "claim_board": checking.approve,
    "claim_join": checking.approve,
    "claim_refuse": checking.ask_reason,
    "claim_undo": checking.undo,
}

PART = Part(
    leader={**_OWN, **_PRIVATE},
    leader_may={
        **dict.fromkeys(_OWN, Who.OWNER),
        **dict.fromkeys(_PRIVATE, Who.COORDINATOR),
    },
    advisor={**_MEMBERS, **_COORDINATORS},
    advisor_may={
        **dict.fromkeys(_MEMBERS, Who.MEMBER),
        **dict.fromkeys(_COORDINATORS, Who.COORDINATOR),
    },
    dialogues={
        adding.DIALOG: adding.take,
        claiming.DIALOG: claiming.take,
        board.DIALOG: board.take,
    },
    commands={"organizacja": listing.show, "scal": merging.begin},
    replies={
        panel.PANEL: checking.noted,
        panel.DECIDED: checking.noted,
        checking.REFUSING: checking.refused,
    },
    farewells=(farewell.forget,),
    steps=(checking.remind,),
    panels={panel.PANEL: panel.draw, panel.DECIDED: panel.draw},
)
