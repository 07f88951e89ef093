"""The live site as files: whole, small, quick to build, and honest about what is an example."""

from __future__ import annotations

import time
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from bot.knowledge.base import KnowledgeBase
from bot.website.building import build
from bot.website.site import Site
from tests.knowledge.sample import DAY, LIVE
from tests.website import rules
from tests.website.conftest import HOME
from tests.website.reading import Page, read

pytestmark = pytest.mark.slow

LARGEST_INDEX = 200_000  # bytes, unpacked: about 70 kB on the way to a telephone
LONGEST_BUILD = 10.0  # s, for the whole site; the machine may be busy


@pytest.fixture(scope="module")
def live(live_base: KnowledgeBase) -> dict[str, bytes]:
    began = time.process_time()
    files = build(Site(live_base, LIVE, DAY, HOME))
    assert time.process_time() - began < LONGEST_BUILD
    return files


@pytest.fixture(scope="module")
def live_pages(live: dict[str, bytes]) -> dict[str, Page]:
    return read(live)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_live_pages_keep(
    rule: rules.Rule, live: dict[str, bytes], live_pages: dict[str, Page]
) -> None:
    assert list(rule(live_pages, live)) == []


def test_everything_in_the_knowledge_has_its_page(
    live_pages: dict[str, Page], live_base: KnowledgeBase
) -> None:
    programme = live_base.programme
    wanted = {f"pytania/{ident}.html" for ident in live_base.entries}
    wanted |= {f"poradniki/{ident}.html" for ident in live_base.guides}
    wanted |= {f"praktyki/{ident}.html" for ident in live_base.practices}
    wanted |= {f"konkursy/{ident}.html" for ident in programme.contests}
    wanted |= {f"{room}/{ident}.html" for ident in programme.workshops
               for room in ("warsztaty", "plakaty")}  # fmt: skip
    assert wanted - set(live_pages) == set()


def test_no_yearly_value_is_left_unsaid(live: dict[str, bytes]) -> None:
    assert [name for name, content in live.items() if b"{{" in content and "html" in name] == []


def test_every_illustrative_practice_says_so(
    live_pages: dict[str, Page], live_base: KnowledgeBase
) -> None:
    wanted = {f"praktyki/{ident}.html": one.illustrative for ident, one in
              live_base.practices.items()}  # fmt: skip
    marked = {name: "Przykład ilustracyjny" in live_pages[name].words() for name in wanted}
    assert marked == wanted


def test_what_is_not_certain_says_so(
    live_pages: dict[str, Page], live_base: KnowledgeBase
) -> None:
    silent = []
    for one in live_base.programme.workshops.values():
        for name in (f"warsztaty/{one.id}.html", f"plakaty/{one.id}.html"):
            if one.unconfirmed and f"Uwaga: {one.unconfirmed}." not in live_pages[name].words():
                silent.append(name)
    assert silent == []


def test_files_for_programs_read(live: dict[str, bytes]) -> None:
    for name, content in live.items():
        if name.endswith((".xml", ".svg")):
            ET.fromstring(content)
        if name.endswith(".ics"):
            assert Calendar.from_ical(content).walk("VEVENT")


def test_index_of_the_search_is_small(live: dict[str, bytes]) -> None:
    assert len(live["szukaj-slowa.js"]) < LARGEST_INDEX
