"""The advice register: a card for each piece of advice, confirmed by who got it.

`closing` offers a card when a ticket is closed, `consulted` when a consultation has been, and
`command` begins one with /karta; `panel` shows it, `taps` and `words` fill it, `issuing` numbers
it by `rules`. `telling` owes the one closing message, `confirming` takes what the leader says.
`correcting`, `printing` and `papers` are of cards in force. What the register adds up to is
`bot.storage.advice_sums`'.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.office.register import (
    cards,
    choosing,
    closing,
    command,
    confirming,
    consulted,
    correcting,
    farewell,
    issuing,
    panel,
    papers,
    printing,
    taps,
    telling,
    words,
)
from bot.programme.part import Part

_LEADER = {
    **dict.fromkeys(confirming.ANSWERS, confirming.confirm),
    "advice_wrong": confirming.dispute,
}
#: What an advisor presses on the panel of a card of their own.
_OWN = {
    **dict.fromkeys(taps.FORMS, taps.form),
    **dict.fromkeys(taps.MINUTES, taps.minutes),
    f"{taps.TOPIC}*": taps.topic,
    **dict.fromkeys(taps.ASKS, taps.ask),
    **dict.fromkeys((*taps.VIEWS, "adv_back"), taps.view),
    **dict.fromkeys((*taps.DAYS, "adv_day"), taps.day),
    **dict.fromkeys(choosing.PICKS, taps.pick),
    **dict.fromkeys((*choosing.ORGANISATIONS, "adv_org"), taps.organisation),
    **dict.fromkeys(taps.NO_CARD, taps.no_card),
    "adv_issue": issuing.issue,
    "adv_fix": correcting.correct,
    "adv_cancel": correcting.ask,
    "adv_keep": correcting.ask,
    "adv_print": printing.send,
    "adv_paper": papers.ask,
    **dict.fromkeys(papers.TICKED, papers.signed),
}

PART = Part(
    leader=_LEADER,
    leader_may=dict.fromkeys(_LEADER, Who.OWNER),
    advisor={
        **_OWN,
        "advice": closing.from_card,
        "adv_begin": closing.from_number,
        "adv_allow": issuing.allow,
    },
    advisor_may={
        **dict.fromkeys(_OWN, Who.AUTHOR),
        "advice": Who.HOLDER,
        "adv_begin": Who.MEMBER,
        "adv_allow": Who.COORDINATOR,
    },
    dialogues={confirming.DIALOG: confirming.take},
    group_commands={"karta": command.in_group},
    replies={cards.SUBJECT: words.take},
    panels={cards.SUBJECT: panel.draw, cards.DISPUTE: confirming.draw},
    documents=printing.DOCUMENTS,
    closings=(closing.closed,),
    farewells=(farewell.forget,),
    hidings=(panel.confided,),
    steps=(telling.tell_late, consulted.offer, consulted.carry_over),
)
