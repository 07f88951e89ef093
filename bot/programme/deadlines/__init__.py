"""Deadlines: the days of the law that concern an organisation, and those people write themselves.

A leader says once what kind of organisation it is and what is true of it; the calendar proposes
days, and the rows of those that are followed are kept for a year ahead (`following`). All who act
for an organisation are reminded; what one of them has done is done for all (`doing`). What other
parts know of somebody's obligations becomes deadlines through `following.keep`.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.programme.deadlines import (
    calendar_files,
    changes,
    confirming,
    doing,
    events,
    following,
    inviting,
    listing,
    naming,
    own_words,
    setting_up,
    views,
)
from bot.programme.part import Act, Part

#: Buttons of the private chat; each is its presser's own, or of an organisation they act for.
_LEADER: dict[str, Act] = {
    "dl_kind": setting_up.kind,
    "dl_another": setting_up.another,
    "dl_alone": setting_up.alone,
    "dl_traits": setting_up.traits,
    "dl_trait": setting_up.trait,
    "dl_choice": setting_up.choice,
    "dl_tick": setting_up.tick,
    "dl_all": setting_up.follow_all,
    "dl_name": naming.ask,
    "dl_near": listing.pressed,
    "dl_menu": listing.menu,
    "dl_open": listing.open_one,
    "dl_done": doing.done,
    "dl_undo": doing.undo,
    "dl_drop": doing.drop,
    "dl_tomorrow": doing.tomorrow,
    "dl_ask": doing.ask,
    "dl_own": own_words.begin,
    "dl_events": events.choose,
    "dl_event": events.pick,
    "dl_keep": confirming.confirm,
    "dl_fix": confirming.correct,
    "dl_invite": inviting.invite,
    "dl_unjoin": inviting.remove,
    "dl_leave": inviting.ask_leave,
    "dl_leave_yes": inviting.leave,
    "dl_file": calendar_files.send,
    "dl_feed": calendar_files.open_feed,
    "dl_feed_off": calendar_files.close_feed,
}
_ADVISOR: dict[str, Act] = {
    "dl_change_send": changes.decide,
    "dl_change_keep": changes.decide,
}

PART = Part(
    leader=_LEADER,
    leader_may=dict.fromkeys(_LEADER, Who.OWNER),
    advisor=_ADVISOR,
    advisor_may=dict.fromkeys(_ADVISOR, Who.COORDINATOR),
    dialogues={
        own_words.DIALOG: own_words.take,
        events.DIALOG: events.take,
        naming.DIALOG: naming.take,
    },
    wishes=(own_words.wished,),
    commands={"terminy": listing.show},
    links=(inviting.follow,),
    panels={changes.PANEL: changes.draw},
    views={following.KIND: views.reminder, following.AGAIN: views.reminder},
    documents={calendar_files.DOCUMENT: calendar_files.FILE},
    steps=(changes.follow_calendar, following.roll),
)
