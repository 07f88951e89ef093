"""Values for the messages of announcements, with the worst that people send."""

from __future__ import annotations

from typing import Any

EVIL = 'Jan <b>"&</i> {{ 7*7 }} \u202e@everyone'
LONG = EVIL * 8
MOMENT = "2026-12-02T15:00:00+00:00"
STATES = (
    *("draft", "asked", "alone", "ready", "sending", "paused", "stopped", "done"),
    *("recalled", "dropped"),
)
SUBJECTS = ("workshops", "contests", "deadlines", "news")
KINDS = (
    *("stowarzyszenie", "stowarzyszenie-zwykle", "fundacja", "kgw", "osp", "grupa-nieformalna"),
    *("szkola", "wolontariusz", "firma"),
)
NOBODY: dict[str, list[str]] = {"topics": [], "communes": [], "kinds": [], "occasions": []}
SOME = {
    "topics": [LONG] * 6,
    "communes": ["Brudzeń Duży"] * 15,
    "kinds": list(KINDS),
    "occasions": [LONG] * 16,
}
PEOPLE = 3_001  # no figure here may read as what a template was told to count
FIGURES = (
    *("delivered", "uncertain", "blocked", "failed", "muted", "stopped", "waiting"),
    *("pressed", "opted_out"),
)
VIEW = {
    "number": 7,
    "rev": 3,
    "what": "message",
    "state": "draft",
    "view": "",
    "subject": "workshops",
    "words": LONG,
    "media": None,
    "author": EVIL,
    "approver": EVIL,
    "alone": True,
    "silent": False,
    "people": PEOPLE,
    "muted": 12,
    "away": 9,
    "chosen": NOBODY,
    "options": [],
    "send_at": None,
    "publish_at": MOMENT,
    "result": dict.fromkeys(FIGURES, 0),
    "mendable": False,
    "mended": [],
}
_RICH = {
    "chosen": SOME,
    "send_at": MOMENT,
    "result": dict.fromkeys(FIGURES, 1000),
    "mendable": True,
    "mended": [
        {"what": what, "state": "done", "done": 1, "people": 2} for what in ("fix", "recall")
    ],
}
_OPTIONS = [
    {"label": label, "number": 2**56 - 1, "on": on} for label in KINDS for on in (True, False)
]
_PANELS: list[dict[str, Any]] = [
    *({**VIEW, "state": state, **more} for state in STATES for more in ({}, _RICH)),
    *(
        {**VIEW, "view": view, "options": _OPTIONS}
        for view in ("topics", "communes", "kinds", "occasions")
    ),
    {**VIEW, "view": "subject"},
    {**VIEW, "state": "asked", "silent": True},
]

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "announcement": [
        *_PANELS,
        {**VIEW, "people": 0, "muted": 0, "away": 0},
        *(
            {**VIEW, "what": what, "state": state}
            for what in ("fix", "recall")
            for state in ("draft", "sending", "done", "dropped")
        ),
    ],
    "announcement_card": [*_PANELS, {**VIEW, "state": "alone", "approver": "", "alone": False}],
    "announcement_tail": [
        {"subject": subject, "number": 2**40, "muted": muted}
        for subject in SUBJECTS
        for muted in (True, False)
    ],
    "announcement_ask": [
        {"person": 5, "recent": [], "about": None},
        {
            "person": 5,
            "recent": [],
            "about": {"title": LONG, "starts": MOMENT, "place": EVIL, "link": "https://t.me/x"},
        },
        {
            "person": 5,
            "about": None,
            "recent": [{"number": 7, "words": words, "media": None} for words in (LONG, "")],
        },
    ],
    "announcement_refused": [
        {"why": why, "over": 12, "person": 5}
        for why in ("album", "media", "empty", "long", "late", "fix")
    ],
    "announcement_when": [
        {"step": step, "person": 5, "number": 7, "moment": MOMENT, "moved": moved}
        for step in ("ask", "again", "set")
        for moved in (True, False)
    ],
    "announcement_where": [
        {"may": may, "there": there} for may in (True, False) for there in (True, False)
    ],
    "announcement_fix": [{"person": 5, "media": media} for media in (None, "photo")],
    "announcement_told": [
        {"what": what, "who": EVIL, "state": "ready", "send_at": MOMENT}
        for what in ("approved", "rejected", "withdrawn")
    ],
}
