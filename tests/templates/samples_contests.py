"""Values for the messages about contests, with the worst that files and people may hold."""

from __future__ import annotations

from typing import Any

EVIL = 'Jan <b>"&</i> {{ 7*7 }} \u202e@everyone'
#: What files hold: checked and short, with signs that mean something in HTML.
TEXT = "Próba „lokalna” <b> & spółka"
MOMENT = "2027-04-16T14:00:00+00:00"
NUMBER = 2**40 - 1
ENDS = {"at": MOMENT, "day": "2027-04-16", "hour": True}
WHOLE_DAY = {"at": "2027-12-06T22:59:00+00:00", "day": "2027-12-06", "hour": False}
CALL = {"state": "open", "days": 3, "starts": "2027-03-08", "ends": ENDS}
CALLS = [
    {**CALL, "state": state, "days": days, "ends": ends}
    for state, days, ends in (
        ("open", 3, ENDS),
        ("open", 0, WHOLE_DAY),
        ("ahead", 40, ENDS),
        ("over", -3, WHOLE_DAY),
    )
]
STAGE = {
    "title": TEXT,
    "starts": "2027-03-08",
    "ends": ENDS,
    "one_day": False,
    "state": "now",
    "note": TEXT,
}
CARD = {
    "number": NUMBER,
    "cancelled": False,
    "title": TEXT,
    "summary": TEXT,
    "unconfirmed": TEXT,
    "countdown": CALL,
    "eligible": [{"who": tag, "note": TEXT} for tag in ("kgw", "osp", "szkola", "firma")],
    "terms": [{"what": "Kwota", "text": TEXT, "unconfirmed": "przykład"}] * 7,
    "awards": "",
    "now": [STAGE, {**STAGE, "state": "ahead"}],
    "stages": [STAGE, {**STAGE, "one_day": True, "ends": WHOLE_DAY, "state": "over"}] * 8,
    "quiz": True,
    "check": True,
    "documents": True,
    "asks": True,
    "kept": [
        {"part": part, "means": means, "day": "2027-03-20"}
        for part in ("quiz", "check")
        for means in ("fits", "fails", "ask")
    ],
    "following": False,
    "submits": True,
    "others": True,
}
QUIZ = {
    "part": "quiz",
    "title": TEXT,
    "contest": NUMBER,
    "number": NUMBER,
    "rev": 6**12,
    "place": 2,
    "count": 9,
    "question": {"text": TEXT, "hint": TEXT, "answers": ["x" * 40] * 5},
    "means": "fits",
    "notes": [],
    "bot": "przyklad_bot",
    "unconfirmed": TEXT,
    "kept": None,
    "first": False,
}
NOTES = [{"text": TEXT, "entry": "maly-grant"}, {"text": TEXT, "entry": ""}]
ENDED = [
    {**QUIZ, "part": part, "question": None, "means": means, "notes": notes, "kept": kept}
    for part, means, notes, kept in (
        ("quiz", "fits", [], None),
        ("quiz", "fails", NOTES, MOMENT),
        ("quiz", "ask", NOTES, None),
        ("check", "fails", NOTES * 10, MOMENT),
        ("check", "fits", [], None),
    )
]
ITEM = {"number": 12, "question": EVIL, "answer": EVIL * 5, "day": "2027-03-20"}
RULE = {
    "ident": 7,
    "rev": 3,
    "state": "offered",
    "title": TEXT,
    "question": EVIL,
    "answer": EVIL * 20,
    "author": EVIL,
    "decider": EVIL,
    "number": None,
    "ticket": 142,
    "own": True,
    "covers": True,
    "telling": True,
}
STAGE_REMINDER = {
    "number": NUMBER,
    "title": TEXT,
    "stage": TEXT,
    "ends": ENDS,
    "days": 3,
    "hard": True,
    "note": "",
    "phone": "+48 24 000 00 00",
}
SCORES = {"what": "scores", "name": EVIL, "numbers": [141, 142], "judging": [EVIL]}

