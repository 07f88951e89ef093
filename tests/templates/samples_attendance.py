"""Values for the messages about lists, checking in, tests, opinions and certificates."""

from __future__ import annotations

from typing import Any

EVIL = 'Jan <b>"&</i> {{ 7*7 }} \u202e@everyone'
LONG = EVIL + " i jeszcze trochę" * 12
NUMBER = 2**56 - 1
MEETING: dict[str, Any] = {
    "occasion": NUMBER,
    "title": LONG,
    "day": "2027-03-13",
    "starts": "2027-03-13T08:30:00+00:00",
    "place": LONG,
}
WINDOW = {"opens": "2027-03-13T07:30:00+00:00", "closes": "2027-03-13T14:30:00+00:00"}


def someone(**values: Any) -> dict[str, Any]:
    return {
        "ident": NUMBER,
        "name": LONG,
        "organisation": LONG,
        "commune": EVIL,
        "guests": 2,
        "here": False,
        "waiting": False,
        **values,
    }


PEOPLE = [
    someone(),
    someone(here=True, guests=0),
    someone(waiting=True, organisation=""),
    *(someone(name=EVIL) for _ in range(5)),
]


def person(**values: Any) -> dict[str, Any]:
    return {
        **MEETING,
        **someone(),
        "state": "seated",
        "needs": LONG,
        "phone": "600100200",
        "email": "jan@example.org",
        "telegram": False,
        "channel": "phone",
        "certificate": "",
        "paper_test": True,
        "passed": False,
        "door": True,
        **values,
    }


def panel(**values: Any) -> dict[str, Any]:
    return {
        **MEETING,
        "cancelled": False,
        "seated": 12,
        "seats": 20,
        "waiting": 3,
        "present": 7,
        "pages": [{"page": at, "label": LONG} for at in range(3)],
        "door": True,
        "begun": False,
        "over": False,
        "group": False,
        **values,
    }


def after(**values: Any) -> dict[str, Any]:
    return {
        **MEETING,
        "over": True,
        "materials": 2,
        "scans": 1,
        "rewards": True,
        "tested": True,
        "issued": 3,
        **values,
    }


def adding(step: str, **values: Any) -> dict[str, Any]:
    given = {"name": LONG, "contact": EVIL, "organisation": LONG, "commune": EVIL}
    return {
        **MEETING,
        "step": step,
        "door": False,
        "wrong": False,
        "late": False,
        "person": NUMBER,
        "communes": [LONG, "Łąck", "Bielsk"],
        "given": given,
        "administrator": LONG,
        "data_contact": "dane@example.org",
        **values,
    }


def question(part: str, number: int) -> dict[str, Any]:
    return {
        **MEETING,
        "registration": NUMBER,
        "part": part,
        "number": number,
        "total": 4,
        "question": LONG,
        "options": [LONG, EVIL],
    }


