"""The words by which the browser finds pages: what each page is called and asked for.

How well a page holds a word is counted here, once; the browser only looks words up and compares
how they begin (`static/szukaj.js`). Stop words are left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from bot.knowledge.index import Index
from bot.knowledge.text import STOP_WORDS, tokens
from bot.website import addresses
from bot.website.occasions import meetings
from bot.website.site import Site

_WEIGHTS = (4.0, 2.0, 1.0)  # the name of a page, how people ask for it, what else it says
_GRADES = 9
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MOST_PAGES = len(_DIGITS) ** 2


@dataclass(frozen=True, slots=True)
class Found:
    """A page as the search shows it, and the words of its three fields."""

    address: str
    title: str
    kind: str
    fields: tuple[Iterable[str], Iterable[str], Iterable[str]]


def script(site: Site) -> str:
    """Return the index as a script: unlike JSON, it may be read straight from a disk, too."""
    return (
        f"const SEARCH = {json.dumps(index(site), ensure_ascii=False, separators=(',', ':'))};\n"
    )


def index(site: Site) -> dict[str, object]:
    """Return pages, stop words, and the words in their order, a line each.

    A line is how many letters the word shares with the one before it (in base 36), the letters
    that follow, a space, and for each page that holds it `NNg`: NN is the number of the page in
    base 36, g how well it holds the word, from 1 to 9.
    """
    found = list(_findable(site))[:_MOST_PAGES]
    counted = Index.of([[_terms(texts) for texts in page.fields] for page in found], _WEIGHTS)
    lines = []
    before = ""
    for word in sorted(counted.postings):
        shared = min(_shared(before, word), len(_DIGITS) - 1)
        held = "".join(_numbered(page) + str(_grade(much)) for page, much in counted.held(word))
        lines.append(f"{_DIGITS[shared]}{word[shared:]} {held}")
        before = word
    listed = [[page.address, page.title, page.kind] for page in found]
    return {"pages": listed, "words": "\n".join(lines), "stop": " ".join(sorted(STOP_WORDS))}


def _findable(site: Site) -> Iterator[Found]:
    base = site.base
    for entry in site.entries:
        topic = base.topics[entry.topic].name
        asked = (*entry.also_asked, *entry.rehearsed)
        yield Found(
            addresses.entry(entry.id),
            entry.question,
            topic,
            ((entry.question,), asked, (topic, entry.id.replace("-", " "))),
        )
    for guide in base.guides.values():
        yield Found(
            addresses.guide(guide.id),
            guide.title,
            "Poradnik",
            ((guide.title,), (guide.summary,), ("poradnik", base.topics[guide.topic].name)),
        )
    for practice in base.practices.values():
        about = ("dobra praktyka", practice.municipality, practice.who, *practice.partners)
        yield Found(
            addresses.practice(practice.id),
            practice.title,
            "Dobra praktyka" + (", przykład ilustracyjny" if practice.illustrative else ""),
            ((practice.title,), (practice.summary,), about),
        )
    yield from _dated(site)
    for topic_id, topic_sheet in base.topics.items():
        yield Found(
            addresses.topic(topic_id),
            topic_sheet.name,
            "Temat",
            ((topic_sheet.name,), (), topic_sheet.words),
        )


def _dated(site: Site) -> Iterator[Found]:
    """Yield contests and the meetings that are not over."""
    for contest in site.base.programme.contests.values():
        what = "konkurs grant dotacja" if contest.kind == "grants" else "konkurs nagroda"
        name = (contest.title, what, site.base.organisation.programme)
        about = (contest.summary, *(term.what for term in contest.terms))
        yield Found(
            addresses.contest(contest.id),
            contest.title,
            "Konkurs",
            (name, about, (stage.title for stage in contest.stages)),
        )
    for meeting in meetings(site):
        if not meeting.is_over(site.day):
            sheet = meeting.sheet
            yield Found(
                meeting.address,
                sheet.title,
                meeting.kind,
                ((sheet.title,), (sheet.summary, meeting.kind), (meeting.place,)),
            )
    yield Found(
        addresses.DATES,
        "Terminy, warsztaty i konkursy",
        "Kalendarz",
        (("terminy warsztaty konkursy",), ("kalendarz dyżury spotkania",), ()),
    )
    calendar = site.base.programme.calendar.values()
    if calendar:
        yield Found(
            addresses.LAW,
            "Terminy z przepisów i ważne dni",
            "Kalendarz",
            (("terminy z przepisów",), ("kalendarz roku",), (sheet.title for sheet in calendar)),
        )


def _terms(texts: Iterable[str]) -> Counter[str]:
    words = (token.folded for text in texts for token in tokens(text))
    return Counter(word for word in words if word not in STOP_WORDS)


def _shared(before: str, word: str) -> int:
    """Return how many letters two words share at their beginning."""
    pairs = zip(before, word, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _numbered(page: int) -> str:
    return _DIGITS[page // len(_DIGITS)] + _DIGITS[page % len(_DIGITS)]


def _grade(held: float) -> int:
    return max(1, round(_GRADES * held))
