"""The map of data: what every column of every table is, and what an erasure does with it.

Export and erasure go by it. A table or a column that is new has to be put on it, in the module of
its area; a test says which are not.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.storage.data_map import (
    advice,
    bookings,
    grants,
    helpdesk,
    mail,
    organisations,
    privacy,
    programme,
    reports,
    shield,
)
from bot.storage.data_map.lines import Line as Line
from bot.storage.data_map.lines import Rows as Rows
from bot.storage.data_map.lines import Stays as Stays

AREAS = (
    helpdesk,
    programme,
    advice,
    bookings,
    grants,
    mail,
    organisations,
    reports,
    shield,
    privacy,
)
#: By the table's name, in the order in which an erasure goes.
MAP: Mapping[str, Rows] = {name: rows for area in AREAS for name, rows in area.MAP.items()}
