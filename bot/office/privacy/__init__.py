"""What people may ask about their own data: to see it, to have it erased, to take back a word.

An erasure waits for a day, in which it can be called off, and is then carried out step by step
(`work`, `carrying_out`) by the map of data (`bot.storage.data_map`). Every night what has been
kept for long enough is forgotten (`retention`). Coordinators can keep somebody's data from both
(`holding`) and see who looked at what (`trail`).
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.office.privacy import (
    consenting,
    export,
    holding,
    menu,
    on_behalf,
    placeholder,
    retention,
    trail,
    wishes,
)
from bot.programme.part import Act, Part

_OWN: dict[str, Act] = {
    "prv_export": export.ask,
    "prv_erase": wishes.preview,
    "prv_erase_yes": wishes.confirm,
    "prv_keep": wishes.call_off,
    "prv_consents": consenting.show,
    "prv_refuse": consenting.withdraw,
}
_OF_COORDINATORS: dict[str, Act] = {
    "prv_hold": holding.ask,
    "prv_release": holding.release,
    "prv_trail": trail.ask,
    "prv_for": on_behalf.ask_erasure,
    "prv_for_off": on_behalf.call_off,
    "prv_for_file": on_behalf.send_files,
}
_IN_GROUP: dict[str, Act] = {
    "prv_night_list": retention.show_list,
    "prv_night_stop": retention.stop,
}

PART = Part(
    leader=_OWN | _OF_COORDINATORS,
    leader_may=dict.fromkeys(_OWN, Who.OWNER) | dict.fromkeys(_OF_COORDINATORS, Who.COORDINATOR),
    advisor=_IN_GROUP,
    advisor_may=dict.fromkeys(_IN_GROUP, Who.COORDINATOR),
    dialogues={holding.WHO: holding.take_whom, holding.WHY: holding.take_reason},
    commands={"prywatnosc": menu.show, "dane": holding.begin},
    panels={retention.PANEL: retention.draw},
    documents={
        export.JSON: export.JSON_FILE,
        export.PAGE: export.PAGE_FILE,
        trail.NAME: trail.FILE,
        retention.NAME: retention.FILE,
    },
    hidings=(placeholder.confided,),
    steps=(retention.nightly,),
)
