"""The register of supported initiatives: what was granted, paid, settled, and how many took part.

It is filled from results in force (`registering`) and by coordinators (`fields`, `importing`);
what a grant obliges to becomes days of the organisation (`obligations`). What grantees report
(`report_form`) is a form of `bot.office.forms`.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.office.initiatives import cards, fields, importing, registering
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

PART = Part(
    leader=_COORDINATORS,
    leader_may=dict.fromkeys(_COORDINATORS, Who.COORDINATOR),
    dialogues={fields.DIALOG: fields.take, importing.DIALOG: importing.take},
    files={importing.DIALOG: sheets.read},
    commands={"inicjatywy": cards.show_list},
    panels={cards.PANEL: cards.draw},
    documents=importing.DOCUMENTS,
    steps=(registering.follow_results,),
)
