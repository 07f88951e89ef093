"""The shipped pages as they are read in the bot, looked at by their properties only."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import pytest

from bot.domain.warsaw import WARSAW
from bot.domain.working_hours import WorkingHours
from bot.helpdesk import page_views, shelves
from bot.helpdesk.desk import Desk
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decider
from bot.knowledge.finding import Finder
from bot.knowledge.loading import load
from bot.simulator.tags import read_html, units
from bot.templates import Texts
from tests.knowledge.sample import DAY, LIVE


@cache
def live() -> KnowledgeBase:
    return load(LIVE)


def live_desk() -> Desk:
    hours = WorkingHours(live().organisation.office_hours.by_weekday, frozenset())
    return Desk(live(), hours, datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=WARSAW), "x")


@pytest.mark.slow
def test_every_page_is_found_by_what_it_is_called() -> None:
    base, finder = live(), Finder(Decider(live()))
    called = [("entry", page.id, page.question) for page in base.entries.values()]
    called += [("guide", page.id, page.title) for page in base.guides.values()]
    called += [("practice", page.id, page.title) for page in base.practices.values()]
    missed = [
        ident
        for kind, ident, title in called
        if (kind, ident) not in [(one.kind, one.id) for one in finder.find(title)]
    ]
    assert missed == []


def test_every_page_and_part_fits_into_one_message() -> None:
    desk, texts, base = live_desk(), Texts(), live()
    pages: list[shelves.Page] = [
        *base.entries.values(),
        *base.guides.values(),
        *base.practices.values(),
    ]
    shown = [page_views.opened(desk, page) for page in pages]
    for page in (*base.guides.values(), *base.practices.values()):
        for part in page_views.parts_of(desk, page):
            values = page_views.part(desk, page_views.part_number(page, part))
            assert values is not None
            shown.append(("part", values))
    lengths = [units(read_html(texts.render(*one).html)[0]) for one in shown]
    assert max(lengths) <= 4096
    assert len(lengths) >= len(pages) + 100


def test_no_two_pages_share_a_number() -> None:
    desk, base = live_desk(), live()
    numbers = [shelves.number(page) for page in base.entries.values()]
    for page in (*base.guides.values(), *base.practices.values()):
        numbers += [shelves.number(page)]
        numbers += [page_views.part_number(page, one) for one in page_views.parts_of(desk, page)]
    assert len(set(numbers)) == len(numbers)
