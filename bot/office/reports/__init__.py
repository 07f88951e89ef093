"""Reports: figures and lists of a period, closed months, and what leaders say of their skills.

`ledger` reads everything of a period at once; `indicators` and the `*_lists` make tables of it,
`building`, `printing` and `glance` make files. `menu` and `closing` are the coordinator's, in
private; `assessing` is the leaders'.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.office.reports import assessing, closing, files, menu
from bot.programme.part import Part

_COORDINATORS = {
    "rep_month": menu.turn,
    **dict.fromkeys(menu.FILES, menu.send),
    "rep_indicators": menu.show,
    "rep_rows": menu.rows,
    **dict.fromkeys(closing.LISTS, closing.show),
    "month_back": closing.back,
    "month_open_ticket": closing.open_ticket,
    "month_open_card": closing.open_card,
    "month_open_draft": closing.open_draft,
    "month_open_limit": closing.open_limit,
    "month_open_leave": closing.open_leave,
    "month_ask": closing.ask,
    "month_close": closing.close,
}
#: What a leader presses: of their own.
_OWN = {
    "assess_begin": assessing.begin,
    "assess_no": assessing.decline,
    **dict.fromkeys(assessing.MARKS, assessing.rate),
}

PART = Part(
    leader={**_COORDINATORS, **_OWN},
    leader_may={
        **dict.fromkeys(_COORDINATORS, Who.COORDINATOR),
        **dict.fromkeys(_OWN, Who.OWNER),
    },
    commands={
        "raport": menu.command,
        "zamknij_miesiac": closing.command,
        "samoocena": assessing.command,
    },
    documents=files.DOCUMENTS,
    farewells=(assessing.forget,),
    steps=(assessing.offer,),
)
