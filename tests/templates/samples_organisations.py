"""Values for the messages of people and organisations, with the worst that people send."""

from __future__ import annotations

from typing import Any

EVIL = 'Jan <b>"&</i> {{ 7*7 }} \u202e@everyone'
LONG = EVIL + " i jeszcze trochę" * 10
LARGEST = 2**40 - 1
MOMENT = "2026-11-24T12:00:00+00:00"
TOPIC = {"id": "accounting", "name": "Finanse i księgowość", "emoji": "🧮", "hashtag": "finanse"}
ORGANISATION = {"number": LARGEST, "name": LONG, "kind": "kgw"}
UNNAMED = {"number": 7, "name": "", "kind": "osp"}
SHARED: dict[str, Any] = {
    "number": 142,
    "mark": "🔵",
    "state": "queued",
    "answered": False,
    "promised": MOMENT,
    "topic": TOPIC,
}

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "case_shared": [
        {**SHARED, "organisation": ORGANISATION, "answer": answer, "open": answer is None}
        for answer in (None, {"at": MOMENT, "text": EVIL * 90}, {"at": MOMENT, "text": ""})
    ],
    "shared_added": [{"number": 142, "who": who} for who in (None, LONG)],
}