STEPS = ("name", "contact", "organisation", "commune", "confirm")
TESTED = [
    {"question": LONG, "count": 6, "percent": 50},
    {"question": EVIL, "count": 0, "percent": 0},
]

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "attendance_choice": [{"meetings": []}, {"meetings": [{**MEETING, "taken": 3}] * 12}],
    "attendance_panel": [
        panel(),
        panel(group=True, cancelled=True, seats=None, pages=[]),
        panel(begun=True, over=True, door=False, place=""),
    ],
    "attendance_people": [
        {**MEETING, "people": PEOPLE, "page": 1, "pages": 3, "present": 2, "seated": 8,
         "door": True},
        {**MEETING, "people": [], "page": 0, "pages": 0, "present": 0, "seated": 0,
         "door": False},
    ],
    "attendance_person": [
        person(),
        person(here=True, certificate="7/2027", telegram=True, organisation="", needs=""),
        person(here=True, passed=True, guests=0, commune="", phone="", email=""),
        person(state="left"),
        person(state="offered", door=False),
        person(waiting=True, state="waiting"),
    ],
    "attendance_after": [
        after(),
        after(over=False, scans=0),
        after(over=False, rewards=False, tested=False),
    ],
    "attendance_found": [
        {"what": "ask", "person": 7, "people": [], "more": False},
        {"what": "nobody", "person": 7, "people": [], "more": False},
        {"what": "found", "person": 7, "people": PEOPLE, "more": True},
        {"what": "found", "person": 7, "people": PEOPLE, "more": False},
    ],
    "attendance_full": [
        {**MEETING, "name": LONG, "ident": NUMBER, "dialog": dialog} for dialog in (True, False)
    ],
    "attendance_strike": [{**MEETING, "name": LONG, "ident": NUMBER, "rev": 3}],
    "attendance_told": [{**MEETING, "what": what} for what in ("struck", "materials")],
    "attendance_file": [
        {**MEETING, "what": what, "kind": kind, "count": 2, "person": 7, "over": over}
        for what in ("ask", "kept", "wrong")
        for kind in ("scan", "material")
        for over in (True, False)
    ],
    "attendance_add": [
        *(adding(step) for step in STEPS),
        *(adding(step, door=True, wrong=True) for step in STEPS),
        adding("confirm", late=True),
        adding("confirm", given=dict.fromkeys(STEPS[:-1], "")),
    ],
    "attendance_added": [
        {**MEETING, "what": what, "name": LONG, "queue": 2, "place": place, "seats": seats,
         "taken": 5, "limit": 2}
        for what in ("seated", "waiting", "limit", "cancelled", "over", "full")
        for place, seats in ((LONG, 20), ("", None))
    ],
    "attendance_print": [MEETING],
    "attendance_code": [{**MEETING, **WINDOW, "page": page} for page in (True, False)],
    "attendance_figures": [
        {
            **MEETING, "registered": 12, "seated": seated, "waiting": 2, "present": 4, "left": 1,
            "over": True,
            "communes": [{"name": LONG, "seated": 5, "present": 4}] * 20,
        }
        for seated in (8, 0)
    ],
    "figures_file": [MEETING],
    "attendance_absent": [
        {**MEETING, "over": False, "count": 0, "people": []},
        {**MEETING, "over": True, "count": 0, "people": []},
        {
            **MEETING, "over": True, "count": 25,
            "people": [{**one, "reason": "coś wypadło"} for one in PEOPLE * 2],
        },
    ],
    "attendance_results": [
        {**MEETING, "before": TESTED, "after": TESTED, "opinions": 3, "enough": 5, "marks": [],
         "words": []},
        {**MEETING, "before": [], "after": [], "opinions": 7, "enough": 5,
         "marks": ["4,5", "5,0", "–"], "words": [LONG] * 10},
    ],
    "checkin": [
        {**MEETING, **WINDOW, "what": what}
        for what in ("here", "again", "waiting", "not_listed", "early", "late")
    ]
    + [{"what": "unknown", "title": "", "place": "", "day": "", "starts": "", "occasion": 0,
        "opens": "", "closes": ""}],
    "certificates_ask": [
        {**MEETING, "over": over, "count": count, "offline": offline, "untested": untested,
         "hours": 6}
        for over, count, offline, untested in (
            (False, 0, 0, []), (True, 0, 0, [LONG]), (True, 3, 1, [LONG] * 12), (True, 3, 0, []),
        )
    ],
    "certificate": [MEETING],
    "certificates_print": [
        {**MEETING, "count": 3, "all": everybody} for everybody in (True, False)
    ],
    "certificates_issued": [{**MEETING, "count": 5, "offline": offline} for offline in (0, 2)],
    "certificate_cancel": [{**MEETING, "name": LONG, "sign": "7/2027", "ident": 7}],
    "certificate_void": [{"name": LONG, "sign": "7/2027", "title": LONG}],
    "register": [{"year": 2027}],
    "survey_start": [{**MEETING, "registration": 7, "part": part} for part in ("before", "after")],
    "survey_question": [
        *(question(part, 1) for part in ("before", "after")),
        *(question("opinion", number) for number in range(4)),
    ],
    "survey_done": [
        {**MEETING, "part": part, "right": 2, "total": 3}
        for part in ("before", "after", "opinion")
    ],
    "absent_thanks": [{**MEETING, "was_here": here} for here in (True, False)],
    "reminders/opinion": [{**MEETING, "registration": NUMBER}],
    "reminders/absent": [{**MEETING, "registration": NUMBER}],
    "reminders/test_before": [{**MEETING, "registration": NUMBER}],
}  # fmt: skip
