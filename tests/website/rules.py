"""Rules that every page keeps; each yields what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from tests.website.reading import Page, target

LARGEST = 100_000  # bytes
Pages = Mapping[str, Page]
Files = Mapping[str, bytes]
Rule = Callable[[Pages, Files], Iterator[object]]


def well_formed(pages: Pages, files: Files) -> Iterator[object]:
    """Elements are closed in their order; no attribute stands twice."""
    yield from ((name, page.faults) for name, page in pages.items() if page.faults)


def small(pages: Pages, files: Files) -> Iterator[object]:
    """A page without its pictures is not over 100 kB."""
    yield from ((name, len(files[name])) for name in pages if len(files[name]) > LARGEST)


def ids_unique(pages: Pages, files: Files) -> Iterator[object]:
    """An id stands once, and what refers to one finds it."""
    for name, page in pages.items():
        twice = sorted({one for one in page.ids if page.ids.count(one) > 1})
        if twice:
            yield name, twice
        for one in page.elements:
            for attribute in ("aria-labelledby", "for", "aria-controls"):
                if attribute in one.attrs and one.attrs[attribute] not in page.ids:
                    yield name, attribute, one.attrs[attribute]


def links_resolve(pages: Pages, files: Files) -> Iterator[object]:
    """Links inside lead to a file, anchors to an element."""
    for name, page in pages.items():
        for link in {*page.links(), *page.fetched()}:
            found = target(name, link)
            if found is None or (name == "404.html" and link.startswith("/wiedza/")):
                continue
            file, anchor = found
            if file not in files or (anchor and anchor not in pages[file].ids):
                yield name, link


def nothing_foreign(pages: Pages, files: Files) -> Iterator[object]:
    """A browser loads nothing from elsewhere, and no style fetches anything."""
    for name, page in pages.items():
        yield from ((name, one) for one in page.fetched() if "//" in one or one.startswith("data"))
        yield from ((name, one.tag) for one in page.all("iframe", "base", "style"))
    for name, content in files.items():
        if name.endswith(".css") and (b"url(" in content or b"@import" in content):
            yield name


def headings_in_order(pages: Pages, files: Files) -> Iterator[object]:
    """One h1, and no level is jumped over."""
    for name, page in pages.items():
        levels = page.levels
        jumps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        if levels.count(1) != 1 or levels[0] != 1 or jumps:
            yield name, levels
        yield from ((name, one.tag) for one in page.all("h1", "h2", "h3") if not one.name)


def landmarks(pages: Pages, files: Files) -> Iterator[object]:
    """One header, main and footer; a way to skip; navigations with names of their own."""
    for name, page in pages.items():
        for tag in ("header", "main", "footer", "h1", "title"):
            if len(page.all(tag)) != 1:
                yield name, tag
        first = page.all("a")[0]
        if first.attrs.get("class") != "skip" or first.attrs["href"] != "#tresc":
            yield name, "skip"
        names = [one.attrs.get("aria-label", one.attrs.get("aria-labelledby")) for one in
                 page.all("nav")]  # fmt: skip
        if None in names or len(set(names)) != len(names):
            yield name, names
        if [one.attrs.get("lang") for one in page.all("html")] != ["pl"]:
            yield name, "lang"


def everything_named(pages: Pages, files: Files) -> Iterator[object]:
    """Links and buttons say something; fields have labels; pictures have words and a size."""
    for name, page in pages.items():
        labels = {one.attrs.get("for") for one in page.all("label")}
        for one in page.elements:
            if one.tag in ("a", "button") and not one.name:
                yield name, one
            if one.tag == "input" and one.attrs.get("id") not in labels:
                yield name, one
            if one.tag == "img" and not {"alt", "width", "height"} <= set(one.attrs):
                yield name, one


def told_to_others(pages: Pages, files: Files) -> Iterator[object]:
    """Titles differ; each page describes itself, for searching and for sharing."""
    titles: dict[str, str] = {}
    for name, page in pages.items():
        title = page.all("title")[0].text.strip()
        if titles.setdefault(title, name) != name and "praktyki/" not in name:
            yield name, titles[title]
        meta = {one.attrs.get("name") or one.attrs.get("property") for one in page.all("meta")}
        yield from ((name, one) for one in (
            {"description", "og:title", "og:description", "og:type", "viewport"} - meta
        ))  # fmt: skip


def structured_data_reads(pages: Pages, files: Files) -> Iterator[object]:
    """JSON-LD is JSON, and says what it is."""
    for name, page in pages.items():
        for thing in page.structured():
            if thing["@context"] != "https://schema.org" or "@type" not in thing:
                yield name, thing


#: What browsers are told that a page needs; all else is forbidden.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


def guarded(pages: Pages, files: Files) -> Iterator[object]:
    """A policy stands before all else, and nothing on the page needs an exception from it."""
    for name, page in pages.items():
        told = [one for one in page.elements if "http-equiv" in one.attrs]
        if [one.attrs.get("content") for one in told] != [POLICY]:
            yield name, [one.attrs for one in told]
        for one in page.elements:
            script = one.tag == "script" and "src" not in one.attrs
            inline = script and one.attrs.get("type") != "application/ld+json"
            acts = [attribute for attribute in one.attrs if attribute.startswith("on")]
            if inline or acts or one.tag in ("style", "base", "iframe") or "style" in one.attrs:
                yield name, one.tag, one.attrs


RULES: tuple[Rule, ...] = (
    guarded,
    well_formed,
    small,
    ids_unique,
    links_resolve,
    nothing_foreign,
    headings_in_order,
    landmarks,
    everything_named,
    told_to_others,
    structured_data_reads,
)
