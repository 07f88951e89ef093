"""One page: its address with its HTML; and the small things that many pages are made of."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge.articles import Guide, Practice
from bot.knowledge.markdown import plain_text
from bot.knowledge.models import Entry
from bot.templates.polish import shorten
from bot.website import addresses
from bot.website.prose import Prose, prose
from bot.website.rendering import render
from bot.website.site import Site

LONGEST_DESCRIPTION = 160  # letters; search engines cut what is longer

#: Where a page lies, and its HTML.
Page = tuple[str, str]
#: Where a link leads from the top of the site, and its words.
Links = list[tuple[str, str]]


def page(
    site: Site, address: str, template: str, title: str, description: str, **more: object
) -> Page:
    """Return the page that lies at `address`."""
    html = render(site, template, address, title=title, description=description, **more)
    return address, html


def told(markdown: str, address: str) -> Prose:
    """Return a text for the page at `address`, whose links to entries lead to their pages."""
    root = addresses.up(address)
    return prose(markdown, lambda entry: root + addresses.entry(entry))


def described(markdown: str) -> str:
    """Return the beginning of a text, as search engines show it."""
    return shorten(" ".join(plain_text(markdown).split()), LONGEST_DESCRIPTION)


def entry_links(entries: Iterable[Entry]) -> Links:
    """Return links to entries."""
    return [(addresses.entry(entry.id), entry.question) for entry in entries]


def guide_links(guides: Iterable[Guide]) -> Links:
    """Return links to guides."""
    return [(addresses.guide(guide.id), guide.title) for guide in guides]


def practice_links(practices: Iterable[Practice]) -> Links:
    """Return links to good practices."""
    return [(addresses.practice(one.id), one.title) for one in practices]
