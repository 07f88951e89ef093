"""What stands on our shelves, as lists: topics with their entries, guides, good practices.

Plain values for templates. Each page is found again by the number in its button; where a page is
no longer there, nothing is found. Pages themselves are `page_views`'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from bot.domain.page_numbers import number_of
from bot.helpdesk.desk import Desk, topic_view
from bot.knowledge.articles import Guide, Practice
from bot.knowledge.finding import Found, PageKind
from bot.knowledge.models import Entry

Page = Entry | Guide | Practice
Kind = Literal["entries", "guides", "practices"]
Back = Mapping[str, Any]  # the action and the number of the button that leads back

ON_ONE_PAGE = 8


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
        "illustrative": any(is_illustrative(one) for one in shown),
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
        "illustrative": is_illustrative(page),
    }


def is_illustrative(page: Page) -> bool:
    """Tell whether a page is an example of what might have happened."""
    return isinstance(page, Practice) and page.illustrative


def found_items(desk: Desk, found: Iterable[Found]) -> list[dict[str, Any]]:
    """Return found pages as lines of a list."""
    pages = (named(desk, one.kind, one.id) for one in found)
    return [item(page) for page in pages if page is not None]


def list_with(desk: Desk, page: Page) -> Back:
    """Return the button that leads to the list where a page stands."""
    if isinstance(page, Entry):
        place, action = of_topic(desk, page.topic).index(page), f"entries_{page.topic}"
    elif isinstance(page, Guide):
        place, action = list(desk.base.guides).index(page.id), "guides"
    else:
        place, action = list(desk.base.practices).index(page.id), "practices"
    return {"action": action, "number": place // ON_ONE_PAGE}
