"""Values for the messages about advisors."""

from __future__ import annotations

from typing import Any

from tests.templates.samples import EVIL, TOPIC

ONE: dict[str, Any] = {
    "ident": 2**52, "name": EVIL, "specialities": ["Prawo i organizacja"] * 6, "coordinator": True,
    "blocked": False, "member": True, "scores": True, "trainee": True, "tax": True,
}  # fmt: skip
NONE = {"specialities": [], "scores": False, "trainee": False, "tax": False, "member": False}
TOPICS = [{**TOPIC, "knows": knows} for knows in (True, False) * 3]

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "staff_list": [
        {"advisors": [ONE] * 10, "total": 25, "before": 0, "after": 2},
        {"advisors": [{**ONE, **NONE}], "total": 1, "before": None, "after": None},
        {"advisors": [], "total": 0, "before": None, "after": None},
    ],
    "staff_one": [
        {**ONE, "topics": TOPICS},
        {**ONE, **NONE, "topics": TOPICS, "blocked": True},
    ],
    "staff_refused": [{}],
}
