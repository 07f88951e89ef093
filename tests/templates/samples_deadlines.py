"""Values for the messages of deadlines, with the worst that people send."""

from __future__ import annotations

from typing import Any

EVIL = 'Jan <b>"&</i> {{ 7*7 }} \u202e@everyone'
LONG = EVIL + " i jeszcze trochę" * 10
LAW = "Wysłać sprawozdanie " * 15
LARGEST = 2**40 - 1
ORGANISATION = {"number": LARGEST, "name": LONG, "kind": "kgw"}
UNNAMED = {"number": 7, "name": "", "kind": "osp"}
OWN = {"number": 0, "name": "", "kind": ""}
CARD: dict[str, Any] = {
    "deadline": LARGEST,
    "title": LAW,
    "day": "2027-03-28",
    "later": "2027-03-30",
    "hour": None,
    "days": 21,
    "basis": "art. 27 ust. 1 " * 20,
    "note": "Koło zawiadamia przez biuro. " * 15,
    "sure": True,
    "condition": "gdy organizacja " * 18,
    "state": "open",
    "rev": 3,
    "entry": {"title": LAW, "url": "https://t.me/sample_test_bot?start=a_cit-8-termin"},
    "event": {"name": "zatwierdzenie sprawozdania " * 8, "day": "2027-03-13"},
    "whose": ORGANISATION,
    "by": None,
    "reported": True,
}
WRITTEN = {
    **CARD, "reported": False,
    "title": LONG, "later": None, "hour": "15:30", "basis": "", "note": "", "entry": None,
    "condition": None, "event": None, "whose": None, "days": 0,
}  # fmt: skip
UNSURE = {**CARD, "sure": False, "later": None, "days": -2, "whose": OWN}
UNSAID = {**UNSURE, "note": "", "days": 1, "whose": UNNAMED}
MENU = {"organisation": True, "follows": 12, "feed": True}
NAMED: list[Any] = [(LAW, ORGANISATION), (LONG, None), ("CIT-8", OWN)]
ITEMS = [
    {
        "deadline": n,
        "title": title,
        "day": "2027-03-28",
        "days": n,
        "whose": whose,
        "sure": n % 2 == 0,
    }
    for n, (title, whose) in enumerate(NAMED * 4)
]
LINES = [
    {
        "place": place,
        "number": LARGEST,
        "title": LAW,
        "day": "2027-03-31",
        "monthly": 20 if place == 2 else None,
        "event": "zatwierdzenie" if place == 3 else None,
        "basis": "art. 27 ust. 1 " * 20,
        "condition": "gdy organizacja " * 18,
        "sure": place != 4,
        "follows": place % 2 == 0,
    }
    for place in range(9, 17)
]
CHANGE = {
    "number": LARGEST,
    "title": LAW,
    "days": [["2027-03-31", "2027-04-30"], ["2028-03-31", None]] * 3,
    "organisations": [ORGANISATION, UNNAMED, OWN] * 4,
    "owners": 120,
    "more": 108,
    "people": 230,
    "state": "asked",
    "by": None,
}
TOLD = {
    "whose": ORGANISATION,
    "who": EVIL,
    "title": LONG,
    "day": "2027-03-31",
    "deadline": LARGEST,
}
MOVED = {
    "whose": ORGANISATION,
    "more": 11,
    "title": LAW,
    "was": "2027-03-31",
    "deadline": LARGEST,
    "state": "open",
}

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "deadline": [
        CARD,
        WRITTEN,
        UNSURE,
        UNSAID,
        {**CARD, "state": "done", "by": EVIL},
        {**CARD, "state": "done"},
        {**CARD, "state": "dropped"},
    ],
    "reminders/deadline": [CARD, WRITTEN, UNSURE, UNSAID],
    "reminders/deadline_missed": [CARD, WRITTEN, UNSURE, UNSAID],
    "deadlines_missed_digest": [{"items": ITEMS}, {"items": ITEMS * 2}],
    "reminders/deadline_again": [CARD, UNSURE],
    "deadlines_digest": [{"items": ITEMS}, {"items": ITEMS * 2}, {"items": ITEMS[:2]}],
    "deadlines": [
        {"items": ITEMS[:10], "more": 23, "owners": [{**ORGANISATION, **MENU}], "person": 7},
        {
            "items": ITEMS[:1],
            "more": 0,
            "owners": [{**ORGANISATION, **MENU}, {**UNNAMED, **MENU}] * 4,
            "person": 7,
        },
        {
            "items": [],
            "more": 0,
            "owners": [{**OWN, **MENU, "organisation": False}],
            "person": 7,
        },
    ],
    "deadline_menu": [
        {**ORGANISATION, **MENU, "person": 7},
        {**OWN, **MENU, "organisation": False, "person": 7},
    ],
    "deadline_name": [
        {"name": name, "person": 7, "same": [ORGANISATION] * 3 if name else []}
        for name in (LONG, None)
    ],
    "deadline_kind": [
        {
            "person": 7,
            "first": first,
            "kinds": [
                {"kind": kind, "rev": n}
                for n, kind in enumerate(
                    [
                        "stowarzyszenie",
                        "stowarzyszenie-zwykle",
                        "fundacja",
                        "kgw",
                        "osp",
                        "grupa-nieformalna",
                        "szkola",
                        "spoldzielnia",
                    ]
                )
            ],
        }
        for first in (True, False)
    ],
    "deadline_traits": [
        {
            **ORGANISATION,
            "traits": [
                {
                    "label": "Wypłacamy pieniądze z umów, pensje albo diety, x" + "y" * 2,
                    "number": LARGEST,
                    "has": n % 2 == 0,
                }
                for n in range(13)
            ],
        }
    ],
    "deadline_choice": [
        {
            **ORGANISATION,
            "person": 7,
            "items": LINES,
            "count": 20,
            "page": 1,
            "last": 2,
            "asks": True,
        },
        {**UNNAMED, "person": 7, "items": [], "count": 0, "page": 0, "last": 0, "asks": False},
    ],
    "deadline_ask": [
        {"what": what, "title": LONG, "day": "2027-06-30", "person": 7}
        for what in ("all", "day", "again", "title")
    ],
    "deadline_confirm": [CARD, WRITTEN, UNSURE],
    "deadline_events": [
        {
            **ORGANISATION,
            "person": 7,
            "items": [
                {
                    "number": LARGEST,
                    "title": LAW,
                    "event": "koniec zadania " * 8,
                    "days": n + 1,
                    "before": n % 2 == 0,
                }
                for n in range(14)
            ],
        },
        {**OWN, "person": 7, "items": []},
    ],
    "deadline_event": [
        {"title": LAW, "event": "koniec zadania " * 20, "again": again, "person": 7}
        for again in (True, False)
    ],
    "deadline_told": [
        {**TOLD, "what": what, "whose": whose}
        for what in ("done", "dropped", "undone")
        for whose in (ORGANISATION, None)
    ],
    "deadline_moved": [
        {**MOVED, "now": "2027-04-30"},
        {**MOVED, "now": None, "whose": None, "more": 0},
        {**MOVED, "now": "2027-04-30", "state": "dropped"},
    ],
    "deadline_change": [
        CHANGE,
        {**CHANGE, "state": "sent", "by": EVIL, "more": 0},
        {**CHANGE, "state": "kept", "by": EVIL},
    ],
    "deadline_invite": [
        {**ORGANISATION, "address": "https://t.me/sample_test_bot?start=k" + "x" * 32}
    ],
    "deadline_joined": [{**ORGANISATION, "who": EVIL, "membership": LARGEST}],
    "deadline_note": [
        {**ORGANISATION, "what": what, "person": 7}
        for what in ("joined", "member", "spent", "parted", "leave", "left")
    ],
    "deadline_calendar": [{"person": 7, "feed": feed} for feed in (True, False)],
    "deadline_feed": [
        {"address": address, "person": 7}
        for address in ("webcal://bot.example.org/kalendarz/k" + "x" * 32 + ".ics", None)
    ],
}
