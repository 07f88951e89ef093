"""Values for the messages of the register of initiatives, of forms, and of needs."""

from __future__ import annotations

from typing import Any

from tests.templates.samples import EVIL, MOMENT

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

#: A form's own values: what any of its messages show.
STORY = (EVIL * 200)[:3000]
SUB_ABOUT = {
    "contest": EVIL * 3, "contest_number": 2**62, "until": MOMENT, "days_to_fix": 7,
    "published": True,
}  # fmt: skip
SUB_SAID = {
    "category": EVIL, "whom": "minors", "guardian": "yes", "minors": "12", "presented": EVIL * 3,
    "title": EVIL * 2, "story": STORY, "place": EVIL * 3,
    "film": f"https://film.example/{'x' * 200}",
    "confirmed": EVIL * 5, "agree": "yes", "image": "yes", "publish": "names",
}  # fmt: skip
SUB_STEPS = (
    "category", "whom", "guardian", "minors", "presented", "title", "story", "place", "scans",
    "photos", "film", "confirmed", "letter", "agree", "image", "publish",
)  # fmt: skip
EMPTY = dict.fromkeys(SUB_SAID, "")
STATES_OF_FORM = ("draft", "sent", "returned", "accepted", "rejected", "dropped", "withdrawn")


def whole(about: dict[str, Any], said: dict[str, Any], files: dict[str, int]) -> dict[str, Any]:
    return {
        "form": 7, "rev": 2**31, "number": 12, "state": "returned", "person": 7, "said": said,
        "files": files, "steps": list(said), "note": EVIL * 20, **about,
    }  # fmt: skip


def asked(about: dict[str, Any], step: str, takes: str, **more: Any) -> dict[str, Any]:
    return {
        "step": step, "takes": takes, "form": 7, "rev": 2**31, "person": 7, "hint": "",
        "given": "", "known": "", "choices": [], "count": 0, "least": 0, "most": 10,
        "longest": 3000,
        "optional": False, "first": True, "said": {}, **about, **more,
    }  # fmt: skip


def noted(about: dict[str, Any], *what: str) -> list[dict[str, Any]]:
    values = {"form": 7, "rev": 5, "note": EVIL * 30, "most": 5, "length": 0, "person": 7}
    return [{"what": one, "number": 12, **values, **about} for one in what]


def carded(about: dict[str, Any], said: dict[str, Any], files: dict[str, int]) -> dict[str, Any]:
    more = {"who": EVIL, "organisation": EVIL, "decider": EVIL, "long": True}
    return {**whole(about, said, files), **more}


