"""The first programme's own names, and whatever a bot says or sends as text: neither in the other.

The names are read from the shipped knowledge, so that they follow it; a few are stems, because
names are declined.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache

from bot.knowledge.loading import load
from bot.simulator.people import Telegram
from tests.knowledge.sample import LIVE
from tests.pdf_text import text_of

#: As they are declined, and what is the first county's without standing in a file by itself.
STEMS = (
    "Płock", "płock", "Powiecie Pł", "Działaj lokalnie", "Działaj razem", "Działaj Razem",
    "dzialaj_lokalnie", "dzialajrazem", "Mazowsz", "mazowiecki", "09-400", "+48 24",
    "Lokalną Inicjatywę", "solidarności społecznej", "Bodzan", "Bielsk", "Wyszogr", "Drobin",
    "Staroźreb", "Słupn", "Bulkow", "Radzanow", "Gąbin", "Łąck", "Brudze", "Duninow", "Duninów",
)  # fmt: skip
LONG_ENOUGH = 4  # a short name is found in other words


@cache
def names() -> re.Pattern[str]:
    """Return what finds a name of the first programme, where a word begins."""
    base = load(LIVE)
    us, programme = base.organisation, base.programme
    known = {us.name, us.programme, us.administrator, us.phone, us.email, us.bot_username}
    known |= {us.office, us.data_contact, *programme.municipalities}
    for sheets in (programme.contests, programme.workshops, programme.events, programme.duties):
        known |= {sheet.title for sheet in sheets.values()}
    known |= {practice.title for practice in base.practices.values()}
    known |= set(programme.contests)
    assert len(known) > 50
    wanted = (re.escape(name) for name in {*known, *STEMS} if len(name) >= LONG_ENOUGH)
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(wanted, key=len, reverse=True))})")


def foreign(texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return where a name of the first programme stands, each with some words around it."""
    return [
        (where, text[max(0, at.start() - 40) : at.end() + 20])
        for where, text in texts
        for at in names().finditer(text)
    ]


def said(telegram: Telegram) -> Iterator[tuple[str, str]]:
    """Yield everything that the bot told Telegram: messages, buttons, menus, names, files."""
    for call in telegram.world.calls:
        yield call.method, json.dumps(call.params, ensure_ascii=False, default=str)
    for file in telegram.world.files.values():
        yield from words_of(file.path, file.data)


def words_of(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the words of a file; of a packed one, those of every file in it."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for inside in packed.namelist():
                yield from words_of(f"{name}/{inside}", packed.read(inside))
    elif data.startswith(b"%PDF"):
        yield name, " ".join(text_of(data).split("\n"))
    elif not data.startswith((b"\x89PNG", b"\xff\xd8")):
        yield name, data.decode("utf-8-sig")
