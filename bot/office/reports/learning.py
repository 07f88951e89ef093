"""What people learnt at a meeting: who answered its test twice, and did better afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.programme.attendance.surveys import TESTS, questions
from bot.storage import occasions, surveys
from bot.storage.figures import Held


@dataclass(frozen=True, slots=True)
class Learnt:
    """How many took the test before and after, and how many of these had more right then."""

    both: int
    more: int


def learnt(conn: Connection, meetings: Iterable[Held]) -> dict[str, Learnt]:
    """Return by meeting what its tests tell; nothing of a meeting that nobody was tested at."""
    found = {one.id: _of(conn, one.id) for one in meetings}
    return {ident: one for ident, one in found.items() if one is not None}


def _of(conn: Connection, ident: str) -> Learnt | None:
    before, after = (surveys.answers(conn, ident, part) for part in TESTS)
    if not before or not after:
        return None
    asked = questions(occasions.get(conn, ident))
    right: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    for answers, counts in zip((before, after), right, strict=True):
        for one in answers:
            known = one.question < len(asked) and asked[one.question].right == one.value
            counts[one.registration_id or 0] += known
    both = set(right[0]) & set(right[1])
    return Learnt(len(both), sum(right[1][one] > right[0][one] for one in both))
