"""Values of the messages about questions of people without Telegram."""

from tests.templates.samples import EVIL, MOMENT, TOPIC

_ENTERING = {
    "ident": 2**40,
    "rev": 3,
    "state": "draft",
    "step": "who",
    "author": EVIL,
    "name": "",
    "organisation": "",
    "phone": None,
    "email": None,
    "source": None,
    "topic": None,
    "topics": [TOPIC] * 6,
    "text": "",
    "same": None,
    "chosen": False,
    "number": None,
}
_KNOWN = {**_ENTERING, "name": EVIL, "organisation": EVIL, "phone": "600100200", "email": "a@b.pl"}
_SAME = {"name": EVIL, "organisation": EVIL, "telegram": True, "by_name": True}
_HIDDEN = {"name": None, "organisation": None, "telegram": False, "by_name": False}
_ANSWER = {
    "ident": 2**40,
    "number": 142,
    "name": EVIL,
    "phone": "600100200",
    "text": EVIL * 200,
    "media": False,
    "copied": None,
    "told": None,
    "handed": False,
}

SAMPLES = {
    "proxy": [
        _ENTERING,
        {**_KNOWN, "step": "same", "same": _SAME},
        {**_KNOWN, "step": "same", "same": _HIDDEN},
        {**_KNOWN, "step": "source"},
        {**_KNOWN, "step": "topic", "source": "phone"},
        {**_KNOWN, "step": "words", "source": "messenger", "topic": TOPIC},
        {**_KNOWN, "step": "ready", "source": "in_person", "topic": TOPIC, "text": EVIL * 200},
        {**_KNOWN, "state": "opened", "step": "ready", "number": 142},
        {**_ENTERING, "state": "dropped"},
    ],
    "proxy_link": [
        {"number": 142, "address": "https://t.me/bot?start=k" + "a" * 32, "until": MOMENT}
    ],
    "proxy_not_for_us": [{"number": 142}],
    "proxy_code": [{"number": 142}],
    "proxy_taken": [
        {"number": 142, "said": [{"ours": True, "who": EVIL, "text": EVIL * 60}] * 8},
        {"number": 142, "said": [{"ours": False, "who": EVIL, "text": EVIL}]},
    ],
    "proxy_handed": [{"number": 142, "name": EVIL}, {"number": 142, "name": None}],
    "proxy_answer": [
        _ANSWER,
        {**_ANSWER, "text": "Tak.", "copied": "Tak."},
        {**_ANSWER, "text": "", "media": True, "phone": None, "name": None},
        {**_ANSWER, "told": EVIL},
        {**_ANSWER, "handed": True},
    ],
}
