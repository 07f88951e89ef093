"""What stands on our shelves: topics with their entries, guides, good practices.

Plain values for templates. Each page is found again by the number in its button; where a page is
no longer there, nothing is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from bot.domain.page_numbers import number_of
from bot.helpdesk import answering
from bot.helpdesk.desk import Desk, topic_view
from bot.knowledge.articles import Guide, Practice
from bot.knowledge.finding import Found, PageKind
from bot.knowledge.models import Entry
from bot.knowledge.parts import Part, sections, story

Page = Entry | Guide | Practice
Kind = Literal["entries", "guides", "practices"]
Back = Mapping[str, Any]  # the action and the number of the button that leads back

ON_ONE_PAGE = 8
SHORT = 1_200  # letters of an introduction that stands beside the list of parts
MOST_PARTS = 15  # in a list; the others come by [Dalej]


def kind_of(page: Page) -> PageKind:
    """Return what kind of page it is."""
    if isinstance(page, Entry):
        return "entry"
    return "guide" if isinstance(page, Guide) else "practice"


def number(page: Page) -> int:
    """Return the number by which buttons name a page."""
    return number_of(kind_of(page), page.id)


def title(page: Page) -> str:
    """Return what a page is called."""
    return page.question if isinstance(page, Entry) else page.title


def topic_of(page: Page) -> str:
    """Return the topic whose advisors know about a page."""
    return page.topics[0] if isinstance(page, Practice) else page.topic


def named(desk: Desk, kind: str, ident: str) -> Page | None:
    """Return the page with this id, if there is one."""
    shelf: Mapping[str, Mapping[str, Page]] = {
        "entry": desk.base.entries,
        "guide": desk.base.guides,
        "practice": desk.base.practices,
    }
    return shelf[kind].get(ident)


def numbered(desk: Desk, wanted: int) -> Page | None:
    """Return the page that a button names, if it is still there."""
    base = desk.base
    every: tuple[Page, ...] = (
        *base.entries.values(),
        *base.guides.values(),
        *base.practices.values(),
    )
    return next((page for page in every if number(page) == wanted), None)


# -- lists


def contents(desk: Desk, *, gone: bool = False) -> dict[str, Any]:
    """Return all that the template `contents` shows."""
    counts = dict.fromkeys(desk.topics, 0)
    for entry in desk.base.entries.values():
        counts[entry.topic] += 1
    return {
        "gone": gone,
        "topics": [
            topic_view(topic) | {"count": counts[topic.id]} for topic in desk.topics.values()
        ],
        "guides": len(desk.base.guides),
        "practices": len(desk.base.practices),
    }


def of_topic(desk: Desk, topic: str) -> list[Entry]:
    """Return the entries of a topic in the order of their ids: what is akin stands together."""
    found = (entry for entry in desk.base.entries.values() if entry.topic == topic)
    return sorted(found, key=lambda entry: entry.id)


def entries(desk: Desk, topic: str, page: int) -> dict[str, Any]:
    """Return one page of a topic's list."""
    shown = _list("entries", f"entries_{topic}", of_topic(desk, topic), page)
    return shown | {"topic": topic_view(desk.topic(topic))}


def guides(desk: Desk, page: int) -> dict[str, Any]:
    """Return one page of the list of guides."""
    return _list("guides", "guides", list(desk.base.guides.values()), page)


def practices(desk: Desk, page: int) -> dict[str, Any]:
    """Return one page of the list of good practices."""
    return _list("practices", "practices", list(desk.base.practices.values()), page)


