"""All parts as one: the only tables that channel, sender and clock know them by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from bot.helpdesk.permissions import Who
from bot.office.advisors import PART as ADVISORS
from bot.office.initiatives import PART as INITIATIVES
from bot.office.mail import PART as MAIL
from bot.office.needs import PART as NEEDS
from bot.office.organisations import PART as ORGANISATIONS
from bot.office.privacy import PART as PRIVACY
from bot.office.proxies import PART as PROXIES
from bot.office.register import PART as REGISTER
from bot.office.reports import PART as REPORTS
from bot.office.submissions import PART as SUBMISSIONS
from bot.programme.announcements import PART as ANNOUNCEMENTS
from bot.programme.attendance import PART as ATTENDANCE
from bot.programme.consultations import PART as CONSULTATIONS
from bot.programme.contests import PART as CONTESTS
from bot.programme.deadlines import PART as DEADLINES
from bot.programme.documents import Document
from bot.programme.organising import PART as ORGANISING
from bot.programme.panels import Draw
from bot.programme.part import (
    Act,
    Closed,
    Duties,
    Edited,
    Farewell,
    Follow,
    Hide,
    InGroup,
    Open,
    Part,
    Read,
    Reply,
    Say,
    Step,
    Take,
)
from bot.programme.reminding import View
from bot.programme.signups import PART as SIGNUPS
from bot.programme.volunteering import PART as VOLUNTEERING

PARTS: tuple[Part, ...] = (
    SIGNUPS,
    CONTESTS,
    ATTENDANCE,
    DEADLINES,
    ORGANISING,
    VOLUNTEERING,
    ANNOUNCEMENTS,
    REGISTER,
    ADVISORS,
    ORGANISATIONS,
    REPORTS,
    MAIL,
    CONSULTATIONS,
    INITIATIVES,
    SUBMISSIONS,
    NEEDS,
    PROXIES,
    PRIVACY,
)


def _all(name: str) -> Mapping[str, Any]:
    """Return one table of all parts together; a name that two parts use is a mistake."""
    found: dict[str, Any] = {}
    for part in PARTS:
        if twice := found.keys() & getattr(part, name).keys():
            raise ValueError(f"{name}: two parts bring {sorted(twice)}")
        found.update(getattr(part, name))
    return MappingProxyType(found)


def _each(name: str) -> Iterator[Any]:
    for part in PARTS:
        yield from getattr(part, name)


LEADER: Mapping[str, Act] = _all("leader")
LEADER_MAY: Mapping[str, Who] = _all("leader_may")
ADVISOR: Mapping[str, Act] = _all("advisor")
ADVISOR_MAY: Mapping[str, Who] = _all("advisor_may")
DIALOGUES: Mapping[str, Take] = _all("dialogues")
WISHES: tuple[Take, ...] = tuple(_each("wishes"))
EDITS: tuple[Edited, ...] = tuple(_each("edits"))
COMMANDS: Mapping[str, Say] = _all("commands")
GROUP_COMMANDS: Mapping[str, InGroup] = _all("group_commands")
GROUP_WORDS: Mapping[str, str] = _all("group_words")
REPLIES: Mapping[str, Reply] = _all("replies")
FILES: Mapping[str, Read] = _all("files")
LINKS: tuple[Open, ...] = tuple(_each("links"))
PANELS: Mapping[str, Draw] = _all("panels")
VIEWS: Mapping[str, View] = _all("views")
DOCUMENTS: Mapping[str, Document] = _all("documents")
FOLLOWS: tuple[Follow, ...] = tuple(_each("follows"))
CLOSINGS: tuple[Closed, ...] = tuple(_each("closings"))
HIDINGS: tuple[Hide, ...] = tuple(_each("hidings"))
FAREWELLS: tuple[Farewell, ...] = tuple(_each("farewells"))
DUTIES: Duties = next(part.duties for part in PARTS if part.duties is not None)
#: In this order, after occasions have followed their files.
STEPS: tuple[Step, ...] = tuple(_each("steps"))
