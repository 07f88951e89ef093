"""Puts the whole site together: every file by its address, ready to be written."""

from __future__ import annotations

from pathlib import Path

from bot.templates import MARK, look
from bot.website import addresses, feeds, searching
from bot.website.calendars import calendars
from bot.website.pages import pages
from bot.website.site import Site

STATIC = Path(__file__).parent / "static"

Files = dict[str, bytes]


def build(site: Site) -> Files:
    """Return every file of the site by its address."""
    written = dict(pages(site))
    files = {address: html.encode() for address, html in written.items()}
    files |= _look(site)
    files |= _pictures(site)
    files |= dict(calendars(site))
    files["szukaj-slowa.js"] = searching.script(site).encode()
    files[addresses.ROBOTS] = feeds.robots(site).encode()
    if site.home is not None:
        files[addresses.SITEMAP] = feeds.sitemap(site, written)
        files[addresses.NEWS_FEED] = feeds.news(site)
    return files


def _look(site: Site) -> Files:
    """Return what all pages share: one style sheet, the mark, the script, the visiting card."""
    style = look(site.base.topics).encode() + (STATIC / "site.css").read_bytes()
    plain = {name: (STATIC / name).read_bytes() for name in ("szukaj.js", "wizytowka.png")}
    return {"wyglad.css": style, "icon.svg": MARK.read_bytes(), **plain}


def _pictures(site: Site) -> Files:
    practices = site.base.practices.values()
    names = sorted({practice.picture for practice in practices})
    folder = site.directory / "practices"
    return {addresses.picture(name): (folder / name).read_bytes() for name in names}
