"""Consultations face to face, by phone and video, and the duties of advisors that they need.

`rota` says who is on duty when (from files, the chat and mobile duties), `openings` what of it can
be booked, `booking` takes a slot and gives it back, `following` tells everybody. The person's side
is `form*`, `own` and `waiting`; the advisors' is `weekly`, `leaves`, `cards`, `day_plan` and
`callers`; `watching` looks after what is forgotten.
What took place and has no card in the register yet: `bot.storage.bookings.finished_without_card`.
"""

from __future__ import annotations

from bot.domain.duties import FORMS
from bot.helpdesk.permissions import Who
from bot.programme.consultations import (
    calendar_file,
    callers,
    cards,
    day_plan,
    following,
    form,
    form_presses,
    form_words,
    handing_over,
    leaves,
    own,
    reminders,
    rota,
    waiting,
    watching,
    weekly,
)
from bot.programme.part import Part

_OWN = {
    "consult_new": own.another,
    **dict.fromkeys(form_presses.FORM_BUTTONS, form_presses.pick_form),
    f"{form_presses.TOPIC}*": form_presses.pick_topic,
    "consult_slot": form_presses.pick_slot,
    "consult_days": form_presses.other_days,
    "consult_day": form_presses.pick_day,
    "consult_back": form_presses.back,
    "consult_other": form_presses.other_slot,
    "consult_contact": form_presses.other_contact,
    "consult_confirm": form_presses.confirm,
    "consult_wait": form_presses.wait,
    "consult_coming": own.coming,
    "consult_change": own.change,
    "consult_cancel": own.ask,
    "consult_cancel_yes": own.cancel,
    "consult_stay": own.stay,
    "consult_question": own.ask_question,
    "consult_take": waiting.take,
    "consult_refuse": waiting.refuse,
}
_MEETING = {
    "booking_accept": cards.accept,
    "booking_cannot": cards.cannot,
    "booking_met": cards.met,
    "booking_nobody": cards.nobody_came,
}
_AUTHORS = {
    "duty_drop": weekly.drop,
    "absence_choose": leaves.choose,
    "absence_over": leaves.take_back,
    f"{callers.TOPIC}*": callers.pick,
    **{f"{callers.FORM}{one}": callers.pick for one in FORMS},
    "caller_slot": callers.pick_slot,
    "caller_again": callers.back,
    "caller_drop": callers.back,
}

PART = Part(
    leader=_OWN,
    leader_may=dict.fromkeys(_OWN, Who.OWNER),
    advisor={**_MEETING, **_AUTHORS, "duty_week": weekly.turn},
    advisor_may={
        **dict.fromkeys(_MEETING, Who.HOLDER),
        **dict.fromkeys(_AUTHORS, Who.AUTHOR),
        "duty_week": Who.MEMBER,
    },
    dialogues={form.DIALOG: form_words.take, own.QUESTION: own.take_question},
    wishes=(own.wished,),
    commands={"konsultacja": own.show},
    group_commands={
        "dyzur": weekly.command,
        "wolne": leaves.free_days,
        "urlop": leaves.leave,
        "konsultacja": callers.command,
    },
    group_words={"dyżur": "dyzur", "dyżury": "dyzur", "dyzury": "dyzur", "dyzur": "dyzur"},
    replies={following.PANEL: cards.replied, callers.PANEL: callers.replied},
    panels={
        following.PANEL: cards.draw,
        weekly.WEEK: weekly.draw_week,
        weekly.OWN: weekly.draw_own,
        leaves.PANEL: leaves.draw,
        callers.PANEL: callers.draw,
    },
    views={following.ANCHOR: reminders.view},
    documents={following.FILE: calendar_file.FILE},
    farewells=(own.forget, callers.forget_person),
    duties=rota.duties,
    steps=(
        form.end_holds,
        waiting.tell_in_vain,
        waiting.offer_all,
        handing_over.hand_over,
        watching.look_after_visits,
        watching.ask_how_it_was,
        watching.tell_of_orphans,
        watching.forget,
        callers.forget,
        day_plan.post,
    ),
)
