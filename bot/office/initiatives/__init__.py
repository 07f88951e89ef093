"""The register of supported initiatives: what was granted, paid, settled, and how many took part.

It is filled from results in force (`registering`) and by coordinators (`fields`, `importing`);
what a grant obliges to becomes days of the organisation (`obligations`). What grantees report
(`report_form`) is a form of `bot.office.forms`.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.office.forms import moderating, presses, taking
from bot.office.initiatives import cards, fields, importing, registering, reporting
from bot.office.initiatives.report_form import KIND
from bot.programme import sheets
from bot.programme.part import Part

_COORDINATORS = {
    "ini_list": cards.turn,
    "ini_open": cards.open_one,
    "ini_export": cards.export,
    "ini_import": importing.begin,
    "ini_save": importing.save,
    **dict.fromkeys(("ini_next", "ini_back", "ini_resign"), cards.step),
    **dict.fromkeys(fields.ACTIONS, fields.ask),
}

_OWN = {
    **presses.buttons(KIND),
    "rep_begin": reporting.begin,
    "rep_due": reporting.begin_due,
}
_CARD = moderating.buttons(KIND)

PART = Part(
    leader={**_COORDINATORS, **_OWN},
    leader_may={
        **dict.fromkeys(_COORDINATORS, Who.COORDINATOR),
        **dict.fromkeys(_OWN, Who.OWNER),
    },
    advisor=_CARD,
    advisor_may=dict.fromkeys(_CARD, Who.COORDINATOR),
    dialogues={
        fields.DIALOG: fields.take,
        importing.DIALOG: importing.take,
        KIND.dialog: taking.taker(KIND),
    },
    edits=(taking.edits(KIND),),
    files={importing.DIALOG: sheets.read},
    commands={"inicjatywy": cards.show_list, "raport_z_dzialania": reporting.show},
    replies=moderating.replies(KIND),
    panels={cards.PANEL: cards.draw, KIND.words: moderating.drawing(KIND)},
    documents=importing.DOCUMENTS,
    steps=(registering.follow_results,),
)
