"""Points on the map, as people copy them: latitude first, in decimal degrees.

What else fields may be is said in `values` and `moments`.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

_DEGREES = re.compile(r"[0-9]{2}(\.[0-9]{1,7})?")
#: Poland and a little more: what lies outside is a mistake, most often the two numbers swapped.
_NORTH, _EAST = (49.0, 55.0), (14.0, 24.5)
_HOW = "wpisz [szerokość, długość] z mapy, na przykład [52.5468, 19.7064]"


def _point(value: object) -> object:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"to nie punkt na mapie; {_HOW}")
    if not all(_DEGREES.fullmatch(str(one)) for one in value):
        raise ValueError(f"to nie liczby stopni z kropką; {_HOW}")
    latitude, longitude = (float(one) for one in value)
    if not (_NORTH[0] <= latitude <= _NORTH[1] and _EAST[0] <= longitude <= _EAST[1]):
        raise ValueError(f"ten punkt leży poza Polską; {_HOW}")
    return latitude, longitude


Point = Annotated[tuple[float, float], BeforeValidator(_point)]
