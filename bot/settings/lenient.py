"""Settings as far as they can be read: for who looks at an installation that is wrong.

What is complained of counts as not given. The program itself never runs like that.
"""

from __future__ import annotations

import re
from typing import Any

from bot.settings import PREFIX, Settings, WrongSettings, load

_NAMED = re.compile(rf"\b{PREFIX}([A-Z_]+)")
_ROUNDS = 4


def load_what_can_be() -> tuple[Settings | None, list[str]]:
    """Return the settings without what is wrong, and every complaint; None: nothing is left."""
    try:
        return load(), []
    except WrongSettings as wrong:
        complaints, left_out = wrong.complaints, _fields_in(wrong.complaints)
    for _round in range(_ROUNDS):
        try:
            return load({}, **{name: _default(name) for name in left_out}), complaints
        except WrongSettings as wrong:  # some are only seen once others are right
            complaints += [one for one in wrong.complaints if one not in complaints]
            more = _fields_in(wrong.complaints) - left_out
            left_out |= more or _relatives(left_out)
    return None, complaints


def _fields_in(complaints: list[str]) -> set[str]:
    """Return what is complained of; what a complaint only hints at stands after its colon."""
    heads = (line.partition(":")[0] for line in complaints)
    named = {name.lower() for head in heads for name in _NAMED.findall(head)}
    return named & set(Settings.model_fields)


def _relatives(names: set[str]) -> set[str]:
    """Return the settings that only make sense together with these."""
    families = {name.partition("_")[0] for name in names}
    return {name for name in Settings.model_fields if name.partition("_")[0] in families}


def _default(name: str) -> Any:
    return Settings.model_fields[name].get_default()
