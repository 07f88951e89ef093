"""What a page shows: an entry, a guide and its parts, a good practice and its story.

Plain values for templates, as they are today. Where pages stand is `shelves`' business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain import page_numbers
from bot.helpdesk import answering, shelves
from bot.helpdesk.desk import Desk
from bot.knowledge.articles import Guide, Practice
from bot.knowledge.models import Entry
from bot.knowledge.parts import Part, sections, story

SHORT = 1_200  # letters of a guide's first words that stand beside the list of its parts
PHOTOS = (".jpg", ".png", ".webp")
MOST_PARTS = 15  # in that list; the others come by [Dalej]


def opened(
    desk: Desk, page: shelves.Page, back: shelves.Back | None = None
) -> tuple[str, dict[str, Any]]:
    """Return the template of a page and what it shows; `back` leads elsewhere than its list."""
    frame = {"number": shelves.number(page), "back": back or shelves.list_with(desk, page)}
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
    first = sections(desk.base.said(guide.text, desk.today))[0]
    parts = parts_of(desk, guide)
    listed = [part for part in parts if not part.continued][:MOST_PARTS]
    return about_guide(desk, guide) | {
        "old": not guide.is_valid_on(desk.today),
        "body": "" if parts[0] is first else first.html,
        "parts": [{"title": part.title, "number": part_number(guide, part)} for part in listed],
    }


def _practice(practice: Practice) -> dict[str, Any]:
    names = ("title", "summary", "illustrative", "municipality", "who", "cost", "volunteers",
             "hours")  # fmt: skip
    return {name: getattr(practice, name) for name in names} | {
        "partners": list(practice.partners),
        "lessons": list(practice.lessons),
        "story": part_number(practice, story(practice.text)[0]),
        "photo": has_photo(practice),
    }


def has_photo(practice: Practice) -> bool:
    """Tell whether a practice's picture is one that Telegram takes."""
    return practice.picture.endswith(PHOTOS)


def about_picture(practice: Practice) -> dict[str, Any]:
    """Return what is said under a practice's photo."""
    return {
        "title": practice.title,
        "alt": practice.picture_alt,
        "illustrative": practice.illustrative,
    }


# -- parts of pages


def parts_of(desk: Desk, page: Guide | Practice) -> tuple[Part, ...]:
    """Return the parts of a longer page as they are today, without a guide's few first words."""
    if isinstance(page, Practice):
        return story(page.text)
    parts = sections(desk.base.said(page.text, desk.today))
    return parts[1:] if _opens(parts[0]) and len(parts) > 1 else parts


def _opens(part: Part) -> bool:
    """Tell whether a guide's first words stand beside the list of its parts."""
    return not part.title and len(part.html) <= SHORT


def part_number(page: Guide | Practice, part: Part) -> int:
    """Return the number by which buttons name a part."""
    return page_numbers.part_number(shelves.number(page), part.name)


def part(desk: Desk, wanted: int) -> dict[str, Any] | None:
    """Return the part that a button names, with the ways on and back."""
    page = shelves.numbered(desk, page_numbers.page_of(wanted))
    if page is None or isinstance(page, Entry):
        return None
    numbers = [part_number(page, one) for one in parts_of(desk, page)]
    return _part(desk, page, numbers, numbers.index(wanted)) if wanted in numbers else None


def _part(
    desk: Desk, page: Guide | Practice, numbers: Sequence[int], place: int
) -> dict[str, Any]:
    shown = parts_of(desk, page)[place]
    return {
        "kind": shelves.kind_of(page),
        "of": page.title,
        "illustrative": shelves.is_illustrative(page),
        "title": shown.title,
        "continued": shown.continued,
        "body": shown.html,
        "place": place + 1,
        "count": len(numbers),
        "number": shelves.number(page),
        "before": numbers[place - 1] if place else None,
        "after": numbers[place + 1] if place + 1 < len(numbers) else None,
    }
