"""Values for the messages of privacy, with the worst that people send."""

from __future__ import annotations

from typing import Any

from tests.templates.samples import EVIL, MOMENT
from tests.templates.samples import SAMPLES as KNOWN

LARGEST = 2**40 - 1
CONTACT = "dane@dzialajrazem.example"
COUNTS = {"questions": 1, "words": 12, "messages": 25, "seats": 3, "practices": 2, "deadlines": 5}
NOTHING = dict.fromkeys(COUNTS, 0)
STAYS = [
    {"kind": kind, "count": count, "until": 2032}
    for kind, count in (("list", 1), ("certificate", 2), ("card", 5), ("rules", 12), ("other", 1))
]
PREVIEW: dict[str, Any] = {
    "person": LARGEST, "counts": COUNTS, "stays": STAYS, "by_hand": 3, "held": True,
    "contact": CONTACT,
}  # fmt: skip
ASKED = {
    "erasure": LARGEST, "rev": 2, "receipt": "RODO-0A1B2C3D", "due": MOMENT, "held": False,
    "contact": CONTACT,
}  # fmt: skip
PERSON: dict[str, Any] = {
    "meant": LARGEST, "numbers": [142, 150], "held": None, "due": None, "erased": None,
}  # fmt: skip
FOUND = dict.fromkeys(("tickets", "questions", "list", "certificate", "card", "rules", "audit"), 2)
CONSENTS: dict[str, Any] = {
    "person": LARGEST,
    "given": [
        {"id": number, "subject": subject, "at": MOMENT, "method": "settings"}
        for number, subject in enumerate(("announcements", "photos", "publication", "inne"))
    ],
    "practices": [{"id": LARGEST, "title": EVIL * 3}],
}
ITEMS = [
    {"number": 142, "url": f"https://t.me/c/1234567890/{number}", "own": number % 2 == 0}
    for number in range(38)
] + [{"number": None, "url": None, "own": True}, {"number": 7, "url": None, "own": False}]

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "privacy": [
        {**KNOWN["notice"][0], "data_contact": CONTACT, "person": LARGEST, "erasure": erasure}
        for erasure in (None, {"id": LARGEST, "rev": 3})
    ],
    "privacy_preview": [
        PREVIEW,
        {**PREVIEW, "counts": NOTHING, "stays": [], "by_hand": 0, "held": False},
    ],
    "privacy_asked": [ASKED, {**ASKED, "held": True}],
    "privacy_kept": [{}],
    "privacy_held": [{"contact": CONTACT}],
    "privacy_erased": [{"receipt": "RODO-0A1B2C3D"}],
    "privacy_gone": [{"number": 142}],
    "privacy_left": [{"items": ITEMS, "page": 1}, {"items": ITEMS[-2:], "page": 2}],
    "privacy_overwritten": [{"number": 142}, {"number": None}],
    "privacy_file": [{"own": True}, {"own": False}],
    "privacy_consents": [CONSENTS, {"person": 1, "given": [], "practices": []}],
    "privacy_ask": [{"what": what, "person": LARGEST} for what in ("who", "again", "why")],
    "privacy_person": [
        PERSON,
        {**PERSON, "held": {"reason": EVIL * 4, "since": MOMENT}},
        {**PERSON, "numbers": [], "due": MOMENT},
        {**PERSON, "erased": MOMENT},
    ],
    "retention_list": [
        {"run": LARGEST, "state": "shown", "day": "2026-11-25", "found": {**FOUND, "x": 1}},
        {"run": 1, "state": "stopped", "day": "2026-11-25", "found": FOUND},
        {"run": 1, "state": "done", "day": "2026-11-25", "found": FOUND},
    ],
    "retention_card": [{"number": 142}],
}
