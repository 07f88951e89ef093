"""Values for the messages about signing up, with the worst names and the longest lists."""

from __future__ import annotations

from typing import Any

EVIL = 'Jan <b>"&</i> {{ 7*7 }} \u202e@everyone'
LONG = EVIL + " i jeszcze trochę" * 16
MOMENT = "2027-03-13T08:30:00+00:00"
NUMBER, PART = 2**40 - 1, 2**63 - 1
WHEN = {"day": "2027-03-13", "starts": MOMENT, "ends": "2027-03-13T14:00:00+00:00"}
LINE = {
    "number": NUMBER,
    "title": LONG,
    "place": LONG,
    "cancelled": False,
    "unconfirmed": LONG,
    **WHEN,
    "last_day": None,
    "online": False,
    "point": False,
    "map": "https://example.org/?q=1",
}
AWAY = {**LINE, "cancelled": True, "online": True, "map": None, "unconfirmed": None,
        "last_day": "2027-03-14"}  # fmt: skip
SPOT = {**LINE, "point": True, "map": None}
OWN = [
    {"registration": 7, "rev": 3, "state": state, "position": 2, "until": MOMENT}
    for state in ("seated", "waiting", "offered")
]
CARD = {
    **SPOT,
    "summary": LONG,
    "agenda": [LONG] * 20,
    "accessibility": LONG,
    "trainer": LONG,
    "cost": LONG,
    "note": LONG,
    "required_for": LONG,
    "per_organisation": 2,
    "duty": False,
    "left": 5,
    "spare": 8,
    "closes": MOMENT,
    "gate": "open",
    "teams": None,
    "own": None,
    "past": False,
    "materials": False,
}
BARE = {
    **CARD,
    **AWAY,
    **dict.fromkeys(("accessibility", "trainer", "cost", "unconfirmed", "note", "required_for")),
    "per_organisation": None,
    "agenda": [],
    "closes": None,
}
CARDS = [
    CARD,
    {**CARD, "left": None},
    {**CARD, "left": 0},
    {**CARD, "left": 0, "spare": 0},
    *({**CARD, "gate": gate} for gate in ("closed", "over", "walk_in")),
    {**BARE, "gate": "cancelled"},
    *({**CARD, "teams": teams} for teams in ("open", "closed")),
    *({**CARD, "own": own} for own in OWN),
    *(
        {**CARD, "gate": "over", "own": OWN[0], "past": past, "materials": past}
        for past in (True, False)
    ),
]
PLACE = {"registration": 7, "rev": 3, "state": "offered", "position": 0, "until": MOMENT}
ASK = {
    "meeting": LINE,
    "rev": 3,
    "person": 9,
    "proposal": EVIL,
    "offered": LONG,
    "communes": [{"name": LONG, "number": PART}] * 14,
    "elsewhere": PART,
}
SUMMARY = {
    "meeting": LINE,
    "rev": 3,
    "person": 9,
    "step": "summary",
    "name": EVIL,
    "organisation": LONG,
    "commune": EVIL,
    "needs": LONG,
    "phone": "+48600100200",
    "waits": True,
}
CALL = {
    "name": EVIL,
    "organisation": LONG,
    "phone": "+48600100200",
    "email": None,
    "registration": 7,
    "seq": 2,
    "calls": 3,
    "why": "blocked",
}
OUTCOMES = ("seated", "waiting", "known", "limit", "full", "closed", "walk_in", "cancelled",
            "over", "left", "left_queue", "offer_over")  # fmt: skip
BOOKED = ("seated", "waiting", "known")
CHANGE = {
    "meeting": SPOT,
    "was": {**WHEN, "last_day": None, "place": LONG, "cancelled": False},
    "now": {**WHEN, "last_day": None, "place": EVIL, "cancelled": False},
    "seq": 2,
}
LISTED = [CARD, {**CARD, "own": OWN[2]}, {**CARD, "gate": "closed"}, *[CARD] * 5]
MINE = [{"meeting": LINE, **own} for own in (*OWN, OWN[0])]
REMINDER = {"meeting": SPOT, "own": OWN[0], "coming": None}

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "meetings": [
        {"items": [], "mine": [], "page": 0, "more": False, "unknown": True, "materials": []},
        {
            "items": LISTED,
            "mine": [{"meeting": LINE, **own} for own in (*OWN, OWN[0])],
            "page": 1,
            "more": True,
            "unknown": True,
            "materials": [LINE] * 4,
        },
    ],
    "meeting": CARDS,
    "signup_ask": [
        *({**ASK, "step": step} for step in ("name", "organisation", "commune", "needs", "phone")),
        {**ASK, "step": "name", "proposal": None},
        {**ASK, "step": "organisation", "offered": None},
    ],
    "signup_again": [{"step": step, "person": 9} for step in ("name", "commune", "phone")],
    "signup_summary": [
        SUMMARY,
        {**SUMMARY, "organisation": "", "needs": "", "phone": "", "waits": False},
    ],
    "signup_fix": [SUMMARY],
    "signup_told": [
        {"what": what, "meeting": meeting, "own": own, "reminded": own is None or own == OWN[0]}
        for what in OUTCOMES
        for meeting in (SPOT, AWAY)
        for own in ((None, *OWN) if what not in BOOKED else OWN)
    ],
    "seat_offer": [{"meeting": LINE, **PLACE}],
    "seat_offer_call": [
        {"meeting": LINE, **PLACE, **CALL},
        {"meeting": LINE, **PLACE, **CALL, "phone": None, "email": EVIL},
        {"meeting": LINE, **PLACE, **CALL, "phone": None},
    ],
    "seat_offer_settled": [
        {"meeting": LINE, "name": EVIL, "takes": takes, "who": EVIL} for takes in (True, False)
    ],
    "seat_leave": [{"meeting": LINE, **own} for own in OWN],
    "seat_in_vain": [{"meeting": meeting, "registration": 7} for meeting in (LINE, AWAY)],
    "seats": [{"items": [{"meeting": LINE, **own} for own in OWN]}],
    "seat_change": [
        {**CHANGE, "what": what, "own": own, "seq": seq, "reason": EVIL if seq else None}
        for what in ("moved", "cancelled", "back")
        for own in OWN
        for seq in (None, 2)
    ],
    "seat_file": [{"what": what} for what in ("new", "changed", "cancelled")],
    "call_list": [
        {"meeting": LINE, "items": [], "left": 0, "more": 0},
        {"meeting": AWAY, "items": [CALL] * 12, "left": 30, "more": 18},
        {
            "meeting": LINE,
            "items": [
                {**CALL, "phone": None, "email": EVIL, "why": "no_telegram", "calls": 0},
                {**CALL, "phone": None, "why": "silent"},
            ],
            "left": 2,
            "more": 0,
        },
    ],
    "reminders/seat_ahead": [REMINDER, {**REMINDER, "meeting": AWAY}],
    "reminders/seat_two_days": [REMINDER, {**REMINDER, "coming": True}],
    "reminders/seat_two_hours": [REMINDER, {**REMINDER, "meeting": LINE}],
}
