"""Values for the messages of organising."""

from __future__ import annotations

from typing import Any

from tests.templates.samples import EVIL, MOMENT

NUMBER = 2**40 - 1
OCCASION = {
    "title": EVIL,
    "number": NUMBER,
    "starts": MOMENT,
    "place": EVIL,
    "taken": 12,
    "seats": 20,
}
WHEN = {"day": "2027-03-13", "starts": "09:30", "ends": "15:00", "last_day": ""}
LINK = "https://t.me/sample_test_bot?start=w_ksiegi"
PEOPLE = {"told": 5, "called": 2, "people": 7}
SAID = {
    "title": EVIL * 7,
    "topic": "Prawo i organizacja",
    "when": WHEN,
    "municipality": "Bielsk",
    "venue": EVIL,
    "capacity": 20,
    "waitlist": 0,
    "trainer": EVIL,
    "agenda": [EVIL * 4] * 12,
    "summary": EVIL,
    "register_until": {"day": "2027-03-10", "hour": "12:00"},
    "cost": "bezpłatnie",
    "accessibility": None,
    "note": None,
    "unconfirmed": EVIL,
}
HINTS = (
    "tap", "empty", "long", "number", "agenda", "unclear", "no_such", "past", "weekday", "order",
    "skipped", "doubled",
)  # fmt: skip
ASK = {
    "kind": "workshop",
    "options": [],
    "optional": True,
    "changing": False,
    "hint": "",
    "person": 2**40,
    "rev": 2**31,
}
SUMMARY = {
    "fields": [(name, said) for name, said in SAID.items() if said is not None],
    "changes": [],
    "changing": False,
    "title": "",
    "wrong": [],
    "moves": False,
    "small": False,
    "concerned": None,
    "same": False,
    "kind": "workshop",
    "person": 7,
    "rev": 3,
}

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "organise_menu": [
        {"kind": kind, "person": 7, "draft": draft, "rev": 2}
        for kind in ("workshop", "event")
        for draft in (None, EVIL * 5)
    ],
    "organise_list": [
        {"what": what, "items": items, "person": 7, "more": more}
        for what in ("clone", "change", "cancel", "papers")
        for items, more in (
            ([], None),
            ([OCCASION, {**OCCASION, "seats": None, "place": ""}] * 4, 1),
        )
    ],
    "organise_ask": [
        *({**ASK, "field": name, "known": said} for name, said in SAID.items()),
        *({**ASK, "field": "when", "known": None, "hint": hint} for hint in HINTS),
        {
            **ASK,
            "field": "municipality",
            "known": None,
            "options": [f"Gmina {n}" for n in range(16)],
        },
    ],
    "organise_confirm": [
        {"field": name, "understood": SAID[name], "person": 7, "rev": 1}
        for name in ("when", "register_until")
    ],
    "organise_fix": [{"fields": list(SAID), "person": 7, "rev": 1}],
    "organise_summary": [
        SUMMARY,
        {**SUMMARY, "wrong": [EVIL * 10] * 9},
        *(
            {
                **SUMMARY,
                "changing": True,
                "title": EVIL,
                "changes": [
                    ("when", WHEN, {**WHEN, "last_day": "2027-03-14"}),
                    ("note", None, EVIL),
                ],
                "concerned": PEOPLE,
                "moves": moves,
                "small": not moves,
            }
            for moves in (True, False)
        ),
        {**SUMMARY, "changing": True, "title": EVIL, "same": True, "concerned": PEOPLE},
    ],
    "organise_note": [{"what": what} for what in ("not_coordinator", "dropped_change", "dropped")],
    "organise_published": [{"occasion": OCCASION, "link_to": LINK}],
    "organise_done": [
        {"what": "changed_meanwhile", "occasion": None, "moved": False, **PEOPLE},
        *(
            {"what": what, "occasion": OCCASION, "moved": moved, **PEOPLE, "people": people}
            for what in ("changed", "cancelled")
            for moved in (True, False)
            for people in (0, 7)
        ),
    ],
    "organise_reason": [{"occasion": OCCASION, "person": 7}],
    "organise_cancel": [
        {"occasion": OCCASION, "reason": EVIL, "seq": 4, "person": 7, **PEOPLE, "people": people}
        for people in (0, 7)
    ],
    "organise_import": [{"person": 7}],
    "organise_import_wrong": [
        {"wrong": wrong, "lacking": ["Tytuł", "Od"], "person": 7}
        for wrong in ("headings", "empty", "many", "unreadable")
    ],
    "organise_import_preview": [
        {
            "new": [{"title": EVIL, "starts": MOMENT}] * 10,
            "changed": [{"title": EVIL, "starts": MOMENT}] * 10,
            "same": 3,
            "wrong": wrong,
            "counts": {"wrong": count, "new": new, "changed": 12},
            "concerned": 12,
            "person": 7,
            "rev": 2,
        }
        for wrong, count in (([], 0), ([{"row": 3, "what": EVIL}], 4))
        for new in (0, 10)
    ],
    "organise_imported": [{"new": 2, "changed": 0}],
    "organise_papers": [
        {"occasion": OCCASION, "link_to": LINK, "teams": more, "guests": more}
        for more in (True, False)
    ],
    "occasion_settled": [
        {"what": what, "title": EVIL, "starts": MOMENT, "taken": 5, "name": EVIL}
        for what in ("org_take_file", "org_keep_chat", "org_gone_cancel", "org_gone_keep")
    ],
}
