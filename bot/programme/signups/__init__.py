"""Signing up for meetings: the list, the card, the form, seats and those who wait for one.

What is asked and told stands in `lists`, `form*`, `seat_presses`; who gets a seat is decided in
`booking` and `offering`; what follows from a change in `changes` and `calls`. Others who put
people on a list (by telephone, from a spreadsheet) call `booking.book` and `booking.leave`, and
then `offering.fill`.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.programme.part import Part
from bot.programme.signups import (
    calendar_file,
    calls,
    changes,
    forgetting,
    form,
    form_presses,
    form_words,
    in_vain,
    lists,
    offer_calls,
    offering,
    places,
    reminders,
    seat_presses,
)
from bot.programme.signups.booking import ANCHOR

_ANYBODY = {
    "meetings": lists.turn,
    "meeting": lists.open_card,
    "meeting_map": places.show,
    "meeting_file": calendar_file.ask,
}
_OWN = {
    "signup": form_presses.begin,
    "signup_name": form_presses.name,
    "signup_org": form_presses.organisation,
    "signup_no_org": form_presses.organisation,
    "signup_commune": form_presses.commune,
    "signup_no_needs": form_presses.skip,
    "signup_no_phone": form_presses.skip,
    "signup_fix": form_presses.fix,
    "signup_back": form_presses.fix,
    **{f"{form_presses.AGAIN}{step}": form_presses.again for step in form.STEPS},
    "signup_confirm": form_presses.confirm,
    "seat_take": seat_presses.take,
    "seat_refuse": seat_presses.refuse,
    "seat_leave": seat_presses.ask,
    "seat_cannot": seat_presses.ask,
    "seat_leave_yes": seat_presses.leave,
    "seat_stay": seat_presses.stay,
    "seat_coming": seat_presses.coming,
    "seat_knows": seat_presses.knows,
}
_MEMBERS = {
    "seat_called": calls.called,
    "seat_no_answer": calls.no_answer,
    "seat_take_for": offer_calls.settle,
    "seat_refuse_for": offer_calls.settle,
}

PART = Part(
    leader={**_ANYBODY, **_OWN},
    leader_may={**dict.fromkeys(_ANYBODY, Who.ANYBODY), **dict.fromkeys(_OWN, Who.OWNER)},
    advisor=_MEMBERS,
    advisor_may=dict.fromkeys(_MEMBERS, Who.MEMBER),
    dialogues={form.DIALOG: form_words.take},
    wishes=(seat_presses.wished, lists.wished),
    commands={"warsztaty": lists.show},
    links=(lists.follow_link,),
    panels={calls.PANEL: calls.draw},
    views={ANCHOR: reminders.view},
    documents={calendar_file.NAME: calendar_file.FILE},
    follows=(changes.follow,),
    steps=(
        offering.end_offers,
        offering.fill_all,
        changes.bring_files,
        reminders.bring_places,
        in_vain.tell,
        forgetting.forget,
    ),
)
