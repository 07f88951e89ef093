"""/doradcy: who advises, in what, and with which marks; kept by coordinators.

The list is for the coordinators' private chats and their thread. Each button says what is to be,
so an old press changes nothing twice.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.office.advisors import listing, marks
from bot.programme.part import Part

_ALL = {
    "staff": listing.show_one,
    "staff_list": listing.show_list,
    **dict.fromkeys(marks.MARKS, marks.mark),
    **{f"{one}*": marks.speciality for one in marks.SPECIALITY},
    **dict.fromkeys(marks.DOOR, marks.block),
}

PART = Part(
    leader=_ALL,
    leader_may=dict.fromkeys(_ALL, Who.COORDINATOR),
    advisor=_ALL,
    advisor_may=dict.fromkeys(_ALL, Who.COORDINATOR),
    commands={"doradcy": listing.command},
    group_commands={"doradcy": listing.in_group},
    panels={listing.LIST: listing.draw_list, listing.ONE: listing.draw_one},
)
