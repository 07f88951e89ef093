"""Values of the messages about replies that somebody else sends."""

from tests.templates.samples import EVIL

_DRAFT = {
    "draft": 2**40,
    "rev": 3,
    "state": "waiting",
    "number": 142,
    "author": EVIL,
    "text": EVIL * 300,
    "media": None,
    "decider": EVIL,
    "changed": False,
    "remark": EVIL * 60,
}

SAMPLES = {
    "draft": [
        *({**_DRAFT, "state": state} for state in ("waiting", "remark", "sent", "returned")),
        {**_DRAFT, "state": "withdrawn", "decider": ""},
        {**_DRAFT, "state": "sent", "changed": True},
        {**_DRAFT, "text": "", "media": "photo"},
        {**_DRAFT, "state": "returned", "remark": ""},
    ],
    "draft_trusted": [{"author": EVIL, "count": 10}],
}
