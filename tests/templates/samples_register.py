"""Values for the messages of the advice register."""

from __future__ import annotations

from typing import Any

from tests.templates.samples import EVIL, TOPIC

LARGE = 2**40
WORDS = EVIL * 30
CARD: dict[str, Any] = {
    "ident": LARGE, "rev": 2**31, "state": "issued", "sign": "1234/2027", "advisor": EVIL,
    "number": 142, "hidden": False, "who": EVIL, "organisation": EVIL, "somebody": True,
    "topic": TOPIC,
    "form": "messenger", "form_words": EVIL, "day": "2027-02-10", "hours": None, "minutes": 75,
    "summary": WORDS, "advice": WORDS, "next_steps": WORDS, "general": True, "corrects": "1/2027",
    "concerns": "2027-01", "limit": {"minutes": 590, "hours": 10, "state": "near"},
    "confirmed": None, "paper": True, "wrong": "", "why": EVIL, "newer": "", "told": True,
    "asks": None,
}  # fmt: skip
DRAFT: dict[str, Any] = {
    **CARD, "state": "draft", "sign": "", "asks": None, "view": "main", "hint": "", "other": None,
    "found": [], "looked": "", "organisations": [], "lacks": "", "topics": [TOPIC] * 6,
    "takes_back": True,
}  # fmt: skip
CALL = {"form": "phone", "form_words": "", "hours": ("10:00", "10:45")}
OVER = {"limit": {"minutes": 640, "hours": 10, "state": "over"}}
ASKS = (
    "name", "organisation", "messenger", "hours", "minutes", "day", "summary", "advice",
    "next_steps", "why", "who",
)  # fmt: skip
LIMIT = {
    "card": LARGE, "rev": 2**31, "advisor": EVIL, "number": 142, "organisation": EVIL,
    "minutes": 30, "used": 640, "hours": 10,
}  # fmt: skip
CLOSING = {
    "card": LARGE, "number": 142, "minutes": 30, "advisors": [EVIL], "form": "bot",
    "form_words": "", "day": "2027-02-10", "corrects": False, "reopen": True,
}  # fmt: skip
DISPUTE = {
    "sign": "1234/2027", "number": 142, "advisor": EVIL, "minutes": 30, "day": "2027-02-10",
    "wrong": WORDS, "state": "issued", "newer": "",
}  # fmt: skip

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "advice_draft": [
        DRAFT,
        {**DRAFT, **CALL, **OVER, "number": None, "somebody": False, "lacks": "minutes"},
        *({**DRAFT, "view": view} for view in ("topics", "forms", "more", "none", "time")),
        *({**DRAFT, **CALL, "asks": asks, "hint": asks} for asks in ASKS),
        {**DRAFT, "asks": "who", "found": [EVIL * 3] * 6, "looked": EVIL},
        {**DRAFT, "asks": "who", "looked": EVIL},
        {**DRAFT, "asks": "organisation", "organisations": [EVIL * 3] * 6},
        {**DRAFT, "hint": "overlap", "other": {"sign": "1/2027", "hours": ("10:00", "10:45")}},
        {**DRAFT, "hint": "tap"},
        {**DRAFT, "view": "more", "hidden": True, "who": "", "organisation": ""},
    ],
    "advice_panel": [
        CARD,
        {**CARD, **CALL, **OVER, "asks": "cancel"},
        {**CARD, "asks": "paper"},
        *({**CARD, "confirmed": said} for said in ("helped", "not_helped", "disputed")),
        {**CARD, "confirmed": "disputed", "wrong": WORDS},
        {**CARD, "state": "cancelled", "newer": "1235/2027"},
        {**CARD, "newer": "1235/2027"},
        {**CARD, "state": "dropped"},
    ],
    "advice_limit": [{**LIMIT, "allowed": allowed} for allowed in (False, True)],
    "advice_closing": [
        CLOSING,
        {**CLOSING, "number": None, "reopen": False, "form": "phone", "corrects": True},
        {**CLOSING, "advisors": [EVIL, EVIL], "minutes": 120},
    ],
    "advice_confirmed": [
        {"number": 142, "helped": helped, "reopen": reopen}
        for helped in (True, False)
        for reopen in (True, False)
    ],
    "advice_wrong": [{"number": number, "person": LARGE} for number in (142, None)],
    "advice_wrong_taken": [{"number": number} for number in (142, None)],
    "advice_dispute": [
        DISPUTE,
        {**DISPUTE, "wrong": "", "number": None, "newer": "1235/2027"},
        {**DISPUTE, "state": "cancelled"},
    ],
    "advice_how": [{"what": what} for what in ("self", "no_ticket", "no_card")],
    "advice_print": [{"sign": "1/2027", "confirmed": confirmed} for confirmed in (True, False)],
}
