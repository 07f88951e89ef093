"""A day of work together, and a gala: teams and guests, their papers, and what if it rains.

Captains sign teams up (`form*`), seats of places and shifts are taken in `enrolling`; `telling`
says what captains and coordination hear of it, also when the day moves. `rain` tells all captains
of a place at once. `papers` are printed and sent; `guests` is for meetings to which people bring
somebody along.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.programme.part import Part
from bot.programme.volunteering import (
    briefings,
    enrolling,
    farewell,
    form,
    form_presses,
    form_words,
    guests,
    papers,
    rain,
    telling,
)

_ANYBODY = {"team": form_presses.begin}
_OWN = {
    "team_site": form_presses.site,
    **dict.fromkeys(form_presses.SHIFTS, form_presses.shift),
    **dict.fromkeys(form_presses.AGAIN, form_presses.again),
    "team_confirm": form_presses.confirm,
    "team_names": form_presses.change_names,
    "team_withdraw": form_presses.ask_withdraw,
    "team_withdraw_yes": form_presses.withdraw,
    "team_knows": rain.knows,
    "team_knows_change": telling.knows,
    **dict.fromkeys(guests.HOW_MANY, guests.settle),
}
_COORDINATORS = {
    papers.LISTS: papers.send,
    papers.INSURANCE: papers.send,
    "team_rain": rain.choose,
    "team_rain_at": rain.ask,
    "team_rain_go": rain.go,
    guests.LIST: guests.send,
}
_MEMBERS = {"team_called": rain.called}

PART = Part(
    leader={**_ANYBODY, **_OWN, **_COORDINATORS},
    leader_may={
        **dict.fromkeys(_ANYBODY, Who.ANYBODY),
        **dict.fromkeys(_OWN, Who.OWNER),
        **dict.fromkeys(_COORDINATORS, Who.COORDINATOR),
    },
    advisor=_MEMBERS,
    advisor_may=dict.fromkeys(_MEMBERS, Who.MEMBER),
    dialogues={form.DIALOG: form_words.take},
    files={form.DIALOG: form_words.read_file},
    commands={"druzyna": form_presses.show},
    panels={rain.PANEL: rain.draw},
    views={enrolling.ANCHOR: briefings.view},
    documents={**papers.DOCUMENTS, guests.LIST: guests.GUEST_LIST},
    follows=(telling.follow,),
    farewells=(farewell.forget,),
    steps=(guests.ask, papers.insurance_due),
)
