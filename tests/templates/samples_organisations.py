"""Values for the messages of people and organisations, with the worst that people send."""

from __future__ import annotations

from typing import Any

EVIL = 'Jan <b>"&</i> {{ 7*7 }} \u202e@everyone'
LONG = EVIL + " i jeszcze trochę" * 10
LARGEST = 2**40 - 1
MOMENT = "2026-11-24T12:00:00+00:00"
TOPIC = {"id": "accounting", "name": "Finanse i księgowość", "emoji": "🧮", "hashtag": "finanse"}
ORGANISATION = {"number": LARGEST, "name": LONG, "kind": "kgw"}
UNNAMED = {"number": 7, "name": "", "kind": "osp"}
SHARED: dict[str, Any] = {
    "number": 142,
    "mark": "🔵",
    "state": "queued",
    "answered": False,
    "promised": MOMENT,
    "topic": TOPIC,
}

PLACED = {**ORGANISATION, "commune": "Łąck"}
WAITING = [{"claim": LARGEST, **PLACED}]
KINDS = ["stowarzyszenie", "stowarzyszenie-zwykle", "fundacja", "kgw", "osp", "szkola"]
PERSON = {"person": LARGEST}
CLAIM: dict[str, Any] = {
    **PLACED,
    "claim": LARGEST,
    "rev": 3,
    "state": "asked",
    "who": EVIL,
    "role": "head",
    "since": "2026-10-12",
    "register": "krs",
    "note": "",
    "checker": "",
    "decider": EVIL,
    "whole": True,
    "answer": "",
    "former": [EVIL] * 9,
    "staying": [EVIL] * 9,
    "cases": 2,
    "objector": None,
    "undoer": EVIL,
}
CHECKED = {**CLAIM, "state": "checked", "note": EVIL * 10, "checker": EVIL}
TOLD = {
    **PLACED, "claim": LARGEST, "state": "draft", "role": "head", "since": None, "whole": True,
    "answer": EVIL * 12,
    "roles": [{"role": one, "rev": rev} for rev, one in enumerate(("head", "board", "proxy"))],
}  # fmt: skip
TASK = {
    "title": "Zgłosić zmiany do KRS " * 12, "day": "2026-12-01", "basis": "art. 22 " * 30,
    "sure": False, "ours": False, "days": -3,
}  # fmt: skip

TWIN = {"number": LARGEST, "rev": 2, "why": "name"}
ORGANISATIONS: dict[str, Any] = {
    **TWIN, "kind": "organisation",
    "items_shown": [
        {**PLACED, "members": [EVIL] * 9, "tickets": 3, "deadlines": 12},
        {**UNNAMED, "commune": "", "members": [], "tickets": 0, "deadlines": 0},
    ],
}  # fmt: skip
PEOPLE: dict[str, Any] = {
    **TWIN, "kind": "person",
    "items_shown": [
        {"name": LONG, "phone": "600 100 200", "reached": "paper", "organisations": [],
         "written": LONG, "tickets": 1, "seats": 2},
        {"name": "", "phone": None, "reached": "chat", "organisations": [LONG] * 5,
         "written": None, "tickets": 1, "seats": 2},
    ],
}  # fmt: skip

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "ours": [
        {**PERSON, "items": [], "known": None, "claims": WAITING},
        {
            **PERSON,
            "items": [{**PLACED, "asked": asked} for asked in (True, False)] * 4,
            "known": LONG,
            "claims": [],
        },
    ],
    "ours_one": [
        {
            **PLACED,
            **PERSON,
            "others": others,
            "several": several,
            "asked": asked,
            "claims": WAITING,
        }
        for others, several, asked in (
            ([], False, True),
            ([EVIL] * 9, True, False),
            ([EVIL], True, True),
        )
    ],
    "ours_kind": [{**PLACED, "kinds": KINDS}],
    "ours_commune": [{**PLACED, "communes": [{"name": "Brudzeń Duży", "number": LARGEST}] * 15}],
    "ours_name": [{**PERSON, "known": known} for known in (None, LONG)],
    "ours_alike": [
        {**PERSON, "name": LONG, "items": items} for items in ([PLACED], [PLACED, PLACED])
    ],
    "ours_new": [{**PERSON, "name": LONG, "kinds": KINDS}],
    "claim_since": [{**PERSON, "claim": LARGEST, "again": again} for again in (True, False)],
    "claim_told": [
        {**TOLD, "state": state, "whole": whole}
        for state in ("draft", "asked", "checked", "approved", "refused", "undone", "dropped")
        for whole in (True, False)
    ],
    "claim_refuse": [{}],
    "claim_card": [
        *({**CLAIM, "register": one} for one in ("krs", "arimr", "starosta", "school", "none")),
        {**CLAIM, "former": [], "staying": [], "cases": 0, "since": None, "role": ""},
        CHECKED,
        {**CHECKED, "state": "approved"},
        {**CHECKED, "state": "approved", "whole": False, "former": []},
        {**CHECKED, "state": "approved", "objector": EVIL},
        {**CHECKED, "state": "refused", "answer": EVIL * 9},
        {**CHECKED, "state": "undone"},
        {**CHECKED, "state": "dropped"},
    ],
    "board_told": [
        {**PLACED, "claim": LARGEST, "what": what, "who": EVIL, "days": 7, "phone": "+48 24"}
        for what in ("replaced", "objected", "restored", "joined")
    ],
    "board_day": [
        {**PLACED, **PERSON, "again": again, "since": since, "rev": 739000}
        for again, since in ((False, "2026-10-12"), (True, None))
    ],
    "board_tasks": [
        {**PLACED, "change": "2026-11-12", "rev": 739000, "items": items}
        for items in ([], [TASK, {**TASK, "ours": True, "sure": True, "days": 5, "basis": ""}] * 6)
    ],
    "board_kept": [{**PLACED, "who": EVIL, "count": count} for count in (1, 12)],
    "twins": [
        {"pair": None, "count": 0, "log": []},
        {
            "pair": None,
            "count": 0,
            "log": [
                {"kind": kind, "at": MOMENT, "by": by, "moved": 12}
                for kind, by in (("person", ""), ("organisation", EVIL))
            ],
        },
        *(
            {"pair": {**pair, "why": why}, "count": 3, "log": []}
            for pair in (ORGANISATIONS, PEOPLE)
            for why in ("name", "phone", "email", "organisation")
        ),
    ],
    "twins_confirm": [ORGANISATIONS, PEOPLE],
    "twins_cannot": [{"number": LARGEST}],
    "twins_done": [
        {"number": LARGEST, "kind": kind, "moved": moved, "left": 12}
        for kind, moved in (("person", {"ticket": 3}), ("organisation", {"membership": 1}))
    ],
    "twins_told": [{**PLACED, "person": False}, {"person": True}],
    "case_shared": [
        {**SHARED, "organisation": ORGANISATION, "answer": answer, "open": answer is None}
        for answer in (None, {"at": MOMENT, "text": EVIL * 90}, {"at": MOMENT, "text": ""})
    ],
    "shared_added": [{"number": 142, "who": who} for who in (None, LONG)],
}
