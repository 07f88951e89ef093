"""What programs read: the map of the site and the feed of news."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from tests.website.conftest import HOME
from tests.website.reading import Page

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


def test_map_names_every_page_that_may_be_found(
    files: dict[str, bytes], pages: dict[str, Page]
) -> None:
    urls = ET.fromstring(files["sitemap.xml"]).findall(f"{MAP}url")
    addresses = [url.findtext(f"{MAP}loc") for url in urls]
    hidden = ("404.html", "szukaj.html", "plakaty/")
    shown = [page for page in pages if not page.startswith(hidden)]
    wanted = {HOME + ("" if page == "index.html" else page) for page in shown}
    assert sorted(addresses) == sorted(wanted)
    days = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in urls}
    assert days[f"{HOME}pytania/opis-faktury.html"] == "2026-11-22"
    assert days[HOME] is None


def test_robots_are_led_to_the_map(files: dict[str, bytes]) -> None:
    assert files["robots.txt"].decode().splitlines()[-1] == f"Sitemap: {HOME}sitemap.xml"


def test_feed_begins_with_what_was_checked_last(files: dict[str, bytes]) -> None:
    feed = ET.fromstring(files["nowosci.xml"])
    entries = feed.findall(f"{ATOM}entry")
    days = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == days[0]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids) == 14
    assert all(str(ident).startswith(HOME) for ident in ids)


def test_feed_says_what_pages_say(files: dict[str, bytes]) -> None:
    feed = ET.fromstring(files["nowosci.xml"])
    said = {e.findtext(f"{ATOM}title"): e.findtext(f"{ATOM}summary") for e in feed.iter()}
    biting = 'Czy <img src=x onerror=alert(3)> & "to" można </script>?'
    assert said[biting] == "Nie wolno & nie < można: 100 zł."