def _list(kind: Kind, action: str, pages: Sequence[Page], wanted: int) -> dict[str, Any]:
    """Return one page of a list; a page beyond its end is the last one."""
    last = max(0, (len(pages) - 1) // ON_ONE_PAGE)
    page = min(wanted, last)
    start = page * ON_ONE_PAGE
    shown = pages[start : start + ON_ONE_PAGE]
    return {
        "kind": kind,
        "action": action,
        "items": [{**item(one), "place": start + n} for n, one in enumerate(shown, 1)],
        "illustrative": any(_illustrative(one) for one in shown),
        "page": page + 1,
        "pages": last + 1,
        "before": page - 1 if page > 0 else None,
        "after": page + 1 if page < last else None,
    }


def item(page: Page) -> dict[str, Any]:
    """Return a page as a line of a list and a button."""
    return {
        "kind": kind_of(page),
        "title": title(page),
        "number": number(page),
        "illustrative": _illustrative(page),
    }


def _illustrative(page: Page) -> bool:
    return isinstance(page, Practice) and page.illustrative


def found_items(desk: Desk, found: Iterable[Found]) -> list[dict[str, Any]]:
    """Return found pages as lines of a list."""
    pages = (named(desk, one.kind, one.id) for one in found)
    return [item(page) for page in pages if page is not None]


# -- single pages


def list_with(desk: Desk, page: Page) -> Back:
    """Return the button that leads to the list where a page stands."""
    if isinstance(page, Entry):
        place, action = of_topic(desk, page.topic).index(page), f"entries_{page.topic}"
    elif isinstance(page, Guide):
        place, action = list(desk.base.guides).index(page.id), "guides"
    else:
        place, action = list(desk.base.practices).index(page.id), "practices"
    return {"action": action, "number": place // ON_ONE_PAGE}


def opened(desk: Desk, page: Page, back: Back | None = None) -> tuple[str, dict[str, Any]]:
    """Return the template of a page and what it shows; `back` leads elsewhere than its list."""
    frame = {"number": number(page), "back": back or list_with(desk, page)}
    if isinstance(page, Guide):
        return "guide", frame | _guide(desk, page)
    if isinstance(page, Practice):
        return "practice", frame | _practice(page)
    if not page.is_valid_on(desk.today):
        return "entry_old", frame | {"question": page.question}
    shown = answering.entry_params(desk, page)
    return "entry", frame | shown | {"advisor": desk.base.needs_advisor(page, desk.today)}


def about_guide(desk: Desk, guide: Guide) -> dict[str, Any]:
    """Return what is said of a guide as a whole."""
    return {
        "title": guide.title,
        "summary": guide.summary,
        "advisor": desk.base.needs_advisor(guide, desk.today),
        "sources": list(guide.sources),
        "checked": guide.checked.isoformat(),
    }


def _guide(desk: Desk, guide: Guide) -> dict[str, Any]:
    parts = parts_of(desk, guide)
    first = parts[0]
    short = not first.title and len(first.html) <= SHORT
    listed = [part for part in parts[1 if short else 0 :] if not part.continued][:MOST_PARTS]
    return about_guide(desk, guide) | {
        "old": not guide.is_valid_on(desk.today),
        "body": first.html if short else "",
        "parts": [{"title": part.title, "number": part_number(guide, part)} for part in listed],
    }


def _practice(practice: Practice) -> dict[str, Any]:
    names = ("title", "summary", "illustrative", "municipality", "who", "cost", "volunteers",
             "hours")  # fmt: skip
    return {name: getattr(practice, name) for name in names} | {
        "partners": list(practice.partners),
        "lessons": list(practice.lessons),
        "story": part_number(practice, story(practice.text)[0]),
    }


# -- parts of pages


def parts_of(desk: Desk, page: Guide | Practice) -> tuple[Part, ...]:
    """Return the parts of a longer page as they are today."""
    if isinstance(page, Practice):
        return story(page.text)
    return sections(desk.base.said(page.text, desk.today))


def part_number(page: Guide | Practice, part: Part) -> int:
    """Return the number by which buttons name a part."""
    return number_of("part", f"{kind_of(page)}:{page.id}:{part.name}")


def part(desk: Desk, wanted: int) -> dict[str, Any] | None:
    """Return the part that a button names, with the ways on and back."""
    longer: tuple[Guide | Practice, ...] = (
        *desk.base.guides.values(),
        *desk.base.practices.values(),
    )
    for page in longer:
        numbers = [part_number(page, one) for one in parts_of(desk, page)]
        if wanted in numbers:
            return _part(desk, page, numbers, numbers.index(wanted))
    return None


def _part(
    desk: Desk, page: Guide | Practice, numbers: Sequence[int], place: int
) -> dict[str, Any]:
    shown = parts_of(desk, page)[place]
    return {
        "kind": kind_of(page),
        "of": page.title,
        "illustrative": _illustrative(page),
        "title": shown.title,
        "continued": shown.continued,
        "body": shown.html,
        "place": place + 1,
        "count": len(numbers),
        "number": number(page),
        "before": numbers[place - 1] if place else None,
        "after": numbers[place + 1] if place + 1 < len(numbers) else None,
    }