RESULTS = {
    "ident": 7,
    "alone": False,
    "uninvited": 3,
    "title": TEXT,
    "author": EVIL,
    "decider": EVIL,
    "counts": [{"result": one, "count": 25} for one in ("przyznano", "rezerwa", "nie")],
    "items": [
        {
            "name": EVIL,
            "result": "przyznano",
            "amount": "6000 zł",
            "granted": granted,
            "days": [{"what": "Zwrot niewydanych pieniędzy", "day": "2027-12-06"}] * 3,
        }
        for granted in (True, False) * 6
    ],
    "more": 3,
    "people": 22,
    "without": 12,
    "names": [EVIL] * 10,
}

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "contests": [
        {"items": [{"title": TEXT, "number": NUMBER, "countdown": one} for one in CALLS]},
        {"items": []},
    ],
    "contest": [
        CARD,
        {**CARD, "cancelled": True, "others": False, "awards": TEXT, "terms": []},
        *({**CARD, "countdown": one, "following": True} for one in CALLS),
    ],
    "contest_documents": [
        {
            "number": NUMBER,
            "title": TEXT,
            "documents": [TEXT] * 9,
            "to_submit": [TEXT],
            "formal": [TEXT] * 5,
            "unconfirmed": TEXT,
        }
    ],
    "contest_quiz": [QUIZ, {**QUIZ, "part": "check", "first": True}, *ENDED],
    "contest_changed": [
        {
            "title": TEXT,
            "number": NUMBER,
            "cancelled": False,
            "moved": [{"title": TEXT, "was": WHOLE_DAY, "ends": ENDS}],
        },
        {"title": TEXT, "number": NUMBER, "cancelled": True, "moved": []},
    ],
    "contest_ask": [
        {"person": 3, "title": TEXT, "public": public, "locked": locked}
        for public, locked in ((True, None), (False, WHOLE_DAY), (False, None))
    ],
    "contest_consent": [
        {"title": TEXT, "question": 5, "number": number} for number in (None, 142)
    ],
    "contest_consented": [{"state": "agreed"}, {"state": "private"}],
    "contest_published": [{"title": TEXT, "number": 3, "contest": NUMBER}],
    "contest_answers": [
        {
            "number": NUMBER,
            "title": TEXT,
            "items": items,
            "page": page,
            "pages": 3,
            "open": opened,
            "asking": asking,
            "ahead": ahead,
        }
        for items, page, opened, asking, ahead in (
            ([ITEM], 1, True, WHOLE_DAY, False),
            ([], 0, False, ENDS, True),
            ([ITEM], 2, False, ENDS, False),
            ([], 0, False, None, False),
        )
    ],
    "contest_digest": [
        {"title": TEXT, "number": NUMBER, "items": [ITEM], "more": more} for more in (0, 3)
    ],
    "contest_duty": [
        {
            "number": NUMBER,
            "title": TEXT,
            "ends": ENDS,
            "names": [EVIL, EVIL],
            "duty": duty,
            "over": over,
        }
        for duty, over in (("", False), (EVIL, False), (EVIL, True))
    ],
    "rule_card": [
        RULE,
        {**RULE, "question": "", "covers": False},
        {**RULE, "state": "public", "number": 3},
        {**RULE, "state": "dropped"},
    ],
    "rule_words": [{"what": what, "most": 600} for what in ("question", "answer")],
    "rule_hint": [{"what": what, "most": 600} for what in ("over", "author", "long", "words")],
    "results_which": [{"items": [{"title": TEXT, "number": NUMBER}]}, {"items": []}],
    "results_blank": [{"title": TEXT, "person": 3}],
    "results_wrong": [
        {
            "why": "wrong",
            "items": [
                {"row": 5, "column": "Wynik", "what": what, "given": EVIL}
                for what in (
                    *("no_column", "no_rows", "empty", "long", "twice", "amount", "day"),
                    *("past", "far", "before", "number", "unknown"),
                )
            ],
            "more": 3,
            "person": 3,
        },
        *(
            {"why": why, "items": [], "more": 0, "person": 3}
            for why in ("big", "long", "empty", "broken", "kind")
        ),
    ],
    "results_card": [
        {**RESULTS, "state": state, "own": own}
        for state in ("draft", "offered", "done", "dropped")
        for own in (True, False)
    ]
    + [{**RESULTS, "state": "offered", "own": own, "alone": True} for own in (True, False)],
    "results_people": [
        {"items": [{"number": NUMBER, "name": EVIL}] * 40, "more": 6},
        {"items": [], "more": 0},
    ],
    "contest_result": [
        {
            "title": TEXT,
            "kind": kind,
            "organisation": EVIL,
            "result": result,
            "granted": result == "przyznano",
            "amount": "6000 zł",
            "days": [{"what": "Raport końcowy", "day": "2027-12-06"}],
            "phone": "+48 24 000 00 00",
        }
        for result, kind in (
            ("przyznano", "grants"),
            ("przyznano", "awards"),
            ("rezerwa", "grants"),
            ("nie", "grants"),
        )
    ],
    "scores": [
        SCORES,
        {**SCORES, "numbers": [142]},
        *(
            {**SCORES, "what": what, "numbers": [], "judging": []}
            for what in ("free", "which", "nobody", "not_coordinator")
        ),
    ],
    "scores_hint": [{"number": 142}],
    "reminders/stage": [STAGE_REMINDER, {**STAGE_REMINDER, "days": 0, "hard": False}],
    "reminders/stage_last_day": [{**STAGE_REMINDER, "days": 0}],
    "reminders/stage_after": [{**STAGE_REMINDER, "days": -3, "ends": WHOLE_DAY}],
}
