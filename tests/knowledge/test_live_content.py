"""The content shipped to people, looked at by its properties only."""

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
from bot.knowledge.loading import load, warnings
from bot.knowledge.markdown import plain_words, to_telegram_html
from bot.simulator.tags import read_html, units
from bot.templates import Texts
from tests.knowledge.sample import DAY, LIVE

ENTRIES = sorted(path.stem for path in LIVE.glob("faq/*/*.md"))


@cache
def live() -> KnowledgeBase:
    return load(LIVE)


@cache
def live_decider() -> Decider:
    return Decider(live())


@cache
def live_finder() -> Finder:
    return Finder(live_decider())


def live_desk() -> Desk:
    hours = WorkingHours(live().organisation.office_hours.by_weekday, frozenset())
    return Desk(live(), hours, datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=WARSAW), "x")


def test_every_page_loads_and_nothing_needs_a_look() -> None:
    assert len(live().entries) == len(ENTRIES) >= 42
    assert [str(one) for one in warnings(live(), DAY)] == []


@pytest.mark.parametrize("entry", ENTRIES)
def test_page_is_asked_in_ten_ways_and_answers_briefly(entry: str) -> None:
    page = live().entries[entry]
    assert len(set(page.also_asked)) >= 10
    assert 60 <= len(plain_words(page.answer)) <= 180
    assert len(to_telegram_html(page.answer)) <= 4096


@pytest.mark.parametrize("entry", ENTRIES)
def test_own_question_finds_the_page_and_its_topic(entry: str) -> None:
    decision = live_decider().decide(live().entries[entry].question, DAY)
    assert decision.candidates[0].entry == entry
    assert decision.topic == live().entries[entry].topic
    assert decision.kind == "question"


def test_nearly_all_own_questions_are_answered_at_once() -> None:
    decisions = [live_decider().decide(page.question, DAY) for page in live().entries.values()]
    answered = [one for one in decisions if one.zone == "answer"]
    assert len(answered) >= 0.9 * len(decisions)


def test_ways_of_asking_lead_to_their_page() -> None:
    asked = [(way, page.id) for page in live().entries.values() for way in page.also_asked]
    decisions = [(live_decider().decide(way, DAY), entry) for way, entry in asked]
    right = [
        one for one, entry in decisions if one.candidates[:1] and one.candidates[0].entry == entry
    ]
    assert len(right) >= 0.97 * len(asked)


def test_every_topic_has_its_pages() -> None:
    topics = {page.topic for page in live().entries.values()}
    assert topics == set(live().topics)


def test_every_page_is_found_by_what_it_is_called() -> None:
    base, finder = live(), live_finder()
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
