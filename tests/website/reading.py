"""A page of the site as tests read it: its elements, and what is wrong with how it is written."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"})
#: What a browser loads by itself, and which attribute says from where.
FETCHING = {"img": "src", "script": "src", "link": "href", "source": "srcset", "iframe": "src"}
BLOCKS = frozenset({"p", "li", "dt", "dd", "th", "td", "h1", "h2", "h3"})
#: What a link element only names, without fetching it.
ONLY_NAMED = ("canonical", "alternate")


@dataclass
class Element:
    """An element with its attributes, the text inside it, and what it stands in."""

    tag: str
    attrs: dict[str, str]
    around: tuple[str, ...]
    text: str = ""
    alts: str = ""

    @property
    def name(self) -> str:
        """Return what a person hears: a label, the text, or the words for a picture."""
        return self.attrs.get("aria-label") or " ".join((self.text + self.alts).split())


@dataclass
class Page(HTMLParser):
    """One page, read strictly."""

    address: str
    source: str
    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []
        self.feed(self.source)
        self.close()
        if self._open:
            self.faults.append(f"never closed: {[one.tag for one in self._open]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.faults.append(f"an attribute twice in {tag}: {names}")
        around = tuple(one.tag for one in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, around)
        for one in self._open:
            one.alts += element.attrs.get("alt", "")
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not any(one.tag == "svg" for one in self._open):
            self.faults.append(f"closed in itself: {tag}")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.faults.append(
                f"</{tag}> closes {self._open[-1].tag if self._open else 'nothing'}"
            )
            return
        self._open.pop()
        if tag in BLOCKS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.text += data

    # -- what tests ask

    def all(self, *tags: str) -> list[Element]:
        """Return the elements with one of these tags."""
        return [one for one in self.elements if one.tag in tags]

    @property
    def ids(self) -> list[str]:
        """Return every id, as often as it stands there."""
        return [one.attrs["id"] for one in self.elements if "id" in one.attrs]

    @property
    def levels(self) -> list[int]:
        """Return the levels of the headings in their order."""
        return [int(one.tag[1]) for one in self.all("h1", "h2", "h3", "h4", "h5", "h6")]

    def links(self) -> Iterator[str]:
        """Yield where links and forms lead."""
        yield from (one.attrs["href"] for one in self.all("a") if "href" in one.attrs)
        yield from (one.attrs["action"] for one in self.all("form"))

    def fetched(self) -> Iterator[str]:
        """Yield everything that a browser loads by itself."""
        for one in self.all(*FETCHING):
            address = one.attrs.get(FETCHING[one.tag])
            if address and one.attrs.get("rel") not in ONLY_NAMED:
                yield address

    def structured(self) -> list[Any]:
        """Return the JSON-LD of the page."""
        scripts = [one for one in self.all("script") if one.attrs.get("type")]
        return [json.loads(one.text) for one in scripts]

    def words(self) -> str:
        """Return the text of the page's main part, its spaces made plain."""
        [main] = self.all("main")
        return " ".join(main.text.split())


def read(files: Mapping[str, bytes]) -> dict[str, Page]:
    """Return the pages among files."""
    return {
        name: Page(name, content.decode())
        for name, content in files.items()
        if name.endswith(".html")
    }


def target(page: str, link: str) -> tuple[str, str] | None:
    """Return the file and the anchor that a link of a page leads to; None when outside."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return whole, parts.fragment
