"""Values for the e-mails, and for what advisors hear of them."""

from __future__ import annotations

from typing import Any

from tests.templates.samples import ENTRY, EVIL, MOMENT, ORGANISATION
from tests.templates.samples import SAMPLES as MESSAGES
from tests.templates.samples_privacy import SAMPLES as PRIVACY
from tests.templates.samples_signups import SAMPLES as SIGNUPS

_WHY = ("kind", "size", "count", "locked", "bomb", "broken")

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "mail/receipt": MESSAGES["receipt"],
    "mail/meetings": SIGNUPS["meetings"],
    "mail/seat_in_vain": SIGNUPS["seat_in_vain"],
    "mail/privacy_erased": PRIVACY["privacy_erased"],
    "mail/answer": [
        {**ENTRY, "lead": lead, "confirm": confirm, "number": 7, "promised": MOMENT, "decision": 3}
        for lead, confirm in ((None, True), (EVIL, False))
    ],
    "mail/closed": [{"number": 7, "why": why} for why in ("silence", "advisor")],
    "mail/with_human": [{"number": 7, "promised": one} for one in (MOMENT, None)],
    "mail/followed": [{"number": 7, "promised": one, "post": 3} for one in (MOMENT, None)],
    "mail/wait_leader": [{"number": 7}],
    "mail/wait_again": [{"number": 7, "closing": one} for one in (None, "2026-12-04")],
    "mail/offtopic": [{"decision": 3}],
    "mail/talk": [{"kind": one} for one in ("abuse", "empty", "greeting", "denial")],
    "mail/solved": [{"number": 7}],
    "mail/pressed": [{"word": EVIL, "what": "saved", "name": "", "number": 0}],
    "mail/refused_files": [
        {"files": [{"name": EVIL, "why": why} for why in _WHY], "most": 10},
        {"files": [{"name": EVIL, "why": "kind"}], "most": 10},
    ],
    "mail/notice": [ORGANISATION],
    "mail/foot": [{"words": ["Pomogło", "Nie o to chodzi", EVIL]}],
    "mail/signature": [
        {"organisation": EVIL, "phone": "24 123 45 67", "number": number} for number in (7, None)
    ],
    "mail/answered": [
        {"number": 7, "advisor": EVIL, "repeated": repeated} for repeated in (True, False)
    ],
    "mail/missing_files": [{"count": count, "phone": "24 123 45 67"} for count in (1, 2)],
    "mail_foreign": [{"number": 8, "named": 7}],
    "mail_returned": [
        {"number": 8, "phone": one, "rejected": one is None, "hidden": hidden}
        for one, hidden in (("601000000", False), (None, False), (None, True))
    ],
    "mail_loop": [{"count": 5, "number": one} for one in (8, None)],
    "mail_no_edit": [{"number": 8}],
    "mail_left": [{"count": count} for count in (1, 3)],
    "mail_away": [{"since": MOMENT}],
    "mail_broken": [{"count": count} for count in (1, 4)],
}
