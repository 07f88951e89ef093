"""Values for the messages of the register of initiatives, of forms, and of needs."""

from __future__ import annotations

from typing import Any

from tests.templates.samples import EVIL

STATES = ("awarded", "agreed", "running", "reported", "settled", "resigned")
MONEY = "100\u00a0000\u00a0000,00"
FIELDS = (
    "awarded", "paid", "settled", "returned", "title", "agreement", "scope", "seat", "starts_on",
    "ends_on", "participants", "volunteers",
)  # fmt: skip
INITIATIVE: dict[str, Any] = {
    "ident": 7, "rev": 3, "contest": EVIL, "grantee": EVIL * 3, "joined": False, "seat": EVIL * 3,
    "commune": EVIL, "title": EVIL * 3, "scope": EVIL * 20, "agreement": EVIL,
    "starts_on": "2027-06-07", "ends_on": "2027-11-15",
    "amounts": dict.fromkeys(("awarded", "paid", "settled", "returned", "left"), MONEY),
    "left": 1, "over": True, "participants": 120, "volunteers": 0, "state": "running",
    "duties": [{"what": "Raport końcowy", "day": "2027-12-06"}] * 3,
}  # fmt: skip
BARE = {
    **INITIATIVE, "joined": True, "seat": "", "commune": "", "scope": "", "agreement": "",
    "starts_on": None, "ends_on": None, "left": -1, "over": False, "participants": None,
    "volunteers": None, "duties": [],
}  # fmt: skip
LIST: dict[str, Any] = {
    "person": 7, "count": 27, "planned": 25, "engaged": 612, "planned_people": 500,
    "awarded": MONEY, "page": 1, "pages": 3,
    "items": [
        {"ident": 7, "grantee": EVIL, "title": EVIL * 3, "state": state}
        for state in (*STATES, "running", "settled")
    ],
}  # fmt: skip

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "initiatives": [LIST, {**LIST, "items": [], "page": 0, "pages": 1}],
    "initiative": [
        *({**INITIATIVE, "state": state} for state in STATES),
        *({**BARE, "state": state} for state in STATES),
        {**BARE, "left": 0},
    ],
    "initiative_ask": [
        {"field": field, "grantee": EVIL * 3, "now": now, "hint": hint, "most": 80, "person": 7}
        for field in FIELDS
        for now, hint in (("", ""), (EVIL * 9, "wrong"), ("1", "backwards"))
    ],
    "initiatives_blank": [{"person": 7}],
    "initiatives_preview": [
        {
            "person": 7, "mark": 1, "new": 3, "known": 9, "awarded": MONEY, "more": more,
            "items": [{"grantee": EVIL, "title": EVIL * 2, "new": new, "awarded": MONEY}
                      for new in (True, False)] * 6,
        }
        for more in (0, 30)
    ],
}  # fmt: skip