HINTS = (
    ("long", "120"), ("number", ""), ("link", ""), ("tap", ""), ("file", ""), ("unfit", ""),
    ("later", ""), ("taken", ""), ("enough", ""),
)  # fmt: skip
SUB_FILES = {"scans": 3, "photos": 10, "letter": 1}
SUB_NONE = {"scans": 0, "photos": 0, "letter": 0}
SUB_CHOICES = {
    "category": [EVIL * 3, EVIL], "whom": ["self", "adult", "group", "minors"],
    "guardian": ["yes", "no"], "agree": ["yes", "no"], "image": ["yes", "no", "nobody"],
    "publish": ["names", "plain", "no"],
}  # fmt: skip
REP_ABOUT = {
    "title": EVIL * 3, "grantee": EVIL * 3, "initiative": 7, "days_to_fix": 7, "showable": True,
}  # fmt: skip
REP_SAID = {
    "participants": "120", "volunteers": "15", "story": STORY + STORY[:500], "image": "yes",
    "image_minors": "yes",
}  # fmt: skip
REP_CHOICES = {"image": ["yes", "no", "nobody"], "image_minors": ["nobody", "yes", "no"]}
REP_STEPS = ("participants", "volunteers", "story", "photos", "image", "image_minors")
NEED_ABOUT = {"day": EVIL * 3, "starts": MOMENT, "day_number": 2**62}
NEED_SAID = {
    "what": EVIL * 9, "commune": "Łąck", "spot": EVIL * 3, "when": EVIL * 2, "people": "12",
    "tools": EVIL * 5, "contact": EVIL * 2,
}  # fmt: skip
NEED_EMPTY = dict.fromkeys(NEED_SAID, "")
NEED_MATCH = {"state": "proposed", "side": "captain", "firm": EVIL, "captain": EVIL}
MATCHED = {
    "need": 7, "day": EVIL * 3, "starts": MOMENT, "said": NEED_SAID, "contact": EVIL, "team": 7,
    "firm": EVIL, "captain": EVIL, "phone": "+48240000000", "seats": 10, "shift": "08:30–11:30",
    "match": 7, "rev": 2,
}  # fmt: skip
BOARD = [
    {"need": 7, "starts": MOMENT, "said": {**NEED_SAID, "tools": ""}, "state": state,
     "firm": EVIL, "own": own, "may": state == "free", "match": match, "rev": 2}
    for state, own, match in (("free", False, 0), ("proposed", False, 7), ("agreed", True, 7),
                              ("agreed", False, 0)) * 2
]  # fmt: skip
SUB_WHOLE = whole(SUB_ABOUT, SUB_SAID, SUB_FILES)

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "initiatives": [
        LIST,
        {**LIST, "items": [], "page": 0, "pages": 1},
        {**LIST, "planned": None, "planned_people": None},
    ],
    "initiative": [
        *({**INITIATIVE, "state": state} for state in STATES),
        *({**BARE, "state": state} for state in STATES),
        {**BARE, "left": 0},
    ],
    "initiative_ask": [
        {"field": field, "grantee": EVIL * 3, "now": now, "hint": hint, "most": 80, "person": 7}
        for field in FIELDS
        for now, hint in (("", ""), (EVIL * 9, "wrong"), ("1", "backwards"), ("", "twice"))
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
    "form_fix": [
        {"prefix": "sub", "form": 7, "person": 7,
         "items": [{"name": name, "at": at} for at, name in enumerate(SUB_STEPS)]}
    ],
    "form_words": [
        {"what": what, "most": 1500, "number": number, "kind": kind, "subject": "sub_return:7"}
        for what in ("return", "reject")
        for number, kind in ((12, "submission"), (None, "report"), (None, "need"))
    ],
    "form_hint": [
        {"what": what, "most": 1500, "subject": "sub_return:7"}
        for what in ("over", "coordinator", "words", "long")
    ],
    "form_story": [
        {"story": STORY + STORY[:500], "number": number, "kind": kind}
        for number, kind in ((12, "submission"), (None, "report"))
    ],
    "need_day": [
        {"what": what, "day": EVIL * 3, "starts": MOMENT, "form": 7}
        for what in ("cancelled", "moved")
    ],
    "submission_ask": [
        *(
            asked(SUB_ABOUT, step, "choice" if step in SUB_CHOICES else "text", said=said,
                  choices=SUB_CHOICES.get(step, []), known=known, first=not known)
            for step in SUB_STEPS
            for said, known in (({}, ""), (SUB_SAID, EVIL * 9))
        ),
        *(asked(SUB_ABOUT, step, "files", count=count, least=least, optional=not least)
          for step, least in (("scans", 1), ("photos", 0), ("letter", 0)) for count in (0, 3)),
        *(asked(SUB_ABOUT, "story", "text", hint=hint, given=given) for hint, given in HINTS),
        asked({**SUB_ABOUT, "until": None}, "category", "choice"),
    ],
    "submission_summary": [
        SUB_WHOLE,
        {**whole(SUB_ABOUT, EMPTY, SUB_NONE), "note": "", "state": "draft", "number": None},
    ],
    "submission_card": [
        *(
            {**carded(SUB_ABOUT, SUB_SAID, SUB_FILES), "state": state, "publishable": True}
            for state in STATES_OF_FORM
        ),
        {**carded({**SUB_ABOUT, "published": False}, EMPTY, SUB_NONE), "publishable": False,
         "who": None, "organisation": "", "note": ""},
    ],
    "submission_note": noted(
        SUB_ABOUT, "sent", "accepted", "returned", "rejected", "closed", "needs_adult",
        "no_consent", "dropped", "really", "withdrawn", "published", "unpublished", "counts",
        "unfinished", "full",
    ),
    "submission_drafts": [
        {"items": [SUB_WHOLE, {**SUB_WHOLE, "said": EMPTY, "number": None, "state": "draft"}] * 2,
         "person": 7, **SUB_ABOUT}
    ],
    "submissions": [
        {"items": [{**SUB_WHOLE, "state": state} for state in STATES_OF_FORM[:5]],
         "contests": [{"title": EVIL * 3, "number": 2**62}]},
        {"items": [], "contests": [{"title": EVIL * 3, "number": 2**62}] * 2},
        {"items": [], "contests": []},
    ],
    "submission_refused": [
        {"what": what, "title": EVIL * 3, "countdown": countdown, "person": 7}
        for what in ("needs_adult", "closed")
        for countdown in (None, {"state": "over", "days": 0, "starts": "2027-05-17",
                                 "ends": {"at": MOMENT, "day": "2027-11-10", "hour": True}})
    ],
    "consent_forms": [{"minors": 12}],
    "jury": [
        {"items": [{"title": EVIL * 3, "number": 2**62, "accepted": 7, "waiting": 2}],
         "judges": [EVIL] * 9},
        {"items": [], "judges": []},
    ],
    "grantee_report_ask": [
        *(
            asked(REP_ABOUT, step, "choice" if step in REP_CHOICES else "text", known=known,
                  choices=REP_CHOICES.get(step, []), first=not known)
            for step in REP_STEPS for known in ("", EVIL * 9)
        ),
        asked(REP_ABOUT, "photos", "files", count=3, optional=True),
        asked(REP_ABOUT, "photos", "files", count=3, optional=True, hint="taken"),
    ],
    "grantee_report_summary": [
        whole(REP_ABOUT, REP_SAID, {"photos": 10}),
        {**whole({**REP_ABOUT, "showable": False}, REP_SAID, {"photos": 1}), "state": "draft"},
        {**whole(REP_ABOUT, REP_SAID, {"photos": 0}), "note": ""},
    ],
    "grantee_report_card": [
        *(
            {**carded(REP_ABOUT, REP_SAID, {"photos": 10}), "state": state}
            for state in STATES_OF_FORM
        ),
        {**carded(REP_ABOUT, REP_SAID, {"photos": 0}), "who": None, "note": ""},
    ],
    "grantee_report_note": noted(
        REP_ABOUT, "sent", "accepted", "returned", "rejected", "settled", "closed", "dropped",
        "really", "withdrawn", "full",
    ),
    "grantee_report_drafts": [
        {"items": [whole(REP_ABOUT, REP_SAID, {"photos": 1})], "person": 7, **REP_ABOUT}
    ],
    "grantee_reports": [
        {"items": [{"ident": 7, "title": EVIL * 3, "grantee": EVIL * 2}] * 10, "settled": 0},
        {"items": [], "settled": 2},
        {"items": [], "settled": 0},
    ],
    "need_days": [
        {"items": [{"title": EVIL * 3, "number": 2**62, "starts": MOMENT}] * 8}, {"items": []},
    ],
    "need_ask": [
        *(
            asked(NEED_ABOUT, step, "text", known=known, first=not known, optional=step == "tools")
            for step in NEED_SAID for known in ("", EVIL * 9)
        ),
        asked(NEED_ABOUT, "commune", "text", hint="unfit"),
    ],
    "need_summary": [
        whole(NEED_ABOUT, NEED_SAID, {}),
        {**whole(NEED_ABOUT, {**NEED_SAID, "tools": ""}, {}), "note": "", "state": "draft"},
    ],
    "need_card": [
        *(
            {**carded(NEED_ABOUT, NEED_SAID, {}), "state": state, "match": match}
            for state in STATES_OF_FORM
            for match in (None, NEED_MATCH, {**NEED_MATCH, "state": "agreed"},
                          {**NEED_MATCH, "side": "coordinator"})
        ),
        {**carded(NEED_ABOUT, NEED_SAID, {}), "match": None, "who": None, "organisation": ""},
    ],
    "need_note": noted(
        NEED_ABOUT, "sent", "accepted", "returned", "rejected", "closed", "dropped", "really",
        "withdrawn", "full",
    ),
    "need_drafts": [
        {"items": [whole(NEED_ABOUT, said, {}) for said in (NEED_SAID, NEED_EMPTY)],
         "person": 7, **NEED_ABOUT}
    ],
    "needs": [
        {"items": BOARD, "more": 3, "coordinates": True, "captain": False, "waiting": 2},
        {"items": BOARD[:3], "more": 0, "coordinates": False, "captain": True, "waiting": 0},
        {"items": [], "more": 0, "coordinates": True, "captain": False, "waiting": 0},
        {"items": [], "more": 0, "coordinates": False, "captain": False, "waiting": 0},
    ],
    "need_teams": [
        {"need": 7, "what": EVIL * 9, "people": "12",
         "items": [{"team": 7, "firm": EVIL, "captain": EVIL, "seats": 10, "site": EVIL}] * 20}
    ],
    "need_proposed": [{**MATCHED, "side": side} for side in ("captain", "coordinator")],
    "need_match_ask": [
        {**MATCHED, "role": role} for role in ("leader", "captain", "coordinator")
    ] + [{**MATCHED, "role": "coordinator", "phone": ""}],
    "need_match_told": [
        {**MATCHED, "role": role, "what": what}
        for role in ("leader", "captain")
        for what in ("agreed", "declined", "leader", "captain", "coordinator", "team_left",
                     "need_left")
    ],
    "need_match_off": [MATCHED],
}  # fmt: skip
