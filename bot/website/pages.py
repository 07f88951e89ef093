"""Every page of the site: where it lies, which template shows it, and what stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.knowledge.articles import Guide, Practice
from bot.knowledge.markdown import plain_text
from bot.knowledge.models import Entry, Topic
from bot.templates.polish import shorten
from bot.website import addresses, structured
from bot.website.prose import Prose, prose
from bot.website.rendering import render
from bot.website.site import Site

LONGEST_DESCRIPTION = 160  # letters; search engines cut what is longer
_PRACTICES_AT_HOME = 3
_LONG_ENOUGH_FOR_CONTENTS = 3  # chapters

Pages = Iterator[tuple[str, str]]


def pages(site: Site) -> Pages:
    """Yield the address and the HTML of every page."""
    yield from _doors(site)
    for topic in site.base.topics.values():
        yield _topic(site, topic)
    for entry in site.entries:
        yield _entry(site, entry)
    for guide in site.base.guides.values():
        yield _guide(site, guide)
    for practice in site.base.practices.values():
        yield _practice(site, practice)


def _doors(site: Site) -> Pages:
    """Yield the pages that lead to others, and those that stand alone."""
    programme = site.base.organisation.programme
    practices = list(site.base.practices.values())
    yield _page(
        site,
        addresses.HOME,
        "home.html",
        programme,
        "Odpowiedzi, poradniki i doradcy dla organizacji, kół i grup. Zapytaj bota, zadzwoń albo "
        "poszukaj na stronie.",
        practices=practices[:_PRACTICES_AT_HOME],
        structured=structured.organisation(site),
    )
    for address, template, title, description in _PLAIN:
        more = {"illustrative": any(one.illustrative for one in practices)}
        yield _page(site, address, template, title, description, **more)


_PLAIN = (
    (
        addresses.ENTRIES,
        "entries.html",
        "Wszystkie pytania i odpowiedzi",
        "Lista wszystkich pytań w sześciu tematach: prawo, finanse, pieniądze na działania, "
        "partnerstwa, promocja, wolontariat.",
    ),
    (
        addresses.GUIDES,
        "guides.html",
        "Poradniki do wydrukowania",
        "Poradniki krok po kroku, z listami do odhaczenia i wzorami pism.",
    ),
    (
        addresses.PRACTICES,
        "practices.html",
        "Dobre praktyki z sąsiedztwa",
        "Opisy działań z okolicy: koszt, partnerzy, wolontariusze i wnioski.",
    ),
    (
        addresses.CONTACT,
        "contact.html",
        "Jak zapytać człowieka",
        "Bot na Telegramie, telefon, e-mail i godziny dyżuru.",
    ),
    (
        addresses.PRIVACY,
        "privacy.html",
        "Prywatność i dostępność",
        "Ta strona nikogo nie śledzi. Co dzieje się z danymi, gdy ktoś do nas napisze.",
    ),
    (
        addresses.SEARCH,
        "search.html",
        "Szukaj odpowiedzi",
        "Wyszukiwarka pytań, poradników i dobrych praktyk.",
    ),
    (
        addresses.NOT_FOUND,
        "not_found.html",
        "Nie ma takiej strony",
        "Ten adres nie prowadzi do żadnej strony.",
    ),
)


def _topic(site: Site, topic: Topic) -> tuple[str, str]:
    entries = site.entries_of(topic.id)
    return _page(
        site,
        addresses.topic(topic.id),
        "topic.html",
        topic.name,
        f"{topic.name}: pytania i odpowiedzi, poradniki, dobre praktyki.",
        topic=topic,
        entries=entries,
        guides=_guide_links(site.guides_of(topic.id)),
        practices=_practice_links(site.practices_of(topic.id)),
    )


def _entry(site: Site, entry: Entry) -> tuple[str, str]:
    address = addresses.entry(entry.id)
    said = site.base.said(entry.answer, site.day)
    answer = _prose(said, address)
    lasting = entry.is_valid_on(site.day)
    return _page(
        site,
        address,
        "entry.html",
        entry.question,
        _description(said),
        entry=entry,
        answer=answer,
        structured=structured.faq(site, entry, str(answer.html)) if lasting else None,
        related=_entry_links(site.related(entry.related)),
        guides=_guide_links(site.guides_naming(entry.id)),
        practices=_practice_links(site.practices_naming(entry.id)),
    )


def _guide(site: Site, guide: Guide) -> tuple[str, str]:
    address = addresses.guide(guide.id)
    text = _prose(site.base.said(guide.text, site.day), address)
    chapters = [heading for heading in text.headings if heading.level == 2]
    return _page(
        site,
        address,
        "guide.html",
        guide.title,
        _description(guide.summary),
        guide=guide,
        text=text,
        contents=chapters if len(chapters) >= _LONG_ENOUGH_FOR_CONTENTS else [],
        related=_entry_links(site.related(guide.related)),
    )


def _practice(site: Site, practice: Practice) -> tuple[str, str]:
    address = addresses.practice(practice.id)
    return _page(
        site,
        address,
        "practice.html",
        practice.title,
        _description(practice.summary),
        practice=practice,
        text=_prose(practice.text, address),
        related=_entry_links(site.related(practice.related)),
    )


def _page(
    site: Site, address: str, template: str, title: str, description: str, **more: object
) -> tuple[str, str]:
    html = render(site, template, address, title=title, description=description, **more)
    return address, html


def _prose(markdown: str, page: str) -> Prose:
    root = addresses.up(page)
    return prose(markdown, lambda entry: root + addresses.entry(entry))


def _description(markdown: str) -> str:
    return shorten(" ".join(plain_text(markdown).split()), LONGEST_DESCRIPTION)


def _entry_links(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    return [(addresses.entry(entry.id), entry.question) for entry in entries]


def _guide_links(guides: Iterable[Guide]) -> list[tuple[str, str]]:
    return [(addresses.guide(guide.id), guide.title) for guide in guides]


def _practice_links(practices: Iterable[Practice]) -> list[tuple[str, str]]:
    return [(addresses.practice(one.id), one.title) for one in practices]
