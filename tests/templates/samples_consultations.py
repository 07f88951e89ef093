"""Values for the messages of duties and consultations."""

from __future__ import annotations

from typing import Any

from tests.templates.samples import EVIL, MOMENT, TOPIC

BIG = 2**40
IDS = ("legal", "accounting", "fundraising", "partnerships", "promotion", "volunteering")
TOPICS = [{**TOPIC, "id": one} for one in IDS]
FORMS = ("office", "visit", "phone", "video")
BOOKING = {
    "id": BIG,
    "rev": 3,
    "state": "booked",
    "why": None,
    "form": "office",
    "topic": TOPIC,
    "starts": MOMENT,
    "ends": MOMENT,
    "place": EVIL,
    "phone": None,
    "advisor": EVIL,
    "ticket": None,
    "coming": None,
    "begun": False,
}
WHOLE = {
    **BOOKING,
    "prepare": ["statut organizacji", "pismo z urzędu, jeśli jest"],
    "way_in": "wejście od podwórza",
    "office_phone": "+48 24 000 00 00",
    "person": BIG,
}
SEEN = {
    **BOOKING,
    "who": EVIL,
    "organisation": EVIL,
    "phone": "600100200",
    "on_telegram": True,
    "entered": False,
    "met_from": None,
    "met_until": None,
}
SLOT = {"starts": MOMENT, "ends": MOMENT, "day": "2026-12-02", "name": EVIL, "where": EVIL}
ASKED = {"note": "", "person": BIG, "rev": 2**31}
ABOUT = {
    "form": "visit",
    "topic": TOPIC,
    "moving": False,
    "any": True,
    "phone": "+48 24 000 00 00",
}
SHIFT = {"name": EVIL, "starts": MOMENT, "ends": MOMENT, "place": "office", "where": ""}
WEEK = {
    "monday": "2026-11-30",
    "sunday": "2026-12-06",
    "topics": [],
    "all_alike": False,
    "shifts": [],
    "mobile": [],
    "away": [],
    "number": 739_950,
    "any": False,
}
PROXY = {
    "number": 77,
    "rev": 2,
    "by": EVIL,
    "name": "",
    "phone": "",
    "topics": TOPICS,
    "topic": TOPIC,
    "form": "phone",
    "forms": list(FORMS),
    "slots": [],
    "taken": False,
    "booking": None,
}
ABSENCE = {
    "id": BIG,
    "kind": "leave",
    "name": EVIL,
    "first": "2026-12-01",
    "last": "2026-12-15",
    "hours": None,
    "substitute": "",
    "settled": False,
    "over": False,
    "handed": False,
    "choices": [{"number": BIG + one, "name": EVIL} for one in range(12)],
    "meetings": [BOOKING] * 10,
}
STANDS_IN = {
    "name": EVIL,
    "substitute": {"id": 201, "name": EVIL},
    "until": "2026-12-15",
    "numbers": list(range(100, 140)),
    "meetings": [BOOKING] * 10,
    "left": [BOOKING] * 10,
}

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "consult_ask": [
        {**ASKED, "step": "form", "forms": list(FORMS)},
        {**ASKED, "step": "topic", "topics": TOPICS},
    ],
    "consult_slots": [
        {**ASKED, **ABOUT, "step": "slots", "note": note, "moving": moving, "slots": slots,
         "day": None}
        for note, moving, slots in (("", False, [SLOT] * 3), ("quicker", True, []),
                                    ("gone", True, []), ("gone", False, []),
                                    ("expired", False, []))
    ],
    "consult_days": [
        {**ASKED, **ABOUT, "step": "days", "days": days} for days in ([], ["2026-12-02"] * 8)
    ],
    "consult_times": [
        {**ASKED, **ABOUT, "step": "times", "day": "2026-12-02", "slots": slots}
        for slots in ([], [SLOT] * 12)
    ],
    "consult_contact": [
        {**ASKED, "step": step, "slot": slot, "own": {"phone": None, "place": None}}
        for step in ("phone", "address")
        for slot in (BOOKING, None)
    ],
    "consult_number": [{"phone": "600100200"}],
    "consult_summary": [
        {**ASKED, "step": "summary", "slot": {**BOOKING, "form": form},
         "own": {"phone": "600100200", "place": EVIL}, "instead": BOOKING}
        for form in FORMS
    ] + [{**ASKED, "step": "summary", "slot": None, "own": {"phone": None, "place": None},
          "instead": None}],
    "consult_told": [
        {"what": what, "booking": {**WHOLE, "form": form, "why": why}}
        for what in ("asked", "booked", "accepted", "moved", "coming", "another_advisor", "off",
                     "off_by_us", "missed")
        for form, why in (("office", "over"), ("visit", "advisor"))
    ] + [{"what": "booked", "booking": {**WHOLE, "form": "phone", "ticket": 142}}],
    "consult_list": [
        {"items": [BOOKING], "person": BIG, "full": False},
        {"items": [{**BOOKING, "state": "asked"}] * 3, "person": BIG, "full": True},
    ],
    "consult_cancel": [{"booking": BOOKING, "done": done} for done in (False, True)],
    "consult_question": [{"booking": BOOKING, "person": BIG}],
    "consult_offer": [{"booking": BOOKING, "until": MOMENT}],
    "consult_note": [
        {"what": what, "person": BIG, "booking": BOOKING}
        for what in ("refused", "offer_over", "confirmed")
    ],
    "consult_waiting": [{"until": MOMENT}],
    "consult_file": [{"what": what} for what in ("new", "changed", "cancelled")],
    "consult_calendar": [
        {"part": part, "booking": {**WHOLE, "form": form}}
        for part in ("title", "summary")
        for form in FORMS
    ],
    "consult_words": [{"words": EVIL, "booking": BOOKING}],
    "consult_panel": [
        {"booking": {**SEEN, "state": state, "form": form, "begun": begun, "met_from": MOMENT,
                     "met_until": MOMENT, "ticket": 142, "coming": True}}
        for state, form, begun in (
            ("asked", "visit", False), ("booked", "office", False), ("booked", "video", True),
            ("done", "phone", True), ("no_show", "office", True), ("cancelled", "phone", False),
        )
    ] + [
        {"booking": {**SEEN, "who": "", "organisation": None, "on_telegram": False,
                     "why": "person", "state": state}}
        for state in ("booked", "cancelled")
    ],
    "consult_alarm": [
        {"what": what, "starts": MOMENT, "ends": MOMENT, "advisor": EVIL}
        for what in ("orphan", "unconfirmed")
    ],
    "consult_left": [
        {"what": what, "booking": BOOKING, "advisor": EVIL} for what in ("moved", "off")
    ],
    "consult_hint": [
        {"what": what, "booking": BOOKING} for what in ("hours", "no_telegram", "only_text")
    ],
    "consult_day": [
        {"day": "2026-12-02", "items": [{**SEEN, "form": form, "ticket": 142, "state": "asked"}]
         * count}
        for form, count in (("visit", 1), ("video", 18))
    ],
    "duty_week": [
        WEEK,
        {**WEEK, "any": True, "all_alike": True, "shifts": [SHIFT] * 45},
        {**WEEK, "any": True,
         "topics": [
             {**TOPIC, "shifts": [{**SHIFT, "where": EVIL}] * count} for count in (0, 6, 9)
         ],
         "mobile": [{"title": EVIL, "place": EVIL, "starts": MOMENT, "ends": MOMENT}] * 2,
         "away": [{"name": EVIL, "first": "2026-12-01", "last": last, "hours": hours,
                   "substitute": substitute}
                  for last, hours, substitute in (("2026-12-01", "09:00–13:00", None),
                                                  ("2026-12-15", None, EVIL))]},
    ],
    "duty_own": [
        {"name": EVIL, "items": []},
        {"name": EVIL, "items": [
            {"id": BIG, "weekday": day, "starts": "09:00", "ends": "13:00", "place": place,
             "topics": ["Prawo i organizacja"]}
            for day, place in enumerate(("any", "office", "phone", "out"), 3)
        ]},
    ],
    "duty_hint": [{"what": what} for what in ("duty", "full", "free", "leave", "person")],
    "absence": [
        ABSENCE,
        {**ABSENCE, "kind": "free", "choices": [], "hours": "09:00–13:00", "last": "2026-12-01"},
        {**ABSENCE, "settled": True, "choices": [], "substitute": EVIL, "handed": True},
        {**ABSENCE, "settled": True, "choices": [], "handed": True},
        {**ABSENCE, "settled": True, "choices": [], "meetings": []},
        {**ABSENCE, "over": True},
    ],
    "stands_in": [
        STANDS_IN,
        {**STANDS_IN, "substitute": None, "meetings": []},
        {**STANDS_IN, "numbers": [], "meetings": [], "left": []},
    ],
    "caller_booking": [
        {**PROXY, "step": "name"},
        {**PROXY, "step": "topic", "name": EVIL, "phone": "600100200"},
        {**PROXY, "step": "form", "name": EVIL},
        {**PROXY, "step": "address", "name": EVIL},
        {**PROXY, "step": "slot", "name": EVIL, "slots": [SLOT] * 8, "taken": True},
        {**PROXY, "step": "slot", "name": EVIL},
        {**PROXY, "step": "done", "name": EVIL, "phone": "600100200", "booking": BOOKING},
    ],
    "reminders/booking_day": [
        {"booking": {**WHOLE, "form": form, "coming": coming}}
        for form, coming in (("office", None), ("phone", True))
    ],
    "reminders/booking_two_hours": [
        {"booking": {**WHOLE, "form": form, "coming": coming}}
        for form, coming in (("office", None), ("video", True))
    ],
}  # fmt: skip
