"""Where each page of the site lies, seen from its top, and how far up the top is.

Links are relative, so that the folder works under any address and straight from a disk.
"""

from __future__ import annotations

HOME = "index.html"
ENTRIES = "pytania.html"
GUIDES = "poradniki.html"
PRACTICES = "praktyki.html"
DATES = "terminy.html"
LAW = "terminy-z-przepisow.html"
CONTACT = "kontakt.html"
PRIVACY = "prywatnosc.html"
SEARCH = "szukaj.html"
NOT_FOUND = "404.html"
NEWS_FEED = "nowosci.xml"
POSTERS = "plakaty/"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
EVERYTHING = "wszystko"  # the calendar that holds all dates of the programme


def topic(ident: str) -> str:
    """Return where the page of a topic lies."""
    return f"tematy/{ident}.html"


def entry(ident: str) -> str:
    """Return where the page of an entry lies."""
    return f"pytania/{ident}.html"


def guide(ident: str) -> str:
    """Return where the page of a guide lies."""
    return f"poradniki/{ident}.html"


def practice(ident: str) -> str:
    """Return where the page of a good practice lies."""
    return f"praktyki/{ident}.html"


def workshop(ident: str) -> str:
    """Return where the page of a workshop lies."""
    return f"warsztaty/{ident}.html"


def duty(ident: str) -> str:
    """Return where the page of hours of advice on the spot lies."""
    return f"dyzury/{ident}.html"


def event(ident: str) -> str:
    """Return where the page of an event lies."""
    return f"wydarzenia/{ident}.html"


def contest(ident: str) -> str:
    """Return where the page of a contest lies."""
    return f"konkursy/{ident}.html"


def poster(ident: str) -> str:
    """Return where the poster of a meeting lies."""
    return f"{POSTERS}{ident}.html"


def calendar(ident: str) -> str:
    """Return where the calendar file of something with dates lies."""
    return f"kalendarz/{ident}.ics"


def picture(name: str) -> str:
    """Return where a picture of a good practice lies; `name` is as its page writes it."""
    return f"praktyki/{name}"


def up(address: str) -> str:
    """Return what leads from a page to the top of the site."""
    return "../" * address.count("/")
