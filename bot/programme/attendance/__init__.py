"""On the day of a meeting and after it: who has come, the signed list, tests, certificates.

Signing up is another room's; both work on the rows of `bot.storage.registrations`. Lists are for
advisors and coordinators (`authority`); a leader meets this room by the code at the door, by
questions that are answered with a tap, and by what is brought to those who came.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.programme.attendance import (
    adding,
    aftercare,
    awarding,
    boards,
    checking,
    door,
    figures,
    listing,
    materials,
    printing,
    scans,
    surveys,
)
from bot.programme.part import Part

_TAPPED = {f"{part}_{letter}" for part in surveys.TESTS for letter in "abcd"} | {
    f"opinion_{letter}" for letter in surveys.LETTERS
}
#: What a leader presses: of their own registration.
_OWN = {
    **{f"{part}_go": surveys.begin for part in surveys.PARTS},
    **dict.fromkeys(sorted(_TAPPED), surveys.answer),
    "opinion_skip": surveys.skip_words,
    **{f"absent_{letter}": surveys.missed for letter in surveys.REASONS},
    "materials": materials.show,
    "att_done": materials.done,
}
#: What those press who keep lists: in their private chat, and, where it needs no words, in the
#: group.
_BOTH = {
    "att": listing.show,
    "att_page": listing.page,
    "att_here": checking.here,
    "att_away": checking.away,
}
_MEMBERS = {
    "att_who": listing.somebody,
    "att_find": listing.ask_name,
    "att_strike": checking.strike,
    "att_struck": checking.struck,
    "att_keep": checking.keep,
    "att_add": adding.begin,
    "att_walk_in": adding.begin,
    "att_no_contact": adding.skip,
    "att_no_organisation": adding.skip,
    "att_commune": adding.commune,
    "att_save": adding.save,
    "att_print": printing.print_list,
    "att_code": door.codes,
}
_COORDINATORS = {
    "att_after": listing.after,
    "att_seat": checking.seat,
    "att_extra": adding.extra,
    "att_add_material": materials.ask,
    "att_add_scan": materials.ask,
    "att_scans": scans.show,
    "att_figures": figures.show,
    "att_export": figures.export,
    "att_absent": figures.no_shows,
    "att_results": figures.results,
    "cert_ask": awarding.ask,
    "cert_issue": awarding.issue,
    "cert_cancel": awarding.cancel,
    "cert_cancelled": awarding.cancelled,
    "cert_paper": awarding.paper_test,
    "cert_print": awarding.print_all,
    "cert_register": awarding.register,
}

PART = Part(
    leader={**_OWN, **_BOTH, **_MEMBERS, **_COORDINATORS},
    leader_may={
        **dict.fromkeys(_OWN, Who.OWNER),
        **dict.fromkeys((*_BOTH, *_MEMBERS), Who.MEMBER),
        **dict.fromkeys(_COORDINATORS, Who.COORDINATOR),
    },
    advisor={**_BOTH, "att_seat": checking.seat},
    advisor_may={**dict.fromkeys(_BOTH, Who.MEMBER), "att_seat": Who.COORDINATOR},
    dialogues={
        listing.FIND: listing.take_name,
        adding.DIALOG: adding.take,
        materials.DIALOG: materials.take,
        surveys.DIALOG: surveys.take_words,
    },
    wishes=(scans.take_reply,),
    commands={"lista": listing.command},
    group_commands={"lista": listing.in_group},
    links=(door.follow,),
    panels={**boards.PANELS, boards.FIGURES: figures.draw},
    views=aftercare.VIEWS,
    documents=printing.DOCUMENTS,
    follows=(aftercare.follow,),
    steps=(aftercare.plan_tests, aftercare.look_through),
)
