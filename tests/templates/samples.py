"""A set of values for every message, with the worst names and texts that people send."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

EVIL = 'Jan <b>"&</i> {{ 7*7 }} \u202e@everyone'
MOMENT = "2026-12-02T15:00:00+00:00"
TOPIC = {"id": "legal", "name": "Prawo i organizacja", "emoji": "⚖️", "hashtag": "prawo"}
ORGANISATION = {
    "organisation": EVIL,
    "administrator": "Fundacja, ul. Długa 1",
    "data_contact": "dane@example.org",
    "purpose": "Odpowiadamy.",
    "legal_basis": "art. 6 ust. 1 lit. e RODO.",
    "retention": "180 dni.",
    "rights": "Dostęp i sprzeciw.",
}
ENTRY = {
    "question": EVIL,
    "body": "Potrzeba <b>siedmiu</b> osób.",
    "as_of": "2026-11-22",
    "sources": ["art. 9", EVIL],
    "checked": "2026-11-22",
}
#: The longest title of a page, and the number of any.
LONG = EVIL + " i jeszcze trochę" * 10
PAGE = {"number": 2**56 - 1, "back": {"action": "entries_partnerships", "number": 4}}
ITEMS = [
    {
        "kind": kind,
        "title": LONG,
        "number": 2**56 - 1,
        "illustrative": kind == "practice",
        "place": place,
    }
    for place, kind in enumerate(("entry", "guide", "practice") * 2, 1)
]
SHELF = {
    "kind": "entries",
    "action": "entries_partnerships",
    "topic": TOPIC,
    "items": ITEMS,
    "illustrative": True,
    "page": 2,
    "pages": 5,
    "before": 0,
    "after": 2,
}
GUIDE = {
    "title": LONG,
    "summary": EVIL * 3,
    "advisor": True,
    "sources": ["art. 9", EVIL * 5] * 20,
    "checked": "2026-11-22",
    "old": False,
    "body": "Krok <b>pierwszy</b>.",
    "parts": [{"title": title, "number": 2**56 - 1} for title in ("", *[LONG] * 15)],
}
PART = {
    "kind": "guide",
    "of": LONG,
    "illustrative": False,
    "title": LONG,
    "continued": True,
    "body": "<pre>Wzór</pre>",
    "place": 2,
    "count": 9,
    "number": 2**56 - 1,
    "before": 1,
    "after": 3,
}
PRACTICE = {
    "title": LONG,
    "summary": EVIL * 3,
    "illustrative": True,
    "municipality": EVIL,
    "who": EVIL,
    "cost": EVIL,
    "volunteers": 9,
    "hours": 120,
    "partners": [EVIL] * 5,
    "lessons": [EVIL * 5] * 5,
    "story": 2**56 - 1,
    "photo": True,
}
CASE = {
    "number": 142,
    "mark": "🔵",
    "state": "queued",
    "answered": False,
    "promised": MOMENT,
    "text": EVIL * 50,
    "voice": False,
    "handed": False,
}
OURS = {"number": 2**40, "name": EVIL, "kind": "kgw"}
RECEIPT = {
    "behalf": {"choice": [{**OURS, "chosen": True}, {**OURS, "chosen": False}], "name": OURS},
    "number": 142,
    "state": "queued",
    "menu": None,
    "topics": [TOPIC] * 6,
    "topic": TOPIC,
    "need": "calm",
    "kept": True,
    "promised": MOMENT,
    "phone": "+48 24 000 00 00",
    "deadline": "2026-12-01",
    "follows": 12,
    "call": "+48600100200",
    "call_hours": "rano",
    "advisor": EVIL,
    "offers": ["unsure", "need_now", "need_week"],
    "further": ["call", "topics", "need_calm", "behalf", "withdraw"],
    "unsure": TOPIC,
    "merge": None,
    "call_ends": None,
    "hidden": "account",
    "numbers_shown": False,
    "secret": True,
    "young": False,
}
OF_CONTEST = {"title": EVIL, "until": MOMENT, "duty": EVIL, "for_all": True}
CARD = {
    **CASE,
    "topic": TOPIC,
    "forum": True,
    "advisor": EVIL,
    "closed_by": None,
    "need": "now",
    "running": True,
    "kept": False,
    "deadline": "2026-12-01",
    "letter": True,
    "hidden": "pesel",
    "numbers_shown": False,
    "who": EVIL,
    "organisation": EVIL,
    "kind": "kgw",
    "earlier": 3,
    "commune": "Łąck",
    "call": "+48600100200",
    "call_hours": "rano",
    "attachments": [{"kind": "photo", "count": 5}, {"kind": "voice", "count": 1}],
    "confirms": EVIL,
    "missed": None,
    "follows": 12,
    "merged": None,
    "candidates": [{"question": EVIL, "percent": 91}] * 3,
    "delivery": {"state": "failed", "reason": "blocked", "at": MOMENT},
    "advice": {
        "issued": [{"sign": "1234/2027", "minutes": 75, "advisor": EVIL}] * 3,
        "said": "disputed",
        "wanted": True,
        "hours": {"minutes": 590, "hours": 10, "state": "near"},
        "tax": True,
    },
    "undo": {"post": 7, "name": EVIL},
    "more": 980,
    "propose": False,
    "contest": None,
}
#: Why a proposal does not fit.
WHY = ("file_changed", "no_entry", "answer_changed", "list_unreadable", "not_together", "words")
PROPOSAL = {
    "content": 2**40,
    "rev": 3,
    "state": "draft",
    "ended": None,
    "menu": None,
    "topics": [TOPIC] * 6,
    "cut": None,
    "files_wrong": False,
    "way": False,
    "number": 142,
    "topic": TOPIC,
    "edit": False,
    "before": None,
    "target": EVIL * 12,
    "name": "haslo",
    "question": EVIL * 12,
    "also": [EVIL * 12],
    "answer": EVIL * 140,
    "long": True,
    "source": EVIL * 12,
    "own_word": "odpowiedź doradcy programu",
    "until": "2027-11-22",
    "covers": True,
    "telling": True,
    "similar": [{"letter": letter, "question": EVIL * 12, "percent": 91} for letter in "abc"],
    "looked": True,
    "complaints": [],
    "tried": True,
    "failed": False,
    "asked": 142,
    "near": [EVIL * 12] * 3,
    "shared": EVIL * 12,
    "moved": [{"wording": EVIL * 12, "first": first} for first in (EVIL * 12, None)] * 2,
    "moved_count": 12,
    "unsure": 3,
    "author": EVIL,
    "decider": EVIL,
    "decided": MOMENT,
    "alone": False,
    "publish": None,
}
PROPOSALS = [
    *({**PROPOSAL, "state": "stopped", "ended": ended} for ended in ("dropped", "withdrawn")),
    {**PROPOSAL, "state": "stopped", "ended": "left", "decider": "", "decided": None},
    {**PROPOSAL, "menu": "topics"},
    {**PROPOSAL, "state": "offered", "failed": True, "files_wrong": True},
    *({**PROPOSAL, **changed}
    for state in ("draft", "offered", "approved", "rejected", "stopped")
    for changed in (
        {"state": state},
        {"state": state, "way": True, "moved_count": 0, "moved": [], "number": None},
        {"state": state, "edit": True, "before": EVIL * 140, "covers": False},
        {"state": state, "failed": True, "tried": False, "source": None, "publish": MOMENT,
         "cut": 3500},
        {"state": state, "alone": True, "similar": [], "looked": False, "answer": "",
         "question": "", "complaints": [{"reason": why, "words": EVIL * 20} for why in WHY]},
    )),
]  # fmt: skip
PRACTICE_ASK = {
    "step": "title",
    "practice": 2**40,
    "person": 2**40,
    "part": 2**40,
    "noted": "saved",
    "known": "",
    "more": False,
    "first": False,
    "photos": 0,
    "most": 5,
}
SENT_PRACTICE = {
    "practice": 2**40,
    "title": EVIL * 3,
    "story": EVIL * 80,
    "place": EVIL * 8,
    "extra": EVIL * 40,
    "photos": 5,
    "agree": True,
    "note": EVIL * 40,
}
PRACTICE_CARD = {
    **SENT_PRACTICE,
    "long": True,
    "rev": 2,
    "who": EVIL,
    "organisation": EVIL,
    "commune": EVIL,
    "consent": True,
    "decider": EVIL,
    "slug": "lawka-przy-swietlicy",
}
GAPS = [
    {
        "gap": 2**40 + n,
        "place": n,
        "text": (EVIL * 9)[:120],
        "topic": TOPIC,
        "people": n,
        "state": state,
        "author": EVIL,
    }
    for n, state in enumerate(("open", "writing", "written", "open", "open"), 1)
]
UPKEEP = {
    "review": 2**40,
    "kind": "entry",
    "name": "cit-8-termin",
    "state": "asked",
    "fixing": False,
    "decider": EVIL,
    "decided": MOMENT,
    "until": "2027-03-01",
    "again": False,
    "ends": "2026-12-31",
    "over": False,
    "renewed": "2027-03-01",
    "sources": [EVIL, "art. 9"],
    "checked": "2026-11-22",
    "title": EVIL * 2,
    "topic": TOPIC,
    "body": "Potrzeba <b>siedmiu</b> osób.",
    "file": "sample/faq/accounting/cit-8-termin.md",
}
_NUMBER = {"number": 142}
_PERSON = {"person": 2**40}

#: Message -> one or more sets of values.
#: Who is on duty, as a nudge mentions them.
ON_DUTY = {"people": [{"id": 201, "name": EVIL}, {"id": 202, "name": "Ewa"}], "since": None}

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "welcome": [{"programme": EVIL}],
    "notice": [{**ORGANISATION, **_PERSON}],
    "answer": [
        {
            **ENTRY,
            **_NUMBER,
            "lead": None,
            "confirm": confirm,
            "promised": MOMENT,
            "decision": 2**40,
        }
        for confirm in (True, False)
    ],
    "entry": [
        {**ENTRY, **PAGE, "advisor": False},
        {**ENTRY, **PAGE, "advisor": True, "as_of": None},
    ],
    "entry_old": [{"question": EVIL, **PAGE}],
    "contents": [
        {
            "gone": gone,
            "topics": [{**TOPIC, "count": count} for count in (0, 1, 2, 5, 36, 112)],
            "guides": longer,
            "practices": longer,
        }
        for gone, longer in ((False, 12), (True, 0))
    ],
    "shelf": [
        SHELF,
        {**SHELF, "kind": "guides", "before": None, "after": None, "pages": 1},
        {**SHELF, "kind": "practices", "items": []},
    ],
    "guide": [
        {**GUIDE, **PAGE},
        {**GUIDE, **PAGE, "old": True},
        {**GUIDE, **PAGE, "advisor": False, "body": ""},
    ],
    "part": [
        PART,
        {
            **PART,
            "kind": "practice",
            "illustrative": True,
            "title": "",
            "continued": False,
            "count": 1,
            "before": None,
            "after": None,
        },
    ],
    "practice": [
        {**PRACTICE, **PAGE},
        {**PRACTICE, **PAGE, "illustrative": False, "partners": [], "volunteers": 0, "hours": 0},
    ],
    "search_ask": [_PERSON],
    "found": [{"words": EVIL, "items": ITEMS, "decision": 2**40}],
    "nothing_found": [{"words": EVIL, "items": [], "decision": 2**40}],
    "about_ask": [{"title": LONG, **_PERSON}],
    "guide_file": [{"title": LONG}],
    "practice_photo": [{"title": LONG, "alt": EVIL, "illustrative": on} for on in (True, False)],
    "file_failed": [
        {"what": what, "title": LONG, "uncertain": uncertain}
        for what in ("document", "photo")
        for uncertain in (True, False)
    ],
    "suggest": [
        {
            "items": [{"question": EVIL * 3, "action": f"pick_{letter}"} for letter in "abc"],
            "decision": 5,
        }
    ],
    "rephrase": [{"decision": 5}],
    "dropped": [{}],
    "helped": [{}],
    "receipt": [
        RECEIPT,
        {**RECEIPT, "kept": False},
        {**RECEIPT, "call_ends": {"until": MOMENT, "phone": "+48 24 000 00 00"}},
        {**RECEIPT, "menu": "topics"},
        {**RECEIPT, "menu": "behalf"},
        {**RECEIPT, "menu": "behalf", "behalf": {"choice": [], "name": None}},
        {**RECEIPT, "state": "withdrawn"},
        {**RECEIPT, "state": "closed"},
        {**RECEIPT, "menu": "further"},
        {
            **RECEIPT,
            "deadline": None,
            "call": None,
            "offers": ["merge", "call", "withdraw"],
            "further": [],
            "merge": 141,
        },
    ],
    "followed": [{**_NUMBER, "promised": MOMENT, "post": 7}],
    "reopened": [{**_NUMBER, "promised": MOMENT}],
    "with_human": [{**_NUMBER, "promised": MOMENT}],
    "unknown_card": [{}],
    "flood": [{**_NUMBER, "promised": promised} for promised in (MOMENT, None)],
    "further": [{**_NUMBER, "text": EVIL * 200, "left": left} for left in (0, 900)],
    "slow_down": [{}],
    "moved_to_new": [_NUMBER],
    "merged": [_NUMBER],
    "letter_when": [{**_NUMBER, **_PERSON}],
    "letter_days": [{**_NUMBER, **_PERSON, "delivered": "2026-11-20"}],
    "letter_deadline": [
        {"deadline": "2026-12-01", "kept": kept, "promised": MOMENT, "phone": "+48 24"}
        for kept in (True, False)
    ],
    "letter_unknown": [{}],
    "letter_again": [{**_NUMBER, **_PERSON, "what": what} for what in ("date", "days")],
    "call_ask": [_NUMBER],
    "call_hours": [{**_NUMBER, "phone": "+48600100200"}],
    "call_thanks": [{"phone": "+48600100200"}],
    "call_set": [{"phone": "+48600100200", "hours": "rano"}],
    "call_wrong": [{}],
    "cancelled": [{}],
    "dialog_over": [
        {},
        *(
            {"dialog": one}
            for one in (
                "rephrase",
                "signup",
                "team",
                "consultation",
                "form_sub",
                "form_rep",
                "form_need",
            )
        ),
    ],
    "append_ask": [{**_NUMBER, **_PERSON}],
    "cases": [
        {"cases": [], "older": None, "shared": []},
        {"cases": [CASE] * 6, "older": 6, "shared": [{**CASE, "topic": TOPIC}] * 6},
        {"cases": [{**CASE, "handed": True}], "older": None, "shared": []},
    ],
    "case": [
        {
            **CASE,
            "topic": TOPIC,
            "advisor": EVIL,
            "answer": {"at": MOMENT, "text": EVIL},
            "open": True,
            "reopen": False,
            "shared": shared,
            "share": share,
            "handed": handed,
        }
        for shared, share, handed in (
            (False, None, False),
            (False, OURS, False),
            (True, OURS, True),
        )
    ],
    "relayed": [{**_NUMBER, "advisor": EVIL, "repeated": True}],
    "after_answer": [{**_NUMBER, "advisor": EVIL}],
    "solved": [_NUMBER],
    "closed": [{**_NUMBER, "why": why} for why in ("advisor", "silence")],
    "rated": [{**_NUMBER, "reopen": True}],
    "wait_leader": [_NUMBER],
    "wait_again": [{**_NUMBER, "closing": closing} for closing in (None, "2026-12-08")],
    "talk": [
        {"kind": kind}
        for kind in (
            "greeting",
            "thanks",
            "goodbye",
            "abuse",
            "sticker",
            "contact",
            "empty",
            "resolved",
            "confirmation",
            "denial",
            "location",
            "smalltalk",
        )
    ],
    "offtopic": [{"decision": 5}],
    "foreign": [{"language": "uk"}, {"language": "en"}],
    "help": [{"phone": "+48 24", "email": "biuro@example.org"}],
    "unknown_command": [{}],
    "settings": [
        {
            **_PERSON,
            "name": EVIL,
            "anonymous": False,
            "organisation": EVIL,
            "commune": None,
            "phone": "+48600100200",
            "announcements": agreed,
            "muted": muted,
        }
        for agreed, muted in ((False, []), (True, []), (True, ["workshops", "news"]))
    ],
    "settings_ask": [{**_PERSON, "what": what} for what in ("organisation", "commune")],
    "back_again": [{"missed": missed} for missed in (True, False)],
    "advisor_left": [
        {"name": EVIL, "numbers": numbers, "blocked": blocked}
        for numbers in ([1], list(range(1, 40)))
        for blocked in (True, False)
    ],
    "not_allowed": [_NUMBER],
    "paired": [{}],
    "pairing_failed": [{}],
    "card": [
        CARD,
        {**CARD, "state": "claimed", "forum": False, "missed": "about"},
        {**CARD, "state": "waiting"},
        {**CARD, "state": "closed"},
        {**CARD, "state": "closed", "propose": True},
        *(
            {**CARD, "state": "claimed", "contest": {**OF_CONTEST, "rule": rule, "public": public}}
            for rule, public in (("agreed", None), ("private", None), ("offered", None), ("", 3))
        ),
        {**CARD, "state": "withdrawn", "merged": 5, "text": "", "voice": True, "who": None},
        {**CARD, "organisation": None, "earlier": 0},
    ],
    "menu_all_private_chats": [{}],
    "menu_all_group_chats": [{}],
    "menu_coordinator": [{}],
    "digest": [{"items": []}, {"items": [{"number": n, "text": EVIL * 9} for n in range(20)]}],
    "leader_says": [{**_NUMBER, "who": EVIL, "text": EVIL * 200, "edited": True}],
    "passing": [{**_NUMBER, "topics": [TOPIC] * 5, "held": True}],
    "ask_send": [{**_NUMBER, "advisor": EVIL, "post": 7}],
    "hint": [{"offers": [{**_NUMBER, "post": 7}] * count} for count in (1, 3)],
    "not_delivered": [
        {
            **_NUMBER,
            "state": state,
            "reason": "blocked",
            "phone": "+48 600",
            "post": 7,
            "private": state == "uncertain",
            "kept": state == "failed",
        }
        for state in ("failed", "uncertain", "expired")
    ],
    "undone": [{**_NUMBER, "deleted": deleted} for deleted in (True, False)],
    "undo_late": [_NUMBER],
    "ticket_is_closed": [{**_NUMBER, "state": state} for state in ("closed", "withdrawn")],
    "queue": [
        {"items": [], "mine": True},
        {
            "items": [
                {
                    **_NUMBER,
                    "topic": TOPIC,
                    "promised": MOMENT,
                    "advisor": EVIL,
                    "last_day": last_day,
                }
                for last_day in (False, True)
            ],
            "mine": False,
        },
    ],
    "occasion_alarm": [
        {"what": what, "title": EVIL, "taken": taken, "starts": MOMENT, "number": 7, "rev": 2}
        for what in ("gone", "conflict")
        for taken in (1, 22)
    ],
    "nudge": [
        {**_NUMBER, "topic": TOPIC, "promised": MOMENT, "advisor": who, "on_duty": duty}
        for who, duty in (("", None), (EVIL, ON_DUTY))
    ],
    "escalation": [
        {**_NUMBER, "topic": TOPIC, "promised": MOMENT, "advisor": who, "on_duty": duty}
        for who, duty in (("", {**ON_DUTY, "since": MOMENT}), (EVIL, None))
    ],
    "cannot_keep": [{**_NUMBER, "topic": TOPIC, "deadline": "2026-12-01", "phone": "+48 600"}],
    "card_moved": [{**_NUMBER, "topic": TOPIC}],
    "linked": [{"forum": forum} for forum in (True, False)],
    "link_refused": [
        {"why": why, "forum": True}
        for why in ("not_coordinator", "not_admin", "private", "anonymous")
    ],
    "standing": [
        {"what": what, "forum": forum}
        for what in ("out", "muted", "member", "topics", "full")
        for forum in (True, False)
    ],
    "thread_opened": [{}],
    "leader_blocked": [
        {**_NUMBER, "phone": "+48 600", "reason": reason} for reason in ("blocked", "deactivated")
    ],
    "alarm": [
        {"what": "quarantine"},
        {"what": "thread", "topic": EVIL},
        {"what": "thread", "topic": ""},
        {"what": "thread_deleted", "topic": EVIL},
        {"what": "thread_closed", "topic": EVIL},
        {"what": "foreign_group"},
        {"what": "knowledge", "complaints": [EVIL, "faq/legal/x.md:3: zły klucz"]},
    ],
    "went_wrong": [{"what": what} for what in ("edit", "group")],
    "trouble": [
        {"what": "away", "since": MOMENT},
        {"what": "silence", "since": MOMENT, "until": MOMENT},
        {"what": "full", "since": MOMENT},
        {"what": "clock", "fast": True, "by": 61, "unit": "minutes"},
        {"what": "clock", "fast": False, "by": 3, "unit": "hours"},
        {"what": "clock", "fast": False, "by": 3650, "unit": "days"},
        {"what": "message", "number": 142},
        {"what": "message", "number": None},
    ],
    "sorry_late": [
        {**_NUMBER, "since": MOMENT, "until": MOMENT, "promised": MOMENT, "phone": phone}
        for phone in (None, "+48 24 000 00 00")
    ],
    "how_to": [{"what": "notatka"}, {"what": "cofnij"}],
    "changed": [{"at": MOMENT}],
    "repeated": [{}],
    "thread_name": [{"topic": TOPIC}, {"topic": None}],
    "practice_ask": [
        {**PRACTICE_ASK, "step": step, "known": known, "more": more, "photos": photos}
        for step in ("title", "story", "place", "extra", "photos", "people", "consent")
        for known in ("", EVIL * 6)
        for more in (True, False)
        for photos in (0, 2, 5)
    ]
    + [
        {**PRACTICE_ASK, "noted": noted, "first": first, "part": 0}
        for noted, first in (("", True), ("story", False), ("photo", False))
    ],
    "practice_held": [{"part": 2**40, "media": media} for media in (True, False)],
    "practice_summary": [
        SENT_PRACTICE,
        {**SENT_PRACTICE, "photos": 0, "extra": "", "note": None},
        {**SENT_PRACTICE, "agree": False},
    ],
    "practice_fix": [{"practice": 2**40}],
    "practice_drafts": [
        {
            "person": 2**40,
            "drafts": [
                {"practice": 2**40, "title": EVIL * 9, "returned": returned}
                for returned in (True, False)
            ],
        }
    ],
    "practice_note": [
        {"what": what, "practice": 2**40, "title": EVIL, "note": EVIL * 50, "length": 9000}
        | {"most": 8000}
        for what in (
            "long",
            "enough",
            "full",
            "kept",
            "waits",
            "no_consent",
            "dropped",
            "sent",
            "accepted",
            "returned",
            "rejected",
            "withdrawn",
        )
    ],
    "practice_card": [
        {**PRACTICE_CARD, "state": state, "photos": photos, "agree": agree}
        for state in ("sent", "accepted", "returned", "rejected", "withdrawn", "dropped")
        for photos, agree in ((0, False), (3, True), (3, False))
    ],
    "practice_text": [{"title": EVIL, "number": 1, "count": 3, "text": EVIL * 70}],
    "practice_words": [{"title": EVIL}],
    "practice_hint": [
        {"what": what, "most": 1500}
        for what in ("card", "words", "coordinator", "decided", "long")
    ],
    "gaps": [
        {"since": "2026-11-16", "until": "2026-11-22", "items": items}
        for items in (GAPS[:1], GAPS[2:3], GAPS * 2)
    ],
    "gap_written": [{"text": EVIL * 30, "question": 2**40}],
    "upkeep_list": [
        {"month": "2026-12", "entry": entry, "value": value, "off": off}
        for entry, value, off in ((12, 0, 0), (0, 3, 1), (1, 22, 2))
    ],
    "upkeep_item": [
        {**UPKEEP, "state": state, "fixing": fixing, "again": again, "kind": kind}
        for state in ("asked", "current", "fixing", "off", "changed")
        for fixing in (True, False)
        for again in (True, False)
        for kind in ("entry", "value")
    ],
    "upkeep_more": [{"review": 2**40, "left": left} for left in (1, 3, 190)],
    "proposal": PROPOSALS,
    "proposal_card": PROPOSALS,
    "proposal_text": [{"question": EVIL * 12, "answer": EVIL * 140}],
    "proposal_ask": [{"what": what, "most": 3500} for what in ("question", "answer", "source")],
    "proposal_hint": [
        {"what": what, "most": 300} for what in ("author", "sent", "how", "card", "long", "words")
    ],
    "proposal_told": [
        {
            "state": state,
            "kind": kind,
            "author": EVIL,
            "question": EVIL,
            "decider": EVIL,
            "alone": alone,
            "number": 142 if alone else None,
        }
        for state in ("approved", "back", "rejected", "stopped", "left")
        for kind in ("entry", "edit", "wording")
        for alone in (True, False)
    ],
    "content_conflict": [
        {
            "content": 7,
            "rev": 3,
            "kind": kind,
            "question": EVIL * 12,
            "name": "haslo",
            "reason": why,
            "words": EVIL * 20,
        }
        for why in WHY
        for kind in ("entry", "edit", "wording")
    ],
    "toast": [
        {"what": what, "name": EVIL, "number": 142}
        for what in (
            "stale",
            "moved_on",
            "mended_late",
            "nobody",
            "own_announcement",
            "busy",
            "preview_only",
            "muted",
            "unmuted",
            "not_yours",
            "taken",
            "not_member",
            "claimed",
            "saved",
            "sent",
            "undone",
            "too_late",
            "not_holder",
            "no_files",
            "failed",
            "failed_here",
            "sending_files",
            "closed",
            "passed",
            "waiting",
            "note",
            "thanks",
            "slow_down",
            "not_coordinator",
            "decided",
            "file_changed",
            "sending_photos",
            "own_proposal",
            "own_waits",
            "not_whole",
            "trying",
            "covers_left",
            "renewed",
            "entry_gone",
            "entry_changes",
            "page_gone",
            "search_ask",
            "about_ask",
            "scores",
            "following",
            "not_following",
            "rule_renewed",
            "own_rule",
            "rule_offered",
            "rule_long",
            "locked",
            "not_for_duty",
            "own_import",
            "advice_lacking",
            "advice_self",
            "advice_longer",
            "advice_ahead",
            "advice_private_first",
            "advice_overlap",
            "advice_corrected",
            "advice_over",
            "advice_issued",
            "advice_closed_month",
            "advice_private",
            "staff_oneself",
            "claim_note",
            "own_check",
            "own_claim",
            "sending_private",
        )
    ],
}

#: Parts of the house keep the values of their own messages beside this module.
for _part in sorted(Path(__file__).parent.glob("samples_*.py")):
    SAMPLES |= import_module(f"tests.templates.{_part.stem}").SAMPLES
