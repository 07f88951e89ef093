"""Values for the messages of teams and guests."""

from __future__ import annotations

from typing import Any

from tests.templates.samples import EVIL, MOMENT

NUMBER = 2**62
PLACE = {
    "site": EVIL,
    "municipality": "Łąck",
    "work": EVIL,
    "host": EVIL,
    "contact": EVIL,
    "phone": "+48 24 000 00 00",
    "equipment": [EVIL] * 3,
    "rain_plan": EVIL,
    "briefing": MOMENT,
    "briefing_place": EVIL,
}
NOWHERE = {**PLACE, "host": "", "contact": "", "equipment": [], "rain_plan": "", "briefing": None}
TEAM = {
    **PLACE,
    "title": EVIL * 3,
    "starts": MOMENT,
    "number": NUMBER,
    "team": 7,
    "firm": EVIL,
    "captain": EVIL,
    "shift": "08:30–11:30",
    "seats": 10,
}
ALONE = {**TEAM, **NOWHERE, "seats": 1}
SAID = {
    "firm": EVIL,
    "captain": EVIL,
    "phone": "+48240000000",
    "site": EVIL,
    "shift": "08:30–11:30",
}
ASK = {
    "title": EVIL,
    "starts": MOMENT,
    "said": SAID,
    "names": [],
    "most": 10,
    "sites": [],
    "shifts": [],
    "hint": "",
    "about": "",
    "changing": False,
    "person": 7,
    "rev": 2**31,
}
SITES = [{"number": NUMBER, "name": EVIL, "work": EVIL, "left": left} for left in (0, 1, 22)]
SHIFTS = [{"name": "08:30–11:30", "left": 5}] * 8
DAYS = [{"number": NUMBER, "title": EVIL, "starts": MOMENT}]
WAITING = [{"team": 7, "captain": EVIL, "firm": EVIL, "phone": "+48240000000"}]

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "teams": [
        {"days": days, "teams": own}
        for days in ([], DAYS, DAYS * 3)
        for own in ([], [TEAM], [TEAM, ALONE] * 4)
    ],
    "team_ask": [
        *(
            {**ASK, "step": step, "sites": SITES, "shifts": SHIFTS}
            for step in ("firm", "captain", "phone", "site", "shift", "names")
        ),
        *({**ASK, "step": "firm", "hint": hint} for hint in ("tap", "name")),
        *({**ASK, "step": "captain", "hint": hint} for hint in ("name",)),
        {**ASK, "step": "phone", "hint": "phone"},
        *(
            {**ASK, "step": "names", "hint": hint, "about": about}
            for hint, about in (
                ("unreadable", ""),
                ("nobody", ""),
                ("unfit", EVIL),
                ("many", "12"),
                ("full", ""),
            )
        ),
    ],
    "team_summary": [
        {**ASK, "step": "summary", "names": [EVIL] * count, "changing": changing}
        for count in (1, 30)
        for changing in (True, False)
    ],
    "team_enrolled": [TEAM, ALONE],
    "team_notice": [
        {
            "title": EVIL,
            "starts": MOMENT,
            "firm": EVIL,
            "administrator": "Fundacja",
            "contact": "dane@example.org",
            "retention": "Usuwamy po roku.",
            "rights": "Dostęp i sprzeciw.",
        }
    ],
    "team_news": [{**TEAM, "what": what} for what in ("new", "gone")],
    "team_insure": [
        {"title": EVIL, "starts": MOMENT, "teams": count, "people": 10 * count}
        for count in (0, 1, 20)
    ],
    "team_note": [
        {"what": "closed"},
        *({**TEAM, "what": what} for what in ("renamed", "withdraw", "withdrawn")),
    ],
    "team_change": [
        {
            **team,
            "what": what,
            "was": MOMENT,
            "place": EVIL,
            "note": note,
            "seq": 3,
            "urgent": bool(note),
        }
        for team in (TEAM, ALONE)
        for what, note in (("moved", ""), ("back", ""), ("cancelled", EVIL), ("cancelled", ""))
    ],
    "rain_choose": [
        {"title": EVIL, "sites": sites} for sites in ([], [{"name": EVIL, "number": NUMBER}] * 3)
    ],
    "rain_ask": [
        {
            "title": EVIL,
            "place": EVIL,
            "plan": EVIL,
            "told": told,
            "called": called,
            "before": before,
            "number": NUMBER,
        }
        for told, called, before in ((5, 0, 0), (1, 2, 3), (0, 0, 3), (0, 0, 0))
    ],
    "rain_done": [{"place": EVIL, "teams": 4}],
    "rain_told": [TEAM],
    "captain_gone": [{"firm": EVIL, "title": EVIL, "starts": MOMENT}],
    "rain_list": [
        {"title": EVIL, "place": EVIL, "teams": 22, "waiting": WAITING * count}
        for count in (0, 1, 22)
    ],
    "guest_ask": [{"title": EVIL, "most": most, "registration": 7} for most in (1, 2)],
    "guest_set": [
        {"what": what, "title": EVIL, "guests": guests, "most": 2, "registration": 7}
        for what in ("set", "full")
        for guests in (0, 1, 2)
    ],
    "reminders/team_briefing": [
        {
            **TEAM,
            "need": dict.fromkeys(("what", "commune", "spot", "when", "tools", "contact"), EVIL),
        },
        {**ALONE, "briefing": MOMENT, "need": None},
    ],
}
