"""Values of the messages of confidential tickets."""

from tests.templates.samples import EVIL, MOMENT, TOPIC

_CARD = {
    "number": 142,
    "forum": False,
    "topic": TOPIC,
    "state": "queued",
    "mark": "🔵",
    "advisors": [],
    "missing": False,
    "young": False,
    "running": True,
    "promised": MOMENT,
    "delivery": None,
    "undo": None,
    "card_wanted": True,
}
_HELD = {**_CARD, "state": "claimed", "advisors": [EVIL, "Ewa"], "undo": {"post": 7, "name": EVIL}}

SAMPLES = {
    "card_secret": [
        _CARD,
        {**_CARD, "state": "claimed", "advisors": [EVIL], "missing": True, "young": True},
        {**_HELD, "delivery": {"state": "sent", "reason": None, "at": MOMENT}},
        {
            **_HELD,
            "state": "waiting",
            "delivery": {"state": "failed", "reason": "x", "at": MOMENT},
        },
        {**_CARD, "state": "closed", "forum": True, "running": False},
    ],
    "secret_opened": [
        {"number": 142, "topic": TOPIC, "who": EVIL, "young": True, "text": EVIL * 300}
        | {"promised": MOMENT},
        {"number": 1, "topic": TOPIC, "who": None, "young": False, "text": "", "promised": None},
    ],
    "secret_colleague": [{"number": 142, "advisor": EVIL, "text": EVIL * 300}],
    "secret_call": [
        {"number": 142, "phone": "600100200", "hours": "rano"},
        {"number": 142, "phone": "600100200", "hours": None},
    ],
    "secret_gone": [{"number": 142}],
    "secret_hint": [{"number": 142}],
    "secret_plain": [{"number": 142}],
    "secret_back": [{"number": 142}],
    "secret_not_yours": [{"number": 142, "secret": True}, {"number": 1, "secret": False}],
}
