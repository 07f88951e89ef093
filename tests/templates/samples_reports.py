"""Values for the messages about reports, closed months and self-assessment."""

from __future__ import annotations

from typing import Any

EVIL = 'Jan <b>"&</i> {{ 7*7 }} \u202e@everyone'
NUMBER = 2**56 - 1
TITLE = "wrzesień 2026 – grudzień 2027"
CHOICES = [
    {"label": label, "number": 202703, "chosen": at == 1}
    for at, label in enumerate(("Ten miesiąc", "Poprzedni", "Rok", "Cały projekt"))
]
MENU = {"title": TITLE, "person": NUMBER, "number": 202703, "choices": CHOICES}
INDICATORS = [
    {
        "name": "Odpowiedzi informacyjne bota (to nie doradztwo)",
        "done": "1234,25",
        "unit": "godz." if at % 2 else "",
        "so_far": "1234,25",
        "plan": 300 if at % 2 else None,
        "behind": at % 3 == 0,
        "number": 20270300 + at,
    }
    for at in range(1, 17)
]
ROWS = {
    "heads": EVIL,
    "name": "Godziny",
    "done": "12,25",
    "title": TITLE,
    "source": "karty porady",
}

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "report_menu": [
        {**MENU, "closed": None, "closer": ""},
        {**MENU, "closed": "2027-04-02T10:00:00+00:00", "closer": EVIL},
    ],
    "report_nothing": [{"title": TITLE}],
    "report_file": [
        {"what": f"report_{what}", "title": TITLE}
        for what in ("glance", "hours", "cards", "xlsx", "csv")
    ],
    "report_indicators": [{"title": TITLE, "person": NUMBER, "items": INDICATORS}],
    "report_rows": [
        {**ROWS, "unit": "godz.", "lines": [f"{EVIL} · 1" for _ in range(25)], "more": 999},
        {**ROWS, "unit": "", "lines": [], "more": 0},
    ],
}

COUNTS = {"untold": 3, "drafts": 0, "unsigned": 12, "disputed": 1, "over": 1, "leave": 1}
MONTH = {"title": "listopad 2026", "person": NUMBER, "number": 20261100}
CARD = {
    "what": "card",
    "sign": "142/2027",
    "day": "3.02.2027",
    "minutes": 45,
    "advisor": EVIL,
    "whom": EVIL,
    "topic": "Finanse",
    "form": "inny komunikator: " + EVIL,
    "confirmed": "bez potwierdzenia",
}
ITEMS = [
    {"opens": opens, "ident": NUMBER, "label": label, "words": EVIL * 3}
    for opens, label in (
        ("ticket", "#142"),
        ("card", "7/2027"),
        ("draft", "szkic 1"),
        ("limit", EVIL),
    )
]
TICKET = {"what": "ticket", "number": 142, "topic": "Finanse", "opened": "1.11.2026"}
SAMPLES |= {
    "month_none": [{}],
    "month_menu": [
        {**MONTH, "counts": COUNTS, "cards": 51, "hours": "27,75"},
        {**MONTH, "counts": dict.fromkeys(COUNTS, 0), "cards": 0, "hours": "0"},
    ],
    "month_confirm": [{**MONTH, "counts": COUNTS, "cards": 51, "hours": "27,75"}],
    "month_list": [
        {**MONTH, "what": "unsigned", "count": 99, "items": ITEMS * 3, "more": 20261101},
        {**MONTH, "what": "over", "count": 0, "items": [], "more": None},
    ],
    "month_row": [
        {**TICKET, "closed": "", "link_to": None},
        {**TICKET, "closed": "5.11.2026", "link_to": "https://t.me/c/123/4"},
        {**CARD, "summary": EVIL * 40, "advice": EVIL * 40, "next": EVIL * 40},
        {**CARD, "summary": "", "advice": "", "next": ""},
        {"what": "draft", "advisor": EVIL, "day": "1.11.2026", "ticket": 142},
        {"what": "draft", "advisor": EVIL, "day": "1.11.2026", "ticket": None},
        *(
            {
                "what": "leave",
                "advisor": EVIL,
                "first": "1.11.2026",
                "last": "9.11.2026",
                "cards": cards,
            }
            for cards in ([], [{"sign": "7/2027", "day": "3.11.2026", "minutes": 45}])
        ),
        {
            "what": "limit",
            "whom": EVIL * 5,
            "hours": "12,25",
            "limit": 10,
            "cards": [{"sign": "7/2027", "day": "1.02.2027", "minutes": -5, "advisor": EVIL}] * 20,
            "more": 4,
        },
    ],
    "month_closed": [{**MONTH, "hours": "27,75", "unsigned": count} for count in (0, 12)],
    "assess_offer": [
        {"person": NUMBER, "part": part, "offered": offered, "done": done}
        for part, offered, done in (
            ("begin", True, False),
            ("end", False, False),
            ("begin", False, True),
        )
    ],
    "assess_question": [
        {"person": NUMBER, "number": 4, "total": 5, "statement": EVIL, "letters": "abcde"}
    ],
    "assess_done": [{"done": done} for done in (True, False)],
}
