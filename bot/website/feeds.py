"""What programs read: the map of the site, the feed of what is new, and a word to robots."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from xml.etree import ElementTree as ET

from bot.knowledge.markdown import plain_text
from bot.website import addresses
from bot.website.site import Site

_ATOM = "http://www.w3.org/2005/Atom"
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWEST = 40
#: How the addresses begin of pages that nobody should find by searching.
_UNLISTED = (addresses.NOT_FOUND, addresses.SEARCH, addresses.POSTERS)


def robots(site: Site) -> str:
    """Return the word to robots: everything may be read."""
    where = site.address(addresses.SITEMAP)
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {where}\n" if where else "")


def sitemap(site: Site, pages: Iterable[str]) -> bytes:
    """Return the map of the site, with the day when a page was last checked where it has one."""
    top = ET.Element("urlset", xmlns=_MAP)
    checked = _checked(site)
    for page in pages:
        if page.startswith(_UNLISTED):
            continue
        url = ET.SubElement(top, "url")
        ET.SubElement(url, "loc").text = site.address(page)
        if page in checked:
            ET.SubElement(url, "lastmod").text = checked[page].isoformat()
    return _written(top)


def news(site: Site) -> bytes:
    """Return an Atom feed of the answers and guides checked last."""
    base, organisation = site.base, site.base.organisation
    items = [(e.checked, addresses.entry(e.id), e.question, e.answer) for e in site.entries]
    items += [(g.checked, addresses.guide(g.id), g.title, g.summary) for g in base.guides.values()]
    items.sort(key=lambda item: (-item[0].toordinal(), item[1]))
    top = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "pl"})
    ET.SubElement(top, "title").text = f"{organisation.programme}: nowe i sprawdzone odpowiedzi"
    ET.SubElement(top, "id").text = site.address(addresses.NEWS_FEED)
    ET.SubElement(top, "updated").text = _midnight(items[0][0] if items else site.day)
    ET.SubElement(top, "link", rel="self", href=site.address(addresses.NEWS_FEED) or "")
    ET.SubElement(top, "link", rel="alternate", href=site.home or "")
    author = ET.SubElement(top, "author")
    ET.SubElement(author, "name").text = organisation.name
    for checked, page, title, text in items[:_NEWEST]:
        entry = ET.SubElement(top, "entry")
        ET.SubElement(entry, "title").text = title
        ET.SubElement(entry, "id").text = site.address(page)
        ET.SubElement(entry, "link", href=site.address(page) or "")
        ET.SubElement(entry, "updated").text = _midnight(checked)
        ET.SubElement(entry, "summary").text = plain_text(base.said(text, site.day))
    return _written(top)


def _checked(site: Site) -> dict[str, date]:
    days = {addresses.entry(entry.id): entry.checked for entry in site.entries}
    return days | {addresses.guide(one.id): one.checked for one in site.base.guides.values()}


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _written(top: ET.Element) -> bytes:
    ET.indent(top)
    text: str = ET.tostring(top, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
