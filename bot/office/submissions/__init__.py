"""Submissions to the contest for volunteers: told step by step, looked at, judged, published.

What is asked is `form`; how it is asked and decided about, `bot.office.forms`. Consents of parents
are printed by `papers` and come back as scans. The jury gets `packet`; what was accepted may
become a page among the good practices (`publishing`).
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.office.forms import forgetting, moderating, presses, taking
from bot.office.submissions import deciding, jury, packet, papers, starting
from bot.office.submissions.form import KIND
from bot.programme.part import Part

_ANYBODY = {"sub_begin": starting.begin, "sub_new": starting.anew}
_OWN = {
    **presses.buttons(KIND),
    "sub_print": starting.send_papers,
    "sub_adult": starting.mistaken,
    "sub_unpublish": deciding.unpublish,
}
_COORDINATORS = {"jury_send": jury.send}
_CARD = {**moderating.buttons(KIND), "sub_publish": deciding.publish}

PART = Part(
    leader={**_ANYBODY, **_OWN, **_COORDINATORS},
    leader_may={
        **dict.fromkeys(_ANYBODY, Who.ANYBODY),
        **dict.fromkeys(_OWN, Who.OWNER),
        **dict.fromkeys(_COORDINATORS, Who.COORDINATOR),
    },
    advisor=_CARD,
    advisor_may=dict.fromkeys(_CARD, Who.COORDINATOR),
    dialogues={KIND.dialog: taking.taker(KIND)},
    edits=(taking.edits(KIND),),
    commands={"zgloszenie": starting.show, "jury": jury.show},
    replies=moderating.replies(KIND),
    panels={KIND.words: moderating.drawing(KIND)},
    documents={starting.PAPERS: papers.PAPERS, **packet.DOCUMENTS},
    steps=(starting.settle_over, forgetting.forget),
)
